"""The tables of the bundle, each derived from the events of the logs and from nothing else.

Whoever changes a table has to change an event as well, and that shows.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from deploy.bundle.verifier.logs import Entry, Event
from deploy.bundle.verifier.postings import Ledger
from deploy.bundle.verifier.years import Closing, Years

Row = tuple[str, list[Any]]
"""(table, its cells: text, whole numbers, None)"""


class Deriving:
    """Turns entries into rows; what is only known at the end comes with `rest`."""

    def __init__(self) -> None:
        self.ledger = Ledger()
        self._journal = 0
        self._projects: dict[str, list[Any]] = {}
        self._traeger: dict[str, list[Any]] = {}
        self._years: dict[str, Years] = {}

    def closed(self, service: str, closed: Iterable[Closing]) -> Iterator[Row]:
        """Take the closed book years of a log before its entries; yield their rows."""
        self._years[service] = Years(service, closed)
        for cells in self._years[service].rows():
            yield "buchungsjahre", cells

    def rows(self, service: str, entry: Entry) -> Iterator[Row]:
        """Yield the rows of one entry."""
        event = entry.event
        yield (
            "ereignisse",
            [
                *(service, entry.position, entry.recorded_at, event["occurred_at"]),
                *(event["event_id"], event["type"], event["schema_version"]),
                *(event["stream"], event["version"]),
                *(
                    event["actor"]["role"],
                    event["actor"]["sub"],
                    event["reason"],
                    entry.digest.hex(),
                ),
            ],
        )
        told = event["data"]
        if event["type"] in ("access_denied", "glass_broken", "glass_used"):
            roles = " ".join(told.get("roles", [told.get("role") or ""]))
            yield (
                "zugriffe",
                [
                    *(service, entry.position, entry.recorded_at, event["type"]),
                    *(told.get("method"), roles, event["actor"]["sub"]),
                ],
            )
        makers = {"projects": self._project, "funding": self._money, "reporting": _reported}
        if service in makers:
            yield from makers[service](entry, event, told)
        yield from self._by_year(service, entry)

    def _by_year(self, service: str, entry: Entry) -> Iterator[Row]:
        """What a closed year has come to with its last event, and what was recorded after it."""
        years = self._years[service]
        for cells in years.late(entry):
            yield "nachtraege", cells
        for year in years.ending(entry.position) if service == "funding" else ():
            for balance in self.ledger.balances():
                yield "jahresabschluss", [year, *balance]

    def _project(self, entry: Entry, event: Event, told: dict[str, Any]) -> Iterator[Row]:
        type_, project = event["type"], str(told.get("project_id"))
        if type_ in ("traeger_registered", "traeger_amended"):
            profile = told.get("profile") or {}
            self._traeger[told["traeger_id"]] = [
                *(told["traeger_id"], told["name"]),
                *(profile.get("legal_form"), profile.get("register_number")),
            ]
        if type_ in ("applied", "resubmitted"):
            names = ("number", "title", "sozialraum_id", "traeger_id", "start", "end")
            self._projects[project] = [project, *(told[name] for name in names), type_]
            for year, sums in sorted(told["plan"].items()):
                kept = ("costs_ct", "third_party_ct", "own_cash_ct", "in_kind_ct")
                cents = [sums.get(name, 0) for name in kept]
                version = told.get("application_version", 1)
                yield "finanzplan", [entry.position, int(year), project, version, *cents]
        elif project in self._projects and event["stream"] == f"project-{project}":
            self._projects[project][-1] = type_
            self._projects[project][6] = told.get("new_end", self._projects[project][6])
        yield from _granted(entry, event, told)

    def _money(self, entry: Entry, event: Event, told: dict[str, Any]) -> Iterator[Row]:
        for account, cents in self.ledger.book(event["stream"], event["type"], told):
            self._journal += 1
            yield (
                "buchungen",
                [
                    *(self._journal, entry.position, entry.recorded_at, event["occurred_at"]),
                    *(told["year"], account, cents, told.get("project_id"), event["type"]),
                ],
            )
        days = {
            "payment_ordered": "ordered_on",
            "paid": "paid_on",
            "payment_failed": "failed_on",
            "payment_reversed": "reversed_on",
        }
        if event["type"] in days:
            yield (
                "auszahlungen",
                [
                    *(entry.position, told["project_id"], told["year"], told.get("number", 0)),
                    *(event["type"], told.get(days[event["type"]]), told["amount_ct"]),
                    told.get("reference"),
                ],
            )
        yield from _claimed(entry, event["type"], told)
        if event["type"] == "policy_adopted":
            yield "parameter", [told["position"], told["valid_from"], told["adopted_on"]]

    def rest(self) -> Iterator[Row]:
        """Yield what is known when all entries have been read."""
        for found in self.ledger.balances():
            yield "haushalt", list(found)
        for project in sorted(self._projects):
            yield "projekte", self._projects[project]
        for traeger in sorted(self._traeger):
            yield "traeger", self._traeger[traeger]


def _claimed(entry: Entry, type_: str, told: dict[str, Any]) -> Iterator[Row]:
    """What became of money that is claimed back."""
    fields = {
        "recovery_claimed": ("claim_id", "claimed_on", "amount_ct"),
        "recovery_received": ("claim_id", "received_on", "amount_ct"),
        "recovery_waived": ("claim_id", "waived_on", "amount_ct"),
        "settlement_reopened": ("closing_id", "reopened_on", "cancelled_ct"),
    }
    if type_ in fields:
        claim, on, amounts = (told[name] for name in fields[type_])
        for year, cents in sorted(amounts.items()):
            row = [entry.position, int(year), told["project_id"], claim, type_, on, cents]
            yield "forderungen", row


def _granted(entry: Entry, event: Event, told: dict[str, Any]) -> Iterator[Row]:
    """What decided about money, was told to recipients, or was checked."""
    type_, project = event["type"], told.get("project_id")
    on = next((told[name] for name in told if name.endswith("ed_on") and told[name]), None)
    if type_ in ("content_checked", "arithmetic_checked"):
        yield "pruefvermerke", ["projects", entry.position, project, type_, on, told["result"]]
    if type_ == "notice_issued":
        document = told["document"]
        yield (
            "bescheide",
            [
                *(entry.position, project, told["number"], told["kind"], told["issued_on"]),
                *(document["document_id"], document["sha256"]),
            ],
        )
    if type_ == "closed":
        for year, cents in sorted(told["final_grant_ct"].items()):
            yield "festsetzungen", [entry.position, int(year), project, told["closed_on"], cents]
    granted = told.get("grant_ct") or told.get("grant_change_ct")
    if isinstance(granted, dict):
        for year, cents in sorted(granted.items()):
            day = event["occurred_at"][:10]
            yield "bewilligungen", [entry.position, int(year), project, type_, day, cents]


def _reported(entry: Entry, event: Event, told: dict[str, Any]) -> Iterator[Row]:
    """What was owed, and what was checked of it."""
    type_, project = event["type"], told.get("project_id")
    if type_.startswith("duty_") or type_ == "interim_report_requested":
        yield (
            "berichtspflichten",
            [
                *(entry.position, told["duty_id"], project, type_, told.get("kind")),
                told.get("due_on"),
            ],
        )
    if type_ in ("project_report_checked", "statement_checked"):
        row = ["reporting", entry.position, project, type_, told.get("checked_on")]
        yield "pruefvermerke", [*row, told.get("result")]
    yield from _receipts(entry, type_, told)


def _receipts(entry: Entry, type_: str, told: dict[str, Any]) -> Iterator[Row]:
    """How many receipts a project has, and what they come to."""
    fields = {
        "receipts_imported": ("imported_on", "new", "sum_ct", "file"),
        "receipts_removed": ("removed_on", "count", "sum_ct", ""),
        "statement_submitted": ("submitted_on", "receipts_count", "receipts_ct", "receipts"),
        "statement_checked": ("checked_on", "receipts_checked", "receipts_checked_ct", ""),
    }
    if type_ in fields:
        on, count, cents, listed = fields[type_]
        digest = told[listed]["sha256"] if listed else None
        row = [
            entry.position,
            told["project_id"],
            type_,
            told[on],
            told.get(count),
            told.get(cents),
        ]
        yield "belege", [*row, digest]
