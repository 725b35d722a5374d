"""What can be asked of projects: intents in the imperative. Their form for strangers is `forms`.

Fields that default to nothing are supplied by the service, never by the caller.
"""

from services.projects.commands.application import (
    Apply,
    AssignNumber,
    Headcount,
    PlannedGoal,
)
from services.projects.commands.change import (
    Extend,
)
from services.projects.commands.closing import (
    Close,
)
from services.projects.commands.decision import (
    NOBODY,
    Acting,
    Approve,
    ApproveReduced,
    CheckArithmetic,
    CheckContent,
    DeclareBias,
    JudgedCriterion,
    Lapse,
    Postpone,
    Prioritise,
    Reject,
    Reopen,
)
from services.projects.commands.master_data import (
    RegisterSozialraum,
    RegisterTraeger,
)

DecisionCommand = (
    CheckContent
    | CheckArithmetic
    | Approve
    | ApproveReduced
    | Reject
    | Postpone
    | Prioritise
    | Reopen
    | DeclareBias
)
ProjectCommand = Apply | DecisionCommand | Extend | Close | Lapse

MasterDataCommand = RegisterTraeger | RegisterSozialraum

__all__ = [
    "NOBODY",
    "Acting",
    "Apply",
    "Approve",
    "ApproveReduced",
    "AssignNumber",
    "CheckArithmetic",
    "CheckContent",
    "Close",
    "DecisionCommand",
    "DeclareBias",
    "Extend",
    "Headcount",
    "JudgedCriterion",
    "Lapse",
    "MasterDataCommand",
    "PlannedGoal",
    "Postpone",
    "Prioritise",
    "ProjectCommand",
    "RegisterSozialraum",
    "RegisterTraeger",
    "Reject",
    "Reopen",
]
