"""What can be asked of the money: intents in the imperative. Their form for strangers is `forms`."""

from services.funding.commands.block import BlockPayments, UnblockPayments
from services.funding.commands.claim import (
    ClaimRecovery,
    ProposeWaiver,
    ReceiveRecovery,
    ReopenGrant,
    WaiveRecovery,
)
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
    Terms,
    WaiveAppeal,
)
from services.funding.commands.interest import ClaimInterest, ReceiveInterest
from services.funding.commands.payment import FailPayment, OrderPayment, Pay, ReversePayment
from services.funding.commands.policy import AdoptPolicy, ProposePolicy
from services.funding.commands.year import (
    BookRecovery,
    Debit,
    HoldPayments,
    Release,
    Reserve,
    ResumePayments,
    Settle,
    UndoSettlement,
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
    | UndoSettlement
    | BookRecovery
)
ClaimCommand = ClaimRecovery | ReceiveRecovery | ProposeWaiver | WaiveRecovery
InterestCommand = ClaimInterest | ReceiveInterest
OwedCommand = ClaimCommand | InterestCommand
GrantCommand = (
    RecordGrant
    | ChangeGrant
    | RefixGrant
    | HoldSettlement
    | DropSettlement
    | SettleGrant
    | ReopenGrant
    | OwedCommand
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
    "BookRecovery",
    "BudgetCommand",
    "CancelPayment",
    "CarryIn",
    "CarryOut",
    "CarryOver",
    "ChangeGrant",
    "ClaimCommand",
    "ClaimInterest",
    "ClaimRecovery",
    "CloseYear",
    "CouncilCommand",
    "Debit",
    "DropSettlement",
    "Due",
    "FailPayment",
    "GrantCommand",
    "HoldPayments",
    "HoldSettlement",
    "InterestCommand",
    "Key",
    "MakePayList",
    "MoneyCommand",
    "NoteNotice",
    "OrderPayment",
    "OwedCommand",
    "Pay",
    "PaymentCommand",
    "PlanByRule",
    "PlanPayments",
    "PolicyCommand",
    "ProposePolicy",
    "ProposeWaiver",
    "ReceiveInterest",
    "ReceiveRecovery",
    "RecordGrant",
    "RecordPosting",
    "RefixGrant",
    "Release",
    "ReleasePayment",
    "ReopenGrant",
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
    "Terms",
    "TransferIn",
    "TransferOut",
    "UnblockPayments",
    "UndoSettlement",
    "WaiveAppeal",
    "WaiveRecovery",
]
