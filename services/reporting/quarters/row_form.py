"""The form of a row of quarterly figures, whether it is sent by itself or read from a file. Pure."""

from typing import Any

from services.reporting import events
from services.reporting.quarters.figures import CASES_MAX
from services.reporting.quarters.helps import HELPS
from shared.canonical import Json
from shared.form import Choice, Form, Money, Whole


class HelpRowSchema(Form):
    """The figures of one kind of help."""

    help = Choice(*HELPS, required=True)
    opening = Whole(0, CASES_MAX, required=True)
    inflow = Whole(0, CASES_MAX, required=True)
    outflow = Whole(0, CASES_MAX, required=True)
    closing = Whole(0, CASES_MAX, required=True)
    expenditure = Money(required=True)
    income = Money(required=True)

    def made(self, data: Json) -> Any:
        """Keep amounts in cents."""
        expenditure_ct, income_ct = data.pop("expenditure"), data.pop("income")
        return events.HelpRow(**data, expenditure_ct=expenditure_ct, income_ct=income_ct)
