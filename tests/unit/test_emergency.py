"""Emergency access: by whom, as which role, until when."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from shared.emergency.events import GlassBroken
from shared.emergency.glass import GLASS, HOURS_MAX, BreakGlass, Emergencies
from tests.unit.projects.registered import REASON

TODAY = date(2026, 1, 5)
NOON = datetime(2026, 1, 5, 11, 0, tzinfo=UTC)
BREAK = BreakGlass("district_head", REASON, 4, "access-1", "person-1", NOON)
BROKEN = GlassBroken(
    "access-1", "person-1", "district_head", REASON.ref, "2026-01-05T15:00:00.000000Z"
)


def test_it_is_taken_for_as_many_hours_as_were_asked_for():
    assert GLASS.decide(BREAK, Emergencies(), TODAY) == [BROKEN]


def test_the_same_again_takes_nothing_more():
    assert GLASS.decide(BREAK, GLASS.fold([BROKEN]), TODAY) == []


def test_it_is_over_at_its_minute_and_was_never_anybody_elses():
    known = GLASS.fold([BROKEN])
    assert known.of("person-1", datetime(2026, 1, 5, 14, 59, 59, tzinfo=UTC)) == (BROKEN,)
    assert known.of("person-1", datetime(2026, 1, 5, 15, 0, tzinfo=UTC)) == ()
    assert known.of("person-2", NOON) == ()


@given(st.integers(1, HOURS_MAX), st.integers(0, 10**6))
def test_nothing_is_open_for_longer_than_a_day(hours, seconds):
    made = GLASS.decide(BreakGlass("wjh", REASON, hours, "a", "p", NOON), Emergencies(), TODAY)
    later = datetime.fromtimestamp(NOON.timestamp() + seconds, UTC)
    assert bool(GLASS.fold(made).of("p", later)) == (seconds < hours * 3600)
