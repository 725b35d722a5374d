"""What has happened to projects, their Träger and Sozialräume. Past tense, whole cents, no persons.

Long texts lie beside the log: an event holds a `DocumentRef`. Of people an event says nothing.
"""

from services.projects.events.application import (
    Applied,
    Employees,
    Goal,
    NumberAssigned,
    PlanYear,
)
from services.projects.events.change import (
    Extended,
    ExtensionCode,
)
from services.projects.events.closing import (
    Cause,
    Closed,
    GoalReached,
    Reached,
)
from services.projects.events.decision import (
    ApprovalCode,
    ApprovalLapsed,
    Approved,
    ArithmeticChecked,
    BiasCode,
    BiasDeclared,
    CheckResult,
    Confirmation,
    ConfirmationName,
    ContentChecked,
    Criterion,
    CriterionName,
    Met,
    OwnShare,
    Postponed,
    PostponementCode,
    Prioritised,
    Proposal,
    ReductionCode,
    Rejected,
    RejectionCode,
    Reopened,
    ReopeningCause,
    YearlyCents,
)
from services.projects.events.master_data import (
    SozialraumRegistered,
    TraegerRegistered,
)
from services.projects.events.past_decisions import register as register_past_decisions
from shared.schema import Catalogue

DecisionEvent = (
    ContentChecked
    | ArithmeticChecked
    | Approved
    | Rejected
    | Postponed
    | Prioritised
    | Reopened
    | BiasDeclared
    | ApprovalLapsed
)
ProjectEvent = Applied | DecisionEvent | Extended | Closed

MasterDataEvent = TraegerRegistered | SozialraumRegistered

CATALOGUE = Catalogue(
    Applied,
    Approved,
    Rejected,
    Extended,
    Closed,
    ApprovalLapsed,
    NumberAssigned,
    TraegerRegistered,
    SozialraumRegistered,
    ContentChecked,
    ArithmeticChecked,
    Postponed,
    Prioritised,
    Reopened,
    BiasDeclared,
)
register_past_decisions(CATALOGUE)

__all__ = [
    "CATALOGUE",
    "Applied",
    "ApprovalCode",
    "ApprovalLapsed",
    "Approved",
    "ArithmeticChecked",
    "BiasCode",
    "BiasDeclared",
    "Cause",
    "CheckResult",
    "Closed",
    "Confirmation",
    "ConfirmationName",
    "ContentChecked",
    "Criterion",
    "CriterionName",
    "DecisionEvent",
    "Employees",
    "Extended",
    "ExtensionCode",
    "Goal",
    "GoalReached",
    "MasterDataEvent",
    "Met",
    "NumberAssigned",
    "OwnShare",
    "PlanYear",
    "Postponed",
    "PostponementCode",
    "Prioritised",
    "ProjectEvent",
    "Proposal",
    "Reached",
    "ReductionCode",
    "Rejected",
    "RejectionCode",
    "Reopened",
    "ReopeningCause",
    "SozialraumRegistered",
    "TraegerRegistered",
    "YearlyCents",
]
