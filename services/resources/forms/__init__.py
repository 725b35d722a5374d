"""The forms in which strangers send commands: each field has an opinion."""

from typing import Final

from services.resources.forms.card import (
    AcceptProposalSchema,
    AmendCardSchema,
    ArchiveCardSchema,
    DeclineProposalSchema,
    MergeCardsSchema,
    ProposeCardSchema,
    RecordCardSchema,
    RemarkCardSchema,
    ReopenCardSchema,
    VerifyCardSchema,
    WithdrawProposalSchema,
)
from services.resources.forms.contact import (
    KeepContactSchema,
    NameContactSchema,
    OpenContactsSchema,
    RenewConsentSchema,
    WithdrawConsentSchema,
)
from services.resources.forms.exchange import ImportPackageSchema
from services.resources.forms.news import MarkSeenSchema
from shared.form import CommandSchema

FORMS: Final[dict[str, type[CommandSchema]]] = {
    "record_card": RecordCardSchema,
    "amend_card": AmendCardSchema,
    "propose_card": ProposeCardSchema,
    "accept_proposal": AcceptProposalSchema,
    "decline_proposal": DeclineProposalSchema,
    "withdraw_proposal": WithdrawProposalSchema,
    "verify_card": VerifyCardSchema,
    "remark_card": RemarkCardSchema,
    "archive_card": ArchiveCardSchema,
    "reopen_card": ReopenCardSchema,
    "merge_cards": MergeCardsSchema,
    "mark_seen": MarkSeenSchema,
    "name_contact": NameContactSchema,
    "renew_consent": RenewConsentSchema,
    "withdraw_consent": WithdrawConsentSchema,
    "keep_contact": KeepContactSchema,
    "open_contacts": OpenContactsSchema,
    "import_package": ImportPackageSchema,
}
