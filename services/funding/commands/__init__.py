"""What can be asked of the money: intents in the imperative. Their form for strangers is `forms`."""

from services.funding.commands.block import BlockPayments, UnblockPayments
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
from services.funding.commands.instalment import (
    CancelPayment,
    Due,
    Key,
    MakePayList,
    NoteNotice,
    PlanByRule,
    PlanPayments,
    RecordPosting,
    ReleasePayment,
    RepeatPayment,
    RequestDrawdown,
    Room,
    WaiveAppeal,
)
from services.funding.commands.payment import FailPayment, OrderPayment, Pay, ReversePayment
from services.funding.commands.policy import AdoptPolicy, ProposePolicy
from services.funding.commands.year import (
    Debit,
    HoldPayments,
    Release,
    Reserve,
    ResumePayments,
    Settle,
)

MoneyCommand = OrderPayment | FailPayment | Pay | ReversePayment
BudgetCommand = (
    CouncilCommand
    | MoneyCommand
    | Reserve
    | Debit
    | Release
    | HoldPayments
    | ResumePayments
    | Settle
)
GrantCommand = (
    RecordGrant | ChangeGrant | RefixGrant | HoldSettlement | DropSettlement | SettleGrant
)
PolicyCommand = ProposePolicy | AdoptPolicy
PaymentCommand = (
    NoteNotice
    | RecordPosting
    | WaiveAppeal
    | PlanPayments
    | PlanByRule
    | RepeatPayment
    | RequestDrawdown
    | ReleasePayment
    | CancelPayment
    | BlockPayments
    | UnblockPayments
)

__all__ = [
    "AdoptPolicy",
    "BlockPayments",
    "BudgetCommand",
    "CancelPayment",
    "CarryIn",
    "CarryOut",
    "CarryOver",
    "ChangeGrant",
    "CloseYear",
    "CouncilCommand",
    "Debit",
    "DropSettlement",
    "Due",
    "FailPayment",
    "GrantCommand",
    "HoldPayments",
    "HoldSettlement",
    "Key",
    "MakePayList",
    "MoneyCommand",
    "NoteNotice",
    "OrderPayment",
    "Pay",
    "PaymentCommand",
    "PlanByRule",
    "PlanPayments",
    "PolicyCommand",
    "ProposePolicy",
    "RecordGrant",
    "RecordPosting",
    "RefixGrant",
    "Release",
    "ReleasePayment",
    "RepeatPayment",
    "RequestDrawdown",
    "Reserve",
    "ResumePayments",
    "ReversePayment",
    "Room",
    "SetBudget",
    "SetCeiling",
    "Settle",
    "SettleGrant",
    "Supplement",
    "TransferIn",
    "TransferOut",
    "UnblockPayments",
    "WaiveAppeal",
]
