"""What can be asked about drafts. Nothing of it reaches the log."""

from dataclasses import dataclass

from shared.canonical import Json


@dataclass(frozen=True, slots=True)
class SaveDraft:
    """Entwurf speichern, whatever stands in it."""

    content: Json
    draft_id: str = ""


@dataclass(frozen=True, slots=True)
class DiscardDraft:
    """Entwurf verwerfen."""

    draft_id: str


@dataclass(frozen=True, slots=True)
class SubmitDraft:
    """Entwurf einreichen. `confirmed`: somebody has looked at what resembles data of a client."""

    draft_id: str
    confirmed: bool = False
