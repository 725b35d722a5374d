"""The life of one project: approved, paid, settled, paid back, taken up again, settled anew, paid the rest.

Its acts are numbered, and their ids derive from that: they are the same whoever dies in between.
"""

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any, Literal
from uuid import UUID, uuid5

from deploy.bench.projects import STATEMENTS, year_plan
from services.funding.lapsing import ask_about_forgotten
from shared.call import Context
from shared.money import from_wire
from shared.refusal import Refused
from tests.journal import UNDECIDED, Journal
from tests.kernel.test_policy import RULES, WHY
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
BOARD = ("vorstand.kalk", "recipient")  # Nobody who has handed in certifies.
RATES = [{"valid_from": "2027-01-01", "hundredths": 127}]


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
        owed = [(it, it["claimed"]) for it in told["claims"]]
        for it, whole in [*owed, *((it, it["amount"]) for it in told["interests"])]:
            parts = [from_wire(it[name]) for name in ("received", "open", "waived", "void")]
            assert from_wire(whole) == sum(parts), self.mortal.deaths.places

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
            **{
                kind: [[it[name]["amount"] for name in names] for it in told[kind]]
                for kind, names in {"claims": parts, "interests": ("amount", *parts[1:])}.items()
            },
        }


# ---- the acts ----------------------------------------------------------------------------------


def furnished(district):
    """A district with money, a Träger and a Sozialraum."""
    budget = {"year": 2026, "amount": euros("900000.00"), "resolution": "Haushalt 2026"}
    district.before("funding", "set_budget", **budget)
    asked = {"valid_from": "2026-01-05", "rules": {**RULES, "base_rates": RATES}, **WHY}
    proposal_id = district.before("funding", "propose_policy", **asked)["proposal_id"]
    district.before("funding", "adopt_policy", proposal_id=proposal_id)
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


def listed(district):
    """Make a pay list of what is released; return what the bank says once all of it is paid."""
    return confirmations(district.act("funding", "make_pay_list"), district.day)


def confirmed(district, content, new):
    told = district.act("funding", "import_confirmations", content=content)
    assert (told["new"], told["errors"]) == (new, [])


def paid(district, *amounts):
    waived(district)
    released(district, *amounts)
    confirmed(district, listed(district), len(amounts))


def troubled(district):
    """The second payment comes back, fails, is cancelled, and is paid at last."""
    mine = {"project_id": district.project_id, "year": 2026}
    back = {"reversed_on": district.day, "reason_code": "returned-by-bank"}
    again = district.act("funding", "reverse_payment", **mine, number=2, **back)["number"]
    one = {"year": 2026, "number": again, "amount": euros("18500.00")}
    district.act("funding", "release_payments", project_id=district.project_id, payments=[one])
    listed(district)
    failed = {"number": again, "reason_code": "no-account"}
    again = district.act("funding", "fail_payment", **mine, **failed)["number"]
    one |= {"number": again}
    district.act("funding", "release_payments", project_id=district.project_id, payments=[one])
    why = {"reason_code": "other", "reason": "Falsches Konto."}
    district.act("funding", "cancel_payment", **mine, number=again, **why)
    released(district, "18500.00")
    confirmed(district, listed(district), 1)


def taken_in(district, *receipts):
    """The recipient has a list of receipts read."""
    lines = [f"{number};31.12.2026;;Kasse;Gehalt;{POST};{it}" for number, it in receipts]
    document_id = district.id("receipts")
    content = b64encode("\n".join([HEADING, *lines, ""]).encode()).decode()
    piece = {"number": 0, "last": True, "content": content, "media_type": "text/csv"}
    district.call("reporting", "put_document", {**piece, "document_id": document_id})
    mine = {"project_id": district.project_id}
    told = district.act("reporting", "import_receipts", **mine, document_id=document_id)
    assert (told["new"], told["errors"]) == (len(receipts), [])


def judged(district):
    """Two of the office check what was handed in."""
    mine, goals = {"project_id": district.project_id}, [{"id": 1, "reached": "yes"}]
    district.act("reporting", "check_statement_content", **mine, purpose="yes", goals=goals)
    note = {"scope": "full", "note": "Ohne Beanstandung."}
    district.act("reporting", "check_statement", CHECKER, **mine, **note)


def checked(district, paid, *receipts):
    """The recipient hands its statement in, and two others check it."""
    taken_in(district, *receipts)
    mine = {"project_id": district.project_id}
    district.act("reporting", "submit_statement", **mine, **stated(paid))
    judged(district)


def certified(district, paid, *receipts):
    """As before, but a second person of the recipient certifies it, at the second attempt."""
    taken_in(district, *receipts)
    mine = {"project_id": district.project_id}
    asked = {**mine, **stated(paid), "to_certify": True}
    district.act("reporting", "submit_statement", **asked)
    district.act(
        "reporting", "decline_statement", BOARD, **mine, reason="Die Reichweite stimmt nicht."
    )
    district.act("reporting", "submit_statement", **asked)
    district.act("reporting", "certify_statement", BOARD, **mine)
    judged(district)


def heard(district):
    """A recovery is proposed, and the recipient says something to it."""
    mine = {"project_id": district.project_id}
    why = {"reason": "Die Honorare waren niedriger."}
    district.act("projects", "propose_settlement", **mine, **why)
    answer = {"answer": "Einverstanden.", "answered_on": district.day}
    district.act("projects", "record_hearing", **mine, **answer)


def paid_back(district):
    """1,500.00 come back, 500.00 of them by the file of the bank; the rest is waived."""
    mine = {"project_id": district.project_id}
    came = {"reference": "KA 1", "received_on": district.day, "amount": euros("1000.00")}
    district.act("funding", "record_recovery", **mine, **came)
    number = district.call("funding", "get_payments", mine)["number"]
    day = date.fromisoformat(district.day).strftime("%d.%m.%Y")
    file = (
        "Verwendungszweck;Betrag in Euro;Gezahlt am;Buchung\r\n"
        f"Sozialraumprojekt {number} Rueckzahlung;500,00;{day};KA 2\r\n"
    )
    confirmed(district, b64encode(file.encode()).decode(), 1)
    about = {"kind": "remission", "amount": euros("500.00"), "reason": "Der Verein löst sich auf."}
    waiver_id = district.act("funding", "propose_waiver", **mine, **about)["waiver_id"]
    district.act("funding", "waive_recovery", **mine, waiver_id=waiver_id)


def interest(district):
    """Interest is fixed in a notice, and comes in."""
    mine = {"project_id": district.project_id}
    why = {"until": district.day, "reason": "Gründe für einen Verzicht sind nicht vorgetragen."}
    proposal_id = district.act("projects", "propose_interest", **mine, **why)["proposal_id"]
    made = district.act("projects", "fix_interest", **mine, proposal_id=proposal_id)
    came = {"reference": "KA 3", "received_on": district.day, "amount": made["amount"]}
    interest_id = made["interest_id"]
    district.act("funding", "record_interest", **mine, interest_id=interest_id, **came)


def live(district):
    """Yield what has become of the money after each part of the project's life."""
    approved(district)
    mine = {"project_id": district.project_id}
    yield "approved", district.money()
    paid(district, "30000.00", "18500.00")
    troubled(district)
    yield "paid", district.money()

    district.day = "2027-03-02"
    checked(district, "48000.00", (1, "47.587,50"), (2, "412,50"))
    heard(district)
    district.act("projects", "close", **mine, cause="completed")
    yield "settled", district.money()

    district.day = "2027-05-03"
    paid_back(district)
    interest(district)
    yield "paid back", district.money()

    district.day = "2027-05-04"
    why = {"basis": "section-44", "reason": "Ein Beleg fehlte."}
    district.act("projects", "reopen_settlement", **mine, **why)
    back = {"places": ["/years/0/posts/0/paid"], "text": "Bitte ergänzen.", "due_on": "2027-06-30"}
    district.act("reporting", "return_statement", **mine, **back)
    yield "taken up again", district.money()
    certified(district, "50000.00", (3, "2.000,00"))
    district.act("projects", "close", **mine, cause="completed")
    yield "settled again", district.money()
    paid(district, "1500.00")
    yield "paid the rest", district.money()
