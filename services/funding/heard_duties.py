"""What we understand of the events of reporting: which reports are owed, and which are late."""

from typing import Final

import marshmallow as ma
from marshmallow import fields


class _Heard(ma.Schema):
    class Meta:
        """What we do not use may change."""

        unknown = ma.EXCLUDE

    duty_id = fields.String(required=True)
    project_id = fields.String(required=True)


class PlannedSchema(_Heard):
    """`reporting.duty_planned`: a report is owed."""

    kind = fields.String(required=True)
    year = fields.Integer(strict=True, required=True)


class RequestedSchema(_Heard):
    """`reporting.interim_report_requested`: answers are owed."""

    requested_on = fields.Date(required=True)


class ReplannedSchema(_Heard):
    """`reporting.duty_replanned`: it is owed until another day, perhaps about another year."""

    year = fields.Integer(strict=True, required=True)


class OverdueSchema(_Heard):
    """`reporting.duty_overdue`: its day has passed."""

    due_on = fields.Date(required=True)


class DoneSchema(_Heard):
    """`reporting.duty_fulfilled`, `reporting.duty_dropped`: it is not owed any more."""


HEARD: Final[dict[tuple[str, int], type[ma.Schema]]] = {
    ("duty_planned", 1): PlannedSchema,
    ("interim_report_requested", 1): RequestedSchema,
    ("duty_replanned", 1): ReplannedSchema,
    ("duty_overdue", 1): OverdueSchema,
    ("duty_fulfilled", 1): DoneSchema,
    ("duty_dropped", 1): DoneSchema,
}
