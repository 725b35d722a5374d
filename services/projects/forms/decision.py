"""The forms of decisions."""

from typing import get_args

from services.projects import commands
from services.projects.events import RejectionCode
from services.projects.forms.application import ProjectCommandSchema
from shared.form import (
    Choice,
    Line,
    Text,
)


class ApproveSchema(ProjectCommandSchema):
    """The form of `Approve`."""

    makes = commands.Approve


class RejectSchema(ProjectCommandSchema):
    """The form of `Reject`."""

    makes = commands.Reject

    reason_code = Choice(*get_args(RejectionCode), required=True)
    reason = Text(required=True)


class LapseSchema(ProjectCommandSchema):
    """The form of `Lapse`."""

    makes = commands.Lapse

    approval_id = Line(required=True)
