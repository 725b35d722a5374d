"""What is told of endings."""

from services.projects.answers.parts import ProjectAnswer, YearAmountSchema
from shared.fields import Items, Money, Part


class CloseAnswer(ProjectAnswer):
    """A project was closed; `burden` is what the Träger bears itself."""

    final_grant = Items(Part(YearAmountSchema), required=True)
    recovery = Money(required=True)
    remaining = Money(required=True)
    burden = Money(required=True)
