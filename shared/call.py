"""Who asks what of whom, until when: the frame around every request."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID, uuid4, uuid5

from shared.canonical import Json
from shared.refusal import Refused, not_permitted


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a subject as the identity provider names it, and the role it acts in.

    The subject is never written to the log: an event carries a random id that stands for it.
    """

    sub: str
    role: str
    on_behalf_of: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Who a verified token speaks of: the roles, and how far they reach.

    sozialraeume  ids of the Sozialräume whose teams the person belongs to
    traeger_id    the Träger that the person works for, if any
    """

    sub: str
    roles: frozenset[str]
    district: str
    sozialraeume: frozenset[str] = frozenset()
    traeger_id: str | None = None


NOBODY: Final = Actor(sub="anonym", role="unbekannt")


@dataclass(frozen=True, slots=True)
class Context:
    """What travels with a request from hop to hop.

    actor          who acts, as this service has found; it does not travel
    today          the day that a demonstration plays, ISO 8601; refused outside of one
    token          the person's bearer token, checked anew at each hop
    service_token  that of the service which asks
    """

    actor: Actor
    correlation_id: str
    causation_id: str | None = None
    today: str | None = None
    token: str | None = field(default=None, repr=False)
    service_token: str | None = field(default=None, repr=False)

    @classmethod
    def fresh(cls, sub: str, role: str) -> "Context":
        """Begin a new chain of causes."""
        return cls(Actor(sub, role), str(uuid4()))

    @classmethod
    def of(cls, token: str | None, today: str | None = None) -> "Context":
        """Begin a new chain of causes for whom a token speaks of."""
        return cls(NOBODY, str(uuid4()), today=today, token=token)


@dataclass(frozen=True, slots=True)
class Call:
    """One request as a service received it.

    deadline  seconds since 1970; what its caller has given up is not begun later
    now       UTC; the service's clock, or noon of the day that a demonstration plays
    today     the same as a day of the instance's time zone
    counts_at  when its events count, where an event that caused it counts for another day than its own
    person    who the token speaks of; None where a service acts by itself
    caller    the service that asks, beside the person or by itself; None for a frontend
    scopes    how far the person's roles reach for this method: "s" own Sozialraum, "t" own Träger,
              "d" own district, "a" all; an instance is one district, so "d" and "a" are the same
    """

    service: str
    method: str
    body: Json
    context: Context
    deadline: float
    now: datetime
    today: date
    counts_at: datetime | None = None
    command_id: str | None = None
    expected_version: int | None = None
    person: Person | None = None
    caller: str | None = None
    scopes: frozenset[str] = frozenset("a")
    clock: Callable[[], float] = field(default=time.time, repr=False)

    def new_id(self, name: str = "") -> str:
        """Return the id of the new thing that this command makes: a repeat makes the same."""
        return str(uuid5(UUID(self.command_id), f"{self.service}.{self.method}{name}"))

    def reach(self) -> Json:
        """Return what of a list the person sees: all of it, of own Sozialräume, of the own Träger."""
        person = self.person
        return {
            "everywhere": self.sees(),
            "sozialraeume": sorted(person.sozialraeume) if person and "s" in self.scopes else [],
            "own_traeger_id": person.traeger_id if person and "t" in self.scopes else None,
        }

    def sees(self, sozialraum_id: str | None = None, traeger_id: str | None = None) -> bool:
        """Tell whether the person's roles reach a thing of this Sozialraum and this Träger."""
        if self.person is None or self.scopes & {"a", "d"}:
            return True
        own_area = "s" in self.scopes and sozialraum_id in self.person.sozialraeume
        own_traeger = "t" in self.scopes and traeger_id is not None
        return own_area or (own_traeger and traeger_id == self.person.traeger_id)

    def permit(self, sozialraum_id: str | None = None, traeger_id: str | None = None) -> None:
        """Raise Refused `not-permitted` unless the person's roles reach the thing."""
        if not self.sees(sozialraum_id, traeger_id):
            raise not_permitted(
                "Das gehört zu einem anderen Sozialraum oder zu einem anderen Träger."
            )

    def seconds_left(self) -> float:
        """Return how long the caller will still wait."""
        return self.deadline - self.clock()

    def check_deadline(self) -> None:
        """Raise Refused `deadline-passed` if the caller has given up."""
        if self.seconds_left() <= 0:
            raise Refused(
                "deadline-passed",
                "Die Zeit für die Anfrage ist abgelaufen",
                "Die Anfrage kam zu spät an und wurde nicht ausgeführt. Bitte erneut senden.",
                kind="timeout",
            )


def utc_now() -> datetime:
    """Return the clock of this machine."""
    return datetime.now(UTC)
