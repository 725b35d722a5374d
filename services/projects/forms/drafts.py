"""The forms of drafts: anything may stand in one."""

from typing import Any, Final

import marshmallow as ma

from services.projects import commands
from services.projects.drafts import BYTES_MAX
from shared.canonical import Json, canonical
from shared.faults import said
from shared.form import CommandSchema, Identifier, QuerySchema, YesNo


class AnyObject(ma.fields.Field[Any]):
    """A JSON object of any shape, as large as a draft may be."""

    default_error_messages = {  # noqa: RUF012 - marshmallow's form
        "required": said("missing", "Diese Angabe fehlt."),
        "null": said("missing", "Diese Angabe darf nicht leer sein."),
        "no_object": said("invalid-type", "Hier wird ein Objekt mit Feldern erwartet."),
        "too_large": said("too-large", f"Ein Entwurf hat höchstens {BYTES_MAX // 1024} KiB."),
    }
    json_schema: Final = {"type": "object"}

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        try:
            size = len(canonical(value)) if type(value) is dict else -1
        except (TypeError, ValueError):  # Half characters, endless depth, numbers beyond JSON.
            size = -1
        if size < 0:
            raise self.make_error("no_object")
        if size > BYTES_MAX:
            raise self.make_error("too_large")
        return value


class SaveDraftSchema(CommandSchema):
    """The form of `SaveDraft`."""

    makes = commands.SaveDraft

    draft_id = Identifier()
    content = AnyObject(required=True)


class DiscardDraftSchema(CommandSchema):
    """The form of `DiscardDraft`."""

    makes = commands.DiscardDraft

    draft_id = Identifier(required=True)


class SubmitDraftSchema(CommandSchema):
    """The form of `SubmitDraft`; `expected_version` is that of the draft."""

    draft_id = Identifier(required=True)
    confirm_no_case_data = YesNo(load_default=False)

    def made(self, data: Json) -> commands.SubmitDraft:
        """Say what was confirmed in the words of the command."""
        return commands.SubmitDraft(data["draft_id"], data["confirm_no_case_data"])


class DraftIdSchema(QuerySchema):
    """One draft."""

    draft_id = Identifier(required=True)
