"""Projects for what is measured with real services: their events, and requests for them."""

from datetime import date
from typing import Any, Final
from uuid import UUID, uuid4

from deploy.bench.samples import origin
from services.projects import events
from services.projects.checks import CONFIRMATIONS, CRITERIA
from shared.database import Conn
from shared.documents import DocumentRef
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
        goals=(events.Goal(1, text, "Treffen im Jahr", "40"),),
        target_group=text,
        measures=text,
        plan=plan,
        employees=events.Employees(110, "heads", date(2025, 8, 1)),
        applied_on=date(2025, 9, 15),
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
        "plan": [{"year": year, "costs": euros(cents)} for year, cents in PLAN.items()],
        "own_cash": euros(sum(PLAN.values()) // 20),
        "employees": {"count": 110, "method": "heads", "on": "2025-08-01"},
        "declaration": {"no_individual_help": True},
    }


CHECKS: Final[dict[str, dict[str, Any]]] = {
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
"""The requests that an application needs before it is decided, without its id."""
