"""The forms of drafts: anything may stand in one."""

from services.projects import commands
from shared.canonical import Json
from shared.form import CommandSchema, Identifier, QuerySchema, YesNo
from shared.unfinished import AnyObject


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
