"""The life of one project: approved, paid, settled, paid back, taken up again, settled anew, paid the rest.

Its acts are numbered, and their ids derive from that: they are the same whoever dies in between.
"""

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Literal
from uuid import UUID, uuid5

from deploy.bench.projects import STATEMENTS, year_plan
from services.funding.lapsing import ask_about_forgotten
from shared.call import Context
from shared.money import from_wire
from shared.refusal import Refused
from tests.journal import UNDECIDED, Journal
from tests.mortal import Mortal
from tests.paying import confirmations
from tests.persons import CHECKS, person

Body = dict[str, Any]
Meanwhile = Literal["", "again", "forgotten"]
SEED = UUID("b7c0a1de-2f4b-5c6d-8e9f-0a1b2c3d4e5f")
SOURCES = ("budget", "supplementary", "ceiling", "clause", "carry_in", "transfer_in", "refill")
POST = "Fachkraft im Treff"
HEADING = "Nr.;Gezahlt am;Beauftragt am;Empfänger;Grund;Zeile;Betrag"
CHECKER = ("pruefung.kalk", "wjh")  # Nobody who has paid checks.


def euros(amount: str) -> Body:
    return {"amount": amount, "currency": "EUR"}


def stated(paid: str) -> Body:
    """Return what the recipient states for 2026."""
    year = {
        "year": 2026,
        "posts": [{"line": POST, "paid": euros(paid), "fte_months": 1_200}],
        "own_cash": euros("1500.00"),
    }
    return {
        "years": [year],
        "goals": [{"id": 1, "outcome": "reached", "value": "21"}],
        "activities": [{"title": "Offener Treff", "held": 41, "participants": 505}],
        "reach": "Mädchen aus der Siedlung.",
        "success": "Der Treff wird von den Mädchen getragen.",
        "confirmed": {"necessary": True, "economical": True, "books_agree": True},
    }


class District:
    """A district with one project.

    meanwhile  what happens between a death and the repeat: nothing; `again`, somebody else presses
               the button, who knows nothing of the one who pressed it before; `forgotten`, funding
               asks what became of the decisions for which it holds money
    """

    def __init__(self, mortal: Mortal, meanwhile: Meanwhile = "") -> None:
        self.mortal, self.meanwhile = mortal, meanwhile
        self.day, self.count = "2026-01-05", 0
        self.journal = Journal()
        self.project_id = ""
        self.died: dict[str, list[str]] = {}

    def id(self, name: str) -> str:
        """Return the id that something has in every life."""
        return str(uuid5(SEED, f"{self.count} {name}"))

    # ---- asking ----------------------------------------------------------------------------

    def call(self, service: str, method: str, body: Body, who: Any = None) -> Body:
        context = replace(Context.fresh(*(who or person(method, service))), today=self.day)
        return self.mortal.services.call(service, method, body, context, 15)

    def before(self, service: str, method: str, **body: Any) -> Body:
        """Give a command of what life begins with: nobody dies."""
        self.count += 1
        answer = self.call(service, method, {**body, "command_id": self.id(method)})
        self.mortal.services.settle()
        return answer

    def act(self, service: str, method: str, who: Any = None, **body: Any) -> Body:
        """Give a command and let all hear of it, through all deaths; then give it once more."""
        self.count += 1
        asked, others = {**body, "command_id": self.id(method)}, list[Body]()
        deaths = self.mortal.deaths
        deaths.places = self.died[f"{self.count} {method}"] = []

        def give() -> Body:
            def ask(service: str, method: str, asked: Body) -> Body:
                return self.call(service, method, asked, who)

            return self.journal.call(ask, service, method, asked)

        def after_death() -> None:
            self.check()
            if self.meanwhile == "again":
                others.extend(self._ask_again(service, method, body, who))
            if self.meanwhile:
                self.forget()

        answer = self.mortal.outlive(give, after_death)
        assert give() == answer
        self.mortal.outlive(self.mortal.settle, self.check)
        self.check()
        assert give() == answer
        return others[-1] if others else answer

    def _ask_again(self, service: str, method: str, body: Body, who: Any) -> Iterator[Body]:
        """Give the same command as another one; it is refused, or it does whatever it does."""
        self.mortal.services.settle()
        again = {**body, "command_id": self.id(f"{method} again")}
        try:
            made = self.call(service, method, again, who)
        except Refused as refused:
            if refused.kind in UNDECIDED:
                raise
        else:
            self.mortal.services.settle()
            if made["event_ids"]:
                yield made
        self.check()

    def forget(self) -> None:
        """Let funding ask what became of decisions that seem to be forgotten."""
        self.mortal.services.settle()
        ask_about_forgotten(self.mortal.services.services["funding"].kernel)
        self.mortal.services.settle()
        self.check()

    def acts(self) -> list[str]:
        """Return what was done through deaths, in order."""
        return [name.partition(" ")[2] for name in self.died]

    # ---- what holds ------------------------------------------------------------------------

    def check(self) -> None:
        """What holds at any moment, whoever died when."""
        accounts = self.call("funding", "get_budget", {"year": 2026})["accounts"]
        cents = {name: from_wire(it) for name, it in accounts.items()}
        given = sum(cents.pop(name) for name in SOURCES)
        assert given == sum(cents.values()), (cents, self.mortal.deaths.places)
        assert min(cents.values()) >= 0, (cents, self.mortal.deaths.places)
        told = self._claims()
        if told["settlement"] is not None:
            settled = sum(from_wire(it["amount"]) for it in told["settlement"]["final_grant"])
            paid, payable, claimed = (from_wire(told[it]) for it in ("paid", "payable", "claimed"))
            assert paid + payable - claimed == settled, self.mortal.deaths.places
        for claim in told["claims"]:
            parts = [from_wire(claim[it]) for it in ("received", "open", "waived", "void")]
            assert from_wire(claim["claimed"]) == sum(parts), self.mortal.deaths.places

    def _claims(self) -> Body:
        return self.call("funding", "get_claims", {"project_id": self.project_id})

    def money(self) -> Body:
        """Return what has become of the money: of the project, of each claim, of the year."""
        told = self._claims()
        accounts = self.call("funding", "get_budget", {"year": 2026})["accounts"]
        parts = ("claimed", "received", "open", "waived", "void")
        return {
            **{name: told[name]["amount"] for name in ("paid", "payable", "claimed")},
            **{name: accounts[name]["amount"] for name in ("frei", "festgelegt", "refill")},
            "claims": [[claim[name]["amount"] for name in parts] for claim in told["claims"]],
        }


# ---- the acts ----------------------------------------------------------------------------------


def furnished(district):
    """A district with money, a Träger and a Sozialraum."""
    budget = {"year": 2026, "amount": euros("900000.00"), "resolution": "Haushalt 2026"}
    district.before("funding", "set_budget", **budget)
    known = {"name": "Jugendwerk", "iban": "DE02370501980001802057"}
    traeger_id = district.before("projects", "register_traeger", **known)["traeger_id"]
    team = {"name": "Kalk-Nord", "team_name": "Team Kalk-Nord"}
    sozialraum_id = district.before("projects", "register_sozialraum", **team)["sozialraum_id"]
    return traeger_id, sozialraum_id


def approved(district):
    """48,500.00 are granted in 2026."""
    traeger_id, sozialraum_id = furnished(district)
    made = district.before(
        "projects",
        "apply",
        traeger_id=traeger_id,
        sozialraum_id=sozialraum_id,
        title="Mädchentreff",
        need="Im Viertel fehlt ein Treff.",
        goals=[{"text": "Genutzt", "indicator": "Gäste", "target": "20"}],
        target_group="Mädchen",
        measures="Treff",
        start="2026-02-01",
        end="2026-12-31",
        plan=[year_plan(2026, 50_000_00)],
        own_cash=euros("1500.00"),
        employees={"count": 75, "method": "heads", "on": "2026-01-05"},
        **STATEMENTS,
    )
    district.project_id = made["project_id"]
    for method, body in CHECKS.items():
        district.before("projects", method, project_id=district.project_id, **body)
    district.act("projects", "approve", project_id=district.project_id)


def waived(district):
    mine = {"project_id": district.project_id}
    for notice in district.call("funding", "get_payments", mine)["notices"]:
        if not notice["is_final"]:
            waived = {"approval_id": notice["approval_id"], "waived_on": district.day}
            document = "Wir verzichten auf Rechtsbehelfe."
            district.act("funding", "waive_appeal", **mine, **waived, document=document)


def released(district, *amounts):
    """Plan what is due today, and release it."""
    mine = {"project_id": district.project_id, "year": 2026}
    due = [{"due_on": district.day, "amount": euros(it)} for it in amounts]
    told = district.act("funding", "plan_payments", **mine, instalments=due)["instalments"]
    payments = [{"year": 2026, "number": it["number"], "amount": it["amount"]} for it in told][
        -len(amounts) :
    ]
    district.act("funding", "release_payments", project_id=district.project_id, payments=payments)


def paid(district, *amounts):
    waived(district)
    released(district, *amounts)
    made = district.act("funding", "make_pay_list")
    content = confirmations(made, district.day)
    told = district.act("funding", "import_confirmations", content=content)
    assert (told["new"], told["errors"]) == (len(amounts), [])


def checked(district, paid, *receipts):
    """The recipient hands its statement in, and two others check it."""
    mine = {"project_id": district.project_id}
    lines = [f"{number};31.12.2026;;Kasse;Gehalt;{POST};{it}" for number, it in receipts]
    document_id = district.id("receipts")
    content = b64encode("\n".join([HEADING, *lines, ""]).encode()).decode()
    piece = {"number": 0, "last": True, "content": content, "media_type": "text/csv"}
    district.call("reporting", "put_document", {**piece, "document_id": document_id})
    told = district.act("reporting", "import_receipts", **mine, document_id=document_id)
    assert (told["new"], told["errors"]) == (len(receipts), [])
    district.act("reporting", "submit_statement", **mine, **stated(paid))
    goals = [{"id": 1, "reached": "yes"}]
    district.act("reporting", "check_statement_content", **mine, purpose="yes", goals=goals)
    note = {"scope": "full", "note": "Ohne Beanstandung."}
    district.act("reporting", "check_statement", CHECKER, **mine, **note)


def heard(district):
    """A recovery is proposed, and the recipient says something to it."""
    mine = {"project_id": district.project_id}
    why = {"reason": "Die Honorare waren niedriger."}
    district.act("projects", "propose_settlement", **mine, **why)
    answer = {"answer": "Einverstanden.", "answered_on": district.day}
    district.act("projects", "record_hearing", **mine, **answer)


def live(district):
    """Yield what has become of the money after each part of the project's life."""
    approved(district)
    mine = {"project_id": district.project_id}
    yield "approved", district.money()
    paid(district, "30000.00", "18500.00")
    yield "paid", district.money()

    district.day = "2027-03-02"
    checked(district, "48000.00", (1, "47.587,50"), (2, "412,50"))
    heard(district)
    district.act("projects", "close", **mine, cause="completed")
    yield "settled", district.money()

    came = {"reference": "KA 1", "received_on": district.day, "amount": euros("1500.00")}
    district.act("funding", "record_recovery", **mine, **came)
    about = {"kind": "remission", "amount": euros("500.00"), "reason": "Der Verein löst sich auf."}
    waiver_id = district.act("funding", "propose_waiver", **mine, **about)["waiver_id"]
    district.act("funding", "waive_recovery", **mine, waiver_id=waiver_id)
    yield "paid back", district.money()

    district.day = "2027-03-03"
    why = {"basis": "section-44", "reason": "Ein Beleg fehlte."}
    district.act("projects", "reopen_settlement", **mine, **why)
    back = {"places": ["/years/0/posts/0/paid"], "text": "Bitte ergänzen.", "due_on": "2027-04-30"}
    district.act("reporting", "return_statement", **mine, **back)
    yield "taken up again", district.money()
    checked(district, "50000.00", (3, "2.000,00"))
    district.act("projects", "close", **mine, cause="completed")
    yield "settled again", district.money()
    paid(district, "1500.00")
    yield "paid the rest", district.money()
