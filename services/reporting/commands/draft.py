"""What can be asked about drafts of project reports. Nothing of it reaches the log."""

from dataclasses import dataclass

from shared.canonical import Json


@dataclass(frozen=True, slots=True)
class SaveReportDraft:
    """Berichtsentwurf speichern, whatever stands in it."""

    duty_id: str
    content: Json


@dataclass(frozen=True, slots=True)
class DiscardReportDraft:
    """Berichtsentwurf verwerfen."""

    duty_id: str


@dataclass(frozen=True, slots=True)
class SubmitReportDraft:
    """Berichtsentwurf einreichen. `confirmed`: somebody has looked at what resembles data of a client."""

    duty_id: str
    confirmed: bool = False
