"""What the kernel's own methods take and give."""

from base64 import b64decode
from typing import Any, Final

import marshmallow as ma

from shared.faults import said
from shared.fields import Identifier, Line, Whole, YesNo
from shared.form import QuerySchema
from shared.log import PAGE_MAX

PIECES_MAX: Final = 10_000  # Of a document: 10 GiB, and a number that the database can hold.
SUBJECT_MAX: Final = 255  # Characters, as OpenID Connect has it.
CHUNK_TEXT_MAX: Final = 1_398_104  # 1 MiB as base64.


class EmptySchema(QuerySchema):
    """Nothing is asked."""


class ReadLogSchema(QuerySchema):
    """Sealed events after a position; `leaf` is that of the event there."""

    after = Whole(required=True)
    leaf = Line(allow_none=True, load_default=None)
    limit = Whole(load_default=PAGE_MAX)
    raw = YesNo(load_default=False)


class EventIdSchema(QuerySchema):
    """One event."""

    event_id = Identifier(required=True)


class ChunkSchema(QuerySchema):
    """One piece of a document; `owner_id` is the thing whose document it is."""

    document_id = Identifier(required=True)
    number = Whole(0, PIECES_MAX, required=True)
    owner_id = Identifier(load_default=None, allow_none=True)


class Base64(ma.fields.String):
    """Bytes as base64, at most 1 MiB of them; loaded as bytes."""

    default_error_messages = {  # noqa: RUF012 - marshmallow's form
        "required": said("missing", "Diese Angabe fehlt."),
        "null": said("missing", "Diese Angabe darf nicht leer sein."),
        "no_base64": said("invalid-type", "Hier werden höchstens 1 MiB als Base64 erwartet."),
    }
    json_schema: Final = {
        "type": "string",
        "contentEncoding": "base64",
        "maxLength": CHUNK_TEXT_MAX,
    }

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        if type(value) is not str or len(value) > CHUNK_TEXT_MAX:
            raise self.make_error("no_base64")
        try:
            return b64decode(value, validate=True)
        except ValueError as error:
            raise self.make_error("no_base64") from error


class DocumentSchema(ChunkSchema):
    """One piece of a document on its way up; `content` is base64 of at most 1 MiB."""

    last = YesNo(required=True)
    content = Base64(required=True)
    media_type = Line(load_default="application/octet-stream")


class StreamSchema(QuerySchema):
    """A stream that is parked in front of a follower."""

    follower = Line(required=True)
    stream = Line(required=True)


class DiscardSchema(QuerySchema):
    """A parked event that is given up, and why."""

    follower = Line(required=True)
    source = Line(required=True)
    position = Whole(required=True)
    reason = Line(required=True)


class RebuildSchema(QuerySchema):
    """A read model of this service."""

    read_model = Line(required=True)


class SubjectSchema(QuerySchema):
    """A subject as the identity provider names it."""

    sub = Line(SUBJECT_MAX, required=True)
