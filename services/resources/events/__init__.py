"""What has happened in the resource network."""

from services.resources.events import past
from services.resources.events.card import (
    Accessibility,
    AmendCode,
    ArchiveCode,
    CardAbsorbed,
    CardAmended,
    CardArchived,
    CardContent,
    CardEvent,
    CardMerged,
    CardProposed,
    CardRecorded,
    CardRemarked,
    CardReopened,
    CardVerified,
    Channel,
    Contact,
    ContactFunction,
    Cost,
    CostKind,
    Kind,
    OpeningRule,
    Place,
    ProposalAccepted,
    ProposalDeclined,
    ProposalWithdrawn,
    Threshold,
    Venue,
    Visibility,
    Weekday,
)
from services.resources.events.contact import EVENTS as OF_CONTACTS
from services.resources.events.contact import (
    ConsentRenewed,
    ConsentWithdrawn,
    ContactErased,
    ContactEvent,
    ContactKept,
    ContactNamed,
    ContactsOpened,
)
from services.resources.needs import events as needs
from shared.bookyear.events import EVENTS as BOOK_YEARS
from shared.denial import AccessDenied
from shared.emergency.events import EVENTS as EMERGENCY
from shared.partition.events import EVENTS as PARTITIONS
from shared.rehearsal.events import ReadModelAccepted
from shared.retention.events import EVENTS as RETENTION
from shared.schema import Catalogue

__all__ = [
    "CATALOGUE",
    "Accessibility",
    "AmendCode",
    "ArchiveCode",
    "CardAbsorbed",
    "CardAmended",
    "CardArchived",
    "CardContent",
    "CardEvent",
    "CardMerged",
    "CardProposed",
    "CardRecorded",
    "CardRemarked",
    "CardReopened",
    "CardVerified",
    "Channel",
    "ConsentRenewed",
    "ConsentWithdrawn",
    "Contact",
    "ContactErased",
    "ContactEvent",
    "ContactFunction",
    "ContactKept",
    "ContactNamed",
    "ContactsOpened",
    "Cost",
    "CostKind",
    "Kind",
    "OpeningRule",
    "Place",
    "ProposalAccepted",
    "ProposalDeclined",
    "ProposalWithdrawn",
    "Threshold",
    "Venue",
    "Visibility",
    "Weekday",
]

CATALOGUE = Catalogue(
    AccessDenied,
    *BOOK_YEARS,
    *PARTITIONS,
    *EMERGENCY,
    *RETENTION,
    ReadModelAccepted,
    CardRecorded,
    CardAmended,
    CardProposed,
    ProposalAccepted,
    ProposalDeclined,
    ProposalWithdrawn,
    CardVerified,
    CardRemarked,
    CardArchived,
    CardReopened,
    CardMerged,
    CardAbsorbed,
    *OF_CONTACTS,
    *needs.EVENTS,
)
CATALOGUE.upcast("card_recorded", 1)(past.recorded_v1)
CATALOGUE.upcast("card_amended", 1)(past.amended_v1)
