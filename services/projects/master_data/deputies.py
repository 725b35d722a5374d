"""Who may decide in place of the district head: dated delegations, one stream for all. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from services.projects import commands, events
from shared.decider import Decider
from shared.refusal import Fault, Refused

DEPUTIES_STREAM: Final = "deputies"

Happened = list[events.DeputyEvent]


@dataclass(frozen=True, slots=True)
class Delegation:
    """One delegation; `start` and `end` are inclusive, `revoked_on` no longer counts."""

    person_id: str
    start: date
    end: date
    revoked_on: date | None = None

    @property
    def last(self) -> date:
        """The last day on which it counts; before `start` where it was revoked at once."""
        if self.revoked_on is None:
            return self.end
        return min(self.end, self.revoked_on - timedelta(days=1))

    def covers(self, day: date) -> bool:
        """Tell whether the delegation counts on a day."""
        return self.start <= day <= self.last


@dataclass(frozen=True, slots=True)
class Deputies:
    """All delegations that there ever were, by their id."""

    delegations: Mapping[str, Delegation] = field(default_factory=dict)

    def deputises(self, person_id: str, day: date) -> bool:
        """Tell whether a person may decide in place of the district head on a day."""
        return any(it.person_id == person_id and it.covers(day) for it in self.delegations.values())

    def awaits(self, person_id: str, day: date) -> bool:
        """Tell whether a person may decide on a day or later."""
        return any(
            it.person_id == person_id and max(day, it.start) <= it.last
            for it in self.delegations.values()
        )


def decide(command: commands.DeputyCommand, deputies: Deputies, today: date) -> Happened:
    """Delegations begin today or later, and end by themselves or by being revoked."""
    match command:
        case commands.AppointDeputy():
            return _appoint(command, deputies, today)
        case commands.RevokeDeputy():
            return _revoke(command, deputies, today)


def _appoint(command: commands.AppointDeputy, deputies: Deputies, today: date) -> Happened:
    """Nothing is delegated for days that are over, nothing to oneself, nothing twice."""
    if command.delegation_id in deputies.delegations:
        return []
    if command.by == command.person_id:
        raise Refused(
            "separation-of-duties",
            "Das muss jemand anderes tun",
            "Niemand erteilt sich selbst eine Vertretung.",
            kind="denied",
        )
    if command.start < today:
        raise _wrong_start("starts-in-the-past", "Eine Vertretung gilt nicht rückwirkend.")
    delegation = Delegation(command.person_id, command.start, command.end)
    if any(_overlap(delegation, it) for it in deputies.delegations.values()):
        raise _wrong_start(
            "already-deputy", "In dieser Zeit vertritt die Person die Leitung schon."
        )
    return [
        events.DeputyAppointed(
            delegation_id=command.delegation_id,
            person_id=command.person_id,
            start=command.start,
            end=command.end,
            reason_code=command.reason_code,
            reason=command.reason.ref if command.reason else None,
        )
    ]


def _overlap(one: Delegation, other: Delegation) -> bool:
    """Tell whether both let the same person decide on the same day."""
    same = one.person_id == other.person_id
    return same and max(one.start, other.start) <= min(one.last, other.last)


def _revoke(command: commands.RevokeDeputy, deputies: Deputies, today: date) -> Happened:
    delegation = deputies.delegations.get(command.delegation_id)
    if delegation is None:
        raise Refused(
            "delegation-unknown",
            "Die Vertretung ist nicht bekannt",
            "Zu dieser Kennung gibt es keine Vertretung.",
            kind="unknown",
        )
    if delegation.revoked_on is not None or delegation.end < today:
        return []
    return [events.DeputyRevoked(command.delegation_id, delegation.person_id, today)]


def evolve(deputies: Deputies, event: events.DeputyEvent) -> Deputies:
    """A delegation is given, or it is revoked."""
    known = deputies.delegations
    match event:
        case events.DeputyAppointed():
            given = Delegation(event.person_id, event.start, event.end)
            return Deputies({**known, event.delegation_id: given})
        case events.DeputyRevoked():
            revoked = replace(known[event.delegation_id], revoked_on=event.revoked_on)
            return Deputies({**known, event.delegation_id: revoked})


DEPUTIES: Decider[commands.DeputyCommand, Deputies, events.DeputyEvent] = Decider(
    Deputies(), decide, evolve
)


def _wrong_start(code: str, text: str) -> Refused:
    return Refused(
        code,
        "So geht die Vertretung nicht",
        text,
        kind="conflict",
        errors=(Fault("/start", code, text),),
    )
