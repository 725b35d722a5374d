"""How projects have ended, and what was told to the Träger before that."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from services.projects.events.decision import YearlyCents
from shared.documents import DocumentRef

Reached = Literal["yes", "partly", "no"]  # erreicht, teilweise erreicht, nicht erreicht


Cause = Literal["completed", "terminated"]  # planmäßig beendet, vorzeitig beendet

EndedAs = Literal["approved", "terminated", "revoked"]
"""How a project stood before it was closed."""

ReopeningBasis = Literal[
    "remedy",  # auf Widerspruch oder Klage
    "section-44",  # § 44 SGB X: das Recht war unrichtig angewandt
    "section-45",  # § 45 SGB X: die Festsetzung war zu günstig
    "section-48",  # § 48 SGB X: die Verhältnisse haben sich geändert
]


@dataclass(frozen=True, slots=True)
class GoalReached:
    """How far a goal of the application was reached."""

    id: int
    reached: Reached


@dataclass(frozen=True, slots=True)
class SettlementProposed:
    """Abrechnung vorgeschlagen: what the settlement would come to, and why.

    statement_id   what it rests on: the checked statement of use
    hearing_until  the Träger can answer until this day (§ 24 SGB X); None where nobody is burdened
    known_since    the office knows all facts since this day: a year runs (§ 45 Abs. 4 SGB X)
    """

    project_id: str
    proposal_id: str
    statement_id: str
    final_grant_ct: YearlyCents
    recovery_ct: int
    remaining_ct: int
    reason: DocumentRef
    hearing_until: date | None
    known_since: date
    edition: str
    policy_position: int
    by: str
    proposed_on: date


@dataclass(frozen=True, slots=True)
class HearingAnswered:
    """Angehört: what the Träger has said to the recovery that is proposed."""

    project_id: str
    proposal_id: str
    answer: DocumentRef
    answered_on: date
    by: str
    recorded_on: date


@dataclass(frozen=True, slots=True)
class Closed:
    """Abgeschlossen: income and expenditure are known, and the final grant with them.

    statement_id   what it rests on;  proposal_id  what the Träger was heard about, if it was
    interest_from  from this day on a recovery bears interest;  due_on  until then it is to be paid
    by             the random id of who decided; the four are missing in events of old
    """

    VERSION: ClassVar[int] = 2

    project_id: str
    closing_id: str
    closed_on: date
    final_grant_ct: YearlyCents
    recovery_ct: int
    remaining_ct: int
    goals: tuple[GoalReached, ...]
    cause: Cause
    edition: str
    statement_id: str | None
    proposal_id: str | None
    interest_from: date | None
    due_on: date | None
    by: str
    as_deputy: bool


@dataclass(frozen=True, slots=True)
class SettlementReopened:
    """Abrechnung wieder aufgenommen: what was fixed no longer holds, and is to be fixed anew.

    grant_ct      what is granted until then;  status  of the project, as before its closing
    effective_on  the day for which all counts that follows until it is fixed anew; None: as it happens
    """

    project_id: str
    closing_id: str
    grant_ct: YearlyCents
    status: EndedAs
    basis: ReopeningBasis
    reason: DocumentRef
    by: str
    as_deputy: bool
    reopened_on: date
    effective_on: date | None
