"""Which service follows which: the one table of who hears whom.

What is not listed is not heard; a service that nobody follows publishes nothing.
"""

from typing import Final

FOLLOWS: Final[dict[str, tuple[str, ...]]] = {
    "projects": ("funding", "reporting"),
    "funding": ("projects", "reporting"),
    "resources": ("projects", "resources"),
    "reporting": ("projects", "funding", "reporting"),
}


def is_followed(service: str) -> bool:
    """Tell whether anybody follows a service."""
    return any(service in sources for sources in FOLLOWS.values())
