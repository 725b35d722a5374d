"""What we understand of the events of projects where duties follow from them, and no other field."""

from typing import Final

import marshmallow as ma
from marshmallow import fields


class _Heard(ma.Schema):
    class Meta:
        """What we do not use may change."""

        unknown = ma.EXCLUDE

    project_id = fields.String(required=True)


class WhoseSchema(_Heard):
    """`projects.applied` and `projects.resubmitted`: whose a project is."""

    sozialraum_id = fields.String(required=True)
    traeger_id = fields.String(required=True)


class TermSchema(_Heard):
    """`projects.approved`: from when to when a project lasts."""

    start = fields.Date(required=True)
    end = fields.Date(required=True)


class LongerSchema(_Heard):
    """`projects.extended`: it ends later."""

    new_end = fields.Date(required=True)


class EarlierSchema(_Heard):
    """`projects.terminated`: it ends earlier."""

    terminated_on = fields.Date(required=True)


class RevokedSchema(_Heard):
    """`projects.revoked`: it ends on this day; where all of it is void, on that of the decision."""

    extent = fields.String(required=True)
    effective_from = fields.Date(required=True, allow_none=True)
    end = fields.Date(required=True)
    revoked_on = fields.Date(required=True)


class EndedSchema(_Heard):
    """`projects.closed`: nothing is owed any more."""


HEARD: Final[dict[tuple[str, int], type[ma.Schema]]] = {
    ("applied", 2): WhoseSchema,
    ("resubmitted", 1): WhoseSchema,
    ("approved", 2): TermSchema,
    ("extended", 2): LongerSchema,
    ("terminated", 1): EarlierSchema,
    ("revoked", 1): RevokedSchema,
    ("closed", 1): EndedSchema,
}
