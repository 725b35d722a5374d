"""What we understand of the events of projects: the fields we use, and no other.

Keys are event type and version: an unknown version of a listed type is not guessed at.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final, get_args

import marshmallow as ma
from marshmallow import fields

from services.funding import commands
from services.funding.events import InterestGround
from shared.canonical import Json
from shared.guideline import Span


class _Heard(ma.Schema):
    class Meta:
        """What we do not use may change."""

        unknown = ma.EXCLUDE

    project_id = fields.String(required=True)


def _yearly() -> fields.Dict:
    return fields.Dict(keys=fields.Integer(), values=fields.Integer(strict=True), required=True)


class OwnShareSchema(ma.Schema):
    """The own share of an approval, in cents."""

    class Meta:
        """What we do not use may change."""

        unknown = ma.EXCLUDE

    amount_ct = fields.Integer(strict=True, required=True)
    cash_ct = fields.Integer(strict=True, required=True)


class AppliedSchema(_Heard):
    """`projects.applied` and `projects.resubmitted`: for whom, from when to when."""

    number = fields.String(required=True)
    title = fields.String(required=True)
    sozialraum_id = fields.String(required=True)
    traeger_id = fields.String(required=True)
    start = fields.Date(required=True)
    end = fields.Date(required=True)


class ApprovedSchema(_Heard):
    """`projects.approved`: the reservation becomes the debit of each year."""

    approval_id = fields.String(required=True)
    grant_ct = _yearly()
    own_share = fields.Nested(OwnShareSchema, required=True)
    start = fields.Date(required=True)
    end = fields.Date(required=True)


class AmendedSchema(_Heard):
    """`projects.amended`: cents move between years; the project ends when it did."""

    approval_id = fields.String(required=True)
    grant_change_ct = _yearly()


class ExtendedSchema(AmendedSchema):
    """`projects.extended`: cents move between years; added costs have an own share of their own."""

    own_share = fields.Nested(OwnShareSchema, required=True, allow_none=True)
    new_end = fields.Date(required=True)


class RefixedSchema(ma.Schema):
    """What a shortened plan fixes anew."""

    class Meta:
        """What we do not use may change."""

        unknown = ma.EXCLUDE

    own_share = fields.Nested(OwnShareSchema, required=True)


class TerminatedSchema(AmendedSchema):
    """`projects.terminated`: later years are free again; the own share may be fixed anew."""

    refixed = fields.Nested(RefixedSchema, required=True, allow_none=True)
    terminated_on = fields.Date(required=True)


class RevokedSchema(AmendedSchema):
    """`projects.revoked`: the grant is taken back, in whole or in part."""

    end = fields.Date(required=True)


class ClosedSchema(_Heard):
    """`projects.closed`: the grant is final, and what was paid beyond it is claimed back."""

    closing_id = fields.String(required=True)
    closed_on = fields.Date(required=True)
    due_on = fields.Date(required=True, allow_none=True)
    interest_from = fields.Date(required=True, allow_none=True)
    final_grant_ct = _yearly()
    recovery_ct = fields.Integer(strict=True, required=True)
    remaining_ct = fields.Integer(strict=True, required=True)


class SettlementReopenedSchema(_Heard):
    """`projects.settlement_reopened`: the grant is settled anew."""

    closing_id = fields.String(required=True)


class SpanSchema(ma.Schema):
    """Days that bear one rate on one amount."""

    class Meta:
        """What we do not use may change."""

        unknown = ma.EXCLUDE

    first = fields.Date(required=True)
    until = fields.Date(required=True)
    amount_ct = fields.Integer(strict=True, required=True)
    rate_hundredths = fields.Integer(strict=True, required=True)


class InterestFixedSchema(_Heard):
    """`projects.interest_fixed`: a notice fixes what a claim, or money used late, bears until a day."""

    interest_id = fields.String(required=True)
    ground = fields.String(required=True, validate=ma.validate.OneOf(get_args(InterestGround)))
    claim_id = fields.String(required=True, allow_none=True)
    until = fields.Date(required=True)
    spans = fields.List(fields.Nested(SpanSchema), required=True)
    earlier_ct = fields.Integer(strict=True, required=True)
    amount_ct = fields.Integer(strict=True, required=True)
    due_on = fields.Date(required=True)
    fixed_on = fields.Date(required=True)


class RejectedSchema(_Heard):
    """`projects.rejected` and `projects.withdrawn`: every reservation of the project is void."""


class ApprovalLapsedSchema(_Heard):
    """`projects.approval_lapsed`: the reservation of this approval is void."""

    approval_id = fields.String(required=True)


class NoticeIssuedSchema(_Heard):
    """`projects.notice_issued`: from its posting on the time runs until it is final."""

    number = fields.Integer(strict=True, required=True)
    approval_id = fields.String(required=True, allow_none=True)
    issued_on = fields.Date(required=True)


class ProfileSchema(ma.Schema):
    """Where the money of a Träger goes."""

    class Meta:
        """What we do not use may change."""

        unknown = ma.EXCLUDE

    iban = fields.String(required=True, allow_none=True)


class TraegerSchema(ma.Schema):
    """`projects.traeger_registered` and `projects.traeger_amended`: its name and account."""

    class Meta:
        """What we do not use may change."""

        unknown = ma.EXCLUDE

    traeger_id = fields.String(required=True)
    name = fields.String(required=True)
    profile = fields.Nested(ProfileSchema, required=True)


HEARD: Final[dict[tuple[str, int], type[ma.Schema]]] = {
    ("approved", 2): ApprovedSchema,
    ("extended", 2): ExtendedSchema,
    ("amended", 1): AmendedSchema,
    ("terminated", 1): TerminatedSchema,
    ("revoked", 1): RevokedSchema,
    ("closed", 2): ClosedSchema,
    ("settlement_reopened", 1): SettlementReopenedSchema,
    ("interest_fixed", 1): InterestFixedSchema,
    ("rejected", 2): RejectedSchema,
    ("withdrawn", 1): RejectedSchema,
    ("approval_lapsed", 1): ApprovalLapsedSchema,
    ("notice_issued", 1): NoticeIssuedSchema,
    ("traeger_registered", 3): TraegerSchema,
    ("traeger_amended", 2): TraegerSchema,
}


def debits(data: Json) -> list[commands.Debit]:
    """Return what `approved` or a change of it, loaded, does to each year, ascending."""
    amounts_ct = data["grant_ct"] if "grant_ct" in data else data["grant_change_ct"]
    return [
        commands.Debit(year, data["approval_id"], data["project_id"], amount_ct)
        for year, amount_ct in sorted(amounts_ct.items())
    ]


def grant_recorded(data: Json) -> commands.RecordGrant:
    """Return what `approved`, loaded, does to the grant."""
    own_share = data["own_share"]
    return commands.RecordGrant(
        data["project_id"],
        data["approval_id"],
        data["grant_ct"],
        own_share["amount_ct"],
        own_share["cash_ct"],
    )


def last_day(data: Json) -> date | None:
    """Return the day on which the project ends since a decision, loaded; None: as it did before."""
    named = [data[name] for name in ("end", "new_end", "terminated_on") if name in data]
    return named[0] if named else None


def settlements(data: Json, cleared_ct: Mapping[int, int]) -> dict[int, commands.Settle]:
    """Return what `closed`, loaded, does to each year, after all that has come back."""
    return {
        year: commands.Settle(year, data["project_id"], final_ct, cleared_ct.get(year, 0))
        for year, final_ct in sorted(data["final_grant_ct"].items())
    }


def claimed(
    data: Json, amount_ct: dict[int, int], refilled_ct: dict[int, int]
) -> commands.ClaimRecovery:
    """Return what `closed`, loaded, claims back; before it told a day, it was due at once."""
    return commands.ClaimRecovery(
        project_id=data["project_id"],
        claim_id=data["closing_id"],
        amount_ct=amount_ct,
        refilled_ct=refilled_ct,
        claimed_on=data["closed_on"],
        due_on=data["due_on"] or data["closed_on"],
        interest_from=data["interest_from"] or data["closed_on"],
    )


def interest_claimed(data: Json) -> commands.ClaimInterest:
    """Return what `interest_fixed`, loaded, asks for."""
    return commands.ClaimInterest(**{**data, "spans": [Span(**it) for it in data["spans"]]})


def grant_changed(data: Json) -> commands.ChangeGrant | commands.RefixGrant:
    """Return what a change of an approval, loaded, does to the grant."""
    of = (data["project_id"], data["approval_id"], data["grant_change_ct"])
    if (refixed := data.get("refixed")) is not None:
        return commands.RefixGrant(*of, *_own(refixed["own_share"]))
    if (own_share := data.get("own_share")) is not None:
        return commands.ChangeGrant(*of, *_own(own_share))
    return commands.ChangeGrant(*of)


def _own(share: Json) -> tuple[int, int]:
    return share["amount_ct"], share["cash_ct"]


def grant_settled(data: Json) -> commands.SettleGrant:
    """Return what `closed`, loaded, does to the grant."""
    return commands.SettleGrant(
        data["project_id"],
        data["final_grant_ct"],
        data["recovery_ct"],
        data["remaining_ct"],
        data["closing_id"],
    )
