"""What we understand of the events of projects: the fields that reports use, and no other.

Keys are event type and version: an unknown version of a listed type is not guessed at.
"""

from typing import Final

import marshmallow as ma
from marshmallow import fields


class _Heard(ma.Schema):
    class Meta:
        """What we do not use may change."""

        unknown = ma.EXCLUDE


def _cents() -> fields.Integer:
    return fields.Integer(strict=True, required=True)


def _yearly() -> fields.Dict:
    return fields.Dict(keys=fields.String(), values=fields.Integer(strict=True), required=True)


class OwnShareSchema(_Heard):
    """The own share of an approval, in cents."""

    amount_ct = _cents()


class GoalSchema(_Heard):
    """A goal as applied for."""

    id = fields.Integer(strict=True, required=True)
    indicator = fields.String(required=True)
    target = fields.String(required=True)


class GoalReachedSchema(_Heard):
    """How far a goal was reached."""

    id = fields.Integer(strict=True, required=True)
    reached = fields.String(required=True)


class AppliedSchema(_Heard):
    """`projects.applied` and `projects.resubmitted`: a project appears, or is asked for otherwise."""

    project_id = fields.String(required=True)
    number = fields.String(required=True)
    sozialraum_id = fields.String(required=True)
    traeger_id = fields.String(required=True)
    title = fields.String(required=True)
    start = fields.String(required=True)
    end = fields.String(required=True)
    goals = fields.List(fields.Nested(GoalSchema), required=True)
    applied_on = fields.String(required=True)


class ApprovedSchema(_Heard):
    """`projects.approved`: its grant is fixed by year."""

    project_id = fields.String(required=True)
    own_share = fields.Nested(OwnShareSchema, required=True)
    grant_ct = _yearly()
    approved_on = fields.String(required=True)


class ExtendedSchema(_Heard):
    """`projects.extended`: it ends later, and cents move between years or are added."""

    project_id = fields.String(required=True)
    number = fields.Integer(strict=True, required=True)
    new_end = fields.String(required=True)
    grant_change_ct = _yearly()
    extended_on = fields.String(required=True)


class StatusSchema(_Heard):
    """`projects.returned`, `withdrawn`, `postponed`, `reopened`, `rejected`: where it stands."""

    project_id = fields.String(required=True)


class AmendedSchema(_Heard):
    """`projects.amended`: cents move between years."""

    project_id = fields.String(required=True)
    grant_change_ct = _yearly()


class TerminatedSchema(AmendedSchema):
    """`projects.terminated`: it ends early, and later years are free again."""

    terminated_on = fields.String(required=True)


class RevokedSchema(AmendedSchema):
    """`projects.revoked`: its grant is taken back, in whole or in part."""

    extent = fields.String(required=True)
    end = fields.String(required=True)


class ClosedSchema(_Heard):
    """`projects.closed`: its grant is final, its goals are answered for."""

    project_id = fields.String(required=True)
    closed_on = fields.String(required=True)
    final_grant_ct = _yearly()
    recovery_ct = _cents()
    goals = fields.List(fields.Nested(GoalReachedSchema), required=True)


class ReopenedSchema(_Heard):
    """`projects.settlement_reopened`: what was granted holds again until it is settled anew."""

    project_id = fields.String(required=True)
    grant_ct = _yearly()
    status = fields.String(required=True)


class TraegerSchema(_Heard):
    """`projects.traeger_registered`, `projects.traeger_amended`: a Träger is called this now."""

    traeger_id = fields.String(required=True)
    name = fields.String(required=True)


class SozialraumSchema(_Heard):
    """`projects.sozialraum_registered`, `…_renamed`: a Sozialraum is called this now."""

    sozialraum_id = fields.String(required=True)
    name = fields.String(required=True)


HEARD: Final[dict[tuple[str, int], type[ma.Schema]]] = {
    ("applied", 2): AppliedSchema,
    ("resubmitted", 1): AppliedSchema,
    ("approved", 2): ApprovedSchema,
    ("returned", 1): StatusSchema,
    ("withdrawn", 1): StatusSchema,
    ("postponed", 1): StatusSchema,
    ("reopened", 1): StatusSchema,
    ("rejected", 2): StatusSchema,
    ("extended", 2): ExtendedSchema,
    ("amended", 1): AmendedSchema,
    ("terminated", 1): TerminatedSchema,
    ("revoked", 1): RevokedSchema,
    ("closed", 2): ClosedSchema,
    ("settlement_reopened", 1): ReopenedSchema,
    ("traeger_registered", 3): TraegerSchema,
    ("traeger_amended", 2): TraegerSchema,
    ("sozialraum_registered", 1): SozialraumSchema,
    ("sozialraum_renamed", 1): SozialraumSchema,
}
