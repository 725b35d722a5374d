"""Projects (Projekte): master data, application, decision, change and closing. The table of contents."""

from pathlib import Path

from services.access import ROLES
from services.follows import is_followed
from services.projects import events
from services.projects.rpc.applications import Applications
from services.projects.rpc.changes import Changes
from services.projects.rpc.closings import Closings
from services.projects.rpc.deciding import Deciding
from services.projects.rpc.decisions import Decisions
from services.projects.rpc.drafts import Drafts
from services.projects.rpc.erasures import Erasures
from services.projects.rpc.hearing import Hearing
from services.projects.rpc.imports import Imports
from services.projects.rpc.interests import Interests
from services.projects.rpc.notices import Notices
from services.projects.rpc.people import People
from services.projects.rpc.reading import Reading
from services.projects.rpc.teams import Teams


class ProjectsService(
    People,
    Erasures,
    Teams,
    Imports,
    Drafts,
    Applications,
    Deciding,
    Decisions,
    Changes,
    Closings,
    Interests,
    Reading,
    Notices,
    Hearing,
):
    """What a Sozialraumteam asks for and the district head decides."""

    name = "projects"
    retention_class = "grant-file"  # Förderakte
    catalogue = events.CATALOGUE
    table = ROLES
    sql = Path(__file__).parent / "sql"
    followed = is_followed("projects")
    ends = frozenset({"closed", "rejected", "withdrawn", "notice_issued", "number_assigned"})
