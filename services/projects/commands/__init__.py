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
from services.projects.commands.drafts import (
    DiscardDraft,
    SaveDraft,
)
from services.projects.commands.master_data import (
    AmendTraeger,
    DeactivateTraeger,
    NameRepresentatives,
    ReactivateTraeger,
    RegisterSozialraum,
    RegisterTraeger,
    RenameSozialraum,
    SozialraumCommand,
    StateHeadcount,
    TraegerCommand,
)
from services.projects.commands.notice import IssueNotice
from services.projects.commands.people import (
    AmendPerson,
    AppointDeputy,
    DeputyCommand,
    ErasePerson,
    JoinTeam,
    LeaveTeam,
    PersonCommand,
    RegisterPerson,
    RevokeDeputy,
    TeamCommand,
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

__all__ = [
    "NOBODY",
    "Acting",
    "AmendPerson",
    "AmendTraeger",
    "Apply",
    "AppointDeputy",
    "Approve",
    "ApproveReduced",
    "AssignNumber",
    "CheckArithmetic",
    "CheckContent",
    "Close",
    "DeactivateTraeger",
    "DecisionCommand",
    "DeclareBias",
    "DeputyCommand",
    "DiscardDraft",
    "ErasePerson",
    "Extend",
    "Headcount",
    "IssueNotice",
    "JoinTeam",
    "JudgedCriterion",
    "Lapse",
    "LeaveTeam",
    "NameRepresentatives",
    "PersonCommand",
    "PlannedGoal",
    "Postpone",
    "Prioritise",
    "ProjectCommand",
    "ReactivateTraeger",
    "RegisterPerson",
    "RegisterSozialraum",
    "RegisterTraeger",
    "Reject",
    "RenameSozialraum",
    "Reopen",
    "RevokeDeputy",
    "SaveDraft",
    "SozialraumCommand",
    "StateHeadcount",
    "TeamCommand",
    "TraegerCommand",
]
