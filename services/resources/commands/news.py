"""What can be asked of one's own reading."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MarkSeen:
    """Neues als gesehen vermerken: all that is new in a Sozialraum up to a position."""

    sozialraum_id: str
    position: int
