"""Changes of approved projects: what the table of `project` does with them. Pure."""

from datetime import date

from services.projects import commands, events, refusals
from services.projects.approval import id_of
from services.projects.standing import Project
from shared import guideline
from shared.calendar import german
from shared.guideline import EDITION
from shared.money import euros
from shared.refusal import Refused


def extended(command: commands.Extend, project: Project, today: date) -> events.Extended:
    """Return the fact of an extension. Raises Refused by the guideline."""
    if today > project.end:
        raise Refused(
            "extension-too-late",
            "Die Verlängerung kommt zu spät",
            f"Das Projekt endete schon am {german(project.end)}.",
            clause=guideline.DURATION,
        )
    guideline.check_extension(project.application.end, project.end, command.new_end)
    _check_shift(command, project)
    return events.Extended(
        project_id=command.project_id,
        approval_id=id_of(command),
        number=project.extensions + 1,
        old_end=project.end,
        new_end=command.new_end,
        grant_change_ct=dict(sorted(command.shift_ct.items())),
        own_share=None,
        reason_code=command.reason_code,
        reason=command.reason.ref,
        edition=EDITION,
        policy_position=command.policy.position,
        extended_on=today,
    )


def _check_shift(command: commands.Extend, project: Project) -> None:
    """A year can give what it has, and only a year of the project can take."""
    first, last = project.application.start.year, command.new_end.year
    for year, change_ct in sorted(command.shift_ct.items()):
        missing_ct = -change_ct - project.grant_ct.get(year, 0)
        if missing_ct > 0:
            raise refusals.shift(f"Dem Jahr {year} fehlen dafür {euros(missing_ct)}.", year)
        if not first <= year <= last:
            raise refusals.shift(f"Das Jahr {year} gehört nicht zum Projekt.", year)
