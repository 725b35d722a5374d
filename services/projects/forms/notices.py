"""The forms of questions for notices."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import marshmallow as ma

from services.projects import commands
from services.projects.forms.change import AmendSchema, ExtendSchema, RejectChangeSchema
from services.projects.forms.decision import ApproveReducedSchema, ApproveSchema, RejectSchema
from services.projects.forms.ending import RevokeSchema, TerminateSchema
from shared.canonical import Json
from shared.documents import Document
from shared.faults import said
from shared.form import Asked, Identifier, Part, QuerySchema, Whole

NOTICES_MAX: Final = 10_000


class NoticeSchema(QuerySchema):
    """One notice of a project; the newest if none is named."""

    project_id = Identifier(required=True)
    number = Whole(1, NOTICES_MAX, load_default=None, allow_none=True)


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision that is only considered."""

    command: (
        commands.Approve
        | commands.ApproveReduced
        | commands.Reject
        | commands.Extend
        | commands.Amend
        | commands.Terminate
        | commands.Revoke
        | commands.RejectChange
    )

    @property
    def documents(self) -> Sequence[Document]:
        """What the decision would keep beside the log."""
        conditions = getattr(self.command, "conditions", ())
        return [it for it in (self.command.reason, *conditions) if it is not None]


class PreviewNoticeSchema(QuerySchema):
    """One decision, as it would be sent: the same body under the name of its method."""

    approve = Part(ApproveSchema)
    approve_reduced = Part(ApproveReducedSchema)
    reject = Part(RejectSchema)
    extend = Part(ExtendSchema)
    amend = Part(AmendSchema)
    terminate = Part(TerminateSchema)
    revoke = Part(RevokeSchema)
    reject_change = Part(RejectChangeSchema)

    @ma.validates_schema
    def one_decision(self, data: Json, **_: Any) -> None:
        """Only one decision can be taken."""
        if len(data) != 1:
            raise ma.ValidationError([_ONE])

    def made(self, data: Json) -> Decision:
        """The frame around the command is of no use before it is sent."""
        (asked,) = data.values()
        assert isinstance(asked, Asked)
        return Decision(asked.command)


_ONE: Final = said("one-decision", "Hier wird genau eine Entscheidung erwartet.")
