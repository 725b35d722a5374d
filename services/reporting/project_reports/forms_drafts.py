"""The forms of drafts of project reports: anything may stand in one."""

from services.reporting import commands
from shared.canonical import Json
from shared.form import CommandSchema, Identifier, YesNo
from shared.unfinished import AnyObject


class SaveReportDraftSchema(CommandSchema):
    """What shall become the report; `expected_version` is that of the draft."""

    makes = commands.SaveReportDraft

    duty_id = Identifier(required=True)
    content = AnyObject(required=True)


class DiscardReportDraftSchema(CommandSchema):
    """The draft of one report; `expected_version` is that of the draft."""

    makes = commands.DiscardReportDraft

    duty_id = Identifier(required=True)


class SubmitReportDraftSchema(CommandSchema):
    """The draft of one report, to be handed in; `expected_version` is that of the draft."""

    duty_id = Identifier(required=True)
    confirm_no_case_data = YesNo(load_default=False)

    def made(self, data: Json) -> commands.SubmitReportDraft:
        """Say what was confirmed in the words of the command."""
        return commands.SubmitReportDraft(data["duty_id"], data["confirm_no_case_data"])
