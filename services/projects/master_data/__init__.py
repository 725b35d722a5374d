"""Master data (Stammdaten): who can receive grants, which Sozialräume with which teams, and who.

One stream for each Träger, Sozialraum, team and person, one for all deputies. Pure.
"""

from services.projects.master_data.deputies import DEPUTIES, DEPUTIES_STREAM, Deputies
from services.projects.master_data.person import PERSON, Person, person_stream
from services.projects.master_data.sozialraum import SOZIALRAUM, sozialraum_stream
from services.projects.master_data.team import TEAM, Member, Team, team_stream
from services.projects.master_data.traeger import TRAEGER, Stated, Traeger, traeger_stream

__all__ = [
    "DEPUTIES",
    "DEPUTIES_STREAM",
    "PERSON",
    "SOZIALRAUM",
    "TEAM",
    "TRAEGER",
    "Deputies",
    "Member",
    "Person",
    "Stated",
    "Team",
    "Traeger",
    "person_stream",
    "sozialraum_stream",
    "team_stream",
    "traeger_stream",
]
