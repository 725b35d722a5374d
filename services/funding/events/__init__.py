"""What has happened to the money of a year, to the grant of a project, to the office's policy.

Whole cents. The events of a year are its journal: `ledger.postings` reads each of them alone, so each says in
full which cents moved from where to where.
"""

from services.funding.events.block import OwedKind, PaymentsBlocked, PaymentsUnblocked
from services.funding.events.claim import (
    RecoveryClaimed,
    RecoveryReceived,
    RecoveryWaived,
    SettlementReopened,
    WaiverKind,
    WaiverProposed,
)
from services.funding.events.council import (
    BudgetSet,
    CarriedIn,
    CarriedOut,
    CarryOverCode,
    CarrySource,
    CeilingSet,
    ClauseApplied,
    ClauseLifted,
    Supplemented,
    TransferCode,
    TransferredIn,
    TransferredOut,
    YearClosed,
)
from services.funding.events.grant import (
    GrantChanged,
    GrantRecorded,
    GrantSettled,
    SettlementDropped,
    SettlementHeld,
    YearlyCents,
)
from services.funding.events.instalment import (
    AppealWaived,
    CancellationCode,
    DrawdownRequested,
    Instalment,
    NoticeNoted,
    PayListMade,
    PaymentCancelled,
    PaymentReleased,
    PaymentsPlanned,
    PlanCause,
    PostingRecorded,
)
from services.funding.events.interest import InterestClaimed, InterestGround, InterestReceived
from services.funding.events.past import register as register_past
from services.funding.events.payment import (
    FailureCode,
    Paid,
    PaymentFailed,
    PaymentOrdered,
    PaymentReversed,
    ReversalCode,
)
from services.funding.events.policy import (
    OfficeRules,
    PolicyAdopted,
    PolicyCode,
    PolicyProposed,
)
from services.funding.events.totals import TotalsStated, YearTotals
from services.funding.events.year import (
    Covered,
    Debited,
    PaymentsHeld,
    PaymentsResumed,
    RecoveryBooked,
    Released,
    Reserved,
    Settled,
    SettlementUndone,
    Unfunded,
)
from shared.bookyear.events import EVENTS as BOOK_YEARS
from shared.denial import AccessDenied
from shared.emergency.events import EVENTS as EMERGENCY
from shared.partition.events import EVENTS as PARTITIONS
from shared.rehearsal.events import ReadModelAccepted
from shared.retention.events import EVENTS as RETENTION
from shared.schema import Catalogue

CouncilEvent = (
    BudgetSet
    | Supplemented
    | CeilingSet
    | ClauseApplied
    | ClauseLifted
    | CarriedOut
    | CarriedIn
    | TransferredOut
    | TransferredIn
    | YearClosed
)
MoneyMoved = PaymentOrdered | PaymentFailed | Paid | PaymentReversed
BudgetEvent = (
    CouncilEvent
    | MoneyMoved
    | Reserved
    | Released
    | Debited
    | Unfunded
    | Covered
    | PaymentsHeld
    | PaymentsResumed
    | Settled
    | SettlementUndone
    | RecoveryBooked
)
ClaimEvent = RecoveryClaimed | RecoveryReceived | WaiverProposed | RecoveryWaived
InterestEvent = InterestClaimed | InterestReceived
GrantEvent = (
    GrantRecorded
    | GrantChanged
    | SettlementHeld
    | SettlementDropped
    | GrantSettled
    | SettlementReopened
    | ClaimEvent
    | InterestEvent
)
PolicyEvent = PolicyProposed | PolicyAdopted
PaymentEvent = (
    NoticeNoted
    | PostingRecorded
    | AppealWaived
    | PaymentsPlanned
    | DrawdownRequested
    | PaymentReleased
    | PaymentCancelled
    | PaymentsBlocked
    | PaymentsUnblocked
)

CATALOGUE = Catalogue(
    AccessDenied,
    *BOOK_YEARS,
    *PARTITIONS,
    *EMERGENCY,
    *RETENTION,
    ReadModelAccepted,
    BudgetSet,
    Supplemented,
    CeilingSet,
    ClauseApplied,
    ClauseLifted,
    CarriedOut,
    CarriedIn,
    TransferredOut,
    TransferredIn,
    YearClosed,
    Reserved,
    Released,
    Debited,
    Unfunded,
    Covered,
    PaymentsHeld,
    PaymentsResumed,
    PaymentOrdered,
    PaymentFailed,
    Paid,
    PaymentReversed,
    Settled,
    GrantRecorded,
    GrantChanged,
    SettlementHeld,
    SettlementDropped,
    GrantSettled,
    PolicyProposed,
    PolicyAdopted,
    NoticeNoted,
    PostingRecorded,
    AppealWaived,
    PaymentsPlanned,
    DrawdownRequested,
    PaymentReleased,
    PaymentCancelled,
    PayListMade,
    PaymentsBlocked,
    PaymentsUnblocked,
    TotalsStated,
    SettlementUndone,
    RecoveryBooked,
    RecoveryClaimed,
    RecoveryReceived,
    WaiverProposed,
    RecoveryWaived,
    SettlementReopened,
    InterestClaimed,
    InterestReceived,
)
register_past(CATALOGUE)

__all__ = [
    "CATALOGUE",
    "AppealWaived",
    "BudgetEvent",
    "BudgetSet",
    "CancellationCode",
    "CarriedIn",
    "CarriedOut",
    "CarryOverCode",
    "CarrySource",
    "CeilingSet",
    "ClaimEvent",
    "ClauseApplied",
    "ClauseLifted",
    "CouncilEvent",
    "Covered",
    "Debited",
    "DrawdownRequested",
    "FailureCode",
    "GrantChanged",
    "GrantEvent",
    "GrantRecorded",
    "GrantSettled",
    "Instalment",
    "InterestClaimed",
    "InterestEvent",
    "InterestGround",
    "InterestReceived",
    "MoneyMoved",
    "NoticeNoted",
    "OfficeRules",
    "OwedKind",
    "Paid",
    "PayListMade",
    "PaymentCancelled",
    "PaymentEvent",
    "PaymentFailed",
    "PaymentOrdered",
    "PaymentReleased",
    "PaymentReversed",
    "PaymentsBlocked",
    "PaymentsHeld",
    "PaymentsPlanned",
    "PaymentsResumed",
    "PaymentsUnblocked",
    "PlanCause",
    "PolicyAdopted",
    "PolicyCode",
    "PolicyEvent",
    "PolicyProposed",
    "PostingRecorded",
    "RecoveryBooked",
    "RecoveryClaimed",
    "RecoveryReceived",
    "RecoveryWaived",
    "Released",
    "Reserved",
    "ReversalCode",
    "Settled",
    "SettlementDropped",
    "SettlementHeld",
    "SettlementReopened",
    "SettlementUndone",
    "Supplemented",
    "TotalsStated",
    "TransferCode",
    "TransferredIn",
    "TransferredOut",
    "Unfunded",
    "WaiverKind",
    "WaiverProposed",
    "YearClosed",
    "YearTotals",
    "YearlyCents",
]
