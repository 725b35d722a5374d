"""What is told of spending, day by day."""

import marshmallow as ma

from shared.fields import Day, Identifier, Items, Money, Part

DAYS_MAX = 100_000


class SpentOnDayTold(ma.Schema):
    """What was spent on a day; below zero more came back."""

    day = Day(required=True)
    amount = Money(negative=True, required=True)


class SpentAnswer(ma.Schema):
    """What is recognised of a project's costs, by day; `checked_on` is null until it is checked."""

    project_id = Identifier(required=True)
    checked_on = Day(required=True, allow_none=True)
    spent = Items(Part(SpentOnDayTold), most=DAYS_MAX, required=True)
