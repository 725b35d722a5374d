"""Who took evidence home: stream `evidence`."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class EvidenceTaken:
    """Prüfbündel mitgenommen: the logs up to these sizes went to somebody.

    manifest_sha256  of the list of its files, in hex: it names the bundle
    sizes            service → how many of its events
    recipient        an institution, never a person
    by               the random id of who took it
    """

    manifest_sha256: str
    sizes: dict[str, int]
    recipient: str
    by: str
    taken_on: date
