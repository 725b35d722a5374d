"""The forms of master data."""

from services.projects import commands
from shared.form import (
    CommandSchema,
    Line,
    YesNo,
)


class RegisterTraegerSchema(CommandSchema):
    """The form of `RegisterTraeger`."""

    makes = commands.RegisterTraeger

    name = Line(required=True)
    expert = YesNo(load_default=False)


class RegisterSozialraumSchema(CommandSchema):
    """The form of `RegisterSozialraum`."""

    makes = commands.RegisterSozialraum

    name = Line(required=True)
    team_name = Line(required=True)
