"""The forms of interest."""

from typing import get_args

from services.projects import commands
from services.projects.events import InterestGround
from services.projects.forms.application import ProjectCommandSchema
from services.projects.forms.closing import REASON_MAX
from shared.form import Choice, Day, Identifier, Text


class ProposeInterestSchema(ProjectCommandSchema):
    """The form of `ProposeInterest`: the day until which, not counted, and why nothing is waived."""

    makes = commands.ProposeInterest

    ground = Choice(*get_args(InterestGround), load_default="recovery")
    until = Day(required=True)
    reason = Text(REASON_MAX, required=True)


class FixInterestSchema(ProjectCommandSchema):
    """The form of `FixInterest`."""

    makes = commands.FixInterest

    proposal_id = Identifier(required=True)
