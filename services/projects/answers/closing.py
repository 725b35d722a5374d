"""What is told of endings: what was proposed, what the Träger has said, what was decided."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, get_args

import marshmallow as ma

from services.projects import closing, events
from services.projects.answers.interest import InterestProposalSchema
from services.projects.answers.parts import LIST_MAX, ProjectAnswer
from services.projects.events import Cause, ReopeningBasis
from services.projects.standing import Project
from shared.canonical import Json
from shared.fields import Choice, Day, Identifier, Items, Line, Money, Part
from shared.guideline.answers import STEPS_MAX, StepSchema, YearAmountSchema

TEXT_MAX: Final = 1_000_000


class CloseAnswer(ProjectAnswer):
    """A project was closed; `burden` is what the Träger bears itself."""

    final_grant = Items(Part(YearAmountSchema), required=True)
    recovery = Money(required=True)
    remaining = Money(required=True)
    burden = Money(required=True)
    steps = Items(Part(StepSchema), most=STEPS_MAX, required=True)


class ProposedAnswer(CloseAnswer):
    """A settlement was proposed; until the day of the hearing the Träger can answer."""

    proposal_id = Identifier(required=True)
    hearing_until = Day(required=True, allow_none=True)


class ClockSchema(ma.Schema):
    """The year in which an office may take back what is behind (§ 45 Abs. 4 SGB X)."""

    known_since = Day(required=True)
    ends_on = Day(required=True)


class ProposalSchema(ma.Schema):
    """What was proposed last, and what the Träger has said to it."""

    proposal_id = Identifier(required=True)
    final_grant = Items(Part(YearAmountSchema), required=True)
    recovery = Money(required=True)
    remaining = Money(required=True)
    reason = Line(most=TEXT_MAX, required=True, allow_none=True)
    proposed_on = Day(required=True)
    hearing_until = Day(required=True, allow_none=True)
    clock = Part(ClockSchema, required=True)
    answer = Line(most=TEXT_MAX, required=True, allow_none=True)
    answered_on = Day(required=True, allow_none=True)


class SettledSchema(ma.Schema):
    """A settlement, and whether it was taken up again."""

    closing_id = Line(required=True)
    closed_on = Day(required=True)
    cause = Choice(*get_args(Cause), required=True)
    final_grant = Items(Part(YearAmountSchema), required=True)
    recovery = Money(required=True)
    remaining = Money(required=True)
    due_on = Day(required=True, allow_none=True)
    interest_from = Day(required=True, allow_none=True)
    reopened_on = Day(required=True, allow_none=True)
    reopened_by_law = Choice(*get_args(ReopeningBasis), required=True, allow_none=True)
    reopened_because = Line(most=TEXT_MAX, required=True, allow_none=True)
    corrected_for = Day(required=True, allow_none=True)


class SettlementAnswer(ma.Schema):
    """How a project is settled, from the checked statement on; `null` where it has not come to that."""

    project_id = Identifier(required=True)
    statement_checked_on = Day(required=True, allow_none=True)
    proposal = Part(ProposalSchema, required=True, allow_none=True)
    settlements = Items(Part(SettledSchema), required=True)
    interest = Items(Part(InterestProposalSchema), most=LIST_MAX, required=True)


def documents(history: Sequence[events.ProjectEvent]) -> list[str]:
    """Return the ids of all texts that a settlement has."""
    found = []
    for event in history:
        match event:
            case events.SettlementProposed() | events.SettlementReopened():
                found.append(event.reason.document_id)
            case events.HearingAnswered():
                found.append(event.answer.document_id)
    return found


def proposal(project: Project, words: Mapping[str, str]) -> Json | None:
    """Return what was proposed last and is not decided."""
    it, answered = project.proposal, project.answered
    if it is None:
        return None
    return {
        "proposal_id": it.proposal_id,
        "final_grant_ct": it.final_grant_ct,
        "recovery_ct": it.recovery_ct,
        "remaining_ct": it.remaining_ct,
        "reason": words.get(it.reason.document_id),
        "proposed_on": it.proposed_on,
        "hearing_until": it.hearing_until,
        "clock": {
            "known_since": it.known_since,
            "ends_on": closing.taken_back_until(it.known_since),
        },
        "answer": words.get(answered.answer.document_id) if answered else None,
        "answered_on": answered.answered_on if answered else None,
    }


def settlements(
    history: Sequence[events.ProjectEvent], words: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return each settlement as it was decided, those taken up again too."""
    found = []
    for event in history:
        match event:
            case events.Closed():
                found.append(
                    {
                        "closing_id": event.closing_id,
                        "closed_on": event.closed_on,
                        "cause": event.cause,
                        "final_grant_ct": event.final_grant_ct,
                        "recovery_ct": event.recovery_ct,
                        "remaining_ct": event.remaining_ct,
                        "due_on": event.due_on,
                        "interest_from": event.interest_from,
                        "reopened_on": None,
                        "reopened_by_law": None,
                        "reopened_because": None,
                        "corrected_for": None,
                    }
                )
            case events.SettlementReopened():
                found[-1] |= {
                    "reopened_on": event.reopened_on,
                    "reopened_by_law": event.basis,
                    "reopened_because": words.get(event.reason.document_id),
                    "corrected_for": event.effective_on,
                }
    return found
