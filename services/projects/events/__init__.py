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
    ApprovalLapsed,
    Approved,
    OwnShare,
    Rejected,
    RejectionCode,
    YearlyCents,
)
from services.projects.events.master_data import (
    SozialraumRegistered,
    TraegerRegistered,
)
from shared.schema import Catalogue

ProjectEvent = Applied | Approved | Rejected | Extended | Closed | ApprovalLapsed

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
)

__all__ = [
    "CATALOGUE",
    "Applied",
    "ApprovalLapsed",
    "Approved",
    "Cause",
    "Closed",
    "Employees",
    "Extended",
    "ExtensionCode",
    "Goal",
    "GoalReached",
    "MasterDataEvent",
    "NumberAssigned",
    "OwnShare",
    "PlanYear",
    "ProjectEvent",
    "Reached",
    "Rejected",
    "RejectionCode",
    "SozialraumRegistered",
    "TraegerRegistered",
    "YearlyCents",
]
