"""What can be asked of the resource network. The forms for strangers are in `forms`."""

from services.resources.commands.card import (
    AcceptProposal,
    AmendCard,
    ArchiveCard,
    CardCommand,
    DeclineProposal,
    ProposeCard,
    RecordCard,
    RemarkCard,
    ReopenCard,
    VerifyCard,
    WithdrawProposal,
)

__all__ = [
    "AcceptProposal",
    "AmendCard",
    "ArchiveCard",
    "CardCommand",
    "DeclineProposal",
    "ProposeCard",
    "RecordCard",
    "RemarkCard",
    "ReopenCard",
    "VerifyCard",
    "WithdrawProposal",
]
