"""A Träger: what is known of it, how many it employs, who signs for it, whether it is active. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from services.projects import commands, events
from shared.decider import Decider
from shared.documents import DocumentRef
from shared.guideline import Headcount, HeadcountMethod
from shared.refusal import Fault, Refused, already_decided

Happened = list[events.TraegerEvent]


@dataclass(frozen=True, slots=True)
class Stated:
    """How many the whole legal person employs on a day, and the proof of it."""

    employees: Headcount
    on: date
    evidence: DocumentRef | None = None


@dataclass(frozen=True, slots=True)
class Traeger:
    """What is known of a Träger now; head counts by their day and method."""

    traeger_id: str
    name: str
    expert: bool
    profile: events.TraegerProfile
    headcounts: tuple[Stated, ...] = ()
    representatives: tuple[str, ...] = ()
    active: bool = True

    def headcount_on(self, day: date, method: HeadcountMethod) -> Stated | None:
        """Return the newest head count as of a day; of two for the same day the later statement."""
        stated = [it for it in self.headcounts if it.employees.method == method and it.on <= day]
        return max(reversed(stated), key=lambda it: it.on, default=None)


def decide(command: commands.TraegerCommand, traeger: Traeger | None, today: date) -> Happened:
    """The life of a Träger as a table. The same again causes nothing."""
    match command, traeger:
        case commands.RegisterTraeger(), None:
            check_periods(command.profile)
            return [_registered(command)]
        case commands.RegisterTraeger(), Traeger():
            if _known(traeger) == _known(_registered(command)):
                return []
            raise already_decided("Unter dieser Kennung ist schon etwas anderes erfasst.")
        case _, None:
            raise unknown_traeger()

        case commands.AmendTraeger(), Traeger():
            amended = _amended(traeger, command.changes)
            check_periods(amended.profile)
            return [] if _known(amended) == _known(traeger) else [amended]
        case commands.StateHeadcount(), Traeger():
            return _state_headcount(command, traeger, today)
        case commands.NameRepresentatives(), Traeger():
            if set(command.person_ids) == set(traeger.representatives):
                return []
            return [events.RepresentativesNamed(command.traeger_id, command.person_ids)]

        case commands.DeactivateTraeger(), Traeger(active=True):
            reason = command.reason.ref if command.reason else None
            return [
                events.TraegerDeactivated(command.traeger_id, command.reason_code, reason, today)
            ]
        case commands.ReactivateTraeger(), Traeger(active=False):
            return [events.TraegerReactivated(command.traeger_id, today)]
        case commands.DeactivateTraeger() | commands.ReactivateTraeger(), Traeger():
            return []

    raise AssertionError(f"No row for {command} in {traeger}")


def _registered(command: commands.RegisterTraeger) -> events.TraegerRegistered:
    return events.TraegerRegistered(
        command.traeger_id, command.name, command.expert, command.profile
    )


def _amended(traeger: Traeger, changes: Mapping[str, Any]) -> events.TraegerAmended:
    profile = dict(changes)
    name, expert = profile.pop("name", traeger.name), profile.pop("expert", traeger.expert)
    now = replace(traeger.profile, **profile)
    return events.TraegerAmended(traeger.traeger_id, name, expert, now)


def check_periods(profile: events.TraegerProfile) -> None:
    """Raise Refused for a recognition or an agreement that ends before it begins, or unbegun."""
    wrong = [
        Fault(f"/{last}", "end-before-start", "Hier fehlt der Beginn, oder er liegt nach dem Ende.")
        for first, last in PERIODS
        if (end := getattr(profile, last)) is not None
        and ((start := getattr(profile, first)) is None or end < start)
    ]
    if wrong:
        raise Refused(
            "end-before-start",
            "Das Ende passt nicht zum Beginn",
            "Eine Anerkennung oder Vereinbarung kann nicht enden, bevor sie begonnen hat.",
            errors=tuple(wrong),
        )


PERIODS: Final = (
    ("recognised_on", "recognised_until"),
    ("certificates_agreed_on", "certificates_until"),
    ("protection_agreed_on", "protection_until"),
)

Describing = events.TraegerRegistered | events.TraegerAmended | Traeger


def _known(it: Describing) -> tuple[str, bool, events.TraegerProfile]:
    return it.name, it.expert, it.profile


def _state_headcount(command: commands.StateHeadcount, traeger: Traeger, today: date) -> Happened:
    """A later statement for the same day corrects the earlier one; a repeat says nothing new."""
    employees, on = command.employees, command.on
    if on > today:
        text = "Wie viele Menschen dort an einem künftigen Tag arbeiten, weiß noch niemand."
        raise Refused(
            "headcount-in-the-future",
            "Der Stichtag liegt in der Zukunft",
            text,
            errors=(Fault("/on", "headcount-in-the-future", text),),
        )
    stated = Stated(employees, on, command.evidence)
    before = traeger.headcount_on(on, employees.method)
    if before is not None and before.on == on and _as_good(before, stated):
        return []
    return [
        events.HeadcountStated(
            command.traeger_id, employees.method, employees.hundredths, on, command.evidence
        )
    ]


def _as_good(before: Stated, stated: Stated) -> bool:
    """Tell whether a statement adds nothing: the same count, and no proof that was not there."""
    return before.employees == stated.employees and stated.evidence in (None, before.evidence)


def evolve(traeger: Traeger | None, event: events.TraegerEvent) -> Traeger:
    """What an event makes of a Träger."""
    match event, traeger:
        case events.TraegerRegistered(), None:
            return Traeger(event.traeger_id, event.name, event.expert, event.profile)
        case events.TraegerAmended(), Traeger():
            return replace(traeger, name=event.name, expert=event.expert, profile=event.profile)
        case events.HeadcountStated(), Traeger():
            employees = Headcount(event.method, event.hundredths)
            stated = Stated(employees, event.on, event.evidence)
            return replace(traeger, headcounts=(*traeger.headcounts, stated))
        case events.RepresentativesNamed(), Traeger():
            return replace(traeger, representatives=event.person_ids)
        case events.TraegerDeactivated(), Traeger():
            return replace(traeger, active=False)
        case events.TraegerReactivated(), Traeger():
            return replace(traeger, active=True)

    raise AssertionError(f"No row for {event} in {traeger}")


TRAEGER: Decider[commands.TraegerCommand, Traeger | None, events.TraegerEvent] = Decider(
    None, decide, evolve
)


def traeger_stream(traeger_id: str) -> str:
    """Return the stream of a Träger."""
    return f"traeger-{traeger_id}"


def unknown_traeger() -> Refused:
    """There is no such Träger."""
    return Refused(
        "traeger-unknown",
        "Der Träger ist nicht bekannt",
        "Zu dieser Kennung gibt es keinen Träger.",
        kind="unknown",
    )


def check_active(traeger: Traeger | None) -> None:
    """Raise Refused unless a Träger is registered and active."""
    if traeger is None:
        raise unknown_traeger()
    if not traeger.active:
        text = "Der Träger ist stillgelegt; Neues ist mit ihm nicht möglich."
        raise Refused(
            "traeger-inactive",
            "Der Träger ist stillgelegt",
            text,
            kind="conflict",
            errors=(Fault("/traeger_id", "traeger-inactive", text),),
        )
