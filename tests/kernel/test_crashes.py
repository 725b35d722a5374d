"""Whoever dies wherever anything is written between approval and last cent: nothing lost or twice.

One life is lived by services that do not die, which gives the log that there has to be; then by
services that die at each place of each act, and are given the same command again.
"""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest

from services.registry import sql_folders
from shared import migrations
from shared.refusal import Refused
from tests import one_life
from tests.checker import check
from tests.mortal import Deaths, Mortal
from tests.one_life import District
from tests.paying import confirmations
from tests.toy import settings

pytestmark = [pytest.mark.postgres, pytest.mark.slow]

NAMES = ("projects", "funding", "reporting")
MONEY = {
    *("debited", "payment_ordered", "paid", "settled", "grant_settled", "closed"),
    *("payment_failed", "payment_reversed", "payment_cancelled"),
    *("interest_fixed", "interest_claimed", "interest_received"),
    *("recovery_claimed", "recovery_received", "recovery_booked", "recovery_waived"),
    *("settlement_reopened", "settlement_undone", "statement_checked"),
}
"""What may happen no second time, whoever asks for it."""
RANDOM = {"by", "proposed_by", "content_by", "arithmetic_by", "document_id", "sha256"}
"""Who acts has a random id, and each document an id and a salt of its own."""
WHEN = ("before", "amid", "after")
HELD = ("reserved", "payments_held")
"""What projects asks of funding before it decides: money is held until the decision is heard."""
PAY = ("plan_payments", "release_payments", "make_pay_list", "import_confirmations")
CHECK = ("check_statement_content", "check_statement")
ACTS = [
    *("approve", "waive_appeal", *PAY),
    *("reverse_payment", "release_payments", "make_pay_list"),
    *("fail_payment", "release_payments", "cancel_payment", *PAY),
    *("import_receipts", "submit_statement", *CHECK),
    *("propose_settlement", "record_hearing", "close"),
    *("record_recovery", "import_confirmations", "propose_waiver", "waive_recovery"),
    *("propose_interest", "fix_interest", "record_interest"),
    *("reopen_settlement", "return_statement", "import_receipts"),
    *("submit_statement", "decline_statement", "submit_statement", "certify_statement", *CHECK),
    *("close", "waive_appeal", *PAY),
]
"""The steps between the approval and the last cent, and at each of them somebody dies."""
PARTS = ("paid", "payable", "claimed", "frei", "festgelegt", "refill")


def life(url, folder, deaths, meanwhile="", **how):
    """Migrate a database and return the district in which a project will live."""
    known = settings(url, folder, *NAMES, APP_ENV="demo")
    migrations.migrate(known, {name: sql_folders()[name] for name in NAMES})
    return District(Mortal(known, deaths, *NAMES, **how), meanwhile)


def lived(district):
    """Live to the end; return what has become of the money after each part of it, and all events."""
    try:
        money = dict(one_life.live(district))
        found = checked(district)
    finally:
        district.mortal.services.close()
    return money, found


def checked(district):
    """Check what must hold of the logs; return them."""
    url = district.mortal.known.database_url
    found = check(url, district.journal, published=False, seconds=0)
    assert not any(service.parked for service in found.values())
    return found


def streams(found):
    """Return all events by service and stream, without what is random."""
    told: dict[tuple[str, str], list[Any]] = {}
    for name, service in found.items():
        for event in service.events:
            line = event.told
            kept = (event.version, event.type, event.event_id, line["causation_id"])
            told.setdefault((name, event.stream), []).append((*kept, without(line["data"])))
    return {key: sorted(events) for key, events in told.items()}


def without(data):
    match data:
        case dict():
            return {key: without(it) for key, it in data.items() if key not in RANDOM}
        case list():
            return [without(it) for it in data]
    return data


def counted(found):
    """Return how often money moved, and how."""
    types = [event.type for service in found.values() for event in service.events]
    return Counter(it for it in types if it in MONEY)


@pytest.fixture(scope="module")
def undisturbed(database_url, tmp_path_factory):
    """The same life without a death."""
    return lived(life(database_url, tmp_path_factory.mktemp("life"), Deaths()))


@pytest.fixture
def deadly(monkeypatch, new_database, tmp_path):
    """Return a function that makes a district in which whoever writes dies."""
    monkeypatch.setattr("shared.follower.PAUSES_SECONDS", ())
    monkeypatch.setattr("services.funding.lapsing.FORGOTTEN_SECONDS", 0)

    def make(*only, **how):
        deaths = Deaths(*only)
        deaths.install(monkeypatch)
        return life(new_database(), tmp_path, deaths, **how)

    return make


# ---- who dies ----------------------------------------------------------------------------------


def test_the_money_of_a_life_without_a_death(undisturbed):
    """48,500 are paid; 2,000 too much, of which 1,500 come back; then all 50,000 are recognised."""
    money, _ = undisturbed
    assert {part: tuple(told[it] for it in PARTS) for part, told in money.items()} == {
        "approved": ("0.00", "48500.00", "0.00", "851500.00", "48500.00", "0.00"),
        "paid": ("48500.00", "0.00", "0.00", "851500.00", "0.00", "0.00"),
        "settled": ("48500.00", "0.00", "2000.00", "851500.00", "0.00", "0.00"),
        "paid back": ("48500.00", "0.00", "2000.00", "853000.00", "0.00", "1500.00"),
        "taken up again": ("48500.00", "0.00", "1500.00", "853000.00", "0.00", "1500.00"),
        "settled again": ("48500.00", "1500.00", "1500.00", "851500.00", "1500.00", "1500.00"),
        "paid the rest": ("50000.00", "0.00", "1500.00", "851500.00", "0.00", "1500.00"),
    }
    assert [money[it]["claims"] for it in ("settled", "paid back", "paid the rest")] == [
        [["2000.00", "0.00", "2000.00", "0.00", "0.00"]],
        [["2000.00", "1500.00", "0.00", "500.00", "0.00"]],
        [["2000.00", "1500.00", "0.00", "0.00", "500.00"]],
    ]
    # 2,000.00 for 62 days at 6.27 %.
    assert money["paid back"]["interests"] == [["21.30", "21.30", "0.00", "0.00", "0.00"]]


def test_after_a_death_at_each_place_the_log_is_what_it_would_have_been(undisturbed, deadly):
    district = deadly()
    money, found = lived(district)
    assert money == undisturbed[0]
    assert streams(found) == streams(undisturbed[1])
    assert district.acts() == ACTS
    for act, places in district.died.items():
        assert {" ".join(it.split()[:2]) for it in places} >= {f"asked: {it}" for it in WHEN}, act
    (first, _) = [places for act, places in district.died.items() if act.endswith(" close")]
    assert set(first) >= {
        *(f"asked: {when} payments_held, settlement_held" for when in WHEN),
        *(f"asked: {when} closed, notice_issued" for when in WHEN),
        *(f"heard: {it} grant_settled, recovery_claimed, settled" for it in ("before", "amid")),
        *(f"heard by funding: {when} closed" for when in ("amid", "after")),
        *(f"heard by reporting: {when} closed" for when in ("amid", "after")),
        *(f"heard by annual_report: {when} closed" for when in ("amid", "after")),
    }


def test_whoever_asked_a_service_that_died_can_ask_again(undisturbed, deadly):
    district = deadly(*(f"asked: {when} {what}" for when in WHEN for what in HELD), alone=True)
    money, found = lived(district)
    assert money == undisturbed[0]
    assert streams(found) == streams(undisturbed[1])
    deaths = {name.partition(" ")[2]: len(it) for name, it in district.died.items() if it}
    assert deaths == {"approve": 3, "close": 3}


@pytest.mark.parametrize(
    ("places", "meanwhile"),
    [(["asked: after"], "again"), ([f"asked: after {what}" for what in HELD], "forgotten")],
)
def test_whatever_is_done_between_a_death_and_the_repeat_no_money_moves_twice(
    undisturbed, deadly, places, meanwhile
):
    district = deadly(*places, meanwhile=meanwhile)
    money, found = lived(district)
    assert money == undisturbed[0]
    assert counted(found) == counted(undisturbed[1])


# ---- at the same time --------------------------------------------------------------------------


def at_once(district, asked):
    """Give commands at the same moment; return what becomes of each: `new`, recovery, or code."""

    def give(it):
        service, method, body = it
        try:
            told = district.call(service, method, {**body, "command_id": str(uuid4())})
        except Refused as refused:
            return refused.code
        return told.get("new", told.get("recovery"))

    with ThreadPoolExecutor(len(asked)) as people:
        return list(people.map(give, asked))


def test_a_settlement_waits_for_a_payment_that_is_under_way_and_neither_is_done_twice(
    undisturbed, deadly
):
    """Two take in what the bank says while three close; then three close what was heard about."""
    district = deadly("nowhere")
    one_life.approved(district)
    one_life.waived(district)
    one_life.released(district, "48500.00")
    made = district.act("funding", "make_pay_list")
    district.day = "2027-03-02"
    one_life.checked(district, "48000.00", (1, "48.000,00"))
    closing = {"project_id": district.project_id, "cause": "completed"}
    with pytest.raises(Refused) as no:
        district.act("projects", "close", **closing)
    assert (no.value.code, no.value.facts["amount_ct"]) == ("payments-under-way", 4_850_000)
    file = {"content": confirmations(made, "2026-01-05")}
    paying = [("funding", "import_confirmations", file)] * 2
    close = [("projects", "close", closing)] * 3
    told = at_once(district, paying + close)
    assert sorted(told[:2]) == [0, 1]
    assert {*told[2:]} <= {"payments-under-way", "hearing-missing"}

    one_life.heard(district)
    assert at_once(district, close + paying)[3:] == [0, 0]
    district.mortal.services.settle()
    district.act("projects", "close", **closing)
    assert district.money() == undisturbed[0]["settled"]
    found = counted(checked(district))
    assert [found[it] for it in ("paid", "closed", "recovery_claimed")] == [1, 1, 1]
    district.mortal.services.close()
