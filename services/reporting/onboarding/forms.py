"""The form in which somebody says that a new colleague was introduced into the concept."""

from services.reporting import commands
from shared.form import CommandSchema, Day, Identifier


class ConfirmOnboardingSchema(CommandSchema):
    """Who, and on which day."""

    makes = commands.ConfirmOnboarding

    person_id = Identifier(required=True)
    held_on = Day(required=True)
