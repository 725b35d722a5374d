"""The forms of interest: what it would come to, and what comes in of it."""

from typing import get_args

from services.funding import commands
from services.funding.events import InterestGround
from services.funding.forms.claim import REFERENCE_MAX
from services.funding.forms.year import SomeAmountSchema
from shared.form import Choice, Day, Identifier, Line, QuerySchema


class ReceiveInterestSchema(SomeAmountSchema):
    """The form of `ReceiveInterest`; the reference is that of the cash office."""

    makes = commands.ReceiveInterest

    project_id = Identifier(required=True)
    interest_id = Identifier(required=True)
    reference = Line(REFERENCE_MAX, required=True)
    received_on = Day(required=True)


class LateUseSchema(QuerySchema):
    """One project, and the day until which interest is told; today if none is named."""

    project_id = Identifier(required=True)
    until = Day(load_default=None, allow_none=True)


class PreviewInterestSchema(QuerySchema):
    """One project, why interest would be fixed, and until which day."""

    project_id = Identifier(required=True)
    ground = Choice(*get_args(InterestGround), required=True)
    until = Day(required=True)
