"""The forms of endings."""

from typing import Any, Final, get_args
from uuid import UUID, uuid5

import marshmallow as ma

from services.projects import commands
from services.projects.events import Cause, GoalReached, Reached, ReopeningBasis
from services.projects.forms.application import GOALS_MAX, ProjectCommandSchema
from shared.canonical import Json
from shared.faults import said
from shared.form import (
    Choice,
    Day,
    Form,
    Items,
    Money,
    Part,
    Text,
    Whole,
)

REASON_MAX: Final = 10_000
FIGURES: Final = ("costs", "third_party", "in_kind", "goals")


class GoalReachedSchema(Form):
    """A goal by its number, and how far it was reached."""

    makes = GoalReached

    id = Whole(1, GOALS_MAX, required=True)
    reached = Choice(*get_args(Reached), required=True)


class StatementSchema(ProjectCommandSchema):
    """What a settlement rests on, where no checked statement of use tells it: all of it or nothing."""

    costs = Money()
    third_party = Money()
    in_kind = Money()
    goals = Items(Part(GoalReachedSchema), 1, GOALS_MAX)

    @ma.validates_schema
    def all_or_nothing(self, data: Json, **_: Any) -> None:
        """Half of the figures say nothing."""
        missing = [name for name in FIGURES if name not in data]
        if 0 < len(missing) < len(FIGURES):
            raise ma.ValidationError(
                {name: [said("missing", "Diese Angabe fehlt.")] for name in missing}
            )

    def made(self, data: Json) -> Any:
        """The same figures are the same statement."""
        given: Json = {name: data.pop(name) for name in FIGURES if name in data}
        return super().made({**data, "statement": _statement(data["project_id"], given)})


def _statement(project_id: str, given: Json) -> commands.Statement | None:
    if not given:
        return None
    costs_ct, third_party_ct, in_kind_ct, goals = (given[name] for name in FIGURES)
    answers = sorted(f"{it.id} {it.reached}" for it in goals)
    name = f"{costs_ct} {third_party_ct} {in_kind_ct} {answers}"
    return commands.Statement(
        str(uuid5(UUID(project_id), name)), None, costs_ct, third_party_ct, in_kind_ct, goals
    )


class ProposeSettlementSchema(StatementSchema):
    """The form of `ProposeSettlement`."""

    makes = commands.ProposeSettlement

    reason = Text(REASON_MAX, required=True)
    known_since = Day(load_default=None, allow_none=True)


class RecordHearingSchema(ProjectCommandSchema):
    """The form of `RecordHearing`: what the Träger has written, and on which day it came."""

    makes = commands.RecordHearing

    answer = Text(required=True)
    answered_on = Day(required=True)


class CloseSchema(StatementSchema):
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
