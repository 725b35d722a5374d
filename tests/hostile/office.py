"""A district in which every command can be given: whatever a command needs is made on the way.

`Office.body` returns, for each method, a body with every part that its form knows, which would be
accepted. A new method needs its line in BODIES; the test that misses one says so.
"""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import count
from typing import Any, Final
from uuid import uuid4

from deploy.bench.projects import CHECKS, STATEMENTS, euros, goods, year_plan
from services.registry import NAMES
from services.reporting.quality.suggestion import suggestion
from shared.call import Actor, Context
from shared.guideline import EDITION
from shared.money import from_wire
from shared.refusal import Refused
from tests import quarters
from tests.direct import DAY, READ_MODELS, Direct
from tests.hostile import statements
from tests.hostile.interest import INTEREST_BODIES, METHODS, WEEKS_LATER
from tests.hostile.line_shifts import BEFOREHAND, LINE_SHIFT_BODIES
from tests.hostile.needs import NEED_BODIES
from tests.kernel.test_policy import RULES, WHY
from tests.old import old_document
from tests.packages import packed_card
from tests.paying import confirmations, plan, waive
from tests.persons import person
from tests.spent import Spent
from tests.witnessed import cosigned

Body = dict[str, Any]
IBAN: Final = "DE02370501980001802057"


REPORTED_ON: Final = "2027-02-01"
"""Reports look back on a year that is over: the day that reporting's clock shows."""


def new(name: str) -> str:
    """Return a name that nothing has yet."""
    return f"{name} {uuid4()}"


UNUSED: Final = Spent(reached=("no", "no"))
SPENT: Final = Spent(
    60_000_00, third_party_ct=1_000_00, in_kind_ct=100_00, reached=("yes", "partly")
)


class Office:
    """All services of a district, asked by whom it concerns, on one day unless another is named."""

    def __init__(self, services: Direct) -> None:
        self.services = services
        self.day = DAY
        self.traeger_id = ""
        self.past_years, self.past_quarters = count(1990), count()
        self.coming_years = count(2101)
        area = self.ask("projects", "register_sozialraum", name="Kalk-Nord", team_name="Team Nord")
        self.sozialraum_id, self.team_id = area["sozialraum_id"], area["team_id"]
        self.traeger_id = self.traeger()
        self.members = [self.member("asd"), self.member("traeger", traeger_id=self.traeger_id)]
        for year in (2026, 2027, 2028):
            self.budget(year)
        self.adopt(self.proposal())

    # ---- asking --------------------------------------------------------------------------------

    def context(self, service: str, method: str) -> Context:
        """Return the frame of a question by who usually asks it."""
        self.services.desk.traeger_id = self.traeger_id or None
        for each in self.services.services.values():
            each.kernel.clock._latest = None  # What takes time is asked later than all else.
        day = REPORTED_ON if service == "reporting" else self.day
        day = WEEKS_LATER if method in METHODS else day
        day = self.day if method in BEFOREHAND else day
        return replace(Context.fresh(*person(method, service)), today=day)

    def send(self, service: str, method: str, body: Any) -> Body:
        """Ask with this very body. Raises Refused."""
        return self.services.call(service, method, body, self.context(service, method), 15)

    def ask(self, service: str, method: str, **body: Any) -> Body:
        """Ask with a new command id. Raises Refused."""
        return self.send(service, method, {"command_id": str(uuid4()), **body})

    def refused(self, service: str, method: str, body: Any) -> Refused | None:
        """Return why this is refused; None if it was answered."""
        try:
            self.send(service, method, body)
        except Refused as refused:
            return refused
        return None

    def introduce(self, service: str, method: str) -> None:
        """Let who usually asks have a random id, which everybody gets who asks."""
        kernel = self.services.services[service].kernel
        with kernel.pool.connection() as conn:
            kernel.writer.actors.told(conn, Actor(*person(method, service)))

    def hear(self) -> None:
        """Let projects and funding hear of each other."""
        self.services.settle("projects", "funding")

    def body(self, key: str) -> Body:
        """Return a body that `service.method` would accept now, each time about something new."""
        assert key in BODIES, f"{key} needs a line in BODIES of {__name__}: a body that it accepts"
        return {"command_id": str(uuid4()), **BODIES[key](self)}

    # ---- what there is -------------------------------------------------------------------------

    def traeger(self) -> str:
        """Register a Träger; return its id."""
        made = self.ask(
            "projects", "register_traeger", name="Jugendwerk Kalk e. V.", expert=True, iban=IBAN
        )
        return str(made["traeger_id"])

    def inactive(self) -> str:
        """Register a Träger and deactivate it; return its id."""
        traeger_id = self.traeger()
        self.ask("projects", "deactivate_traeger", traeger_id=traeger_id, reason_code="merged")
        return traeger_id

    def delegation(self) -> str:
        """Let somebody deputise for a week; return the delegation's id."""
        days = {"start": "2026-01-05", "end": "2026-01-09", "reason_code": "holiday"}
        made = self.ask("projects", "appoint_deputy", person_id=self.person(), **days)
        return str(made["delegation_id"])

    def person(self, **more: Any) -> str:
        """Register a person; return the id."""
        asked = {"function": "Fachkraft", "name": "Ayşe Öztürk", **more}
        return str(self.ask("projects", "register_person", **asked)["person_id"])

    def member(self, part: str, **more: Any) -> str:
        """Let somebody new belong to the team; return the id."""
        person_id = self.person()
        asked = {"sozialraum_id": self.sozialraum_id, "person_id": person_id, "part": part}
        in_team = {"function": "Fachkraft", "start": "2025-01-01", **more}
        self.ask("projects", "join_team", **asked, **in_team)
        return person_id

    def newcomer(self) -> str:
        """Let somebody new belong to the team for the WJH, and reporting hear of it; return the id."""
        person_id = self.member("wjh", start=self.day)
        self.services.settle()
        return person_id

    def budget(self, year: int, cents: int = 900_000_000_00) -> int:
        """Set the budget of a year; return the year."""
        asked = {"year": year, "amount": euros(cents), "resolution": f"Rat {year}"}
        self.ask("funding", "set_budget", **asked)
        return year

    def proposal(self) -> str:
        """Propose what is fixed already; return the proposal's id."""
        asked = {"valid_from": self.day, "rules": RULES, **WHY}
        return str(self.ask("funding", "propose_policy", **asked)["proposal_id"])

    def adopt(self, proposal_id: str) -> None:
        """Adopt a proposal, and let projects hear of it."""
        self.ask("funding", "adopt_policy", proposal_id=proposal_id)
        self.hear()

    # ---- applications on their way -------------------------------------------------------------

    def plan(self) -> list[Body]:
        """Return a plan of two years with everything that a year can have."""
        plan = [year_plan(2026, 41_237_11, 1_000_00), year_plan(2027, 18_762_89)]
        plan[0]["posts"][0] |= {"grade": "S 11b"}
        plan[0]["flat_rates"] = [{"kind": "Fest", "quantity": 2}]
        return plan

    def content(self) -> Body:
        """Return what an application says, with all that it can say."""
        content = {
            "title": new("Mädchentreff"),
            "need": "Im Viertel fehlt ein Treff.",
            "goals": [
                {
                    "text": "Der Treff wird genutzt.",
                    "indicator": "Gäste am Tag",
                    "target": "20",
                    "further": [{"indicator": "Öffnungstage im Jahr", "target": "120"}],
                },
                {"text": "Mädchen reden mit.", "qualitative": "Es zeigt sich im Gespräch."},
            ],
            "target_group": "Mädchen",
            "measures": "Offener Treff",
            "start": "2026-02-01",
            "end": "2027-01-31",
            "plan": self.plan(),
            "employees": {"count": 75, "method": "heads", "on": "2026-01-05"},
            "in_kind": goods(100_00),
            **STATEMENTS,
            "team_resolution": {
                "on": "2026-01-02",
                "present": self.members,
                "abstained": self.members[1:],
            },
        }
        needed = self.ask("funding", "quote", **content)["own_cash_required"]
        return {**content, "own_cash": euros(from_wire(needed))}

    def places(self) -> Body:
        """Return where, and for whom, something is applied for."""
        return {"sozialraum_id": self.sozialraum_id, "traeger_id": self.traeger_id}

    def applied(self) -> str:
        """Apply for a project; return its id."""
        return str(self.ask("projects", "apply", **self.content(), **self.places())["project_id"])

    def checked(self) -> str:
        """Apply, and have it signed for the Träger and checked by two others."""
        project_id = self.applied()
        self.check(project_id)
        return project_id

    def check(self, project_id: str) -> None:
        """Have an application checked by two others."""
        for method, body in CHECKS.items():
            self.ask("projects", method, project_id=project_id, **body)

    def approved(self) -> str:
        """Have a project approved, and let funding hear of it."""
        project_id = self.checked()
        self.ask("projects", "approve", **self.approval(project_id))
        self.hear()
        return project_id

    # ---- payments ------------------------------------------------------------------------------

    def funding(self, method: str, **body: Any) -> Body:
        """Ask funding. Raises Refused."""
        return self.ask("funding", method, **body)

    def noticed(self) -> Body:
        """Have a project approved; return it, and its decision whose notice was issued."""
        project_id = self.approved()
        (notice,) = self.funding("get_payments", project_id=project_id)["notices"]
        return {"project_id": project_id, "approval_id": notice["approval_id"]}

    def unplanned(self) -> str:
        """Have a project approved whose payments are made on request."""
        project_id = self.approved()
        self.funding("plan_payments", project_id=project_id, year=2026, instalments=[])
        return project_id

    def planned(self) -> Body:
        """Return what releases a payment of a new project."""
        project_id = self.approved()
        waive(self.funding, project_id, self.day)
        return plan(self.funding, project_id, 2026, euros(1_00), self.day)

    def released(self) -> Body:
        """Return a payment that a pay list would take: {project_id, year, number}."""
        asked = self.planned()
        self.funding("release_payments", **asked)
        (payment,) = asked["payments"]
        named = {name: payment[name] for name in ("year", "number")}
        return {"project_id": asked["project_id"], **named}

    def ordered(self) -> tuple[Body, Body]:
        """Return a payment, and the pay list in which it stands."""
        payment = self.released()
        return payment, self.funding("make_pay_list")

    def paid(self) -> Body:
        """Return a payment that is confirmed."""
        payment, pay_list = self.ordered()
        self.funding("import_confirmations", content=confirmations(pay_list, self.day))
        return payment

    # ---- quarterly figures ---------------------------------------------------------------------

    def quarter(self) -> Body:
        """Return a quarter that nothing is known of."""
        self.services.settle()
        number = next(self.past_quarters)  # Every other one: none has to begin where another ended.
        return {
            "sozialraum_id": self.sozialraum_id,
            "year": 1990 + number // 2,
            "quarter": 2 + 2 * (number % 2),
        }

    def recorded_quarter(self) -> Body:
        """Return a quarter that can be published."""
        quarter = self.quarter()
        self.ask("reporting", "record_quarter", **quarter, rows=quarters.ROWS)
        return quarter

    def budget_file(self) -> str:
        """Return a file with the budget of a Sozialraum of which nothing is known."""
        name = new("Kalk")  # Others are given new names meanwhile.
        self.ask("projects", "register_sozialraum", name=name, team_name=f"Team {name}")
        self.services.settle()
        return quarters.budget_file(f"2026;{name};§ 31;720.000,00")

    def quarters_file(self) -> str:
        """Return a file about a quarter that nothing is known of."""
        name = new("Kalk")  # Others are given new names meanwhile.
        self.ask("projects", "register_sozialraum", name=name, team_name=f"Team {name}")
        told = self.quarter()
        when = f"{told['year']};{told['quarter']}"
        return quarters.file(f"{when};{name};§ 31;42;9;6;45;183.600,00;1.250,00")

    def accounted(self) -> str:
        """Have the statement of use of a project checked; return the project's id."""
        project_id = self.approved()
        self.services.account(project_id, SPENT, REPORTED_ON)
        return project_id

    def asked_to_pay_back(self) -> str:
        """Return a project whose Träger is being heard."""
        project_id: str = self.paid()["project_id"]
        self.services.account(project_id, UNUSED, REPORTED_ON)
        asked = {"reason": "Es wurde nichts gebraucht.", "known_since": self.day}
        self.ask("projects", "propose_settlement", project_id=project_id, **asked)
        return project_id

    def owing(self) -> str:
        """Return a closed project that owes what was paid to it."""
        project_id = self.asked_to_pay_back()
        heard = {"answer": "Einverstanden.", "answered_on": self.day}
        self.ask("projects", "record_hearing", project_id=project_id, **heard)
        self.ask("projects", "close", project_id=project_id, cause="completed")
        self.hear()
        return project_id

    def spared(self) -> Body:
        """Return a waiver that somebody has proposed."""
        asked = _waiver(self.owing())
        waiver_id = self.funding("propose_waiver", **asked)["waiver_id"]
        return {"project_id": asked["project_id"], "waiver_id": waiver_id}

    def approval(self, project_id: str) -> Body:
        """Return what approves a project, whatever stands before it on the waiting list."""
        self.hear()  # A policy may have been adopted meanwhile.
        page = self.ask("projects", "get_decision", project_id=project_id)
        why = {"reason_code": page["reason_needed"], "reason": "Der Bedarf ist belegt."}
        return {"project_id": project_id, **why, "conditions": ["Ein Bericht im Herbst."]}

    def asked_for_a_report(self) -> str:
        """Have a project asked two questions; return the id of the duty."""
        asked = _questions(self.told_of_approval())
        return str(self.ask("reporting", "request_interim_report", **asked)["duty_id"])

    def reportable(self) -> str:
        """Have a project approved; return the id of the duty to report on its first year."""
        project_id = self.told_of_approval()
        duties = self.ask("reporting", "list_duties", project_id=project_id)["duties"]
        found = [it["duty_id"] for it in duties if it["kind"] == "annual-report"]
        return str(found[0])

    def drafted(self) -> str:
        """Have a whole report saved as a draft; return the id of the duty."""
        duty_id = self.reportable()
        content = {name: it for name, it in _report(duty_id).items() if name != "duty_id"}
        self.ask("reporting", "save_report_draft", duty_id=duty_id, content=content)
        return duty_id

    def reported(self) -> str:
        """Have a project report; return the id of the duty."""
        duty_id = self.reportable()
        self.ask("reporting", "submit_project_report", **_report(duty_id))
        return duty_id

    def of_a_project(self) -> Body:
        """Let indicators hold; return what names a project to assess, and its team's field empty."""
        asked = {"valid_from": REPORTED_ON, "indicators": suggested(), "resolution": "UAG"}
        self.ask("reporting", "adopt_catalogue", **asked)
        return {"project_id": self.told_of_approval(), "sozialraum_id": None}

    def assessment(self) -> Body:
        """Return an assessment of a new project, with a document as evidence."""
        project = self.of_a_project()
        document_id = str(uuid4())
        piece = {"number": 0, "last": True, "content": _csv("Niederschrift")}
        self.ask("reporting", "put_document", document_id=document_id, **piece)
        asked = [it["key"] for it in suggested() if it["applies_to"] != "team"]
        rating = {"value": 3, "text": "Es zeigt sich täglich.", "evidence": [document_id]}
        return {
            **project,
            "year": 2026,
            "months_after_end": 0,
            "ratings": [{"indicator": key, **rating} for key in asked],
            "participation": [{"group": "Mädchen im Treff", "number": 24}],
            "confirm_no_case_data": True,
        }

    def development_goal(self) -> str:
        """Agree on a development goal of a new project; return its id."""
        asked = BODIES["reporting.agree_development_goal"](self)
        return str(self.ask("reporting", "agree_development_goal", **asked)["goal_id"])

    def body_member(self, body: str) -> str:
        """Appoint a member of the steering group or of the UAG; return its id."""
        asked = appointing()
        return str(self.ask("reporting", f"appoint_{body}_member", **asked)["member_id"])

    def body_meeting(self, body: str) -> Body:
        """Return a meeting with all that can be recorded of it."""
        planned = {"on": REPORTED_ON, "agenda": ["Projekte"]}
        made = self.ask("reporting", f"plan_{body}_meeting", **planned)
        reviewed = {"implementation": "as-planned", "effect": "visible", "text": "Es läuft."}
        reviews = [{"project_id": self.told_of_approval(), **reviewed}]
        return {
            "meeting_id": made["meeting_id"],
            "held_on": REPORTED_ON,
            "present": [self.body_member(body)],
            "agenda": ["Projekte"],
            "resolutions": [{"kind": "resolution", "title": "Begleitung", "text": "Für alle."}],
            "actions": [{"title": "Benennen", "responsible": "Leitung", "due_on": "2027-06-30"}],
            "confirm_no_case_data": True,
            **({"reviews": reviews} if body == "steering" else {}),
        }

    def accompanying(self) -> Body:
        """Return which member accompanies which team."""
        self.services.settle()
        return {"sozialraum_id": self.sozialraum_id, "member_id": self.body_member("steering")}

    def accompanied(self) -> str:
        """Have the team accompanied; return its Sozialraum."""
        asked = self.accompanying()
        self.ask("reporting", "accompany_team", **asked)
        return str(asked["sozialraum_id"])

    def told_of_approval(self) -> str:
        """Have a project approved, and let everybody hear of it."""
        project_id = self.approved()
        self.services.settle()
        return project_id

    def changing(self, **asked: Any) -> Body:
        """Ask for a change of a running project; return the ids of both."""
        project_id = self.approved()
        why = {"what": "Es dauert länger.", "why": "Der Umbau.", "known_since": "2026-01-02"}
        made = self.ask("projects", "request_change", project_id=project_id, **why, **asked)
        return {"project_id": project_id, "request_id": made["request_id"]}

    def postponed(self) -> str:
        """Put an application on the waiting list, for another reason than money."""
        project_id = self.applied()
        self.ask("projects", "postpone", **_postpone(project_id))
        return project_id

    def returned(self) -> str:
        """Return an application for completion of its title."""
        project_id = self.applied()
        self.ask("projects", "return_for_completion", **_give_back(project_id))
        return project_id

    def draft(self) -> str:
        """Save a draft that could be handed in; return its id."""
        content = {**self.content(), **self.places()}
        return str(self.ask("projects", "save_draft", content=content)["draft_id"])

    def card(self) -> Body:
        """Return what a card of the resource network says."""
        return {
            "name": new("Fußballverein"),
            "kind": "association",
            "description": "Offenes Training",
            "sozialraum_ids": [self.sozialraum_id],
            "traeger_id": self.traeger_id,
            "place": {
                "street": "Vietorstraße 9",
                "postcode": "51103",
                "city": "Köln",
                "latitude_e6": 50_938_100,
                "longitude_e6": 7_008_500,
            },
            "topics": ["sports"],
            "keywords": ["Fußball"],
            "age_from": 6,
            "age_to": 14,
            "cost": {"kind": "paid", "amount": euros(5_00), "explanation": "im Monat"},
            "languages": ["de"],
            "accessibility": ["step-free"],
            "opening": [
                {
                    "days": ["monday"],
                    "opens": "16:00",
                    "closes": "18:00",
                    "valid_from": "2026-01-01",
                    "valid_to": "2026-12-31",
                }
            ],
            "contact": {"channel": "phone", "address": "+49 221 12345"},
            "functions": [
                {
                    "function": "Jugendwart",
                    "contact": {"channel": "phone", "address": "+49 221 12345"},
                }
            ],
            "links": ["https://verein.example/kalk"],
        }

    def recorded_card(self) -> str:
        """Record a card; return its id."""
        return str(self.ask("resources", "record_card", **self.card())["card_id"])

    def proposed_card(self) -> str:
        """Propose a card for its Träger; return its id."""
        return str(self.ask("resources", "propose_card", **self.card())["card_id"])

    def contact(self) -> Body:
        """Name a contact person of a card: {card_id, contact_id}."""
        body = _contact(self.recorded_card())
        named = self.ask("resources", "name_contact", **body)
        return {name: named[name] for name in ("card_id", "contact_id")}

    def merged_card(self) -> str:
        """Record a card that has gone on in another; return its id."""
        card_id, other = self.recorded_card(), self.recorded_card()
        self.ask("resources", "merge_cards", card_id=card_id, into_card_id=other)
        return card_id

    def archived_card(self) -> str:
        """Record a card that is archived; return its id."""
        card_id = self.recorded_card()
        self.ask("resources", "archive_card", card_id=card_id, cause="dormant")
        return card_id

    def something_old(self, service: str) -> Body:
        """Let there be a document that was kept long enough; what proposes its end says nothing."""
        old_document(self.services.services[service].kernel)
        return {}

    def cosigned(self, service: str) -> Body:
        """Let a witness have signed a checkpoint of a log that is not empty."""
        about = {"role": "auditor", "reason": "Rohrbruch im Archiv.", "hours": 1}
        self.ask(service, "break_glass", **about)
        self.hear()
        return cosigned(self.services.services[service].kernel)

    def proposed_to_go(self, service: str) -> Body:
        """Let somebody else have proposed to delete it."""
        self.something_old(service)
        return {"proposal_id": self.ask(service, "propose_deletions")["proposal_id"]}

    def position(self) -> int:
        """Return the running number of the policy that is valid."""
        return int(self.ask("funding", "get_policy")["position"])


def _postpone(project_id: str) -> Body:
    why = {"reason_code": "needs-discussion", "reason": "Die AG 78 berät noch."}
    return {"project_id": project_id, "priority": 3, **why}


def _give_back(project_id: str) -> Body:
    return {
        "project_id": project_id,
        "fields": ["/title"],
        "text": "Der Titel ist zu allgemein.",
        "deadline": "2026-01-20",
    }


def _reduced(project_id: str) -> Body:
    return {
        "project_id": project_id,
        "plan": [
            {"year": 2026, "costs": euros(40_000_00), "third_party": euros(1_000_00)},
            {"year": 2027, "costs": euros(10_000_00)},
        ],
        "own_cash": euros(20_000_00),
        "in_kind": euros(100_00),
        "reason_code": "costs-unreasonable",
        "reason": "Die Stelle ist zu hoch angesetzt.",
        "conditions": ["Ein Zwischenbericht im Herbst."],
    }


def _profile() -> Body:
    return {
        "legal_form": "association",
        "register_number": "VR 4711",
        "iban": IBAN,
        "deducts_vat": False,
        "exempt_on": "2024-05-01",
        "recognised_on": "2010-05-01",
        "certificates_agreed_on": "2012-05-01",
        "protection_agreed_on": "2012-05-01",
        "recognised_until": "2030-05-01",
        "certificates_until": "2030-05-01",
        "protection_until": "2030-05-01",
        "address": {"street": "Hof 3", "postcode": "51103", "city": "Köln"},
    }


def _carried(office: Office) -> Body:
    year = office.budget(next(office.coming_years))
    next(office.coming_years)
    return {
        "from_year": year,
        "to_year": year + 1,
        "amount": euros(1_00),
        "reason_code": "other",
        "reason": "Der Bau hat sich verschoben.",
        "resolution": "Rat, TOP 3",
    }


def _transferred() -> Body:
    why = {"reason_code": "need", "reason": "Dort fehlt es.", "resolution": "Rat, TOP 8"}
    return {"year": 2026, "transfer_id": str(uuid4()), "amount": euros(1_00), **why}


def _criteria() -> Body:
    """Return a content check in which one criterion has a remark."""
    body = CHECKS["check_content"]
    first, *others = body["criteria"]
    criteria = [{**first, "met": "with-remark", "remark": "Knapp belegt."}, *others]
    return {**body, "criteria": criteria}


def _csv(text: str) -> str:
    return b64encode(text.encode()).decode()


def appointing() -> Body:
    """Return what appoints somebody new, for a Träger."""
    return {
        "person_id": str(uuid4()),
        "part": "traeger",
        "function": "Bereichsleitung",
        "traeger_id": str(uuid4()),
        "start": "2026-01-01",
    }


def bodies(body: str) -> dict[str, Callable[[Office], Body]]:
    """Return what both bodies do."""

    def done(office: Office) -> Body:
        meeting = office.body_meeting(body)
        made = office.ask("reporting", f"record_{body}_meeting", **meeting)
        remark = {"remark": "Alle benannt.", "confirm_no_case_data": True}
        return {"meeting_id": made["meeting_id"], "number": 1, **remark}

    def held(office: Office) -> Body:
        meeting = office.body_meeting(body)
        made = office.ask("reporting", f"record_{body}_meeting", **meeting)
        return {**meeting, "meeting_id": made["meeting_id"], "reason": "Ein Name fehlte."}

    def off(office: Office) -> Body:
        meeting = held(office)
        return {name: meeting[name] for name in ("meeting_id", "reason", "confirm_no_case_data")}

    return {
        f"correct_{body}_meeting": held,
        f"cancel_{body}_meeting": off,
        f"appoint_{body}_member": lambda _: appointing(),
        f"dismiss_{body}_member": lambda it: {
            "member_id": it.body_member(body),
            "end": "2027-06-30",
        },
        f"plan_{body}_meeting": lambda _: {"on": "2027-06-30", "agenda": [new("Projekte")]},
        f"record_{body}_meeting": lambda it: it.body_meeting(body),
        f"complete_{body}_action": done,
    }


def _rehearsed(service: str, name: str, it: Office) -> Body:
    """Return what accepts a read model that was just built anew."""
    it.services.settle(service)
    told = it.ask(service, "rehearse", read_model=name)
    return {key: told[key] for key in ("read_model", "generation", "digest")}


BODIES: Final[dict[str, Callable[[Office], Body]]] = {
    # ---- projects: master data -----------------------------------------------------------------
    "projects.register_traeger": lambda _: {"name": new("Laden"), "expert": True, **_profile()},
    "projects.amend_traeger": lambda it: {
        "traeger_id": it.traeger(),
        "name": "Jugendwerk Köln e. V.",
        "expert": False,
        **_profile(),
    },
    "projects.state_headcount": lambda it: {
        "traeger_id": it.traeger(),
        "employees": {"method": "heads", "count": 30},
        "on": "2026-01-01",
    },
    "projects.name_representatives": lambda it: {
        "traeger_id": it.traeger(),
        "person_ids": [it.person(), it.person()],
    },
    "projects.deactivate_traeger": lambda it: {
        "traeger_id": it.traeger(),
        "reason_code": "merged",
        "reason": "Er ging in einem anderen auf.",
    },
    "projects.reactivate_traeger": lambda it: {"traeger_id": it.inactive()},
    "projects.register_sozialraum": lambda _: {"name": new("Poll"), "team_name": "Team Poll"},
    "projects.rename_sozialraum": lambda it: {
        "sozialraum_id": it.sozialraum_id,
        "name": new("Kalk-Nord"),
        "team_name": "Team Kalk-Nord",
    },
    "projects.import_master_data": lambda _: {
        "kind": "traeger",
        "content": _csv(f"name\n{new('Verein')}\n"),
    },
    "projects.register_person": lambda _: {
        "function": "Fachkraft im ASD",
        "name": "Ayşe Öztürk",
        "email": "ayse@kalk.example",
        "phone": "+49 221 4711",
        "subject": new("oidc|"),
    },
    "projects.amend_person": lambda it: {
        "person_id": it.person(),
        "function": "Bereichsleitung",
        "name": "Ayşe Yılmaz",
        "email": "ayse@kalk.example",
        "phone": "+49 221 4712",
        "subject": new("oidc|"),
    },
    "projects.erase_person": lambda it: {"person_id": it.person()},
    "projects.join_team": lambda it: {
        "sozialraum_id": it.sozialraum_id,
        "person_id": it.person(),
        "part": "traeger",
        "traeger_id": it.traeger_id,
        "function": "Bereichsleitung",
        "start": "2026-01-01",
        "end": "2026-12-31",
    },
    "projects.leave_team": lambda it: {
        "sozialraum_id": it.sozialraum_id,
        "person_id": it.member("asd"),
        "end": "2026-06-30",
    },
    "projects.appoint_deputy": lambda it: {
        "person_id": it.person(),
        "start": "2026-01-05",
        "end": "2026-01-09",
        "reason_code": "holiday",
        "reason": "Urlaub.",
    },
    "projects.revoke_deputy": lambda it: {"delegation_id": it.delegation()},
    # ---- projects: applications ----------------------------------------------------------------
    "projects.save_draft": lambda _: {"draft_id": str(uuid4()), "content": {"title": new("T")}},
    "projects.discard_draft": lambda it: {"draft_id": it.draft()},
    "projects.submit_draft": lambda it: {"draft_id": it.draft()},
    "projects.apply": lambda it: {**it.content(), **it.places()},
    "projects.return_for_completion": lambda it: _give_back(it.applied()),
    "projects.resubmit": lambda it: {
        **it.content(),
        "project_id": it.returned(),
    },
    "projects.withdraw": lambda it: {
        "project_id": it.applied(),
        "reason_code": "no-staff",
        "reason": "Niemand hat sich beworben.",
    },
    "projects.co_sign": lambda it: {"project_id": it.applied()},
    # ---- projects: decisions -------------------------------------------------------------------
    "projects.check_content": lambda it: {"project_id": it.applied(), **_criteria()},
    "projects.check_arithmetic": lambda it: {
        "project_id": it.applied(),
        "remark": "Geprüft.",
        **CHECKS["check_arithmetic"],
    },
    "projects.approve": lambda it: it.approval(it.checked()),
    "projects.approve_reduced": lambda it: _reduced(it.checked()),
    "projects.reject": lambda it: {
        "project_id": it.applied(),
        "reason_code": "no-need",
        "reason": "Es gibt ein Angebot.",
    },
    "projects.postpone": lambda it: _postpone(it.applied()),
    "projects.prioritise": lambda it: {
        "project_id": it.postponed(),
        "priority": 1,
        "reason": "Der Bedarf ist gestiegen.",
    },
    "projects.reopen": lambda it: {"project_id": it.postponed()},
    "projects.declare_bias": lambda it: {"project_id": it.applied(), "reason_code": "took-part"},
    "projects.lapse": lambda it: _named(it.applied(), "approval_id"),
    "projects.request_change": lambda it: {
        "project_id": it.approved(),
        "what": "Der Treff soll ein halbes Jahr länger laufen.",
        "why": "Es kommen mehr Mädchen als gedacht.",
        "known_since": "2026-01-02",
        "effect_on_goals": "Keine.",
        "new_end": "2027-06-30",
        "shift": _shift(),
        "plan": [
            {
                **year_plan(2027, 20_000_00, 1_000_00),
                "flat_rates": [{"kind": "Fest", "quantity": 1}],
                "reason": "Die Stelle läuft weiter.",
            }
        ],
        "own_cash": euros(10_000_00),
        "in_kind": goods(100_00),
        "employees": {"count": 75, "method": "heads", "on": "2026-01-05"},
    },
    "projects.withdraw_change": lambda it: {**it.changing(shift=_shift()), "reason": "Erledigt."},
    "projects.reject_change": lambda it: {
        **it.changing(shift=_shift()),
        "reason_code": "no-need",
        "reason": "Die Mittel reichen.",
    },
    "projects.extend": lambda it: {
        **it.changing(new_end="2027-06-30"),
        "reason_code": "demand-continues",
        "reason": "Der Bedarf besteht fort.",
    },
    "projects.amend": lambda it: {
        **it.changing(shift=_shift()),
        "reason_code": "delayed-payment",
        "reason": "Die Rechnung kommt erst im neuen Jahr.",
    },
    "projects.terminate": lambda it: {
        "project_id": it.approved(),
        "terminated_on": "2026-09-30",
        "cause": "given-up",
        "reason": "Der Träger gibt das Projekt auf.",
        "heard_on": "2026-01-05",
        "shortened": {
            "plan": [{"year": 2026, "costs": euros(20_000_00), "third_party": euros(1_000_00)}],
            "own_cash": euros(10_000_00),
            "in_kind": euros(100_00),
        },
    },
    "projects.revoke": lambda it: {
        "project_id": it.approved(),
        "basis": "section-47",
        "extent": "part",
        "effective_from": "2026-10-01",
        "reduction": [{"year": 2026, "amount": euros(1_00)}],
        "reason_code": "misused",
        "reason": "Ein Teil wurde anders verwendet.",
        "known_since": "2026-01-02",
        "heard_on": "2026-01-05",
    },
    "projects.propose_settlement": lambda it: {
        "project_id": it.accounted(),
        "reason": "Die Kosten waren niedriger.",
        "known_since": "2026-01-02",
    },
    "projects.record_hearing": lambda it: {
        "project_id": it.asked_to_pay_back(),
        "answer": "Wir sind einverstanden.",
        "answered_on": it.day,
    },
    "projects.reopen_settlement": lambda it: {
        "project_id": it.owing(),
        "basis": "section-44",
        "reason": "Ein Beleg war falsch erfasst.",
        "effective_on": it.day,
    },
    "projects.close": lambda it: {
        "project_id": it.accounted(),
        "cause": "completed",
    },
    # ---- funding -------------------------------------------------------------------------------
    "funding.record_recovery": lambda it: {
        "project_id": it.owing(),
        "reference": new("KA"),
        "amount": euros(1),
        "received_on": it.day,
    },
    "funding.propose_waiver": lambda it: _waiver(it.owing()),
    "funding.waive_recovery": lambda it: it.spared(),
    "funding.set_budget": lambda it: {
        "year": next(it.coming_years),
        "amount": euros(1_00),
        "resolution": "Rat",
    },
    "funding.supplement": lambda _: {
        "year": 2026,
        "amount": euros(1_00),
        "resolution": new("Nachtrag"),
    },
    "funding.set_ceiling": lambda it: {
        "year": next(it.coming_years),
        "amount": euros(1_00),
        "resolution": "Finanzplanung",
    },
    "funding.carry_over": _carried,
    "funding.transfer_out": lambda _: {**_transferred(), "to_district": 5},
    "funding.transfer_in": lambda _: {**_transferred(), "from_district": 5},
    "funding.close_year": lambda it: {"year": it.budget(next(it.past_years))},
    "funding.record_posting": lambda it: {**it.noticed(), "posted_on": it.day},
    "funding.waive_appeal": lambda it: {
        **it.noticed(),
        "waived_on": it.day,
        "document": "Wir verzichten auf Rechtsbehelfe.",
    },
    "funding.plan_payments": lambda it: {
        "project_id": it.approved(),
        "year": 2026,
        "instalments": [{"due_on": "2026-03-01", "amount": euros(1_00)}],
    },
    "funding.request_drawdown": lambda it: {
        "project_id": it.unplanned(),
        "year": 2026,
        "first": "2026-02-01",
        "last": "2026-02-28",
        "expected": euros(3_00),
        "own_money": euros(1_00),
        "amount": euros(2_00),
    },
    "funding.release_payments": lambda it: it.planned(),
    "funding.cancel_payment": lambda it: {
        **it.released(),
        "reason_code": "other",
        "reason": "Erst im Herbst.",
    },
    "funding.make_pay_list": lambda it: {
        "due_until": it.released() and f"{next(it.coming_years)}-01-01"
    },
    "funding.import_confirmations": lambda it: {"content": confirmations(it.ordered()[1], it.day)},
    "funding.fail_payment": lambda it: {**it.ordered()[0], "reason_code": "no-account"},
    "funding.reverse_payment": lambda it: {
        **it.paid(),
        "reversed_on": it.day,
        "reason_code": "returned-by-bank",
    },
    "funding.reserve": lambda it: {
        **_named(it.applied(), "approval_id"),
        "grant": [{"year": 2026, "amount": euros(1_00)}],
        "edition": EDITION,
        "policy_position": it.position(),
    },
    "funding.hold_settlement": lambda it: _settled(it, it.approved()),
    "funding.propose_policy": lambda it: {
        "valid_from": it.day,
        "rules": RULES,
        **WHY,
        "reason": new("Beschluss"),
    },
    "funding.adopt_policy": lambda it: {"proposal_id": it.proposal()},
    # ---- reporting -----------------------------------------------------------------------------
    "reporting.request_interim_report": lambda it: _questions(it.told_of_approval()),
    "reporting.confirm_onboarding": lambda it: {"person_id": it.newcomer(), "held_on": it.day},
    "reporting.submit_interim_report": lambda it: {
        "duty_id": it.asked_for_a_report(),
        "answers": ["Etwa 30 in der Woche.", "Die Grundschule."],
    },
    "reporting.submit_project_report": lambda it: _report(it.reportable()),
    "reporting.open_feed": lambda _: {},
    "reporting.close_feed": lambda it: {"feed_id": it.ask("reporting", "open_feed")["feed_id"]},
    "reporting.save_report_draft": lambda it: {
        "duty_id": it.reportable(),
        "content": {"reach": "Vor allem Mädchen."},
    },
    "reporting.discard_report_draft": lambda it: {"duty_id": it.drafted()},
    "reporting.submit_report_draft": lambda it: {
        "duty_id": it.drafted(),
        "confirm_no_case_data": True,
    },
    "reporting.return_project_report": lambda it: {
        "duty_id": it.reported(),
        "places": ["/goals/0/value"],
        "text": "Bitte ergänzen.",
        "due_on": "2027-03-01",
    },
    "reporting.check_project_report": lambda it: {"duty_id": it.reported(), "remark": "Gut."},
    "reporting.adopt_catalogue": lambda it: {
        "valid_from": f"{next(it.coming_years)}-01-01",
        "indicators": suggested(),
        "resolution": new("UAG"),
    },
    "reporting.assess_quality": lambda it: it.assessment(),
    "reporting.agree_development_goal": lambda it: {
        **it.of_a_project(),
        "indicator": "no-stigma",
        "target": 3,
        "text": "Der Eingang wird verlegt.",
        "due_on": "2027-06-30",
        "confirm_no_case_data": True,
    },
    "reporting.follow_up_development_goal": lambda it: {
        "goal_id": it.development_goal(),
        "outcome": "continued",
        "text": "Der Umbau dauert an.",
        "due_on": "2027-12-31",
        "confirm_no_case_data": True,
    },
    **{
        f"reporting.{key}": made
        for body in ("steering", "uag")
        for key, made in bodies(body).items()
    },
    "reporting.accompany_team": lambda it: it.accompanying(),
    "reporting.note_team_contact": lambda it: {
        "sozialraum_id": it.accompanied(),
        "contact_on": REPORTED_ON,
        "next_on": "2027-05-03",
        "text": new("Das Team ist vollständig."),
        "confirm_no_case_data": True,
    },
    "reporting.report_to_ag78": lambda _: {
        "year": 2026,
        "report": new("Die UAG hat beraten."),
        "confirm_no_case_data": True,
    },
    "reporting.record_quarter": lambda it: {
        **it.quarter(),
        "rows": quarters.ROWS,
        "opening": "Die Zählung beginnt neu.",
        "confirm_no_case_data": True,
    },
    "reporting.publish_quarter": lambda it: {
        **it.recorded_quarter(),
        "booked": quarters.NET,
        "difference": "Kein Unterschied.",
        "reason": "Erste Fassung.",
        "confirm_no_case_data": True,
    },
    "reporting.record_help_budget": lambda it: {
        "sozialraum_id": it.quarter()["sozialraum_id"],
        "year": next(it.coming_years),
        "budgets": quarters.budget(),
    },
    "reporting.import_quarters": lambda it: {
        "content": it.quarters_file(),
        "confirm_no_case_data": True,
    },
    "reporting.import_help_budgets": lambda it: {"content": it.budget_file()},
    # ---- all services ----------------------------------------------------------------------
    **{
        f"{service}.break_glass": lambda _: {
            "role": "auditor",
            "reason": new("Die Leitung ist nicht zu erreichen."),
            "hours": 1,
        }
        for service in NAMES
    },
    **{
        f"{service}.propose_deletions": partial(Office.something_old, service=service)
        for service in NAMES
    },
    **{
        f"{service}.confirm_deletions": partial(Office.proposed_to_go, service=service)
        for service in NAMES
    },
    **{
        f"{service}.keep_cosignature": partial(Office.cosigned, service=service)
        for service in NAMES
    },
    **{f"{service}.close_book_year": lambda it: {"year": next(it.past_years)} for service in NAMES},
    "reporting.take_evidence": lambda it: {
        "manifest_sha256": "0f" * 32,
        "sizes": [{"service": "projects", "size": 3}],
        "recipient": new("Rechnungsprüfungsamt"),
    },
    **{
        f"{service}.accept_read_model": partial(_rehearsed, service, name)
        for service, name in READ_MODELS.items()
    },
    # ---- resources -----------------------------------------------------------------------------
    "resources.record_card": lambda it: it.card(),
    "resources.amend_card": lambda it: {
        **it.card(),
        "card_id": it.recorded_card(),
        "keywords": ["Handball"],
    },
    **NEED_BODIES,
    **INTEREST_BODIES,
    **LINE_SHIFT_BODIES,
    "resources.propose_card": lambda it: {
        **it.card(),
        "card_id": it.recorded_card(),
        "keywords": ["Handball"],
    },
    "resources.accept_proposal": lambda it: {"card_id": it.proposed_card()},
    "resources.decline_proposal": lambda it: {"card_id": it.proposed_card(), "reason": "Nein."},
    "resources.withdraw_proposal": lambda it: {"card_id": it.proposed_card()},
    "resources.verify_card": lambda it: {"card_id": it.recorded_card(), "verify_by": "2026-12-31"},
    "resources.remark_card": lambda it: {"card_id": it.recorded_card(), "remark": "Hilft."},
    "resources.archive_card": lambda it: {"card_id": it.recorded_card(), "cause": "ended"},
    "resources.reopen_card": lambda it: {"card_id": it.archived_card()},
    "resources.merge_cards": lambda it: {
        "card_id": it.recorded_card(),
        "into_card_id": it.recorded_card(),
    },
    "resources.import_package": lambda it: {
        "content": packed_card(it.sozialraum_id),
        "kind": "association",
        "sozialraum_id": it.sozialraum_id,
        "confirm_no_case_data": True,
    },
    "resources.mark_seen": lambda it: {"sozialraum_id": it.sozialraum_id, "position": 0},
    "resources.name_contact": lambda it: _contact(it.recorded_card()),
    "resources.renew_consent": lambda it: {
        **it.contact(),
        "consent_on": "2026-01-02",
        "consent_until": "2031-12-31",
    },
    "resources.withdraw_consent": lambda it: it.contact(),
    "resources.keep_contact": lambda it: {
        **it.contact(),
        "on": "2026-01-05",
        "next_on": "2026-07-01",
    },
    "resources.open_contacts": lambda it: {"card_id": it.recorded_card(), "reason": "Stichprobe"},
    **statements.BODIES,
}


def suggested() -> list[Body]:
    """Return the indicators that come with the software."""
    indicators: list[Body] = suggestion()["indicators"]
    return indicators


def _contact(card_id: str) -> Body:
    return {
        "card_id": card_id,
        "function": "Jugendwart",
        "name": "Erika Muster",
        "email": "erika@verein.example",
        "phone": "0221 4711",
        "visibility": "district",
        "consent_on": "2026-01-01",
        "consent_until": "2030-12-31",
    }


def _report(duty_id: str) -> Body:
    lines = {"costs": 41_000_00, "third-party": 0, "own-cash": 30_000_00, "in-kind": 100_00}
    return {
        "duty_id": duty_id,
        "goals": [
            {"id": 1, "outcome": "pursued", "value": "12", "explanation": "Der Raum war zu."},
            {"id": 2, "outcome": "pursued", "explanation": "Sie planen mit."},
        ],
        "activities": [{"title": "Offener Treff", "held": 12, "participants": 140}],
        "reach": "Vor allem Mädchen aus der Siedlung.",
        "card_ids": [str(uuid4())],
        "money": [{"line": line, "actual": euros(cents)} for line, cents in lines.items()],
        "deviations": "Die Öffnung kam später.",
        "outlook": "Im neuen Jahr ist der Raum wieder offen.",
        "participation": [{"group": "Mädchen im Treff", "number": 24}],
    }


def _questions(project_id: str) -> Body:
    return {
        "project_id": project_id,
        "questions": ["Wie viele Mädchen kommen?", "Wer macht mit?"],
        "due_on": "2027-03-01",
        "short_notice": "Der Ausschuss tagt früher.",
    }


def _shift() -> list[Body]:
    """Return a move of one cent from one year of a project to the other."""
    why = {"reason": "Die Rechnung kommt später."}
    return [{"year": 2027, "amount": euros(1), **why}, {"year": 2026, "amount": _below(1), **why}]


def _waiver(project_id: str) -> Body:
    return {
        "project_id": project_id,
        "kind": "remission",
        "amount": euros(1),
        "reason": "Der Verein löst sich auf.",
    }


def _settled(office: Office, project_id: str) -> Body:
    return {
        **_named(project_id, "closing_id"),
        "planned": [{"own_share_percent": 3, "costs": euros(60_000_00)}],
        "policy_position": 0,
        "costs": euros(60_000_00),
        "third_party": euros(0),
        "in_kind": euros(100_00),
        "grant": office.ask("projects", "get_project", project_id=project_id)["grant"],
    }


def _named(project_id: str, name: str) -> Body:
    return {"project_id": project_id, name: f"{project_id}:9:{uuid4()}"}


def _below(cents: int) -> Body:
    return {"amount": f"-{cents // 100}.{cents % 100:02}", "currency": "EUR"}
