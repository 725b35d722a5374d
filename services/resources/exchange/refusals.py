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


def no_such_piece() -> Refused:
    """Return the refusal of a piece behind the last one."""
    return Refused(
        "hsds-unknown",
        "So viele Stücke hat das Paket nicht",
        "Das Paket ist kürzer geworden oder war nie so lang. Bitte mit dem ersten Stück beginnen.",
        kind="unknown",
    )


def package_too_large() -> Refused:
    """Return the refusal to put more into a package than can be read back."""
    return Refused(
        "package-too-large",
        "Das Paket würde zu groß",
        "So viele Ressourcen passen nicht in ein Paket. Bitte je Sozialraum eines ausgeben.",
    )
