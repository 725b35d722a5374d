"""The forms of interest: what it would come to, and what comes in of it."""

from services.funding import commands
from services.funding.forms.claim import REFERENCE_MAX
from services.funding.forms.year import SomeAmountSchema
from shared.form import Day, Identifier, Line, QuerySchema


class ReceiveInterestSchema(SomeAmountSchema):
    """The form of `ReceiveInterest`; the reference is that of the cash office."""

    makes = commands.ReceiveInterest

    project_id = Identifier(required=True)
    interest_id = Identifier(required=True)
    reference = Line(REFERENCE_MAX, required=True)
    received_on = Day(required=True)


class PreviewInterestSchema(QuerySchema):
    """One project, and the day until which interest would be fixed."""

    project_id = Identifier(required=True)
    until = Day(required=True)
