"""The forms in which strangers send commands: each field has an opinion."""

from typing import Final

from services.projects.forms.application import (
    EMPLOYEES_MAX,
    GOALS_MAX,
    YEARS_MAX,
    ApplySchema,
    DeclarationSchema,
    EmployeesSchema,
    PlannedGoalSchema,
    PlanYearSchema,
    ProjectCommandSchema,
)
from services.projects.forms.change import (
    ExtendSchema,
    ShiftSchema,
)
from services.projects.forms.closing import (
    CloseSchema,
    GoalReachedSchema,
)
from services.projects.forms.decision import (
    ApproveSchema,
    LapseSchema,
    RejectSchema,
)
from services.projects.forms.master_data import (
    RegisterSozialraumSchema,
    RegisterTraegerSchema,
)
from shared.form import CommandSchema

FORMS: Final[dict[str, type[CommandSchema]]] = {
    "register_traeger": RegisterTraegerSchema,
    "register_sozialraum": RegisterSozialraumSchema,
    "apply": ApplySchema,
    "approve": ApproveSchema,
    "reject": RejectSchema,
    "extend": ExtendSchema,
    "close": CloseSchema,
    "lapse": LapseSchema,
}

__all__ = [
    "EMPLOYEES_MAX",
    "FORMS",
    "GOALS_MAX",
    "YEARS_MAX",
    "ApplySchema",
    "ApproveSchema",
    "CloseSchema",
    "DeclarationSchema",
    "EmployeesSchema",
    "ExtendSchema",
    "GoalReachedSchema",
    "LapseSchema",
    "PlanYearSchema",
    "PlannedGoalSchema",
    "ProjectCommandSchema",
    "RegisterSozialraumSchema",
    "RegisterTraegerSchema",
    "RejectSchema",
    "ShiftSchema",
]
