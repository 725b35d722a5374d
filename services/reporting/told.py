"""A project report as it is shown: what is asked, what was answered, what was said of it. Pure."""

from collections.abc import Mapping
from datetime import date

from services.reporting import commands, events
from services.reporting.duties.duty import Duty
from services.reporting.project_reports.report import LINES, Report
from shared.canonical import Json
from shared.documents import DocumentRef, text_of
from shared.edge import at_the_edge

Texts = Mapping[str, str]


def documents(told: Report | None) -> list[str]:
    """Return the ids of all texts of a report."""
    if told is None:
        return []
    refs: list[DocumentRef | None] = []
    for it in told.versions:
        refs += [it.reach, it.deviations, it.outlook, *(goal.explanation for goal in it.goals)]
    refs += [told.returned.text if told.returned else None]
    refs += [told.checked.remark if told.checked else None]
    return [it.document_id for it in refs if it is not None]


def duty(owed: Duty, told: Report | None, today: date, *, drafted: bool) -> Json:
    """Return whose report it is and how it stands; a year that is not over is only planned."""
    waiting = "draft" if drafted else "planned" if today.year <= owed.year else "open"
    standing = waiting if told is None else told.standing
    return {
        "duty_id": owed.duty_id,
        "project_id": owed.project_id,
        "year": owed.year,
        "state": "dropped" if owed.standing == "dropped" else standing,
        "due_on": owed.due_on.isoformat(),
        "overdue": owed.standing == "open" and owed.due_on < today,
    }


def to_answer(year: commands.ApprovedYear, last: Mapping[int, str | None]) -> Json:
    """Return what was approved and what was reached the year before."""
    return {
        "goals": [
            {
                "id": it.id,
                "indicator": it.indicator,
                "target": it.target,
                "last_value": last.get(it.id),
            }
            for it in year.goals
        ],
        "planned": [
            at_the_edge({"line": it, "planned_ct": year.planned_ct.get(it, 0)}) for it in LINES
        ],
    }


def report(told: Report | None, texts: Texts) -> Json:
    """Return all versions in order, and what was said of the last one."""
    versions = told.versions if told else ()
    back, checked = (told.returned, told.checked) if told else (None, None)
    return {
        "versions": [_version(it, texts) for it in versions],
        "returned": back and _returned(back, texts),
        "checked": checked
        and {
            "checked_by": checked.by,
            "checked_on": checked.checked_on.isoformat(),
            "remark": text_of(texts, checked.remark),
        },
    }


def _version(it: events.ProjectReportSubmitted, texts: Texts) -> Json:
    return {
        "report_version": it.report_version,
        "completes": it.completes,
        "submitted_by": it.by,
        "submitted_on": it.submitted_on.isoformat(),
        "goals": [
            {
                "id": goal.id,
                "value": goal.value,
                "outcome": goal.outcome,
                "explanation": text_of(texts, goal.explanation),
            }
            for goal in it.goals
        ],
        "activities": at_the_edge(it.activities),
        "reach": text_of(texts, it.reach),
        "card_ids": list(it.card_ids),
        "money": at_the_edge(it.money),
        "deviations": text_of(texts, it.deviations),
        "outlook": text_of(texts, it.outlook),
        "participation": at_the_edge(it.participation),
    }


def _returned(back: events.ProjectReportReturned, texts: Texts) -> Json:
    return {
        "report_version": back.report_version,
        "places": list(back.places),
        "text": text_of(texts, back.text),
        "due_on": back.due_on.isoformat(),
        "returned_on": back.returned_on.isoformat(),
    }
