"""What has happened to Träger, Sozialräume and their teams."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TraegerRegistered:
    """Träger erfasst: a legal person that can receive grants; `expert` marks special expertise."""

    traeger_id: str
    name: str
    expert: bool


@dataclass(frozen=True, slots=True)
class SozialraumRegistered:
    """Sozialraum erfasst: a planning area of the district and its team."""

    sozialraum_id: str
    name: str
    team_id: str
    team_name: str
