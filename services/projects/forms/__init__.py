"""The forms in which strangers send commands: each field has an opinion."""

from typing import Final

from services.projects.forms.application import (
    GOALS_MAX,
    ApplicationSchema,
    ApplySchema,
    CoSignSchema,
    EmployeesSchema,
    PlannedGoalSchema,
    ProjectCommandSchema,
    ResubmitSchema,
    ReturnForCompletionSchema,
    WithdrawSchema,
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
    RevisedYearSchema,
)
from services.projects.forms.drafts import (
    AnyObject,
    DiscardDraftSchema,
    DraftIdSchema,
    SaveDraftSchema,
    SubmitDraftSchema,
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
    "return_for_completion": ReturnForCompletionSchema,
    "resubmit": ResubmitSchema,
    "withdraw": WithdrawSchema,
    "co_sign": CoSignSchema,
    "save_draft": SaveDraftSchema,
    "discard_draft": DiscardDraftSchema,
    "submit_draft": SubmitDraftSchema,
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
    "FORMS",
    "GOALS_MAX",
    "PRIORITY_MAX",
    "AnyObject",
    "ApplicationSchema",
    "ApplySchema",
    "ApproveReducedSchema",
    "ApproveSchema",
    "CheckArithmeticSchema",
    "CheckContentSchema",
    "CloseSchema",
    "CoSignSchema",
    "ConfirmationSchema",
    "CriterionSchema",
    "DeclareBiasSchema",
    "DiscardDraftSchema",
    "DraftIdSchema",
    "EmployeesSchema",
    "ExtendSchema",
    "GoalReachedSchema",
    "LapseSchema",
    "PlannedGoalSchema",
    "PostponeSchema",
    "PrioritiseSchema",
    "ProjectCommandSchema",
    "RegisterSozialraumSchema",
    "RegisterTraegerSchema",
    "RejectSchema",
    "ReopenSchema",
    "ResubmitSchema",
    "ReturnForCompletionSchema",
    "RevisedYearSchema",
    "SaveDraftSchema",
    "ShiftSchema",
    "SubmitDraftSchema",
    "WithdrawSchema",
]
