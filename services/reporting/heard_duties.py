"""What we understand of the events of projects where duties follow from them, and no other field."""

from typing import Final

import marshmallow as ma
from marshmallow import fields


class _Heard(ma.Schema):
    class Meta:
        """What we do not use may change."""

        unknown = ma.EXCLUDE

    project_id = fields.String(required=True)


class GoalSchema(ma.Schema):
    """A goal, and by what it shows."""

    class Meta:
        """What we do not use may change."""

        unknown = ma.EXCLUDE

    id = fields.Integer(strict=True, required=True)
    indicator = fields.String(required=True)
    target = fields.String(required=True)


class PlanYearSchema(ma.Schema):
    """One year of the financing plan, in cents."""

    class Meta:
        """What we do not use may change."""

        unknown = ma.EXCLUDE

    costs_ct = fields.Integer(strict=True, required=True)
    third_party_ct = fields.Integer(strict=True, required=True)
    own_cash_ct = fields.Integer(strict=True, required=True)
    in_kind_ct = fields.Integer(strict=True, required=True)


def _plan() -> fields.Dict:
    return fields.Dict(keys=fields.Integer(), values=fields.Nested(PlanYearSchema), required=True)


def _yearly() -> fields.Dict:
    return fields.Dict(keys=fields.Integer(), values=fields.Integer(strict=True), required=True)


class OwnShareSchema(ma.Schema):
    """The own share, in cents."""

    class Meta:
        """What we do not use may change."""

        unknown = ma.EXCLUDE

    amount_ct = fields.Integer(strict=True, required=True)


class RefixedSchema(ma.Schema):
    """What a shortened plan fixes anew."""

    class Meta:
        """What we do not use may change."""

        unknown = ma.EXCLUDE

    own_share = fields.Nested(OwnShareSchema, required=True)
    plan = _plan()


class DeclarationsSchema(ma.Schema):
    """What the Träger declares; who deducts VAT accounts for net amounts."""

    class Meta:
        """What we do not use may change."""

        unknown = ma.EXCLUDE

    vat_deduction = fields.Boolean(required=True)


class StatementsSchema(ma.Schema):
    """What else an application says."""

    class Meta:
        """What we do not use may change."""

        unknown = ma.EXCLUDE

    declarations = fields.Nested(DeclarationsSchema, required=True)


class WhoseSchema(_Heard):
    """`projects.applied` and `projects.resubmitted`: whose a project is, and what it aims at."""

    sozialraum_id = fields.String(required=True)
    traeger_id = fields.String(required=True)
    goals = fields.List(fields.Nested(GoalSchema), required=True)
    number = fields.String(required=True)
    title = fields.String(required=True)
    details = fields.Dict(required=True)
    statements = fields.Nested(StatementsSchema, required=True, allow_none=True)
    policy_position = fields.Integer(strict=True, required=True)


class TermSchema(_Heard):
    """`projects.approved`: from when to when a project lasts, and by which plan."""

    start = fields.Date(required=True)
    end = fields.Date(required=True)
    plan = _plan()
    own_share = fields.Nested(OwnShareSchema, required=True)
    grant_ct = _yearly()
    reduced = fields.Boolean(required=True)
    policy_position = fields.Integer(strict=True, required=True)
    edition = fields.String(required=True)
    approved_on = fields.Date(required=True)


class LongerSchema(_Heard):
    """`projects.extended`: it ends later, and may cost more."""

    new_end = fields.Date(required=True)
    plan = _plan()
    own_share = fields.Nested(OwnShareSchema, required=True, allow_none=True)
    grant_change_ct = _yearly()


class EarlierSchema(_Heard):
    """`projects.terminated`: it ends earlier, perhaps by a shorter plan."""

    terminated_on = fields.Date(required=True)
    grant_change_ct = _yearly()
    refixed = fields.Nested(RefixedSchema, required=True, allow_none=True)


class RevokedSchema(_Heard):
    """`projects.revoked`: it ends on this day; where all of it is void, on that of the decision."""

    extent = fields.String(required=True)
    effective_from = fields.Date(required=True, allow_none=True)
    end = fields.Date(required=True)
    revoked_on = fields.Date(required=True)
    grant_change_ct = _yearly()


class EndedSchema(_Heard):
    """`projects.closed`, `projects.settlement_reopened`: it is over, or is settled anew."""


HEARD: Final[dict[tuple[str, int], type[ma.Schema]]] = {
    ("applied", 2): WhoseSchema,
    ("resubmitted", 1): WhoseSchema,
    ("approved", 2): TermSchema,
    ("extended", 2): LongerSchema,
    ("terminated", 1): EarlierSchema,
    ("revoked", 1): RevokedSchema,
    ("closed", 2): EndedSchema,
    ("settlement_reopened", 1): EndedSchema,
}
