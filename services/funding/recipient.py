"""Who gets the money of a project, and where it goes. Pure."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Recipient:
    """A project, its Träger, and where its money goes; None while nobody has stated an account."""

    project_id: str
    number: str
    title: str
    sozialraum_id: str
    traeger_id: str
    first_day: date
    last_day: date
    name: str | None
    iban: str | None = field(repr=False)
