"""Shifts between lines of a plan: approved beforehand, they count to the cent at the settlement."""

from dataclasses import replace
from datetime import date

import pytest

from services.reporting import commands, events
from services.reporting.line_shifts.shifts import SHIFTS
from shared.documents import Document
from shared.guideline import (
    REPORT,
    PlanLines,
    Policy,
    PostLine,
    PostSpent,
    YearSpent,
    check_line_shift,
    recognise_spent,
    shifted,
)
from shared.refusal import Refused
from tests.given import Given
from tests.unit.projects.examples import PROJECT_ID
from tests.unit.reporting.line_shifts import (
    DESK,
    HEAD,
    REQUEST_ID,
    SHIFT_DECIDED,
    SHIFT_REQUESTED,
)

given = Given(SHIFTS)
POST = "Fachkraft im Treff"
PLAN = PlanLines(
    (PostLine(POST, None, 1_000_000),), {"Fest": 50_000}, 400_000, 1_450_000, in_sums=False
)
WHY, SO = Document.of_text("Die Miete ist höher."), Document.of_text("Einverstanden.")
MOVES = SHIFT_REQUESTED.moves
REQUEST = commands.RequestLineShift(
    PROJECT_ID, MOVES, WHY, REQUEST_ID, PLAN, date(2027, 9, 30), DESK
)
DECIDE = commands.DecideLineShift(
    PROJECT_ID, REQUEST_ID, "approved", SO, PLAN, date(2027, 9, 30), HEAD
)
REQUESTED = replace(SHIFT_REQUESTED, reason=WHY.ref)
DECIDED = replace(SHIFT_DECIDED, reason=SO.ref)
ON, LATER = date(2026, 3, 2), date(2026, 3, 9)


def spent(post_ct, other_ct):
    return {2026: YearSpent((PostSpent(POST, post_ct, 1_200),), (), other_ct)}


def costs(plan, post_ct, other_ct):
    return recognise_spent(plan, spent(post_ct, other_ct), Policy()).by_year_ct[2026]


@pytest.mark.clause("REPORT")
@pytest.mark.parametrize(
    ("other_ct", "without", "approved"),
    [
        (480_000, 480_000, 480_000),  # exactly 20 % above 4,000.00
        (480_001, 480_000, 480_001),  # one cent more counts only where it was approved beforehand
        (840_000, 480_000, 840_000),  # exactly 20 % above 7,000.00
        (840_001, 480_000, 840_000),  # and not a cent beyond
    ],
)
def test_what_was_approved_beforehand_counts_and_a_fifth_above_it_to_the_cent(
    other_ct, without, approved
):
    assert costs(PLAN, 0, other_ct) == without
    assert costs(shifted(PLAN, {POST: -300_000, "Kosten": 300_000}), 0, other_ct) == approved


@pytest.mark.clause("REPORT")
def test_the_line_that_gave_has_so_much_less():
    after = shifted(PLAN, {POST: -300_000, "Kosten": 300_000})
    assert costs(PLAN, 1_200_000, 0) == 1_200_000
    assert costs(after, 840_000, 0) == 840_000
    assert costs(after, 840_001, 0) == 840_000
    assert after.total_ct == PLAN.total_ct  # The total stays binding.


def test_a_flat_rate_is_a_line_as_well():
    assert shifted(PLAN, {"Fest": 10_000}).flat_rates_ct == {"Fest": 60_000}


@pytest.mark.parametrize(
    ("moves", "codes"),
    [
        ({POST: -1, "Kosten": 2}, ["shift-not-balanced"]),
        ({POST: -1_000_001, "Kosten": 1_000_001}, ["line-too-small"]),
        ({POST: -1_000_000, "Kosten": 1_000_000}, []),
        ({POST: 400_000, "Kosten": -400_000}, ["line-too-small"]),
        ({POST: 399_999, "Kosten": -399_999}, []),
        ({POST: -1, "Reisen": 1}, ["line-unknown"]),
        ({"Fest": -50_001, "Reisen": 1}, ["line-unknown", "line-too-small", "shift-not-balanced"]),
    ],
)
def test_a_shift_moves_what_lines_have_and_adds_nothing(moves, codes):
    if not codes:
        check_line_shift(PLAN, moves)
        return
    with pytest.raises(Refused) as no:
        check_line_shift(PLAN, moves)
    assert (no.value.code, no.value.clause) == ("line-shift-not-possible", REPORT)
    assert [it.code for it in no.value.errors] == codes


def test_where_only_sums_were_approved_there_are_no_lines_to_move_between():
    with pytest.raises(Refused, match="line-shift-not-possible"):
        check_line_shift(replace(PLAN, in_sums=True), {POST: -1, "Kosten": 1})


def test_once_the_time_is_shortened_a_shift_of_before_adds_nothing_to_the_whole():
    """The sum is the only line then: 14,500.00 and a fifth, whatever was shifted between the lines."""
    whole = replace(PLAN, other_ct=PLAN.total_ct, in_sums=True)
    after = shifted(whole, {POST: -300_000, "Kosten": 300_000})
    assert after == whole
    assert costs(after, 0, 1_740_001) == 1_740_000


def test_who_runs_the_project_asks_and_somebody_else_decides_once():
    given().when(REQUEST, ON).then(REQUESTED)
    given(REQUESTED).when(DECIDE, LATER).then(DECIDED)
    given(REQUESTED, DECIDED).when(DECIDE, LATER).then()
    other = replace(DECIDE, outcome="rejected")
    given(REQUESTED, DECIDED).when(other, LATER).then_refused("already-decided")
    mine = replace(DECIDE, by=DESK)
    given(REQUESTED).when(mine, LATER).then_refused("separation-of-duties")
    unknown = replace(DECIDE, request_id="another")
    given(REQUESTED).when(unknown, LATER).then_refused("line-shift-unknown")


def test_beforehand_is_while_the_project_runs():
    given().when(REQUEST, date(2027, 9, 30)).decide()
    given().when(REQUEST, date(2027, 10, 1)).then_refused("line-shift-too-late", REPORT)


def test_what_is_over_is_not_approved_afterwards_but_can_be_rejected():
    given(REQUESTED).when(DECIDE, date(2027, 9, 30)).decide()
    over = given(REQUESTED)
    over.when(DECIDE, date(2027, 10, 1)).then_refused("line-shift-too-late", REPORT)
    no = replace(DECIDED, outcome="rejected", decided_on=date(2027, 10, 1))
    over.when(replace(DECIDE, outcome="rejected"), date(2027, 10, 1)).then(no)


def test_what_the_lines_no_longer_have_is_not_approved_but_can_be_rejected():
    poorer = shifted(PLAN, {POST: -800_000, "Kosten": 800_000})
    late = replace(DECIDE, plan=poorer)
    given(REQUESTED).when(late, LATER).then_refused("line-shift-not-possible", REPORT)
    rejected = replace(DECIDED, outcome="rejected")
    given(REQUESTED).when(replace(late, outcome="rejected"), LATER).then(rejected)


def test_each_request_stays_with_what_became_of_it():
    (it,) = SHIFTS.fold([REQUESTED, DECIDED]).values()
    assert (it.asked, it.decided) == (REQUESTED, DECIDED)
    assert isinstance(it.asked, events.LineShiftRequested)
