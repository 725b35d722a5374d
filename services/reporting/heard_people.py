"""What we understand of the events of projects about teams: who works for the WJH, and until when."""

from typing import Final

import marshmallow as ma
from marshmallow import fields


class _Heard(ma.Schema):
    class Meta:
        """What we do not use may change."""

        unknown = ma.EXCLUDE

    team_id = fields.String(required=True)
    person_id = fields.String(required=True)
    start = fields.Date(required=True)


class MemberJoinedSchema(_Heard):
    """`projects.member_joined`: a person belongs to a team from a day on, for one of its parts."""

    part = fields.String(required=True)
    end = fields.Date(required=True, allow_none=True)


class MemberLeftSchema(_Heard):
    """`projects.member_left`: that membership has a last day."""

    end = fields.Date(required=True)


HEARD: Final[dict[tuple[str, int], type[ma.Schema]]] = {
    ("member_joined", 1): MemberJoinedSchema,
    ("member_left", 1): MemberLeftSchema,
}
