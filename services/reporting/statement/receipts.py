"""Receipts (Belegliste) line by line: what is wrong, what is worth knowing, what counts. Pure.

A line counts for itself: one with an error is left out and holds nobody up. A warning keeps it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Final
from uuid import UUID, uuid5

from services.reporting.events import DisallowanceRule
from shared.fields import harmful
from shared.table import LineFault, Row, day_of

COLUMNS: Final = {
    "Nr.": "number",
    "Gezahlt am": "paid_on",
    "Beauftragt am": "ordered_on",
    "Empfänger": "payee",
    "Grund": "reason",
    "Zeile": "line",
    "Kostenart": "cost_type",
    "Betrag": "amount",
    "Netto": "net",
}
REQUIRED: Final = ("Nr.", "Gezahlt am", "Empfänger", "Grund", "Zeile", "Betrag")
LINES_MAX: Final = 50_000
TEXT_MAX: Final = 200
CENTS_MAX: Final = 10**12
_HEADINGS: Final = {name: heading for heading, name in COLUMNS.items()}
_AMOUNT: Final = re.compile(
    r"(-?)([0-9]{1,3}(?:\.[0-9]{3}){1,3}|[0-9]{1,10})(?:,([0-9]{1,2}))?(?:\s?(?:€|EUR))?"
)


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt as it counts.

    year           of the payment; that of the first or last day for one before or after
    counted_ct     net for who deducts VAT
    rule           why it is not recognised, by its days; then `disallowed_ct` is all of it
    """

    receipt_id: str
    number: str
    paid_on: date
    ordered_on: date | None
    payee: str
    reason: str
    line: str
    cost_type: str | None
    year: int
    gross_ct: int
    counted_ct: int
    rule: DisallowanceRule | None
    disallowed_ct: int


@dataclass(frozen=True, slots=True)
class Rules:
    """What receipts of a project are held against.

    lines    of expenditure and income, by their names in lower case
    covered  kinds of cost that a flat rate of the plan stands for, in lower case → the flat rate
    """

    project_id: str
    first_day: date
    last_day: date
    today: date
    deducts_vat: bool
    lines: Mapping[str, str]
    covered: Mapping[str, str]


@dataclass(slots=True)
class Read:
    """What a file holds: receipts with their lines in it, errors, warnings."""

    receipts: dict[str, tuple[int, Receipt]] = field(default_factory=dict)
    errors: list[LineFault] = field(default_factory=list)
    warnings: list[LineFault] = field(default_factory=list)


def read_row(row: Row, rules: Rules, found: Read) -> None:
    """Take a row in, or say what is wrong with it."""
    cells = row.cells
    wrong = [LineFault(row.line, *it) for it in _faults(cells, rules)]
    if wrong:
        found.errors.extend(wrong)
        return
    receipt, notes = _receipt(cells, rules)
    if receipt.receipt_id in found.receipts:
        first = found.receipts[receipt.receipt_id][0]
        text = f"Nummer, Tag, Betrag und Zeile sind wie in Zeile {first} der Datei."
        found.errors.append(LineFault(row.line, "Nr.", "line-twice", text))
        return
    found.receipts[receipt.receipt_id] = row.line, receipt
    found.warnings.extend(LineFault(row.line, *note) for note in notes)


def receipt_id(project_id: str, number: str, paid_on: date, gross_ct: int, line: str) -> str:
    """Return what makes two receipts of a project the same."""
    key = f"{number.casefold()}\n{paid_on.isoformat()}\n{gross_ct}\n{line}"
    return str(uuid5(_namespace(project_id), key))


@lru_cache(1)
def _namespace(project_id: str) -> UUID:
    return UUID(project_id)


_Note = tuple[str, str, str]
"""(column, code, sentence)."""


def _faults(cells: Mapping[str, str], rules: Rules) -> Iterator[_Note]:
    for heading in REQUIRED:
        if COLUMNS[heading] not in cells:
            yield heading, "missing", "Diese Angabe fehlt."
    for name, text in cells.items():
        if len(text) > TEXT_MAX:
            yield _HEADINGS[name], "too-long", f"Höchstens {TEXT_MAX} Zeichen sind erlaubt."
        elif harmful(text):
            said = "Der Text enthält ein Zeichen, das nicht erlaubt ist."
            yield _HEADINGS[name], "invalid-character", said
    yield from _days(cells, rules)
    yield from _amounts(cells, rules)
    yield from _places(cells, rules)


def _days(cells: Mapping[str, str], rules: Rules) -> Iterator[_Note]:
    for name in ("paid_on", "ordered_on"):
        if name not in cells:
            continue
        day = day_of(cells[name])
        if day is None:
            text = "Hier wird ein Tag wie 28.02.2026 erwartet."
            yield _HEADINGS[name], "invalid-date", text
        elif day > rules.today:
            yield _HEADINGS[name], "in-future", "Dieser Tag ist noch nicht gewesen."


def _amounts(cells: Mapping[str, str], rules: Rules) -> Iterator[_Note]:
    gross_ct, net_ct = (_cents(cells.get(name)) for name in ("amount", "net"))
    for name, cents in (("amount", gross_ct), ("net", net_ct)):
        if name in cells and not cents:
            text = "Hier wird ein Betrag wie 1.234,50 erwartet, nicht null."
            yield _HEADINGS[name], "invalid-amount", text
    if rules.deducts_vat and "net" not in cells:
        text = "Der Träger zieht Vorsteuer ab: Es zählt der Betrag ohne Umsatzsteuer."
        yield "Netto", "net-missing", text
    if gross_ct and net_ct and (abs(net_ct) > abs(gross_ct) or (net_ct < 0) != (gross_ct < 0)):
        yield "Netto", "net-too-large", "Netto ist mehr als der Betrag, oder anders herum gebucht."


def _places(cells: Mapping[str, str], rules: Rules) -> Iterator[_Note]:
    line, cost_type = cells.get("line", ""), cells.get("cost_type", "")
    named = [("Kostenart", cost_type)]
    if line.casefold() not in rules.lines:  # A post may be called like a flat rate.
        named.insert(0, ("Zeile", line))
    for heading, text in named:
        if rate := rules.covered.get(text.casefold()):
            said = (
                f"Dafür steht schon die Pauschale „{rate}“; Belege dazu zählen nicht noch einmal."
            )
            yield heading, "covered-by-flat-rate", said
    key = line.casefold()
    if line and key not in rules.lines and key not in rules.covered:
        text = f"Diese Zeile hat der Plan nicht. Möglich sind: {', '.join(rules.lines.values())}."
        yield "Zeile", "line-unknown", text


def _receipt(cells: Mapping[str, str], rules: Rules) -> tuple[Receipt, list[_Note]]:
    paid_on, gross_ct = day_of(cells["paid_on"]), _cents(cells["amount"])
    assert paid_on is not None, "It was read before."
    assert gross_ct is not None, "It was read before."
    net_ct = _cents(cells.get("net"))
    counted_ct = net_ct if rules.deducts_vat and net_ct is not None else gross_ct
    line = rules.lines[cells["line"].casefold()]
    made = Receipt(
        receipt_id=receipt_id(rules.project_id, cells["number"], paid_on, gross_ct, line),
        number=cells["number"],
        paid_on=paid_on,
        ordered_on=day_of(cells.get("ordered_on", "")),
        payee=cells["payee"],
        reason=cells["reason"],
        line=line,
        cost_type=cells.get("cost_type"),
        year=min(max(paid_on, rules.first_day), rules.last_day).year,
        gross_ct=gross_ct,
        counted_ct=counted_ct,
        rule=None,
        disallowed_ct=0,
    )
    return _judged(made, rules)


def _judged(receipt: Receipt, rules: Rules) -> tuple[Receipt, list[_Note]]:
    """Hold a receipt against the days of the project. A refund is income, and always counts."""
    rule, text = _rule(receipt, rules)
    if rule is not None and receipt.counted_ct > 0:
        column = "Gezahlt am" if receipt.ordered_on is None else "Beauftragt am"
        full = replace(receipt, rule=rule, disallowed_ct=receipt.counted_ct)
        return full, [(column, rule, f"{text} Der Beleg bleibt stehen, wird aber nicht anerkannt.")]
    if receipt.paid_on > rules.last_day:
        text = "Nach dem letzten Tag des Projekts gezahlt: Gehört die Leistung noch dazu?"
        return receipt, [("Gezahlt am", "paid-after-end", text)]
    return receipt, []


def _rule(receipt: Receipt, rules: Rules) -> tuple[DisallowanceRule | None, str]:
    ordered_on = receipt.ordered_on
    if receipt.paid_on < rules.first_day or (ordered_on and ordered_on < rules.first_day):
        return "before-start", "Das war vor dem ersten Tag des Projekts."
    if ordered_on and ordered_on > rules.last_day:
        return "outside-period", "Beauftragt nach dem letzten Tag des Projekts."
    return None, ""


def _cents(text: str | None) -> int | None:
    """Return the cents of an amount as Germans write it; None for anything else."""
    match = _AMOUNT.fullmatch(text or "")
    if match is None:
        return None
    sign, whole, cents = match.groups()
    amount_ct = int(whole.replace(".", "")) * 100 + int((cents or "").ljust(2, "0"))
    return None if amount_ct > CENTS_MAX else -amount_ct if sign else amount_ct
