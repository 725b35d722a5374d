"""What we understand of the events of funding and reporting: the fields we use, and no other.

Keys are event type and version: an unknown version of a listed type is not guessed at.
"""

from typing import Final, get_args

import marshmallow as ma
from marshmallow import fields

from services.projects.events import Reached
from shared.guideline.heard import PolicyAdoptedSchema


class _Heard(ma.Schema):
    class Meta:
        """What we do not use may change."""

        unknown = ma.EXCLUDE


def _whole() -> fields.Integer:
    return fields.Integer(strict=True, required=True)


class BudgetSetSchema(_Heard):
    """`funding.budget_set`: the council has resolved on a year."""

    year = _whole()


class RecognisedSchema(_Heard):
    """What is recognised of one year, in cents."""

    costs_ct = _whole()
    third_party_ct = _whole()
    in_kind_ct = _whole()


class GoalReachedSchema(_Heard):
    """How far a goal was reached."""

    id = _whole()
    reached = fields.String(required=True, validate=ma.validate.OneOf(get_args(Reached)))


class StatementCheckedSchema(_Heard):
    """`reporting.statement_checked`: a settlement rests on these figures."""

    project_id = fields.String(required=True)
    statement_id = fields.String(required=True)
    checked_on = fields.Date(required=True)
    recognised = fields.Dict(
        keys=fields.String(), values=fields.Nested(RecognisedSchema), required=True
    )
    goals = fields.List(fields.Nested(GoalReachedSchema), required=True)


class StatementReturnedSchema(_Heard):
    """`reporting.statement_returned`: it is to be completed, and checked once more."""

    project_id = fields.String(required=True)


HEARD: Final[dict[tuple[str, int], type[ma.Schema]]] = {
    ("policy_adopted", 2): PolicyAdoptedSchema,
    ("budget_set", 2): BudgetSetSchema,
}
HEARD_OF_REPORTING: Final[dict[tuple[str, int], type[ma.Schema]]] = {
    ("statement_checked", 1): StatementCheckedSchema,
    ("statement_returned", 1): StatementReturnedSchema,
}
