"""What is told of endings."""

from services.projects.answers.parts import ProjectAnswer
from shared.fields import Items, Money, Part
from shared.guideline.answers import YearAmountSchema


class CloseAnswer(ProjectAnswer):
    """A project was closed; `burden` is what the Träger bears itself."""

    final_grant = Items(Part(YearAmountSchema), required=True)
    recovery = Money(required=True)
    remaining = Money(required=True)
    burden = Money(required=True)
