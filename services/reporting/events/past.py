"""How older forms of these events are raised to the newest."""

from shared.canonical import Json
from shared.schema import Catalogue


def register(catalogue: Catalogue) -> None:
    """Register the upcasts."""

    @catalogue.upcast("project_report_submitted", 1)
    def _without_groups(data: Json) -> Json:
        """Before, nobody was asked who took part in a report."""
        return {**data, "participation": []}
