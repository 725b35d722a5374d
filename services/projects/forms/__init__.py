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
    CONDITIONS_MAX,
    PRIORITY_MAX,
    ApproveReducedSchema,
    ApproveSchema,
    CheckArithmeticSchema,
    CheckContentSchema,
    ConfirmationSchema,
    CriterionSchema,
    DeclareBiasSchema,
    LapseSchema,
    PostponeSchema,
    PrioritiseSchema,
    RejectSchema,
    ReopenSchema,
)
from services.projects.forms.drafts import (
    AnyObject,
    DiscardDraftSchema,
    DraftIdSchema,
    SaveDraftSchema,
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
    "save_draft": SaveDraftSchema,
    "discard_draft": DiscardDraftSchema,
    "check_content": CheckContentSchema,
    "check_arithmetic": CheckArithmeticSchema,
    "approve": ApproveSchema,
    "approve_reduced": ApproveReducedSchema,
    "reject": RejectSchema,
    "postpone": PostponeSchema,
    "prioritise": PrioritiseSchema,
    "reopen": ReopenSchema,
    "declare_bias": DeclareBiasSchema,
    "extend": ExtendSchema,
    "close": CloseSchema,
    "lapse": LapseSchema,
}

__all__ = [
    "CONDITIONS_MAX",
    "EMPLOYEES_MAX",
    "FORMS",
    "GOALS_MAX",
    "PRIORITY_MAX",
    "YEARS_MAX",
    "AnyObject",
    "ApplySchema",
    "ApproveReducedSchema",
    "ApproveSchema",
    "CheckArithmeticSchema",
    "CheckContentSchema",
    "CloseSchema",
    "ConfirmationSchema",
    "CriterionSchema",
    "DeclarationSchema",
    "DeclareBiasSchema",
    "DiscardDraftSchema",
    "DraftIdSchema",
    "EmployeesSchema",
    "ExtendSchema",
    "GoalReachedSchema",
    "LapseSchema",
    "PlanYearSchema",
    "PlannedGoalSchema",
    "PostponeSchema",
    "PrioritiseSchema",
    "ProjectCommandSchema",
    "RegisterSozialraumSchema",
    "RegisterTraegerSchema",
    "RejectSchema",
    "ReopenSchema",
    "SaveDraftSchema",
    "ShiftSchema",
]
