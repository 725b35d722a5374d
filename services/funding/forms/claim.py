"""The forms of what is claimed back: what comes in, and what is waived."""

from typing import Any, Final, get_args

import marshmallow as ma

from services.funding import commands
from services.funding.events import WaiverKind
from services.funding.forms.year import SomeAmountSchema
from services.funding.reference import BOOKING_MAX
from shared.canonical import Json
from shared.faults import said
from shared.form import Choice, CommandSchema, Day, Identifier, Line, Money, QuerySchema, Text

REFERENCE_MAX: Final = BOOKING_MAX
REASON_MAX: Final = 10_000


class ReceiveRecoverySchema(SomeAmountSchema):
    """The form of `ReceiveRecovery`; the reference is that of the cash office."""

    makes = commands.ReceiveRecovery

    project_id = Identifier(required=True)
    reference = Line(REFERENCE_MAX, required=True)
    received_on = Day(required=True)


class ProposeWaiverSchema(CommandSchema):
    """The form of `ProposeWaiver`: an amount of the claim, or its interest as a whole."""

    makes = commands.ProposeWaiver

    project_id = Identifier(required=True)
    kind = Choice(*get_args(WaiverKind), required=True)
    amount = Money(load_default=0)
    reason = Text(REASON_MAX, required=True)

    @ma.validates_schema
    def amount_fits_its_kind(self, data: Json, **_: Any) -> None:
        """Interest is waived as a whole; of the claim something is."""
        if (data["kind"] == "interest") != (data["amount"] == 0):
            text = "Ein Betrag gehört zum Verzicht auf die Forderung, und nur dorthin."
            raise ma.ValidationError({"amount": [said("amount-does-not-fit", text)]})

    def made(self, data: Json) -> Any:
        """Inside, cents say so in their name."""
        amount_ct = data.pop("amount")
        return super().made({**data, "amount_ct": amount_ct})


class WaiveRecoverySchema(CommandSchema):
    """The form of `WaiveRecovery`."""

    makes = commands.WaiveRecovery

    project_id = Identifier(required=True)
    waiver_id = Identifier(required=True)


class ClaimsSchema(QuerySchema):
    """One project, and the day until which interest is told; today if none is named."""

    project_id = Identifier(required=True)
    until = Day(load_default=None, allow_none=True)
