"""What comes back on recoveries, as the finance system tells it in a file. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce

from services.funding import closing, commands, events
from services.funding.across import Budgets
from services.funding.grant import GRANT, Grant

Booking = tuple[str, int, date]
"""The number of the booking in the city's cash office, its cents, and its day."""


@dataclass(frozen=True, slots=True)
class Owing:
    """The projects that may owe something, by file number, with their ids; `by` reads the file in."""

    grants: Mapping[str, tuple[str, Grant]]
    by: str


@dataclass(frozen=True, slots=True)
class Received:
    """What a line makes: the grant after it, its events, bookings by year; nothing if it was known."""

    project_id: str
    grant: Grant
    events: list[events.GrantEvent]
    booked: closing.Made


def receive(owing: Owing, number: str, booking: Booking, budgets: Budgets, today: date) -> Received:
    """Record one booking on the claim of a project. Raises Refused."""
    project_id, grant = owing.grants[number]
    reference, amount_ct, received_on = booking
    command = commands.ReceiveRecovery(project_id, reference, amount_ct, received_on, owing.by)
    made = GRANT.decide(command, grant, today)
    booked: closing.Made = {}
    for event in made:
        assert isinstance(event, events.RecoveryReceived), "Nothing else comes of it."
        booked = closing.receive(grant.claims[event.claim_id], event.amount_ct, budgets, today)
    before: Grant | None = grant
    after = reduce(GRANT.evolve, made, before)
    assert after is not None, "It was there before."
    return Received(project_id, after, made, booked)
