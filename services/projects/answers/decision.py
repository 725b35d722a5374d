"""What is told of decisions."""

from services.projects.answers.parts import ProjectAnswer
from shared.fields import Line


class BoundAnswer(ProjectAnswer):
    """A decision that binds money; without `approval_id` it was so already."""

    approval_id = Line()
