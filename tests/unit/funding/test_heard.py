import marshmallow as ma
import pytest

from services.funding import commands, heard

GRANT = {"2027": 5_221_500, "2025": 1_740_500}
APPROVED = {
    "project_id": "p",
    "approval_id": "p:2",
    "grant_ct": GRANT,
    "own_share": {"percent": 4, "amount_ct": 576_000, "cash_ct": 476_000, "in_kind_ct": 100_000},
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


def test_an_application_asks_of_each_year_what_its_costs_leave_open_and_at_least_nothing():
    plan = {
        "2027": {"costs_ct": 100, "third_party_ct": 130, "own_cash_ct": 0, "in_kind_ct": 5},
        "2026": {"costs_ct": 5_962_000, "third_party_ct": 100_000, "own_cash_ct": 57_600},
    }
    data = load("applied", {"project_id": "p", "plan": plan, "title": "Treff"})
    assert heard.requests(data) == {2026: 5_804_400, 2027: 0}


def test_an_extension_debits_what_it_moves():
    change = {"2027": -100, "2028": 100}
    data = load("extended", {"project_id": "p", "approval_id": "p:3", "grant_change_ct": change})
    assert heard.debits(data) == [
        commands.Debit(2027, "p:3", "p", -100),
        commands.Debit(2028, "p:3", "p", 100),
    ]


def test_a_closing_settles_each_year():
    data = load(
        "closed",
        {"project_id": "p", "final_grant_ct": GRANT, "recovery_ct": 1, "remaining_ct": 0},
    )
    assert heard.settlements(data) == [
        commands.Settle(2025, "p", 1_740_500),
        commands.Settle(2027, "p", 5_221_500),
    ]
    assert heard.grant_settled(data) == commands.SettleGrant(
        "p", {2025: 1_740_500, 2027: 5_221_500}, 1, 0
    )


@pytest.mark.parametrize("grant", [{"2026": "1"}, {"2026": 1.5}, {"next year": 1}, [1]])
def test_what_is_no_money_by_year_is_not_understood(grant):
    with pytest.raises(ma.ValidationError):
        load("approved", {**APPROVED, "grant_ct": grant})
