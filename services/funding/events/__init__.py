"""What has happened to the money of a year, to the grant of a project, to the office's policy.

Whole cents. The events of a year are its journal: `ledger.postings` reads each of them alone, so each says in
full which cents moved from where to where.
"""

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
from services.funding.events.past import register as register_past
from services.funding.events.policy import (
    OfficeRules,
    PolicyAdopted,
    PolicyCode,
    PolicyProposed,
)
from services.funding.events.year import (
    Covered,
    Debited,
    Paid,
    PaymentsHeld,
    PaymentsResumed,
    Released,
    Reserved,
    Settled,
    Unfunded,
)
from shared.denial import AccessDenied
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
BudgetEvent = (
    CouncilEvent
    | Reserved
    | Released
    | Debited
    | Unfunded
    | Covered
    | PaymentsHeld
    | PaymentsResumed
    | Paid
    | Settled
)
GrantEvent = GrantRecorded | GrantChanged | SettlementHeld | SettlementDropped | GrantSettled
PolicyEvent = PolicyProposed | PolicyAdopted

CATALOGUE = Catalogue(
    AccessDenied,
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
    Paid,
    Settled,
    GrantRecorded,
    GrantChanged,
    SettlementHeld,
    SettlementDropped,
    GrantSettled,
    PolicyProposed,
    PolicyAdopted,
)
register_past(CATALOGUE)

__all__ = [
    "CATALOGUE",
    "BudgetEvent",
    "BudgetSet",
    "CarriedIn",
    "CarriedOut",
    "CarryOverCode",
    "CarrySource",
    "CeilingSet",
    "ClauseApplied",
    "ClauseLifted",
    "CouncilEvent",
    "Covered",
    "Debited",
    "GrantChanged",
    "GrantEvent",
    "GrantRecorded",
    "GrantSettled",
    "OfficeRules",
    "Paid",
    "PaymentsHeld",
    "PaymentsResumed",
    "PolicyAdopted",
    "PolicyCode",
    "PolicyEvent",
    "PolicyProposed",
    "Released",
    "Reserved",
    "Settled",
    "SettlementDropped",
    "SettlementHeld",
    "Supplemented",
    "TransferCode",
    "TransferredIn",
    "TransferredOut",
    "Unfunded",
    "YearClosed",
    "YearlyCents",
]
