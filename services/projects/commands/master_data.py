"""What can be asked about Träger, Sozialräume and their teams."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RegisterTraeger:
    """Träger erfassen."""

    name: str
    expert: bool = False
    traeger_id: str = ""


@dataclass(frozen=True, slots=True)
class RegisterSozialraum:
    """Sozialraum mit seinem Team erfassen."""

    name: str
    team_name: str
    sozialraum_id: str = ""
    team_id: str = ""
