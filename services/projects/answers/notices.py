"""How notices are told."""

from typing import get_args

import marshmallow as ma

from services.projects.answers.parts import LIST_MAX
from services.projects.events import NoticeKind
from shared.fields import Choice, Day, Identifier, Items, Line, Part, Whole


class NoticeSchema(ma.Schema):
    """A notice: which one it is, and where its document lies."""

    project_id = Identifier(required=True)
    number = Whole(1, required=True)
    kind = Choice(*get_args(NoticeKind), required=True)
    title = Line(required=True)
    amendment = Whole(required=True)
    approval_id = Line(required=True, allow_none=True)
    template = Line(required=True)
    template_version = Whole(1, required=True)
    issued_on = Day(required=True)
    document_id = Identifier(required=True)
    sha256 = Line(required=True)


class GetNoticeAnswer(NoticeSchema):
    """A notice with its page, as it was issued."""

    html = ma.fields.String(required=True)


class ListNoticesAnswer(ma.Schema):
    """All notices of a project, the first issued first."""

    notices = Items(Part(NoticeSchema), most=LIST_MAX, required=True)


class PreviewNoticeAnswer(ma.Schema):
    """The page of a notice that was not issued."""

    kind = Choice(*get_args(NoticeKind), required=True)
    html = ma.fields.String(required=True)
