"""How a team or a project sees its own quality (Selbsteinschätzung), version by version. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID, uuid5

from services.reporting import commands, events
from services.reporting.events import QualityAssessed
from services.reporting.quality import refusals
from shared.calendar import german, months_after
from shared.decider import Decider
from shared.refusal import Fault

VALUE_MAX: Final = 3
EVIDENCE_FROM: Final = 2
"""From this value on somebody says by what it shows."""
MONTHS_AFTER_END: Final = (12, 36)
"""So long after its end a project is asked again what has become of its effect."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """All versions in order; the last one counts."""

    versions: tuple[QualityAssessed, ...] = ()


def id_of(subject: commands.Assessed) -> str:
    """Return the id of an assessment: there is one for each year, and for each time after the end."""
    what = subject.project_id or subject.sozialraum_id
    months = subject.months_after_end
    when = f"{months} months after the end" if months else f"{subject.year}"
    return str(uuid5(UUID(what), f"assessment {when}"))


def due_after(last_day: date, months: int) -> date:
    """Return the day from which on a project is asked again."""
    return months_after(last_day, months)


def decide(
    command: commands.AssessQuality, state: Assessment, today: date
) -> list[QualityAssessed]:
    """Each indicator that applies has its answer; what is high says by what it shows."""
    faults = [
        *_of_the_day(command.subject, today),
        *_of_indicators(command),
        *_of_evidence(command),
        *_of_groups(command),
    ]
    if faults:
        raise refusals.assessment_incomplete(faults)
    subject = command.subject
    return [
        events.QualityAssessed(
            assessment_id=command.assessment_id,
            kind=subject.kind,
            sozialraum_id=subject.sozialraum_id,
            project_id=subject.project_id,
            traeger_id=subject.traeger_id,
            year=subject.year,
            months_after_end=subject.months_after_end,
            assessment_version=len(state.versions) + 1,
            catalogue_version=command.catalogue_version,
            ratings=tuple(_rating(it) for it in command.ratings),
            participation=command.participation,
            by=command.by,
            assessed_on=today,
        )
    ]


def _rating(it: commands.GivenRating) -> events.Rating:
    return events.Rating(
        it.indicator, it.value, None if it.text is None else it.text.ref, it.evidence
    )


def _of_the_day(subject: commands.Assessed, today: date) -> Iterator[Fault]:
    """A year that has not begun shows nothing yet, nor does an effect that had no time."""
    if subject.year > today.year:
        yield Fault("/year", "year-not-begun", f"Das Jahr {subject.year} hat noch nicht begonnen.")
    if subject.months_after_end not in (0, *MONTHS_AFTER_END):
        allowed = ", ".join(map(str, MONTHS_AFTER_END))
        text = f"Gefragt wird nach {allowed} Monaten, sonst 0."
        yield Fault("/months_after_end", "not-allowed", text)
    elif subject.months_after_end and subject.last_day is None:
        text = "Nach dem Ende wird nur ein Projekt befragt, das bewilligt war."
        yield Fault("/months_after_end", "no-end", text)
    elif subject.months_after_end and subject.last_day is not None:
        due = due_after(subject.last_day, subject.months_after_end)
        if today < due:
            text = f"Danach wird frühestens am {german(due)} gefragt."
            yield Fault("/months_after_end", "too-early", text)


def _of_indicators(command: commands.AssessQuality) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, it in enumerate(command.ratings):
        place = f"/ratings/{number}/indicator"
        if it.indicator not in command.asked:
            yield Fault(place, "indicator-unknown", "Danach wird hier nicht gefragt.")
        elif it.indicator in seen:
            yield Fault(place, "indicator-twice", "Dieser Indikator steht schon da.")
        seen.add(it.indicator)
    for key in command.asked:
        if key not in seen:
            yield Fault("/ratings", "indicator-missing", f"Der Indikator „{key}“ fehlt.")


def _of_evidence(command: commands.AssessQuality) -> Iterator[Fault]:
    for number, it in enumerate(command.ratings):
        bare = it.text is None and not it.evidence
        if it.value is not None and it.value >= EVIDENCE_FROM and bare:
            text = f"Ab {EVIDENCE_FROM} ist zu sagen oder zu belegen, woran es sich zeigt."
            yield Fault(f"/ratings/{number}/text", "evidence-missing", text)


def _of_groups(command: commands.AssessQuality) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, it in enumerate(command.participation):
        if it.group in seen:
            text = "Diese Gruppe steht schon da."
            yield Fault(f"/participation/{number}/group", "group-twice", text)
        seen.add(it.group)


def evolve(state: Assessment, event: QualityAssessed) -> Assessment:
    """What an event makes of an assessment."""
    return Assessment((*state.versions, event))


ASSESSMENT: Final[Decider[commands.AssessQuality, Assessment, QualityAssessed]] = Decider(
    Assessment(), decide, evolve
)
