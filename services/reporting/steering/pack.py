"""What a body is shown in one piece for its meeting: the pack (Sitzungsmappe) of a year. Pure.

The steering group sees its projects with their money. The UAG sees what is said of all together:
no amount, no project, no Träger.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from shared.canonical import Json

QUALITY: Sequence[str] = (
    *("catalogue_versions", "comparable", "indicators", "bases", "missing", "development_goals"),
    *("participation", "goal_attainment", "long_term"),
)
IN_SUMS: Sequence[str] = (
    *("catalogue_versions", "comparable", "indicators", "bases"),
    *("participation", "goal_attainment"),
)
SHOWN: Sequence[str] = (
    *("project_id", "number", "title", "sozialraum_name", "traeger_name", "status"),
    *("goals", "grant_ct"),
)


def of_steering(head: Json, annual: Json, reviews: Mapping[str, Json], quality: Json) -> Json:
    """Return the pack of the steering group.

    head     year, made_on, members, lacks, duties, meetings, open_actions, teams, overdue_duties
    annual   the annual report; reviews: what was seen of each project last
    quality  the quality report of the district
    """
    projects = [
        {
            **{name: it[name] for name in SHOWN},
            "start": date.fromisoformat(it["start"]),
            "end": date.fromisoformat(it["end"]),
            "review": reviews.get(it["project_id"]),
        }
        for it in annual["projects"]
    ]
    return {
        **head,
        "totals": annual["totals"],
        "projects": projects,
        "quality": {name: quality[name] for name in QUALITY},
    }


def of_uag(head: Json, annual: Json, proposals: Sequence[Json], quality: Json) -> Json:
    """Return the pack of the UAG: counts and means, nothing of a single project or Träger."""
    standing = Counter(it["status"] for it in annual["projects"])
    return {
        **head,
        "projects_by_status": [
            {"status": status, "projects": standing[status]} for status in sorted(standing)
        ],
        "proposals": list(proposals),
        "quality": {name: quality[name] for name in IN_SUMS},
    }
