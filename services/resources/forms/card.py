"""The forms in which strangers send commands about cards."""

from typing import Any, Final, get_args

from services.resources import commands
from services.resources.events import AmendCode, ArchiveCode, CardContent
from services.resources.forms.content import ContentSchema, content
from shared.canonical import Json
from shared.form import Choice, CommandSchema, Day, Identifier, Text
from shared.guideline.forms import CaseFreeSchema

REASON_MAX: Final = 2_000
AMEND_CODES: Final = tuple(it for it in get_args(AmendCode) if it != "unstated")


class _CardSchema(CaseFreeSchema, ContentSchema):
    def made(self, data: Json) -> Any:
        """The content stays together."""
        return self.command(content(data), data)

    def command(self, said: CardContent, data: Json) -> Any:
        """Return what is asked for."""
        raise NotImplementedError


class RecordCardSchema(_CardSchema):
    """The form of `RecordCard`."""

    description = Text(required=True)

    def command(self, said: CardContent, data: Json) -> Any:
        """Return a new card."""
        return commands.RecordCard(said, **data)


class AmendCardSchema(_CardSchema):
    """The form of `AmendCard`."""

    card_id = Identifier(required=True)
    description = Text(load_default=None, allow_none=True)
    reason_code = Choice(*AMEND_CODES, load_default="offer-changed")

    def command(self, said: CardContent, data: Json) -> Any:
        """Return a card as it shall be."""
        return commands.AmendCard(content=said, **data)


class ProposeCardSchema(_CardSchema):
    """The form of `ProposeCard`: without a card a new one; its Träger is always named."""

    card_id = Identifier(load_default=None, allow_none=True)
    traeger_id = Identifier(required=True)
    description = Text(load_default=None, allow_none=True)

    def command(self, said: CardContent, data: Json) -> Any:
        """Return a proposal."""
        card_id = data.pop("card_id") or ""
        return commands.ProposeCard(said, **data, card_id=card_id)


class AcceptProposalSchema(CommandSchema):
    """The form of `AcceptProposal`."""

    makes = commands.AcceptProposal

    card_id = Identifier(required=True)


class DeclineProposalSchema(CaseFreeSchema):
    """The form of `DeclineProposal`: the Träger is told why."""

    makes = commands.DeclineProposal

    card_id = Identifier(required=True)
    reason = Text(REASON_MAX, required=True)


class WithdrawProposalSchema(CommandSchema):
    """The form of `WithdrawProposal`."""

    makes = commands.WithdrawProposal

    card_id = Identifier(required=True)


class VerifyCardSchema(CommandSchema):
    """The form of `VerifyCard`; without a day the next look is in a year."""

    makes = commands.VerifyCard

    card_id = Identifier(required=True)
    verify_by = Day(load_default=None, allow_none=True)


class RemarkCardSchema(CaseFreeSchema):
    """The form of `RemarkCard`."""

    makes = commands.RemarkCard

    card_id = Identifier(required=True)
    remark = Text(REASON_MAX, required=True)


class ArchiveCardSchema(CommandSchema):
    """The form of `ArchiveCard`."""

    makes = commands.ArchiveCard

    card_id = Identifier(required=True)
    cause = Choice(*get_args(ArchiveCode), required=True)


class MergeCardsSchema(CommandSchema):
    """The form of `MergeCards`: `into_card_id` is the one that goes on."""

    makes = commands.MergeCards

    card_id = Identifier(required=True)
    into_card_id = Identifier(required=True)


class ReopenCardSchema(CommandSchema):
    """The form of `ReopenCard`."""

    makes = commands.ReopenCard

    card_id = Identifier(required=True)
