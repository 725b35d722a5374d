"""Statements of use in the hostile district: a project that is over, and what accounts for it."""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final
from uuid import uuid4

from deploy.bench.projects import euros
from shared.call import Actor

Body = dict[str, Any]
POST: Final = "Fachkraft im Treff (S 11b)"
RECEIPTS: Final = (
    "Nr.;Gezahlt am;Empfänger;Grund;Zeile;Betrag\r\n"
    f"1;28.02.2026;Gehaltskasse;Gehalt Februar;{POST};100,00\r\n"
)
ENTRIES: Final[list[Body]] = [
    {
        "kind": "volunteering",
        "text": "Begleitung",
        "on": "2026-03-04",
        "minutes": 90,
        "name": "Ayşe Öztürk",
    },
    {"kind": "goods", "text": "Raum", "on": "2026-03-04", "value": euros(10_00)},
]


class Account:
    """A project of the office that is over, on its way to the check."""

    def __init__(self, office: Any) -> None:
        self.office = office
        self.project_id: str = office.told_of_approval()

    def ask(self, method: str, **body: Any) -> Body:
        told: Body = self.office.ask("reporting", method, project_id=self.project_id, **body)
        return told

    def uploaded(self) -> Body:
        """Upload a list of receipts; return what reads it."""
        document_id = str(uuid4())
        piece = {"number": 0, "last": True, "content": b64encode(RECEIPTS.encode()).decode()}
        self.office.ask("reporting", "put_document", document_id=document_id, **piece)
        return {"project_id": self.project_id, "document_id": document_id}

    def receipts(self) -> list[str]:
        """Read a list of receipts; return their ids."""
        self.ask("import_receipts", document_id=self.uploaded()["document_id"])
        return [it["receipt_id"] for it in self.ask("list_receipts")["receipts"]]

    def entries(self) -> list[str]:
        """Record in-kind contributions; return their ids."""
        ids: list[str] = self.ask("record_in_kind", entries=ENTRIES)["entry_ids"]
        return ids

    def statement(self, paid: int = 0) -> Body:
        """Return a statement of all that a form can say."""
        post = {"line": POST, "paid": euros(paid), "fte_months": 1_100}
        income = {"source": "Stiftung", "kind": "donation", "amount": euros(500_00)}
        return {
            "project_id": self.project_id,
            "years": [
                {
                    "year": 2026,
                    "posts": [post],
                    "flat_rates": [{"kind": "Fest", "quantity": 2}],
                    "other": euros(0),
                    "third_party": [income],
                    "own_cash": euros(100_00),
                },
                {"year": 2027, "own_cash": euros(0)},
            ],
            "goals": [
                {"id": 1, "outcome": "reached", "value": "22", "explanation": "Mehr als geplant."},
                {"id": 2, "outcome": "reached", "explanation": "Sie planen mit."},
            ],
            "activities": [{"title": "Offener Treff", "held": 12, "participants": 140}],
            "reach": "Vor allem Mädchen aus der Siedlung.",
            "card_ids": [str(uuid4())],
            "success": "Der Treff trägt sich.",
            "deviations": "Die Öffnung kam später.",
            "confirmed": {"necessary": True, "economical": True, "books_agree": True},
            "to_certify": False,
        }

    def laid_before(self) -> Body:
        """Lay a statement with one receipt before a second person; return what that one answers."""
        self.receipts()
        asked = {**self.statement(100_00), "to_certify": True, "command_id": str(uuid4())}
        usual = self.office.context("reporting", "submit_statement")
        context = replace(usual, actor=Actor("verein.kalk", "recipient"))
        self.office.services.call("reporting", "submit_statement", asked, context, 15)
        return {"project_id": self.project_id}

    def handed_in(self) -> "Account":
        """Hand in a statement with one receipt."""
        self.office.ask("reporting", "submit_statement", **self.statement(100_00))
        return self

    def judged(self) -> Body:
        """Return what one person says of the goals."""
        goals = [{"id": 1, "reached": "yes"}, {"id": 2, "reached": "partly"}]
        return {
            "project_id": self.project_id,
            "purpose": "yes",
            "goals": goals,
            "remark": "Gut besucht.",
        }

    def checked(self) -> Body:
        """Return what another person checks, with a receipt and an entry that are not proven."""
        (receipt,), (entry, _) = self.receipts(), self.entries()
        self.handed_in()
        self.office.ask("reporting", "check_statement_content", **self.judged())
        why = {"rule": "no-proof", "reason": "Der Beleg fehlt."}
        return {
            "project_id": self.project_id,
            "scope": "sample",
            "receipts_checked": 1,
            "receipts_checked_sum": euros(100_00),
            "note": "Eine Stichprobe.",
            "receipts": [{"id": receipt, "amount": euros(40_00), **why}],
            "in_kind": [{"id": entry, **why}],
        }


def _returned(account: Account) -> Body:
    account.receipts()
    return {
        "project_id": account.handed_in().project_id,
        "places": ["/years/0/posts/0/paid"],
        "text": "Bitte den Beleg prüfen.",
        "due_on": "2027-03-31",
        "effective_on": "2027-02-01",  # The day on which it was handed in.
    }


def _judged(account: Account) -> Body:
    account.receipts()
    account.handed_in()
    return account.judged()


def _declined(account: Account) -> Body:
    return {**account.laid_before(), "reason": "Die Stunden im Dezember stimmen nicht."}


Make = Callable[[Account], Body]
MAKES: Final[dict[str, Make]] = {
    "import_receipts": Account.uploaded,
    "remove_receipts": lambda it: {"project_id": it.project_id, "receipt_ids": it.receipts()},
    "record_in_kind": lambda it: {"project_id": it.project_id, "entries": ENTRIES},
    "remove_in_kind": lambda it: {"project_id": it.project_id, "entry_ids": it.entries()},
    "save_statement_draft": lambda it: {
        "project_id": it.project_id,
        "content": {"reach": "Vor allem Mädchen."},
    },
    "submit_statement": Account.statement,
    "certify_statement": Account.laid_before,
    "decline_statement": _declined,
    "return_statement": _returned,
    "check_statement_content": _judged,
    "check_statement": Account.checked,
}


def _of(make: Make) -> Callable[[Any], Body]:
    return lambda office: make(Account(office))


BODIES: Final = {f"reporting.{name}": _of(make) for name, make in MAKES.items()}
