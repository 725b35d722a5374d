"""What has happened when a read model was switched by somebody who had seen what would change."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadModelAccepted:
    """Lesemodell übernommen: from now on the service answers from this generation.

    code_digest   SHA-256 of the statements that made it
    positions     how far each source was heard when both were compared
    differences   rows that were other than in the generation before; `digest` is SHA-256 of them all
    by            the random id of who accepted it, in this service
    """

    read_model: str
    generation: str
    code_digest: str
    positions: dict[str, int]
    differences: int
    digest: str
    by: str
