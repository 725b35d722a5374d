"""`sozialraum demo --three-years` plays a project to its last cent; the sums were worked out by hand."""

from datetime import date
from fractions import Fraction
from io import StringIO

import pytest
from rich.console import Console

from deploy.demo import account, play, stage, story, three_years
from deploy.remote import HttpClient
from shared.money import from_wire

pytestmark = [pytest.mark.slow, pytest.mark.postgres]

# Haushaltsjahr, fällig, gezahlt, Betrag: 5.000,00 € of the last one of 2041 went to 2042.
RATES = [
    (2040, "2040-10-01", "2040-10-08", 16_550_99),
    (2041, "2041-01-08", "2041-02-18", 15_050_98),
    (2041, "2041-04-01", "2041-05-13", 15_050_98),
    (2041, "2041-07-01", "2041-08-19", 15_050_98),
    (2041, "2041-10-21", "2041-11-25", 10_050_98),
]
PAID = {2040: 16_550_99, 2041: 55_203_92, 2042: 54_652_95}
DUTIES = [
    ("annual-report", 2040, "2041-04-30", "2041-05-12"),
    ("annual-report", 2041, "2042-04-30", "2042-04-14"),
    ("statement-of-use", 2042, "2043-03-31", "2043-02-10"),
]
# 3 · 5.380,07; 10 · 5.401,10; 9 · 5.512,37 without 412,50 that nothing proves; each and 5 %.
RECOGNISED = {2040: 16_947_22, 2041: 56_711_55, 2042: 52_091_90}
SETTLEMENT = {
    "own-cash-required": 3_700_00,
    "gap": 116_050_66,
    "final-grant": 116_050_66,
    "recovery": 10_357_20,
    "remaining-payment": 0,
}
INTEREST = [  # from, to, what is owed, percent in hundredths: 5 above 1,27 and above 3,37
    (date(2043, 3, 20), date(2043, 7, 1), 10_357_20, 627),
    (date(2043, 7, 1), date(2043, 7, 14), 10_357_20, 837),
    (date(2043, 7, 14), date(2043, 8, 10), 5_857_20, 837),
]


def paper() -> Console:
    return Console(file=StringIO(), width=120)


def written(out: Console) -> str:
    assert isinstance(out.file, StringIO)
    return out.file.getvalue()


@pytest.fixture(scope="module")
def instance():
    with stage.throwaway(paper()) as url:
        yield HttpClient(url)


@pytest.fixture(scope="module")
def first(instance):
    """The years as they were played, and what was said."""
    out = paper()
    told = play.play_years(instance, story.load(story.THREE_YEARS), out)
    return told, written(out)


@pytest.fixture
def told(first):
    return first[0]


def results(steps):
    return {it["rule"]: from_wire(it["result"]) for it in steps}


def test_each_rate_was_paid_when_its_notice_was_final_and_no_report_was_missing(first):
    told, said = first
    years = told["payments"]["years"]
    rates = [
        (it["year"], it["due_on"], it["paid_on"], from_wire(it["amount"]))
        for year in years
        for it in year["payments"]
    ]
    assert rates[:5] == RATES
    assert len(rates) == 8
    assert {it["year"]: from_wire(it["paid"]) for it in years} == PAID
    assert told["payments"]["notices"][0]["final_from"] == "2040-05-23"
    assert [(it["day"], it["code"]) for it in told["refusals"]] == [
        ("2041-05-06", "reports-overdue")
    ]
    assert "Es fehlt der Projektbericht 2040 (fällig am 30.04.2041)." in said
    assert told["payments"]["blocks"] == []


def test_every_duty_of_the_project_is_fulfilled(told):
    found = [
        (it["kind"], it["year"], it["due_on"], it["fulfilled_on"])
        for it in told["duties"]["duties"]
    ]
    assert found == DUTIES


def test_receipts_of_two_files_count_once_and_one_is_cut(first):
    told, said = first
    assert "23 Zeilen gelesen, 22 neu, 0 schon bekannt, 1 mit Fehlern. Zeile 10:" in said
    assert "23 Zeilen gelesen, 1 neu, 22 schon bekannt, 0 mit Fehlern." in said
    recognised = told["statement"]["recognised"]
    assert {it["year"]: from_wire(it["costs"]) for it in recognised["years"]} == RECOGNISED
    assert results(recognised["steps"])["recognised-costs"] == 125_750_67
    assert "Beispiel" not in str(told["statement"]["versions"])


def test_the_settlement_and_what_became_of_the_claim(told):
    claims = told["claims"]
    assert results(claims["settlement"]["steps"]) == SETTLEMENT
    (claim,) = claims["claims"]
    assert {name: from_wire(claim[name]) for name, _ in account.CLAIM} == {
        "claimed": 10_357_20,
        "received": 4_500_00,
        "waived": 5_857_20,
        "open": 0,
    }
    (waiver,) = claim["waivers"]
    assert (waiver["proposed_on"], waiver["waived_on"]) == ("2043-08-03", "2043-08-10")
    assert told["project"]["status"] == "closed"


def test_the_interest_is_that_of_each_half_year_on_what_was_open(told):
    exact_ct = sum(
        Fraction(owed_ct * hundredths * (to - since).days, 10_000 * 365)
        for since, to, owed_ct, hundredths in INTEREST
    )
    (claim,) = told["claims"]["claims"]
    (step,) = claim["interest"]["steps"]
    assert [from_wire(it["amount"]) for it in step["parts"]] == [183_25, 30_87, 36_26, 2]
    assert from_wire(claim["interest"]["amount"]) == round(exact_ct) == 250_40


def test_need_and_resource_are_one_chain_and_the_resource_is_found_without_an_umlaut(told):
    (topic,) = told["chain"]["topics"]
    assert [it["kind"] for it in topic["steps"]] == ["opened", "discussed", "idea", "covered"]
    assert [it["status"] for it in topic["projects"]] == ["closed"]
    (card,) = topic["cards"]
    assert (card["name"], card["project_id"]) == (
        "Mädchentreff Neubrück",
        topic["projects"][0]["project_id"],
    )
    assert told["found"] == "Mädchentreff Neubrück"


def test_the_team_sees_less_of_the_quarter_than_the_office(told):
    seen, full = (
        {it: three_years.row(told[name], it)["cases"] for it in account.HELPS}
        for name in ("quarter", "full_quarter")
    )
    assert seen == {"p29": None, "p31": 50, "p34": 12, "p35": None, "total": 80}
    assert full == {"p29": 16, "p31": 50, "p34": 12, "p35": 2, "total": 80}


def test_the_new_colleague_of_the_wjh_was_introduced_in_time(told):
    (found,) = told["onboardings"]
    assert [found[it] for it in ("began_on", "due_on", "held_on", "standing")] == [
        "2041-11-11",
        "2042-02-11",
        "2041-11-21",
        "fulfilled",
    ]


def test_the_pack_of_the_steering_group_holds_the_year(told):
    pack = told["pack"]
    assert [(it["title"], from_wire(it["grant"])) for it in pack["projects"]] == [
        ("Mädchentreff Neubrück", 55_203_92)
    ]
    assert pack["projects"][0]["review"]["effect"] == "visible"
    assert [it["target"] for it in pack["quality"]["development_goals"]] == [2]
    assert len([it for it in pack["quality"]["indicators"] if it["mean"] is not None]) == 14


def test_all_sums_agree(told):
    assert [it["text"] for it in told["checks"] if not it["holds"]] == []
    assert len(told["checks"]) == 9


def test_the_tables_show_each_step_in_german(told):
    out = paper()
    account.show(told, out)
    lines = [" ".join(line.split()) for line in written(out).splitlines()]
    assert "10.357,20 € 4.500,00 € 5.857,20 € 0,00 € 250,40 €" in lines
    assert "27 Tage ab 14.07.2043 zu 8,37 % 36,26 €" in lines
    assert "Belege, die nicht anerkannt werden -412,50 €" in lines
    assert "→ Ressource: Mädchentreff Neubrück" in lines
    assert "Stand des Projekts: abgeschlossen" in lines
    assert not any("✗" in line for line in lines)


def test_a_second_time_nothing_is_played_twice(instance, first):
    out = paper()
    again = play.play_years(instance, story.load(story.THREE_YEARS), out)
    assert "Das wurde hier schon gespielt" in written(out)
    money = ("claims", "settlements", "payments", "statement")
    assert {it: again[it] for it in money} == {it: first[0][it] for it in money}
