"""An office, and the statement of use of the example's project: files, forms and who sends them."""

from base64 import b64encode
from typing import Any
from uuid import uuid4

from services.reporting.statement.answers import GetStatementAnswer
from tests.duty_office import APPROVED_ON, Office
from tests.unit.projects.examples import APPLIED, APPROVED, PROJECT_ID
from tests.unit.projects.registered import TRAEGER_ID

POST = "Fachkraft im Treff"
HEADING = "Nr.;Gezahlt am;Beauftragt am;Empfänger;Grund;Zeile;Betrag"
RECEIPTS = f"""{HEADING}
1;31.12.2025;;Gehaltskasse;Gehälter 2025;{POST};17.900,00
2;31.12.2026;;Gehaltskasse;Gehälter 2026;{POST};72.000,00
3;30.09.2027;;Gehaltskasse;Gehälter 2027;{POST};53.000,00
"""
IN_TIME, CHECKED_ON = "2028-03-20", "2028-05-22"
CHUNK = 1024 * 1024


def euros(amount):
    return {"amount": amount, "currency": "EUR"}


def year(number, paid, fte_months, *third_party, own_cash="1000.00"):
    return {
        "year": number,
        "posts": [{"line": POST, "paid": euros(paid), "fte_months": fte_months}],
        "third_party": list(third_party),
        "own_cash": euros(own_cash),
    }


STIFTUNG = {"source": "Stiftung", "kind": "donation", "amount": euros("10000.00")}
STATEMENT: dict[str, Any] = {
    "years": [
        year(2025, "17900.00", 300),
        year(2026, "72000.00", 1_200, STIFTUNG, own_cash="2380.00"),
        year(2027, "53000.00", 900),
    ],
    "goals": [
        {"id": 1, "outcome": "reached", "value": "41"},
        {"id": 2, "outcome": "not-reached", "value": "8", "explanation": "Der Raum war gesperrt."},
    ],
    "activities": [{"title": "Offener Treff", "held": 41, "participants": 505}],
    "reach": "Mädchen aus der Siedlung.",
    "success": "Der Treff wird von den Mädchen getragen.",
    "confirmed": {"necessary": True, "economical": True, "books_agree": True},
}
GOALS_REACHED = [{"id": 1, "reached": "yes"}, {"id": 2, "reached": "partly"}]


class StatementOffice(Office):
    """The office, its recipient, and those who check."""

    def __init__(self, services, *, approved=(APPLIED, APPROVED)):
        super().__init__(services)
        self.projects.tell(*approved, on=APPROVED_ON)

    def recipient(self, method, day, **body):
        given = {"as_traeger": TRAEGER_ID, "project_id": PROJECT_ID, **body}
        return self.ask(method, day, "recipient", **given)

    def upload(self, content, day=IN_TIME):
        """Upload a file in pieces; return its id."""
        data = content.encode() if isinstance(content, str) else content
        document_id = str(uuid4())
        pieces = [data[at : at + CHUNK] for at in range(0, len(data), CHUNK)] or [b""]
        for number, piece in enumerate(pieces):
            self.ask(
                "put_document",
                day,
                "recipient",
                as_traeger=TRAEGER_ID,
                document_id=document_id,
                number=number,
                last=number == len(pieces) - 1,
                content=b64encode(piece).decode(),
                media_type="text/csv",
            )
        return document_id

    def take_in(self, content, day=IN_TIME, **body):
        document_id = self.upload(content, day)
        return self.recipient("import_receipts", day, document_id=document_id, **body)

    def submit(self, day=IN_TIME, **other):
        return self.recipient("submit_statement", day, **{**STATEMENT, **other})

    def get(self, day=IN_TIME, role="wjh", **more):
        told = self.ask("get_statement", day, role, project_id=PROJECT_ID, **more)
        assert GetStatementAnswer().validate(told) == {}
        return told

    def check_content(self, day="2028-05-02", role="central_office", **other):
        body = {"project_id": PROJECT_ID, "purpose": "yes", "goals": GOALS_REACHED, **other}
        return self.ask("check_statement_content", day, role, **body)

    def check(self, day=CHECKED_ON, role="wjh", **other):
        body = {"project_id": PROJECT_ID, "scope": "full", "note": "Ohne Beanstandung.", **other}
        return self.ask("check_statement", day, role, **body)

    def types(self):
        return [type_ for type_, _ in self.log() if not type_.startswith("duty")]
