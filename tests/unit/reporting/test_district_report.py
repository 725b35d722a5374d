"""What a year of the district comes to, from the money of funding and what is known of projects."""

import csv
from datetime import date
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.district import words
from services.reporting.district.answers import SOURCES, USES
from services.reporting.district.definitions import REPORT
from services.reporting.district.page import page
from services.reporting.district.report import (
    AMOUNTS,
    CLAIMS,
    GOAL_STATES,
    NOTHING,
    Outcomes,
    build,
)
from services.reporting.district.table import COLUMNS, table

KALK, NIPPES, WERK, TREFF = "area-1", "area-2", "traeger-1", "traeger-2"
NAMES = {KALK: "Kalk-Nord", NIPPES: "Nippes", WERK: "Jugendwerk", TREFF: "Treff e. V."}
ACCOUNTS = {
    **dict.fromkeys(("supplementary", "ceiling", "clause", "carry_in", "transfer_in"), 0),
    **dict.fromkeys(("reserviert", "verfallen", "vereinnahmt", "refill"), 0),
    **dict.fromkeys(("carry_out", "transfer_out"), 0),
    "budget": 100_000_00,
}


def project(project_id, sozialraum_id=KALK, traeger_id=WERK, **more):
    known = {
        "project_id": project_id,
        "number": f"2026-8-{project_id}",
        "title": "Werkbank",
        "sozialraum_id": sozialraum_id,
        "sozialraum_name": NAMES[sozialraum_id],
        "traeger_id": traeger_id,
        "traeger_name": NAMES[traeger_id],
        "status": "approved",
        "goals": [{"id": 1}, {"id": 2}],
    }
    return {**known, **more}


def money(project_id, festgelegt=0, ausgezahlt=0, **more):
    told = {"project_id": project_id, "festgelegt": festgelegt, "ausgezahlt": ausgezahlt}
    return {**NOTHING, **told, **more}


def claims(received_ct=0, open_ct=0, waived_ct=0, interest_ct=0):
    parts = {"received_ct": received_ct, "open_ct": open_ct, "waived_ct": waived_ct}
    interest = {"interest_ct": interest_ct, "interest_open_ct": interest_ct}
    return {"claimed_ct": sum(parts.values()), **parts, **interest}


def account(*projects):
    """The year as funding has it: accounts are sums of the same bookings."""
    sums = {it: sum(one[it] for one in projects) for it in ("festgelegt", "ausgezahlt", "refill")}
    accounts = {
        **ACCOUNTS,
        **sums,
        "frei": 100_000_00 - sums["festgelegt"] - sums["ausgezahlt"] + sums["refill"],
    }
    return {
        "council_resolved": True,
        "closed": False,
        "resolved_ct": 100_000_00,
        "position_ct": 100_000_00,
        "over_committed_ct": 0,
        "unfunded_ct": 0,
        "accounts": accounts,
        "projects": list(projects),
    }


def amounts(it):
    return {name: it[name] for name in AMOUNTS if it[name]}


MONEY = (
    money("001", 10_000_01, 20_000_02),
    money("002", 0, 5_000_00, carry_in=5_000_00, refill=234_56, **claims(234_56, 999_99, 1, 7_89)),
    money("003", 7_000_00, carry_out=3_000_00),
)
KNOWN = (
    project("001"),
    project("002", NIPPES, status="closed"),
    project("003", NIPPES, TREFF),
)


def test_each_cent_stands_with_its_project_its_traeger_and_its_sozialraum():
    made = build(2026, account(*MONEY), KNOWN, {}, [])
    assert [amounts(it) for it in made["projects"]] == [
        {"committed_ct": 30_000_03, "bound_ct": 10_000_01, "paid_ct": 20_000_02},
        {
            "committed_ct": 5_000_00,
            "paid_ct": 5_000_00,
            "carried_in_ct": 5_000_00,
            "repaid_ct": 234_56,
            "claimed_ct": 1_234_56,
            "received_ct": 234_56,
            "open_ct": 999_99,
            "waived_ct": 1,
            "interest_ct": 7_89,
            "interest_open_ct": 7_89,
        },
        {"committed_ct": 7_000_00, "bound_ct": 7_000_00, "carried_out_ct": 3_000_00},
    ]
    by = {it["sozialraum_name"]: (it["projects"], it["paid_ct"]) for it in made["by_sozialraum"]}
    assert by == {"Kalk-Nord": (1, 20_000_02), "Nippes": (2, 5_000_00)}
    by = {it["traeger_name"]: (it["projects"], it["bound_ct"]) for it in made["by_traeger"]}
    assert by == {"Jugendwerk": (2, 10_000_01), "Treff e. V.": (1, 7_000_00)}
    accounts, totals = made["budget"]["accounts"], made["totals"]
    assert (totals["bound_ct"], totals["paid_ct"]) == (
        accounts["festgelegt"],
        accounts["ausgezahlt"],
    )


def test_what_was_claimed_back_stands_with_each_in_the_file_and_on_the_page():
    made = build(2026, account(*MONEY), KNOWN, {}, [])
    told = {"claimed_ct": 1_234_56, "received_ct": 234_56, "open_ct": 999_99, "waived_ct": 1}
    told |= {"interest_ct": 7_89, "interest_received_ct": 0}
    told |= {"interest_open_ct": 7_89, "interest_waived_ct": 0}
    for one in (made["totals"], made["by_sozialraum"][1], made["by_traeger"][0]):
        assert {name: one[name] for name in CLAIMS} == told
    heading, *lines = rows(table(made))
    headings = [f"{it} in Euro" for it in words.CLAIMS.values()]
    columns = [heading.index(it) for it in headings]
    assert [[line[at] for at in columns] for line in lines] == [
        ["0,00"] * 8,
        ["1234,56", "234,56", "999,99", "0,01", "7,89", "0,00", "7,89", "0,00"],
        ["0,00"] * 8,
        ["1234,56", "234,56", "999,99", "0,01", "7,89", "0,00", "7,89", "0,00"],
    ]
    html = page(made, date(2026, 12, 31))
    assert html.count("1.234,56\N{NO-BREAK SPACE}€") == 6  # a line and a sum in each of three
    assert "In diesem Jahr wurde nichts zurückgefordert." not in html


def test_a_year_in_which_nothing_was_claimed_back_says_so():
    html = page(build(2026, account(*MONEY[:1]), KNOWN[:1], {}, []), date(2026, 12, 31))
    assert "In diesem Jahr wurde nichts zurückgefordert." in html


def test_a_project_of_which_only_the_money_is_known_is_told_and_counted():
    made = build(2026, account(*MONEY, money("009", 42)), KNOWN, {}, [])
    last = made["projects"][-1]
    assert (last["project_id"], last["number"], last["bound_ct"]) == ("009", None, 42)
    assert made["by_traeger"][-1]["traeger_name"] is None
    assert made["totals"]["bound_ct"] == made["budget"]["accounts"]["festgelegt"]
    assert "noch nicht bekannt" in table(made)
    assert "noch nicht bekannt" in page(made, date(2026, 12, 31))


def test_the_settlement_says_the_last_word_about_a_goal_and_before_it_the_report():
    known = (
        project("001", goals=[{"id": 1, "reached": "partly"}, {"id": 2, "reached": "no"}]),
        project("002", goals=[{"id": 1}, {"id": 2}, {"id": 3}]),
    )
    outcomes: Outcomes = {"001": {1: "reached", 2: "pursued"}, "002": {1: "given-up", 3: "reached"}}
    made = build(2026, account(), known, outcomes, [])
    found = {state: many for state, many in made["totals"]["goals"].items() if many}
    assert found == {
        "reached": 1,
        "partly": 1,
        "not_reached": 1,
        "given_up": 1,
        "unreported": 1,
    }


def test_every_amount_has_a_name_in_files_and_on_the_page():
    assert sorted(words.AMOUNTS | words.CLAIMS) == sorted(AMOUNTS)


CENTS = st.integers(-5_000_000_00, 5_000_000_00)
SHARES = st.lists(
    st.tuples(CENTS, CENTS, st.sampled_from([KALK, NIPPES]), st.sampled_from([WERK, TREFF, None])),
    max_size=12,
)


@given(SHARES)
def test_whatever_the_money_is_all_sums_are_those_of_the_accounts(shares):
    told = [money(f"{at:03}", bound, paid) for at, (bound, paid, _, _) in enumerate(shares)]
    known = [
        project(f"{at:03}", area, traeger)
        for at, (_, _, area, traeger) in enumerate(shares)
        if traeger is not None
    ]
    made = build(2026, account(*told), known, {}, [])
    accounts = made["budget"]["accounts"]
    for sums in (made["by_sozialraum"], made["by_traeger"], made["projects"], [made["totals"]]):
        assert sum(it["bound_ct"] for it in sums) == accounts["festgelegt"]
        assert sum(it["paid_ct"] for it in sums) == accounts["ausgezahlt"]
        for name in AMOUNTS:
            assert sum(it[name] for it in sums) == made["totals"][name]


def rows(text):
    assert text.startswith("\ufeff")
    return list(csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))


def test_the_file_holds_a_line_for_each_project_and_their_sum_and_no_formula():
    risky = project("001", title='=HYPERLINK("x";"y")', traeger_name="@SUM(A1)")
    made = build(2026, account(*MONEY[:1]), [risky], {"001": {1: "reached"}}, [])
    text = table(made)
    heading, line, total = rows(text)
    assert tuple(heading) == COLUMNS
    told = dict(zip(heading, line, strict=True))
    assert told["Projekt"] == '\'=HYPERLINK("x";"y")'
    assert told["Träger"] == "'@SUM(A1)"
    assert told["Ausgezahlt in Euro"] == "20000,02"
    assert (told["Stand"], told["Ziele erreicht"], told["Ziele ohne Bericht"]) == (
        "bewilligt",
        "1",
        "1",
    )
    assert total[1] == "Summe"
    assert total[6:] == line[6:]
    assert "\r\n" in text
    assert text.encode("utf-8").startswith(b"\xef\xbb\xbf")


def test_the_page_shows_the_same_amounts_and_lets_no_text_become_markup():
    risky = project("001", title="<script>alert(1)</script>", status="terminated")
    overdue = {
        "project_id": "001",
        "number": "2026-8-001",
        "title": "Werkbank",
        "kind": "annual-report",
        "year": 2025,
        "quarter": None,
        "due_on": date(2026, 4, 30),
    }
    meeting = dict.fromkeys(("project_id", "number", "title", "quarter"))
    figures = {**meeting, "kind": "wjh-quarter", "title": "Vingst <b>", "year": 2026, "quarter": 2}
    figures["due_on"] = date(2026, 7, 30)
    meeting |= {"kind": "steering-meeting", "year": 2025, "due_on": date(2025, 12, 31)}
    made = build(2026, account(*MONEY[:1]), [risky], {}, [meeting, overdue, figures])
    html = page(made, date(2026, 12, 31))
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html
    assert "20.000,02\N{NO-BREAK SPACE}€" in html
    assert "vorzeitig beendet" in html
    assert '<time datetime="2026-04-30">30.04.2026</time>' in html
    assert "Projektbericht 2025" in html
    assert "Quartalsdaten der WJH 2/2026" in html
    assert "<b>" not in html
    assert "Sitzung der Steuerungsgruppe 2025" in html
    assert html.count("@page") == 1
    for never in ("http:", "https:", "<img", "<link", "url("):
        assert never not in html
    assert page(made, date(2026, 12, 31)) == html


def test_the_page_says_when_nothing_is_overdue_and_what_the_council_has_left_open():
    empty = {**account(), "council_resolved": False, "closed": True, "over_committed_ct": 5}
    html = page(build(2026, empty, [], {}, []), date(2027, 1, 4))
    assert "Nichts ist überfällig." in html
    assert "noch nicht beschlossen" in html
    assert "Überzeichnet" in html
    assert "Bewilligt ohne Deckung" not in html


@pytest.mark.parametrize("name", [*AMOUNTS, "projects", "goals"])
def test_each_figure_has_a_meaning_in_words(name):
    meant = REPORT[f"totals.{name.removesuffix('_ct')}"]
    assert meant.text.endswith(".")
    assert meant.formula


def test_every_account_has_a_name_on_the_page():
    assert {*SOURCES, "frei", *USES} == words.ACCOUNTS.keys()


def test_every_state_of_a_goal_has_a_column():
    assert sum(it.startswith("Ziele ") for it in COLUMNS) == len(GOAL_STATES)
