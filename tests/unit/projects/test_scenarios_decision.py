"""Scenarios of the office, from the application to the decision, as it tells them.

Each test says first, in the office's words, what happens; amounts and days are those told.
"""

from dataclasses import replace
from datetime import date

import pytest

from services.projects import commands
from services.projects.project import PROJECT
from shared import guideline
from shared.guideline import ThirdParty, YearPlan
from shared.refusal import Refused
from tests.unit.projects.examples import (
    CHECK_ARITHMETIC,
    CHECK_CONTENT,
    CO_SIGN,
    PROJECT_ID,
    REASON,
    STATED,
    applying,
    post,
)
from tests.unit.projects.registered import TRAEGER_ID

BJL = commands.Acting("bjl", as_head=True)
DEPUTY = commands.Acting("deputy", as_deputy=True)
CENTRAL = commands.Acting("central", as_central=True)
WJH = commands.Acting("wjh")
REJECT = commands.Reject(PROJECT_ID, "no-need", REASON)


class Office:
    """One application on its way through the office, day by day."""

    def __init__(self, *, applied_on=date(2025, 11, 3), author="author", **application):
        self.history = []
        self.on = applied_on
        self.application = replace(applying(**application), acting=commands.Acting(author))

    @property
    def state(self):
        return PROJECT.fold(self.history)

    def apply(self):
        self.do(self.application, self.on)
        return self

    def check(self):
        self.do(CO_SIGN, self.on)
        self.do(CHECK_CONTENT, self.on)
        self.do(CHECK_ARITHMETIC, self.on)
        return self

    def approve(self, on, by=BJL):
        asked = commands.Approve(
            PROJECT_ID, "as-proposed", version=len(self.history) + 1, acting=by
        )
        return self.do(asked, on)

    def do(self, asked, on):
        made = PROJECT.decide(asked, self.state, on)
        self.history += made
        return made[0]


def refused(function, *args, **more):
    with pytest.raises(Refused) as no:
        function(*args, **more)
    return no.value


# ---- 5. no gap -----------------------------------------------------------------------------

SMALL = {
    "start": date(2026, 3, 1),
    "end": date(2026, 8, 31),
    "own_cash_ct": 9_000,
    "in_kind": (),
    "employees": commands.Headcount(2_000, date(2025, 11, 1)),
    "stated": replace(
        STATED, team_resolution=replace(STATED.team_resolution, on=date(2023, 12, 4))
    ),
}


def year(costs_ct, third_party_ct=0):
    """One year of a plan: one post, and what others give."""
    others = (ThirdParty("Stiftung", "donation", third_party_ct, granted=True),)
    return YearPlan((post(costs_ct),), (), others if third_party_ct else ())


@pytest.mark.scenario("no gap")
@pytest.mark.clause("GAP")
def test_5_without_a_gap_nothing_can_be_funded():
    """E 9,000; n 20 → own share 90.00 in cash; others give 9,200 → no gap, nothing to approve."""
    office = Office(**SMALL, plan={2026: year(900_000, 920_000)})
    no = refused(office.apply)
    assert (no.code, no.clause) == ("no-gap", guideline.GAP)
    assert no.detail.startswith("Kein Fehlbedarf")
    assert no.facts == {"surplus_ct": 29_000}
    assert office.history == []


@pytest.mark.clause("GAP")
def test_5_a_gap_of_one_cent_is_a_gap():
    """E 9,000; own cash 90.00; others give 8,909.99 → 0.01 is granted."""
    office = Office(**SMALL, plan={2026: year(900_000, 890_999)})
    assert office.apply().check().approve(date(2026, 2, 2)).grant_ct == {2026: 1}


# ---- 6. start before approval --------------------------------------------------------------

MARCH = {**SMALL, "plan": {2026: year(900_000)}}


@pytest.mark.scenario("start before approval")
@pytest.mark.clause("START")
def test_6_what_starts_before_the_decision_is_not_approved():
    """Planned start 1 March 2026, decision dated 10 March 2026 → the approval fails."""
    office = Office(**MARCH).apply().check()
    no = refused(office.approve, date(2026, 3, 10))
    assert (no.code, no.clause) == ("start-before-approval", guideline.START)
    assert no.detail == ("Geplant ist der Beginn am 01.03.2026, genehmigt würde am 10.03.2026.")
    assert office.state.status == "applied"
    assert (
        office.do(replace(REJECT, acting=BJL), date(2026, 3, 10)).reason_code == "no-need"
    )  # That is still possible.


@pytest.mark.scenario("start before approval")
@pytest.mark.clause("START")
def test_6_it_may_start_on_the_day_of_the_decision():
    """Changed start 10 March 2026, decision that day → succeeds."""
    office = Office(**{**MARCH, "start": date(2026, 3, 10)}).apply().check()
    approved = office.approve(date(2026, 3, 10))
    assert (approved.start, approved.approved_on) == (date(2026, 3, 10), date(2026, 3, 10))


# ---- 7. 24 months --------------------------------------------------------------------------


def lasting(start, end, on):
    plan = {each: year(900_000) for each in range(start.year, end.year + 1)}
    heads = commands.Headcount(2_000, on)
    period = {"start": start, "end": end, "plan": plan, "employees": heads}
    return Office(applied_on=on, **{**SMALL, **period, "own_cash_ct": 9_000 * len(plan)})


@pytest.mark.scenario("24 months")
@pytest.mark.clause("DURATION")
@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2025, 1, 15), date(2027, 1, 14)),  # exactly 24 months
        (date(2024, 2, 29), date(2026, 2, 28)),
        (date(2025, 8, 31), date(2026, 2, 28)),  # 6 months: there is no 30 February
    ],
)
def test_7_24_months_are_accepted(start, end):
    on = date(2024, 1, 8)
    approved = lasting(start, end, on).apply().check().approve(on)
    assert (approved.start, approved.end) == (start, end)


@pytest.mark.scenario("24 months")
@pytest.mark.clause("DURATION")
@pytest.mark.parametrize(
    ("start", "end", "latest"),
    [
        (date(2025, 1, 15), date(2027, 1, 15), "2027-01-14"),
        (date(2024, 2, 29), date(2026, 3, 1), "2026-02-28"),
    ],
)
def test_7_one_day_more_is_refused_and_the_last_day_is_named(start, end, latest):
    no = refused(lasting(start, end, date(2024, 1, 8)).apply)
    assert (no.code, no.facts) == ("duration-exceeds-24-months", {"latest": latest})


# ---- 12. the wrong decider -----------------------------------------------------------------

ON = date(2026, 2, 2)


@pytest.fixture
def ready():
    return Office(**MARCH).apply().check()


@pytest.mark.scenario("wrong decider")
@pytest.mark.parametrize("by", [WJH, CENTRAL, commands.Acting("anybody")])
def test_12_who_is_not_the_head_does_not_approve(ready, by):
    """A WJH clerk approves → denied. So does the central office, as long as nobody is biased."""
    no = refused(ready.approve, ON, by)
    assert (no.code, no.kind) == ("deputy-required", "denied")
    assert ready.state.status == "applied"


@pytest.mark.scenario("wrong decider")
def test_12_a_head_who_wrote_the_application_does_not_approve_and_a_deputy_may():
    """BJL who authored the application approves → denied (bias); a deputy may."""
    office = Office(**MARCH, author=BJL.by).apply().check()
    no = refused(office.approve, ON)
    assert (no.code, no.kind) == ("separation-of-duties", "denied")
    assert office.approve(ON, DEPUTY).as_deputy


def test_12_a_head_of_the_recipient_does_not_approve(ready):
    head = replace(BJL, traeger_id=TRAEGER_ID)
    assert refused(ready.approve, ON, head).code == "conflict-of-interest"


def test_12_after_the_head_has_declared_bias_the_central_office_decides(ready):
    ready.do(commands.DeclareBias(PROJECT_ID, "took-part", BJL), ON)
    assert refused(ready.approve, ON).code == "conflict-of-interest"
    approved = ready.approve(ON, CENTRAL)
    assert (approved.by, approved.as_deputy) == ("central", True)


@pytest.mark.parametrize("check", [CHECK_CONTENT, CHECK_ARITHMETIC])
def test_12_who_wrote_it_does_not_check_it_either(check):
    office = Office(**MARCH).apply()
    own = replace(check, acting=commands.Acting("author"))
    assert refused(office.do, own, ON).code == "separation-of-duties"
    assert office.do(check, ON).by == check.acting.by
