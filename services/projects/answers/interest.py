"""What is told of interest that is proposed or fixed."""

from typing import get_args

import marshmallow as ma

from services.projects.answers.parts import ProjectAnswer
from services.projects.events import InterestGround
from services.projects.standing import Project
from shared.canonical import Json
from shared.fields import Choice, Day, Identifier, Items, Money, Part
from shared.guideline.answers import STEPS_MAX, StepSchema


class InterestProposedAnswer(ProjectAnswer):
    """Interest was proposed; somebody else fixes it under this id."""

    proposal_id = Identifier(required=True)
    until = Day(required=True)
    amount = Money(required=True)
    steps = Items(Part(StepSchema), most=STEPS_MAX, required=True)


class InterestFixedAnswer(InterestProposedAnswer):
    """Interest was fixed, and the Träger is told in a notice."""

    interest_id = Identifier(required=True)
    due_on = Day(required=True)


class InterestProposalSchema(ma.Schema):
    """What was proposed, and since when it is fixed; `fixed_on` is null until then."""

    proposal_id = Identifier(required=True)
    ground = Choice(*get_args(InterestGround), required=True)
    until = Day(required=True)
    amount = Money(required=True)
    proposed_on = Day(required=True)
    fixed_on = Day(required=True, allow_none=True)


def proposals(project: Project) -> list[Json]:
    """Return each proposal of interest, in cents, in the order in which they were made."""
    fixed = project.interest.fixed
    return [
        {
            "proposal_id": it.proposal_id,
            "ground": it.ground,
            "until": it.until,
            "amount_ct": it.amount_ct,
            "proposed_on": it.proposed_on,
            "fixed_on": fixed[it.proposal_id].fixed_on if it.proposal_id in fixed else None,
        }
        for it in project.interest.proposed.values()
    ]
