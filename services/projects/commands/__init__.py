"""What can be asked of projects: intents in the imperative. Their form for strangers is `forms`.

Fields that default to nothing are supplied by the service, never by the caller.
"""

from services.projects.commands.application import (
    Application,
    Apply,
    AssignNumber,
    CoSign,
    Headcount,
    Known,
    PlannedGoal,
    Resubmit,
    ReturnForCompletion,
    Withdraw,
)
from services.projects.commands.change import (
    Amend,
    Extend,
    PlannedCosts,
    PlannedShift,
    RejectChange,
    RequestChange,
    WithdrawChange,
)
from services.projects.commands.closing import (
    Close,
    ProposeSettlement,
    RecordHearing,
    ReopenSettlement,
    Statement,
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
    SubmitDraft,
)
from services.projects.commands.ending import (
    Revoke,
    ShortenedPlan,
    Terminate,
)
from services.projects.commands.interest import FixInterest, InterestFigures, ProposeInterest
from services.projects.commands.master_data import (
    AmendTraeger,
    DeactivateTraeger,
    ImportMasterData,
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
from services.projects.commands.statements import (
    Declared,
    PlannedAccess,
    PlannedAim,
    PlannedParticipation,
    Resolved,
    Stated,
)

ApplicationCommand = Apply | ReturnForCompletion | Resubmit | Withdraw | CoSign
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
ChangeCommand = RequestChange | WithdrawChange | RejectChange | Extend | Amend | Terminate | Revoke
ClosingCommand = ProposeSettlement | RecordHearing | Close | ReopenSettlement
InterestCommand = ProposeInterest | FixInterest
ProjectCommand = (
    ApplicationCommand | DecisionCommand | ChangeCommand | ClosingCommand | InterestCommand | Lapse
)

__all__ = [
    "NOBODY",
    "Acting",
    "Amend",
    "AmendPerson",
    "AmendTraeger",
    "Application",
    "ApplicationCommand",
    "Apply",
    "AppointDeputy",
    "Approve",
    "ApproveReduced",
    "AssignNumber",
    "ChangeCommand",
    "CheckArithmetic",
    "CheckContent",
    "Close",
    "ClosingCommand",
    "CoSign",
    "DeactivateTraeger",
    "DecisionCommand",
    "DeclareBias",
    "Declared",
    "DeputyCommand",
    "DiscardDraft",
    "ErasePerson",
    "Extend",
    "FixInterest",
    "Headcount",
    "ImportMasterData",
    "InterestCommand",
    "InterestFigures",
    "IssueNotice",
    "JoinTeam",
    "JudgedCriterion",
    "Known",
    "Lapse",
    "LeaveTeam",
    "NameRepresentatives",
    "PersonCommand",
    "PlannedAccess",
    "PlannedAim",
    "PlannedCosts",
    "PlannedGoal",
    "PlannedParticipation",
    "PlannedShift",
    "Postpone",
    "Prioritise",
    "ProjectCommand",
    "ProposeInterest",
    "ProposeSettlement",
    "ReactivateTraeger",
    "RecordHearing",
    "RegisterPerson",
    "RegisterSozialraum",
    "RegisterTraeger",
    "Reject",
    "RejectChange",
    "RenameSozialraum",
    "Reopen",
    "ReopenSettlement",
    "RequestChange",
    "Resolved",
    "Resubmit",
    "ReturnForCompletion",
    "Revoke",
    "RevokeDeputy",
    "SaveDraft",
    "ShortenedPlan",
    "SozialraumCommand",
    "StateHeadcount",
    "Stated",
    "Statement",
    "SubmitDraft",
    "TeamCommand",
    "Terminate",
    "TraegerCommand",
    "Withdraw",
    "WithdrawChange",
]
