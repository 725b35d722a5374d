"""One card of the resource network (Ressourcenkarte): proposed, recorded, kept up, archived. Pure."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Literal

from services.resources import commands, events, refusals
from services.resources.events import CardContent, Place
from shared.calendar import months_after
from shared.decider import Decider
from shared.documents import DocumentRef
from shared.refusal import already_decided

Standing = Literal[
    "proposed",  # vorgeschlagen
    "declined",  # abgelehnt
    "active",  # aktiv
    "archived",  # abgelegt
    "merged",  # zusammengeführt
]
VERIFY_MONTHS: Final = 12
VERIFY_MONTHS_MAX: Final = 24


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says now, what is proposed instead, and until when it was found to be true.

    content  of what was only proposed: as it was proposed
    """

    card_id: str
    content: CardContent
    description: DocumentRef
    standing: Standing
    proposal: events.CardProposed | None = None
    declined: events.ProposalDeclined | None = None
    verified_on: date | None = None
    verify_by: date | None = None
    remarks: tuple[events.CardRemarked, ...] = ()
    archived: events.CardArchived | None = None
    merged_into: str | None = None
    absorbed: tuple[str, ...] = ()

    @property
    def reached_through(self) -> tuple[str, ...]:
        """Return the Sozialräume whose teams decide over the proposal: as the card is, or would be."""
        proposed = self.proposal.content.sozialraum_ids if self.proposal else ()
        return tuple(dict.fromkeys((*self.content.sozialraum_ids, *proposed)))


def decide(command: commands.CardCommand, card: Card | None, today: date) -> list[events.CardEvent]:
    """The life of a card as a table. A description is never the same as an earlier one."""
    match command, card:
        case commands.RecordCard(), None:
            text = command.description.ref
            ids = command.card_id, command.content
            return [events.CardRecorded(*ids, text, command.by, today)]
        case commands.RecordCard(), _:
            raise already_decided("Unter dieser Kennung gibt es schon eine Karte.")
        case commands.ProposeCard(), None:
            return [_proposed(command, None, today)]
        case _, None:
            raise refusals.card_unknown()
        case _, Card(merged_into=str() as survivor):
            raise refusals.card_merged(survivor)

        case commands.ProposeCard(), Card():
            return [_proposed(command, card, today)]
        case commands.AcceptProposal(), Card(proposal=events.CardProposed() as proposal):
            return [_accepted(command, proposal, today)]
        case commands.DeclineProposal(), Card(proposal=events.CardProposed()):
            reason = command.reason.ref
            return [events.ProposalDeclined(card.card_id, reason, command.by, today)]
        case commands.WithdrawProposal(), Card(proposal=events.CardProposed()):
            return [events.ProposalWithdrawn(card.card_id, command.by, today)]
        case (
            commands.AcceptProposal() | commands.DeclineProposal() | commands.WithdrawProposal(),
            _,
        ):
            raise refusals.no_proposal()

        case commands.ArchiveCard(), Card(standing="archived"):
            return []
        case commands.ReopenCard(), Card(standing="archived"):
            return [events.CardReopened(card.card_id, command.by, today)]
        case commands.ReopenCard(), Card(standing="active"):
            return []
        case _, Card(standing="active"):
            return _of_active(command, card, today)

    raise refusals.card_not_active()


def _of_active(command: commands.CardCommand, card: Card, today: date) -> list[events.CardEvent]:
    match command:
        case commands.AmendCard():
            return _amended(command, card, today)
        case commands.VerifyCard():
            return _verified(command, card, today)
        case commands.RemarkCard():
            remark = command.remark.ref
            return [events.CardRemarked(card.card_id, remark, command.by, today)]
        case commands.ArchiveCard():
            return [events.CardArchived(card.card_id, command.cause, command.by, today)]

    raise AssertionError(f"No row for {command} in {card}")


def _amended(command: commands.AmendCard, card: Card, today: date) -> list[events.CardEvent]:
    description = command.description.ref if command.description else card.description
    if (command.content, description) == (card.content, card.description):
        return []
    return [
        events.CardAmended(
            card_id=card.card_id,
            content=command.content,
            description=description,
            reason_code=command.reason_code,
            by=command.by,
            amended_on=today,
        )
    ]


def _proposed(command: commands.ProposeCard, card: Card | None, today: date) -> events.CardProposed:
    if card is not None and card.proposal is not None:
        raise refusals.proposal_open()
    if card is not None and card.standing == "archived":
        raise refusals.card_not_active()
    if command.description is not None:
        description = command.description.ref
    elif card is not None:
        description = card.description
    else:
        raise refusals.description_missing()
    return events.CardProposed(command.card_id, command.content, description, command.by, today)


def _accepted(
    command: commands.AcceptProposal, proposal: events.CardProposed, today: date
) -> events.ProposalAccepted:
    if command.by == proposal.by:
        raise refusals.own_proposal()
    return events.ProposalAccepted(
        card_id=proposal.card_id,
        content=proposal.content,
        description=proposal.description,
        proposed_by=proposal.by,
        by=command.by,
        accepted_on=today,
    )


def _verified(command: commands.VerifyCard, card: Card, today: date) -> list[events.CardEvent]:
    verify_by = command.verify_by or months_after(today, VERIFY_MONTHS)
    first, last = today + timedelta(days=1), months_after(today, VERIFY_MONTHS_MAX)
    if not first <= verify_by <= last:
        raise refusals.day_of_verification(first, last)
    if (card.verified_on, card.verify_by) == (today, verify_by):
        return []
    return [events.CardVerified(card.card_id, today, verify_by, command.by)]


def with_hidden(said: Place | None, now: Place | None) -> Place | None:
    """Return a masked place with street and point as they are now, which are not told to all."""
    if not (said and now and said.masked and now.masked):
        return said
    if (said.postcode, said.city) != (now.postcode, now.city):
        return said
    return replace(
        said, street=now.street, latitude_e6=now.latitude_e6, longitude_e6=now.longitude_e6
    )


def merge(
    command: commands.MergeCards, card: Card | None, survivor: Card | None, today: date
) -> tuple[events.CardMerged, events.CardAbsorbed]:
    """Return what happens to two cards of which one goes on in the other."""
    if card is None or survivor is None:
        raise refusals.card_unknown()
    if command.card_id == command.into_card_id:
        raise refusals.same_card()
    for place, it in (("/card_id", card), ("/into_card_id", survivor)):
        if it.merged_into is not None:
            raise refusals.card_merged(it.merged_into, place)
    if survivor.standing != "active" or card.standing not in ("active", "archived"):
        raise refusals.card_not_active()
    if card.proposal is not None:
        raise refusals.proposal_open()
    absorbed = (card.card_id, *card.absorbed)
    return (
        events.CardMerged(card.card_id, survivor.card_id, command.by, today),
        events.CardAbsorbed(survivor.card_id, absorbed, command.by, today),
    )


def evolve(card: Card | None, event: events.CardEvent) -> Card:
    """What an event makes of a card. One row per event; no `if`, no rule, no refusal."""
    match event, card:
        case events.CardRecorded(), None:
            return Card(event.card_id, event.content, event.description, "active")
        case events.CardProposed(), None:
            return Card(event.card_id, event.content, event.description, "proposed", event)
        case events.CardProposed(), Card(standing="declined"):
            return Card(event.card_id, event.content, event.description, "proposed", event)
        case events.CardProposed(), Card():
            return replace(card, proposal=event, declined=None)
        case events.ProposalAccepted(), Card():
            said = replace(card, content=event.content, description=event.description)
            return replace(said, standing="active", proposal=None)
        case events.ProposalDeclined(), Card(standing="proposed"):
            return replace(card, standing="declined", proposal=None, declined=event)
        case events.ProposalDeclined(), Card():
            return replace(card, proposal=None, declined=event)
        case events.ProposalWithdrawn(), Card(standing="proposed"):
            return replace(card, standing="declined", proposal=None)
        case events.ProposalWithdrawn(), Card():
            return replace(card, proposal=None)
        case events.CardAmended(), Card():
            return replace(card, content=event.content, description=event.description)
        case events.CardVerified(), Card():
            return replace(card, verified_on=event.verified_on, verify_by=event.verify_by)
        case events.CardRemarked(), Card():
            return replace(card, remarks=(*card.remarks, event))
        case events.CardArchived(), Card():
            return replace(card, standing="archived", archived=event)
        case events.CardReopened(), Card():
            return replace(card, standing="active", archived=None, verify_by=event.reopened_on)
        case events.CardMerged(into_card_id=survivor), Card():
            return replace(card, standing="merged", merged_into=survivor)
        case events.CardAbsorbed(absorbed=absorbed), Card():
            return replace(card, absorbed=(*card.absorbed, *absorbed))

    raise AssertionError(f"No row for {event} in {card}")


CARD: Decider[commands.CardCommand, Card | None, events.CardEvent] = Decider(None, decide, evolve)
