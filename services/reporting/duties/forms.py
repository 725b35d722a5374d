"""The forms in which strangers send commands about duties."""

from typing import Final

from services.reporting import commands
from shared.form import CommandSchema, Day, Identifier, Items, QuerySchema, Text
from shared.guideline.forms import CaseFreeSchema

QUESTIONS_MAX: Final = 30


class RequestInterimReportSchema(CommandSchema):
    """Questions, a day, and why there is less time than usual where there is."""

    makes = commands.RequestInterimReport

    project_id = Identifier(required=True)
    questions = Items(Text(), least=1, most=QUESTIONS_MAX, required=True)
    due_on = Day(required=True)
    short_notice = Text(load_default=None, allow_none=True)


class SubmitInterimReportSchema(CaseFreeSchema):
    """An answer to each question, in their order."""

    makes = commands.SubmitInterimReport

    duty_id = Identifier(required=True)
    answers = Items(Text(), least=1, most=QUESTIONS_MAX, required=True)


class DutyIdSchema(QuerySchema):
    """One duty."""

    duty_id = Identifier(required=True)
