"""What is told of the introduction of new staff of the WJH."""

from typing import get_args

import marshmallow as ma

from services.reporting.duties.duty import Standing
from shared.fields import Choice, Day, Identifier, Items, Part, YesNo
from shared.methods import AnswerSchema

LIST_MAX = 100_000


class OnboardingAnswer(AnswerSchema):
    """It was confirmed."""

    duty_id = Identifier(required=True)
    person_id = Identifier(required=True)


class OnboardingTold(ma.Schema):
    """Whom it is about, until when it is owed, and who has confirmed which day."""

    duty_id = Identifier(required=True)
    person_id = Identifier(required=True)
    began_on = Day(required=True)
    due_on = Day(required=True)
    standing = Choice(*get_args(Standing), required=True)
    overdue = YesNo(required=True)
    held_on = Day(required=True, allow_none=True)
    confirmed_by = Identifier(required=True, allow_none=True)
    confirmed_on = Day(required=True, allow_none=True)


class OnboardingsAnswer(ma.Schema):
    """Each of who came to the WJH, those due first before all others."""

    onboardings = Items(Part(OnboardingTold), most=LIST_MAX, required=True)
