from dataclasses import replace
from datetime import date

import pytest

from services.funding import commands, events
from services.funding.grant import GRANT, settlement
from shared.guideline import Decided
from tests.given import Given

given = Given(GRANT)
P = "project-a"
ON = date(2027, 11, 15)

RECORD = commands.RecordGrant(P, f"{P}:2", {2026: 4_550_000}, 150_000, 50_000)
RECORDED = events.GrantRecorded(P, f"{P}:2", {2026: 4_550_000}, 150_000, 50_000)
HOLD = commands.HoldSettlement(P, f"{P}:3", 4_800_000, 400_000, 100_000, {2026: 4_550_000})
HELD = events.SettlementHeld(
    project_id=P,
    closing_id=f"{P}:3",
    costs_ct=4_800_000,
    third_party_ct=400_000,
    in_kind_ct=100_000,
    paid_ct={2026: 4_550_000},
    final_grant_ct={2026: 4_350_000},
    recovery_ct=200_000,
    remaining_ct=0,
    edition="2026-1",
    held_on=ON,
    carried_ct={},
    planned=(),
    policy_position=0,
)
SETTLE = commands.SettleGrant(P, {2026: 4_350_000}, 200_000, 0, f"{P}:3")
SETTLED = events.GrantSettled(P, {2026: 4_350_000}, 200_000, 0, f"{P}:3")
MOVE = commands.ChangeGrant(P, f"{P}:3", {2026: -50_000, 2027: 50_000})
MOVED = events.GrantChanged(P, f"{P}:3", {2026: -50_000, 2027: 50_000}, 0, 0)
ADD = commands.ChangeGrant(P, f"{P}:3", {2027: 1_710_000}, 90_000, 60_000)
ADDED = events.GrantChanged(P, f"{P}:3", {2027: 1_710_000}, 90_000, 60_000)


def test_an_approval_is_recorded_once():
    given().when(RECORD).then(RECORDED)
    given(RECORDED).when(RECORD).then()
    given(RECORDED).when(replace(RECORD, approval_id=f"{P}:9")).then_refused("already-decided")


def test_an_extension_is_recorded_once():
    given(RECORDED).when(MOVE).then(MOVED)
    given(RECORDED, MOVED).when(MOVE).then()


def test_costs_of_an_extension_bring_their_own_share_along():
    given(RECORDED).when(ADD).then(ADDED)
    given(RECORDED, ADDED).when(ADD).then()
    grant = GRANT.fold([RECORDED, ADDED])
    assert grant is not None
    assert grant.decided == Decided({2026: 4_550_000, 2027: 1_710_000}, 240_000, 110_000)


@pytest.mark.clause("REPORT")
def test_the_settlement_asks_for_the_own_share_of_approval_and_extension_together():
    hold = replace(HOLD, closing_id=f"{P}:4", costs_ct=6_600_000, in_kind_ct=100_000)
    (held,) = given(RECORDED, ADDED).when(hold, ON).decide()
    own_cash_ct = 240_000 - 100_000
    assert sum(held.final_grant_ct.values()) == 6_600_000 - 400_000 - own_cash_ct


def test_a_shortened_plan_fixes_the_own_share_anew_whatever_it_was():
    refix = commands.RefixGrant(P, f"{P}:4", {2027: -1_710_000}, 45_000, 30_000)
    refixed = events.GrantChanged(P, f"{P}:4", {2027: -1_710_000}, -195_000, -80_000)
    given(RECORDED, ADDED).when(refix).then(refixed)
    given(RECORDED, ADDED, refixed).when(refix).then()
    grant = GRANT.fold([RECORDED, ADDED, refixed])
    assert grant is not None
    assert grant.decided == Decided({2026: 4_550_000, 2027: 0}, 45_000, 30_000)


@pytest.mark.parametrize("command", [MOVE, HOLD, SETTLE, commands.DropSettlement(P, f"{P}:3")])
def test_of_an_unknown_project_nothing_is_settled(command):
    given().when(command).then_refused("grant-unknown")


@pytest.mark.clause("REPORT")
def test_a_settlement_is_computed_from_what_was_decided_and_held():
    given(RECORDED).when(HOLD, ON).then(HELD)
    grant = GRANT.fold([RECORDED])
    assert grant is not None
    assert settlement(HOLD, grant).final_grant_ct == {2026: 4_350_000}


def test_holding_the_same_again_changes_nothing_whatever_the_day():
    given(RECORDED, HELD).when(HOLD, on=date(2027, 11, 16)).then()


def test_other_figures_replace_the_hold():
    other, day = replace(HOLD, costs_ct=4_900_000), date(2027, 11, 16)
    changed = replace(
        HELD,
        costs_ct=4_900_000,
        final_grant_ct={2026: 4_450_000},
        recovery_ct=100_000,
        held_on=day,
    )
    given(RECORDED, HELD).when(other, day).then(changed)


def test_a_settlement_after_an_extension_lies_on_the_years_as_moved():
    hold = replace(HOLD, paid_ct={2026: 4_000_000})
    (held,) = given(RECORDED, MOVED).when(hold, ON).decide()
    assert held.final_grant_ct == {2026: 4_318_182, 2027: 31_818}


def test_a_hold_is_dropped_once_and_only_by_its_own_id():
    drop = commands.DropSettlement(P, f"{P}:3")
    dropped = events.SettlementDropped(P, f"{P}:3")
    given(RECORDED, HELD).when(drop).then(dropped)
    given(RECORDED, HELD, dropped).when(drop).then()
    given(RECORDED, HELD).when(replace(drop, closing_id=f"{P}:4")).then()


def test_a_closing_settles_once():
    given(RECORDED, HELD).when(SETTLE).then(SETTLED)
    given(RECORDED).when(SETTLE).then(SETTLED)
    given(RECORDED, HELD, SETTLED).when(SETTLE).then()
    given(RECORDED, HELD, SETTLED).when(replace(SETTLE, recovery_ct=1)).then_refused(
        "already-decided"
    )


def test_after_the_settlement_the_same_figures_are_no_news_and_others_are_refused():
    given(RECORDED, HELD, SETTLED).when(HOLD, ON).then()
    given(RECORDED, HELD, SETTLED).when(replace(HOLD, costs_ct=4_799_999), ON).then_refused(
        "already-decided"
    )


def test_nothing_is_settled_on_a_grant_that_projects_has_changed_meanwhile():
    changed = replace(HOLD, grant_ct={2026: 4_500_000, 2027: 50_000})
    given(RECORDED).when(changed, ON).then_refused("grant-not-yet-heard")
    given().when(changed, ON).then_refused("grant-not-yet-heard")
    (held,) = given(RECORDED, MOVED).when(changed, ON).decide()
    assert isinstance(held, events.SettlementHeld)


def test_a_year_of_nothing_makes_no_difference_between_grants():
    same = replace(HOLD, grant_ct={2026: 4_550_000, 2027: 0})
    given(RECORDED).when(same, ON).then(HELD)
