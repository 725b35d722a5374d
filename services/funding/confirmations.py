"""What the finance system says was paid or came back, line by line (Zahlungsbestätigungen). Pure.

A line counts for itself: one with an error changes nothing and holds nobody up. The same file
again finds all of its payments confirmed and changes nothing. What comes back on a recovery
(`recoveries`) is named by another text, and by its booking, since it may come in parts.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from typing import Final

from services.funding import commands, events
from services.funding.budget import BUDGET, Budget, Happened
from services.funding.grant import Grant
from services.funding.orders import Order
from services.funding.recoveries import Owing, receive
from services.funding.reference import BOOKING_MAX, read_recovery
from services.funding.reference import read as reference_in
from shared.calendar import german
from shared.fields import harmful
from shared.refusal import Refused
from shared.table import LineFault, Row, Table, day_of, read

COLUMNS: Final = {
    "Verwendungszweck": "reference",
    "Betrag in Euro": "amount",
    "Gezahlt am": "paid_on",
    "Buchung": "booking",
    # What a pay list says besides, so that it can come back as it went.
    "Nr.": "place",
    "Empfänger": "name",
    "IBAN": "account",
    "Fällig am": "due_on",
}
REQUIRED: Final = ("Verwendungszweck", "Betrag in Euro", "Gezahlt am")
_AMOUNT: Final = re.compile(
    r"([0-9]{1,3}(?:\.[0-9]{3}){1,3}|[0-9]{1,9}),([0-9]{2})(?:\s*(?:€|EUR))?"
)


@dataclass(slots=True)
class Confirmed:
    """What a file confirms: events by year; how many are new, known, still open; what is wrong.

    received    what came back on recoveries, by project
    recoveries  how many of the new lines did
    """

    made: dict[int, Happened] = field(default_factory=dict)
    received: dict[str, list[events.GrantEvent]] = field(default_factory=dict)
    recoveries: int = 0
    new: int = 0
    known: int = 0
    open: int = 0
    errors: list[LineFault] = field(default_factory=list)
    warnings: list[LineFault] = field(default_factory=list)


def table(content: bytes) -> Table:
    """Read the file as far as nothing else must be known."""
    return read(content, COLUMNS, REQUIRED)


def years(found: Table) -> list[int]:
    """Return the years whose payments the file names, ascending."""
    named = [reference_in(row.cells.get("reference", "")) for row in found.rows]
    return sorted({it.year for it in named if it is not None})


def repaid(found: Table) -> list[str]:
    """Return the file numbers of the projects that the file says somebody has paid back for."""
    named = {read_recovery(row.cells.get("reference", "")) for row in found.rows}
    return sorted(it for it in named if it is not None)


NOBODY_OWES: Final = Owing({}, "")


def confirm(
    found: Table, budgets: Mapping[int, Budget], today: date, owing: Owing = NOBODY_OWES
) -> Confirmed:
    """Confirm each payment, and record each repayment, that a line names with its amount, once."""
    told = Confirmed(errors=list(found.faults))
    states = dict(budgets)
    standing = _Standing(states, dict(owing.grants), owing.by, today)
    for row in found.rows:
        if "paid_on" not in row.cells:
            told.open += 1
            continue
        number = read_recovery(row.cells.get("reference", ""))
        try:
            if number is None:
                _confirm(row, states, told, today)
            else:
                _repaid(row, number, standing, told)
        except _LineError as error:
            told.errors.append(LineFault(row.line, error.column, error.code, error.text))
        except Refused as no:
            column = _COLUMN_OF.get(no.code, "Verwendungszweck")
            told.errors.append(LineFault(row.line, column, no.code, no.detail))
    return told


_COLUMN_OF: Final = {
    "amount-differs": "Betrag in Euro",
    "more-than-open": "Betrag in Euro",
    "day-impossible": "Gezahlt am",
    "reference-known": "Buchung",
}


class _LineError(Exception):
    """A cell that says nothing usable."""

    def __init__(self, column: str, code: str, text: str) -> None:
        super().__init__(text)
        self.column, self.code, self.text = column, code, text


def _confirm(row: Row, states: dict[int, Budget], told: Confirmed, today: date) -> None:
    order = _order(row, states)
    it = order.ordered
    paid_on = _day(row)
    command = commands.Pay(it.year, it.project_id, it.number, _cents(row), paid_on)
    happened = BUDGET.decide(command, states[it.year], today)
    states[it.year] = reduce(BUDGET.evolve, happened, states[it.year])
    told.made.setdefault(it.year, []).extend(happened)
    told.new += bool(happened)
    told.known += not happened
    if not happened and order.on is not None and order.on != paid_on:
        text = f"Diese Zahlung ist schon zum {german(order.on)} bestätigt; dabei bleibt es."
        told.warnings.append(LineFault(row.line, "Gezahlt am", "day-differs", text))


@dataclass(slots=True)
class _Standing:
    """How years and grants stand after the lines so far."""

    budgets: dict[int, Budget]
    grants: dict[str, tuple[str, Grant]]
    by: str
    today: date


def _repaid(row: Row, number: str, standing: _Standing, told: Confirmed) -> None:
    """Record what came back on a recovery; of each booking once."""
    booking, cents = _booking(row), _cents(row)
    if not cents:
        text = "Mit 0,00 Euro ist nichts zurückgekommen."
        raise _LineError("Betrag in Euro", "invalid-amount", text)
    if number not in standing.grants:
        text = f"Zum Projekt {number} ist nichts zurückgefordert."
        raise _LineError("Verwendungszweck", "unknown-reference", text)
    owing, asked = Owing(standing.grants, standing.by), (booking, cents, _day(row))
    made = receive(owing, number, asked, standing.budgets, standing.today)
    for year, happened in made.booked.items():
        before = standing.budgets.get(year, Budget())
        standing.budgets[year] = reduce(BUDGET.evolve, happened, before)
        told.made.setdefault(year, []).extend(happened)
    standing.grants[number] = made.project_id, made.grant
    told.received.setdefault(made.project_id, []).extend(made.events)
    told.new += bool(made.events)
    told.recoveries += bool(made.events)
    told.known += not made.events


def _order(row: Row, states: Mapping[int, Budget]) -> Order:
    """Return the payment that the line names."""
    reference = reference_in(row.cells.get("reference", ""))
    if reference is None:
        text = "Hier steht kein Verwendungszweck dieses Systems, oder mehr als einer."
        raise _LineError("Verwendungszweck", "no-reference", text)
    orders = states.get(reference.year, Budget()).orders.values()
    found = [it for it in orders if it.ordered.reference == str(reference)]
    if not found:
        text = f"„{reference}“ steht in keiner Zahlliste."
        raise _LineError("Verwendungszweck", "unknown-reference", text)
    return found[0]


def _booking(row: Row) -> str:
    booking = row.cells.get("booking")
    if booking is None:
        text = "Zu einer Rückzahlung gehört die Nummer ihrer Buchung."
        raise _LineError("Buchung", "booking-missing", text)
    if len(booking) > BOOKING_MAX or harmful(booking):
        text = f"Eine Buchung hat eine Nummer mit höchstens {BOOKING_MAX} Zeichen in einer Zeile."
        raise _LineError("Buchung", "invalid-booking", text)
    return booking


def _cents(row: Row) -> int:
    match = _AMOUNT.fullmatch(row.cells.get("amount", ""))
    if match is None:
        text = "Hier wird ein Betrag wie 1.234,50 erwartet."
        raise _LineError("Betrag in Euro", "invalid-amount", text)
    return int(match[1].replace(".", "") + match[2])


def _day(row: Row) -> date:
    day = day_of(row.cells["paid_on"])
    if day is None:
        text = "Hier wird ein Tag wie 28.02.2026 erwartet."
        raise _LineError("Gezahlt am", "invalid-date", text)
    return day
