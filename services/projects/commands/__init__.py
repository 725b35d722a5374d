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
    Approve,
    Lapse,
    Reject,
)
from services.projects.commands.master_data import (
    RegisterSozialraum,
    RegisterTraeger,
)

ProjectCommand = Apply | Approve | Reject | Extend | Close | Lapse

MasterDataCommand = RegisterTraeger | RegisterSozialraum

__all__ = [
    "Apply",
    "Approve",
    "AssignNumber",
    "Close",
    "Extend",
    "Headcount",
    "Lapse",
    "MasterDataCommand",
    "PlannedGoal",
    "ProjectCommand",
    "RegisterSozialraum",
    "RegisterTraeger",
    "Reject",
]
