"""The forms in which strangers send commands: each field has an opinion."""

from typing import Final

from services.funding.forms.policy import (
    AdoptPolicySchema,
    PolicyOnSchema,
    ProposePolicySchema,
    QuoteSchema,
    RulesSchema,
)
from services.funding.forms.projects import (
    APPROVAL_ID_MAX,
    YEARS_MAX,
    HoldSettlementSchema,
    PreviewSchema,
    ReserveSchema,
    YearAmountSchema,
)
from services.funding.forms.year import (
    AmountSchema,
    CarryOverSchema,
    CloseYearSchema,
    PaySchema,
    SetBudgetSchema,
    SetCeilingSchema,
    SupplementSchema,
    TransferInSchema,
    TransferOutSchema,
    budget_year,
)
from shared.form import CommandSchema

FORMS: Final[dict[str, type[CommandSchema]]] = {
    "set_budget": SetBudgetSchema,
    "supplement": SupplementSchema,
    "set_ceiling": SetCeilingSchema,
    "carry_over": CarryOverSchema,
    "transfer_out": TransferOutSchema,
    "transfer_in": TransferInSchema,
    "close_year": CloseYearSchema,
    "pay": PaySchema,
    "reserve": ReserveSchema,
    "hold_settlement": HoldSettlementSchema,
    "propose_policy": ProposePolicySchema,
    "adopt_policy": AdoptPolicySchema,
}

__all__ = [
    "APPROVAL_ID_MAX",
    "FORMS",
    "YEARS_MAX",
    "AdoptPolicySchema",
    "AmountSchema",
    "CarryOverSchema",
    "CloseYearSchema",
    "HoldSettlementSchema",
    "PaySchema",
    "PolicyOnSchema",
    "PreviewSchema",
    "ProposePolicySchema",
    "QuoteSchema",
    "ReserveSchema",
    "RulesSchema",
    "SetBudgetSchema",
    "SetCeilingSchema",
    "SupplementSchema",
    "TransferInSchema",
    "TransferOutSchema",
    "YearAmountSchema",
    "budget_year",
]
