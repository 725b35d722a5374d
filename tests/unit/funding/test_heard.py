from datetime import date

import marshmallow as ma
import pytest

from services.funding import commands, heard

GRANT = {"2027": 5_221_500, "2025": 1_740_500}
APPROVED = {
    "project_id": "p",
    "approval_id": "p:2",
    "grant_ct": GRANT,
    "own_share": {"percent": 4, "amount_ct": 576_000, "cash_ct": 476_000, "in_kind_ct": 100_000},
    "start": "2025-10-01",
    "end": "2027-09-30",
    "something_new": [1, 2],
}

NEWEST = dict(heard.HEARD.keys())


def load(name, data):
    return heard.HEARD[name, NEWEST[name]]().load(data)


def test_an_approval_debits_each_year_and_is_kept_for_the_settlement():
    data = load("approved", APPROVED)
    assert heard.debits(data) == [
        commands.Debit(2025, "p:2", "p", 1_740_500),
        commands.Debit(2027, "p:2", "p", 5_221_500),
    ]
    assert heard.grant_recorded(data) == commands.RecordGrant(
        "p", "p:2", {2025: 1_740_500, 2027: 5_221_500}, 576_000, 476_000
    )


CHANGE = {"2027": -100, "2028": 100}
MOVED = {"project_id": "p", "approval_id": "p:3", "grant_change_ct": CHANGE, "own_share": None}
LONGER = {**MOVED, "new_end": "2028-03-31"}
SHARE = {"percent": 5, "amount_ct": 90_000, "cash_ct": 60_000, "in_kind_ct": 30_000}


def test_an_extension_debits_what_it_moves():
    data = load("extended", LONGER)
    assert heard.last_day(data) == date(2028, 3, 31)
    assert heard.debits(data) == [
        commands.Debit(2027, "p:3", "p", -100),
        commands.Debit(2028, "p:3", "p", 100),
    ]
    assert heard.grant_changed(data) == commands.ChangeGrant("p", "p:3", {2027: -100, 2028: 100})


def test_an_extension_with_costs_adds_its_own_share():
    data = load("extended", {**LONGER, "own_share": SHARE})
    assert heard.grant_changed(data) == commands.ChangeGrant(
        "p", "p:3", {2027: -100, 2028: 100}, 90_000, 60_000
    )


def test_an_end_before_the_time_may_fix_the_own_share_anew():
    ended = {
        **MOVED,
        "grant_change_ct": {"2027": -5_760_000},
        "refixed": None,
        "terminated_on": "2026-09-30",
    }
    data = load("terminated", ended)
    assert heard.last_day(data) == date(2026, 9, 30)
    assert heard.debits(data) == [commands.Debit(2027, "p:3", "p", -5_760_000)]
    assert heard.grant_changed(data) == commands.ChangeGrant("p", "p:3", {2027: -5_760_000})
    data = load("terminated", {**ended, "refixed": {"own_share": SHARE, "eligible_ct": 1}})
    assert heard.grant_changed(data) == commands.RefixGrant(
        "p", "p:3", {2027: -5_760_000}, 90_000, 60_000
    )


@pytest.mark.parametrize(
    ("name", "more", "last"),
    [("amended", {}, None), ("revoked", {"end": "2026-06-30"}, date(2026, 6, 30))],
)
def test_other_changes_debit_and_free(name, more, last):
    data = load(name, {**MOVED, **more})
    assert heard.last_day(data) == last
    assert [it.amount_ct for it in heard.debits(data)] == [-100, 100]
    assert heard.grant_changed(data) == commands.ChangeGrant("p", "p:3", {2027: -100, 2028: 100})


def test_a_closing_settles_each_year():
    data = load(
        "closed",
        {
            "project_id": "p",
            "closing_id": "p:9",
            "closed_on": "2027-11-15",
            "final_grant_ct": GRANT,
            "recovery_ct": 1,
            "remaining_ct": 0,
            "due_on": "2027-12-15",
            "interest_from": None,
        },
    )
    assert heard.settlements(data, {2027: 3}) == {
        2025: commands.Settle(2025, "p", 1_740_500),
        2027: commands.Settle(2027, "p", 5_221_500, 3),
    }
    assert heard.grant_settled(data) == commands.SettleGrant(
        "p", {2025: 1_740_500, 2027: 5_221_500}, 1, 0, "p:9"
    )
    closed_on = date(2027, 11, 15)
    assert heard.claimed(data, {2025: 1}, {}) == commands.ClaimRecovery(
        "p", "p:9", {2025: 1}, {}, closed_on, date(2027, 12, 15), closed_on
    )


@pytest.mark.parametrize("grant", [{"2026": "1"}, {"2026": 1.5}, {"next year": 1}, [1]])
def test_what_is_no_money_by_year_is_not_understood(grant):
    with pytest.raises(ma.ValidationError):
        load("approved", {**APPROVED, "grant_ct": grant})
