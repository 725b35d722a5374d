"""Projects for what is measured with real services: their events, and requests for them."""

from datetime import date
from typing import Any, Final
from uuid import UUID, uuid4

from deploy.bench.samples import origin
from services.projects import events
from services.projects.checks import CONFIRMATIONS, CRITERIA
from shared.database import Conn
from shared.documents import DocumentRef
from shared.guideline import Post, YearPlan
from shared.log import Draft, History, Log

DAY: Final = "2025-09-15"
START, END = date(2025, 10, 1), date(2027, 9, 30)
PLAN: Final = {2025: 18_000_00, 2026: 72_000_00, 2027: 54_000_00}
GRANT_CT: Final = {2025: 17_405_00, 2026: 69_620_00, 2027: 52_215_00}
LIFE: Final = 6  # Events of one project here: number, application, two checks, approval, closing.
LOG: Final = Log(events.CATALOGUE)


def fill(conn: Conn, count: int) -> None:
    """Append the events of whole projects until there are at least so many."""
    for first in range(0, count, LIFE * 250):
        with conn.transaction():
            for _ in range(0, min(LIFE * 250, count - first), LIFE):
                draft = Draft()
                key = str(uuid4())
                for stream, happened in _life(key).items():
                    draft.add(History(stream, 0, []), happened)
                LOG.append(conn, draft, LOG.lines(draft, origin(), UUID(key)), None, "")


def _life(key: str) -> dict[str, list[object]]:
    number = f"2025-8-{key[:8]}"
    return {
        f"number-{key}": [events.NumberAssigned(key, 2025, 1, number)],
        f"project-{key}": [
            applied := _applied(key, number),
            _checked(key),
            _calculated(key),
            _approved(key, applied.plan),
            _closed(key),
        ],
    }


def _applied(key: str, number: str) -> events.Applied:
    text = DocumentRef(str(uuid4()), "0" * 64)
    plan = {year: events.PlanYear(cents, 0, cents // 25, 0) for year, cents in PLAN.items()}
    return events.Applied(
        project_id=key,
        number=number,
        application_version=1,
        sozialraum_id=key,
        team_id=key,
        traeger_id=key,
        title="Mädchentreff im Quartier",
        start=START,
        end=END,
        need=text,
        goals=(events.Goal(1, text, "Treffen im Jahr", "40", (), None),),
        target_group=text,
        measures=text,
        plan=plan,
        employees=events.Employees(110, "heads", date(2025, 8, 1), 11_000),
        applied_on=date(2025, 9, 15),
        details={year: YearPlan((_post(cents),)) for year, cents in PLAN.items()},
        in_kind=(),
        financing_type="gap",
        full_funding_reason=None,
        requested_ct=None,
        statements=_statements(text),
        policy_position=0,
        by=str(uuid4()),
    )


def _post(cents: int) -> Post:
    return Post("Fachkraft im Treff", "Soziale Arbeit (B. A.)", None, 100, 12, cents)


def _statements(text: DocumentRef) -> events.Statements:
    asd, traeger = str(uuid4()), str(uuid4())
    return events.Statements(
        existing_offers=text,
        participation=events.Participation(text, (events.ParticipationGroup("Mädchen", 24),)),
        aims=(events.Aim("prevention", text),),
        access=events.Access("open", None),
        place="Jugendraum im Bürgerhaus",
        partners=("Grundschule",),
        resources=(),
        sustainability=text,
        team_resolution=events.TeamResolution(date(2025, 9, 1), (asd, traeger), ()),
        declarations=events.Declarations(
            not_begun=True,
            no_individual_help=True,
            complete_and_true=True,
            subsidy_relevant=True,
            other_funding=None,
            vat_deduction=False,
        ),
    )


def _checked(key: str) -> events.ContentChecked:
    return events.ContentChecked(
        project_id=key,
        application_version=1,
        result="passed",
        criteria=tuple(events.Criterion(it, "yes", None) for it in CRITERIA),
        proposal="approve",
        priority=None,
        remark=DocumentRef(str(uuid4()), "0" * 64),
        by=str(uuid4()),
        checked_on=date(2025, 9, 15),
    )


def _calculated(key: str) -> events.ArithmeticChecked:
    return events.ArithmeticChecked(
        project_id=key,
        application_version=1,
        result="passed",
        confirmations=tuple(events.Confirmation(it, holds=True) for it in CONFIRMATIONS),
        remark=None,
        by=str(uuid4()),
        checked_on=date(2025, 9, 15),
    )


def _approved(key: str, plan: dict[int, events.PlanYear]) -> events.Approved:
    return events.Approved(
        project_id=key,
        approval_id=f"{key}:2",
        application_version=1,
        start=START,
        end=END,
        eligible_ct=sum(PLAN.values()),
        own_share=events.OwnShare(4, 476_000, 476_000, 0),
        third_party_ct=0,
        grant_ct=GRANT_CT,
        edition="2026-1",
        policy_position=0,
        approved_on=date(2025, 9, 15),
        by=str(uuid4()),
        as_deputy=False,
        reduced=False,
        plan=plan,
        financing_type="gap",
        conditions=(),
        reservation_clause_years=(),
        reason_code="as-proposed",
        reason=None,
    )


def _closed(key: str) -> events.Closed:
    return events.Closed(
        closing_id=f"{key}:3",
        project_id=key,
        closed_on=date(2027, 12, 1),
        final_grant_ct=GRANT_CT,
        recovery_ct=0,
        remaining_ct=0,
        goals=(events.GoalReached(1, "yes"),),
        cause="completed",
        edition="2026-1",
        statement_id=None,
        proposal_id=None,
        interest_from=None,
        due_on=None,
        by="",
        as_deputy=False,
    )


# ---- requests --------------------------------------------------------------------------------


def euros(cents: int) -> dict[str, str]:
    """Return an amount as requests carry it."""
    return {"amount": f"{cents // 100}.{cents % 100:02}", "currency": "EUR"}


def applying(sozialraum_id: str, traeger_id: str) -> dict[str, Any]:
    """Return the request of an application."""
    return {
        "sozialraum_id": sozialraum_id,
        "traeger_id": traeger_id,
        "title": "Mädchentreff im Quartier",
        "need": "Im Quartier fehlt ein Ort für Mädchen.",
        "goals": [{"text": "Regelmäßige Treffen", "indicator": "Treffen im Jahr", "target": "40"}],
        "target_group": "Mädchen von 10 bis 14 Jahren",
        "measures": "Offener Treff an drei Nachmittagen",
        "start": START.isoformat(),
        "end": END.isoformat(),
        "plan": [year_plan(year, cents) for year, cents in PLAN.items()],
        "own_cash": euros(sum(PLAN.values()) // 20),
        "employees": {"count": 110, "method": "heads", "on": "2025-08-01"},
        **STATEMENTS,
    }


def year_plan(year: int, costs_ct: int, third_party_ct: int = 0) -> dict[str, Any]:
    """Return a year of a plan with one post for all costs, and the money of one third party."""
    post = {
        "function": "Fachkraft im Treff",
        "qualification": "Soziale Arbeit (B. A.)",
        "fte_percent": 100,
        "months": 12,
        "yearly_cost": euros(costs_ct),
    }
    third = {"source": "Stiftung", "kind": "donation", "granted": True}
    money = [{**third, "amount": euros(third_party_ct)}] if third_party_ct else []
    return {"year": year, "posts": [post], "third_party": money}


def goods(cents: int) -> list[dict[str, Any]]:
    """Return an in-kind contribution of this value."""
    return [{"kind": "goods", "text": "Raum und Ausstattung", "value": euros(cents)}]


STATEMENTS: Final[dict[str, Any]] = {
    "existing_offers": "Die Jugendeinrichtung im Viertel hat keine Zeiten nur für Mädchen.",
    "participation": {
        "text": "Mädchen haben in zwei Treffen gesagt, was ihnen fehlt.",
        "groups": [{"group": "Mädchen von 10 bis 14 Jahren", "number": 24}],
    },
    "aims": [
        {"aim": "prevention", "how": "Fragen werden gestellt, bevor sie drängen."},
        {"aim": "inclusion", "how": "Der Treff steht allen Mädchen des Viertels offen."},
    ],
    "access": {"kind": "open"},
    "place": "Jugendraum im Bürgerhaus",
    "partners": ["Grundschule", "Beratungsstelle"],
    "resources": ["Bürgerhaus"],
    "sustainability": "Eine Gruppe älterer Mädchen führt den Treff danach mit dem Bürgerhaus fort.",
    "team_resolution": {
        "on": "2025-08-01",
        "present": [
            "3f0c2a51-7a1b-4b0e-9d55-0d6c1f2e3a41",
            "8b7d6c5e-4f3a-4c2b-8e1d-0a9f8e7d6c5b",
        ],
    },
    "declarations": {
        "not_begun": True,
        "no_individual_help": True,
        "complete_and_true": True,
        "subsidy_relevant": True,
        "other_funding": None,
        "vat_deduction": False,
    },
}
"""What an application states besides its own subject, alike for all that only have to be valid."""


CHECKS: Final[dict[str, dict[str, Any]]] = {
    "co_sign": {},
    "check_content": {
        "result": "passed",
        "criteria": [{"name": name, "met": "yes"} for name in CRITERIA],
        "proposal": "approve",
        "remark": "Bedarf und Maßnahmen überzeugen.",
    },
    "check_arithmetic": {
        "result": "passed",
        "confirmations": [{"name": name, "holds": True} for name in CONFIRMATIONS],
    },
}
"""The requests that an application needs before it is decided, in their order, without its id."""
