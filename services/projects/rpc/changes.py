"""Changes of approved projects."""

from services.projects import commands, forms
from services.projects.answers import decision as decision_answers
from services.projects.rpc.common import Projects
from shared.call import Call
from shared.canonical import Json
from shared.wire import command


class Changes(Projects):
    """What changes after the approval."""

    @command(forms.ExtendSchema, "Ein Projekt verlängern", decision_answers.BoundAnswer)
    def extend(self, call: Call, asked: commands.Extend) -> Json:
        """Reserve what moves between years, then extend. Return the answer with {approval_id}."""
        return self.bind(call, asked, asked.reason)
