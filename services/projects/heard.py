"""What we understand of the events of funding: the fields we use, and no other.

Keys are event type and version: an unknown version of a listed type is not guessed at.
"""

from typing import Final

import marshmallow as ma
from marshmallow import fields

from shared.guideline.heard import PolicyAdoptedSchema


class BudgetSetSchema(ma.Schema):
    """`funding.budget_set`: the council has resolved on a year."""

    class Meta:
        """What we do not use may change."""

        unknown = ma.EXCLUDE

    year = fields.Integer(strict=True, required=True)


HEARD: Final[dict[tuple[str, int], type[ma.Schema]]] = {
    ("policy_adopted", 2): PolicyAdoptedSchema,
    ("budget_set", 2): BudgetSetSchema,
}
