"""The forms of endings."""

from typing import get_args

from services.projects import commands
from services.projects.events import Cause, GoalReached, Reached
from services.projects.forms.application import GOALS_MAX, ProjectCommandSchema
from shared.canonical import Json
from shared.form import (
    Choice,
    Form,
    Items,
    Money,
    Part,
    Whole,
)


class GoalReachedSchema(Form):
    """A goal by its number, and how far it was reached."""

    makes = GoalReached

    id = Whole(1, GOALS_MAX, required=True)
    reached = Choice(*get_args(Reached), required=True)


class CloseSchema(ProjectCommandSchema):
    """The form of `Close`."""

    makes = commands.Close

    costs = Money(required=True)
    third_party = Money(required=True)
    in_kind = Money(required=True)
    goals = Items(Part(GoalReachedSchema), 1, GOALS_MAX, required=True)
    cause = Choice(*get_args(Cause), required=True)

    def made(self, data: Json) -> commands.Close:
        """Inside, cents say so in their name."""
        amounts = {f"{name}_ct": data.pop(name) for name in ("costs", "third_party", "in_kind")}
        return commands.Close(**data, **amounts)
