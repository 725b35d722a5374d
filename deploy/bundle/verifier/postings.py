"""Which cents each event of a budget year moves, from account to account: the ledger, once more.

It says the same as funding's own ledger, written down a second time on purpose: two programs that
do not know each other have to come to the same sums.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

SOURCES = ("budget", "supplementary", "ceiling", "clause", "carry_in", "transfer_in", "refill")
USES = (
    *("frei", "reserviert", "festgelegt", "ausgezahlt", "verfallen", "vereinnahmt"),
    *("carry_out", "transfer_out"),
)
MOVES = {
    "reserved": [("frei", "reserviert", "amount_ct")],
    "released": [("reserviert", "frei", "amount_ct")],
    "debited": [
        ("reserviert", "frei", "reserved_ct"),
        ("frei", "festgelegt", "amount_ct"),
        ("frei", "verfallen", "lapsed_ct"),
    ],
    "covered": [("frei", "festgelegt", "amount_ct")],
    "paid": [("festgelegt", "ausgezahlt", "amount_ct")],
    "payment_reversed": [("ausgezahlt", "festgelegt", "amount_ct")],
    "settled": [("festgelegt", "frei", "released_ct"), ("festgelegt", "verfallen", "lapsed_ct")],
    "settlement_undone": [
        ("frei", "festgelegt", "freed_ct"),
        ("verfallen", "festgelegt", "lapsed_ct"),
    ],
    "recovery_booked": [("refill", "frei", "refilled_ct"), ("refill", "vereinnahmt", "revenue_ct")],
    "budget_set": [("budget", "frei", "amount_ct"), ("frei", "ceiling", "ceiling_ct")],
    "supplemented": [("supplementary", "frei", "amount_ct")],
    "ceiling_set": [("ceiling", "frei", "amount_ct"), ("frei", "ceiling", "replaced_ct")],
    "clause_applied": [("clause", "frei", "amount_ct")],
    "clause_lifted": [("frei", "clause", "amount_ct")],
    "carried_out": [("{source}", "carry_out", "amount_ct")],
    "carried_in": [("carry_in", "{carried}", "amount_ct")],
    "transferred_out": [("frei", "transfer_out", "amount_ct")],
    "transferred_in": [("transfer_in", "frei", "amount_ct")],
    "year_closed": [("frei", "verfallen", "lapsed_ct")],
}
"""By event type: from which account to which, and the field that says how many cents."""
UNMOVED = (*("unfunded", "payments_held", "payments_resumed", "payment_ordered", "payment_failed"),)
"""Events of a budget year that move nothing."""


def postings(type_: str, data: dict[str, Any]) -> list[tuple[str, int]]:
    """Return (account, cents) of an event, in the order of its accounts; the sum is zero."""
    named = {"source": data.get("source"), "carried": _carried(data)}
    sums: defaultdict[str, int] = defaultdict(int)
    for source, target, field in MOVES[type_]:
        cents = data.get(field, 0)
        sums[source.format(**named)] -= cents
        sums[target.format(**named)] += cents
    return [(account, sums[account]) for account in (*SOURCES, *USES) if sums[account]]


def _carried(data: dict[str, Any]) -> str:
    return "festgelegt" if data.get("project_id") else "frei"


class Ledger:
    """The balance of each account of each year."""

    def __init__(self) -> None:
        self._sums: defaultdict[tuple[int, str], int] = defaultdict(int)
        self.unknown: list[str] = []

    def book(self, stream: str, type_: str, data: dict[str, Any]) -> list[tuple[str, int]]:
        """Book an event and return its postings; none for what is no event of a budget year."""
        if not stream.startswith("budget-") or type_ in UNMOVED:
            return []
        if type_ not in MOVES:
            self.unknown.append(type_)
            return []
        found = postings(type_, data)
        for account, cents in found:
            self._sums[data["year"], account] += cents
        return found

    def balances(self) -> Iterator[tuple[int, str, int]]:
        """Yield (year, account, cents): sources as what came in, uses as what lies there."""
        for year in sorted({year for year, _ in self._sums}):
            for account in (*SOURCES, *USES):
                cents = self._sums[year, account]
                yield year, account, -cents if account in SOURCES else cents

    def faults(self) -> list[str]:
        """Return in which years an account but `frei` is below zero, and what could not be booked."""
        found = [f"Haushalt: „{type_}“ ist keine bekannte Buchung." for type_ in self.unknown]
        for year, account, cents in self.balances():
            if cents < 0 and account not in ("frei", "supplementary"):
                found.append(f"Haushalt {year}: „{account}“ ist unter null ({cents} Cent).")
        return found
