"""What can be asked of the money: intents in the imperative. Their form for strangers is `forms`."""

from services.funding.commands.council import (
    CarryIn,
    CarryOut,
    CarryOver,
    CloseYear,
    CouncilCommand,
    SetBudget,
    SetCeiling,
    Supplement,
    TransferIn,
    TransferOut,
)
from services.funding.commands.grant import (
    ChangeGrant,
    DropSettlement,
    HoldSettlement,
    RecordGrant,
    RefixGrant,
    SettleGrant,
)
from services.funding.commands.policy import AdoptPolicy, ProposePolicy
from services.funding.commands.year import (
    Debit,
    HoldPayments,
    Pay,
    Release,
    Reserve,
    ResumePayments,
    Settle,
)

BudgetCommand = (
    CouncilCommand | Reserve | Debit | Release | HoldPayments | ResumePayments | Pay | Settle
)
GrantCommand = (
    RecordGrant | ChangeGrant | RefixGrant | HoldSettlement | DropSettlement | SettleGrant
)
PolicyCommand = ProposePolicy | AdoptPolicy

__all__ = [
    "AdoptPolicy",
    "BudgetCommand",
    "CarryIn",
    "CarryOut",
    "CarryOver",
    "ChangeGrant",
    "CloseYear",
    "CouncilCommand",
    "Debit",
    "DropSettlement",
    "GrantCommand",
    "HoldPayments",
    "HoldSettlement",
    "Pay",
    "PolicyCommand",
    "ProposePolicy",
    "RecordGrant",
    "RefixGrant",
    "Release",
    "Reserve",
    "ResumePayments",
    "SetBudget",
    "SetCeiling",
    "Settle",
    "SettleGrant",
    "Supplement",
    "TransferIn",
    "TransferOut",
]
