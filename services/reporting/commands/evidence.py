"""What can be asked about evidence."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TakeEvidence:
    """Prüfbündel mitnehmen."""

    manifest_sha256: str
    sizes: Mapping[str, int]
    recipient: str
