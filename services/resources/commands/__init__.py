"""What can be asked of the resource network. The forms for strangers are in `forms`."""

from services.resources.commands.card import (
    AcceptProposal,
    AmendCard,
    ArchiveCard,
    CardCommand,
    DeclineProposal,
    MergeCards,
    ProposeCard,
    RecordCard,
    RemarkCard,
    ReopenCard,
    VerifyCard,
    WithdrawProposal,
)
from services.resources.commands.contact import (
    ContactCommand,
    EraseContact,
    KeepContact,
    NameContact,
    OpenContacts,
    RenewConsent,
    WithdrawConsent,
)
from services.resources.commands.exchange import ImportPackage
from services.resources.commands.news import MarkSeen

__all__ = [
    "AcceptProposal",
    "AmendCard",
    "ArchiveCard",
    "CardCommand",
    "ContactCommand",
    "DeclineProposal",
    "EraseContact",
    "ImportPackage",
    "KeepContact",
    "MarkSeen",
    "MergeCards",
    "NameContact",
    "OpenContacts",
    "ProposeCard",
    "RecordCard",
    "RemarkCard",
    "RenewConsent",
    "ReopenCard",
    "VerifyCard",
    "WithdrawConsent",
    "WithdrawProposal",
]
