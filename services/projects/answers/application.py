"""What is told when an application is handed in."""

from services.projects.answers.parts import ProjectAnswer
from shared.fields import Line, Part, Whole
from shared.guideline.answers import QuoteSchema


class ApplyAnswer(ProjectAnswer):
    """A project was applied for."""

    number = Line(required=True)
    quote = Part(QuoteSchema, required=True)


class ResubmitAnswer(ProjectAnswer):
    """The next version of an application was handed in."""

    application_version = Whole(required=True)
    quote = Part(QuoteSchema, required=True)
