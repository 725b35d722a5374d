"""The forms in which a second person at a Träger certifies a statement of use, or declines to."""

from services.reporting import commands
from shared.form import CommandSchema, Identifier, Text
from shared.guideline.forms import CaseFreeSchema


class CertifyStatementSchema(CommandSchema):
    """The statement of which project."""

    makes = commands.CertifyStatement

    project_id = Identifier(required=True)


class DeclineStatementSchema(CaseFreeSchema):
    """The statement of which project, and what is wrong with it."""

    makes = commands.DeclineStatement

    project_id = Identifier(required=True)
    reason = Text(required=True)
