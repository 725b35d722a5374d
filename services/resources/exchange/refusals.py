"""What the exchange with other directories refuses. Each code stands here once."""

from shared.refusal import Refused


def hsds_unknown() -> Refused:
    """Return the refusal of what does not exist, or is not for everybody."""
    return Refused(
        "hsds-unknown",
        "Das gibt es im öffentlichen Netz nicht",
        "Unter dieser Kennung ist nichts öffentlich, oder es ist seit mehr als 90 Tagen fort.",
        kind="unknown",
    )
