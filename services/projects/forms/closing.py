"""The forms of endings."""

from typing import Final, get_args

from services.projects import commands
from services.projects.events import Cause, ReopeningBasis
from services.projects.forms.application import ProjectCommandSchema
from shared.form import Choice, Day, Text

REASON_MAX: Final = 10_000


class ProposeSettlementSchema(ProjectCommandSchema):
    """The form of `ProposeSettlement`."""

    makes = commands.ProposeSettlement

    reason = Text(REASON_MAX, required=True)
    known_since = Day(load_default=None, allow_none=True)


class RecordHearingSchema(ProjectCommandSchema):
    """The form of `RecordHearing`: what the Träger has written, and on which day it came."""

    makes = commands.RecordHearing

    answer = Text(required=True)
    answered_on = Day(required=True)


class CloseSchema(ProjectCommandSchema):
    """The form of `Close`."""

    makes = commands.Close

    cause = Choice(*get_args(Cause), required=True)
    interest_from = Day(load_default=None, allow_none=True)


class ReopenSettlementSchema(ProjectCommandSchema):
    """The form of `ReopenSettlement`."""

    makes = commands.ReopenSettlement

    basis = Choice(*get_args(ReopeningBasis), required=True)
    reason = Text(REASON_MAX, required=True)
    effective_on = Day(load_default=None, allow_none=True)
