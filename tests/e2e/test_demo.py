"""`sozialraum demo` plays the district's year and shows what was worked out by hand."""

from io import StringIO

import pytest
from rich.console import Console

from deploy.demo import play, stage, story, tables
from deploy.remote import HttpClient
from shared.money import from_wire
from shared.refusal import Refused

pytestmark = [pytest.mark.slow, pytest.mark.postgres]

# Ansatz, Nachtrag, frei, vorgemerkt, festgelegt, ausgezahlt, verfallen
BUDGETS = {
    2026: (220_000_00, 60_000_00, 27_386_12, 0, 30_661_32, 223_602_16, 0),
    2027: (240_000_00, 0, 16_266_17, 0, 223_733_83, 0, 0),
    2028: (60_000_00, 0, 6_556_67, 0, 53_443_33, 0, 0),
}

# festgelegt und noch nicht ausgezahlt, ausgezahlt, je Jahr
COMMITMENTS = {
    "Werkbank im Veedel – offene Holzwerkstatt": {2026: (0, 23_760_00)},
    "Elterncafé unterwegs": {2026: (7_750_00, 18_000_00), 2027: (9_950_00, 0)},
    "Lernpaten an der Kalker Hauptstraße": {2026: (0, 15_935_00)},
    "Mädchentreff Höhenberg": {2026: (0, 31_350_00), 2027: (41_800_00, 0), 2028: (10_450_00, 0)},
    "Fahrradküche Humboldt/Gremberg": {2026: (0, 27_107_17), 2027: (6_763_83, 0)},
    "Kinderkino im Waggon": {2026: (3_474_65, 5_000_00), 2027: (3_500_00, 0)},
    "Offener Schulhof am Nachmittag": {2026: (5_720_00, 25_000_00), 2027: (46_080_00, 0)},
    "Ferienstadt Ostheim": {2026: (0, 14_500_00)},
    "Väterzeit Kalk-Nord": {2026: (0, 10_700_00)},
    "Nachtsport Vingst": {2026: (0, 21_960_00), 2027: (24_960_00, 0)},
    "Sprachbrücke Vingst – Hausaufgaben in drei Sprachen": {
        2026: (9_700_00, 9_700_00),
        2027: (46_560_00, 0),
        2028: (27_160_00, 0),
    },
    "Gärten der Nachbarn": {
        2026: (4_016_67, 3_900_00),
        2027: (23_750_00, 0),
        2028: (15_833_33, 0),
    },
    "Medienscouts Kalk-Nord": {2026: (0, 9_899_99)},
    "Stadtteilküche Ostheim": {2026: (0, 6_790_00), 2027: (20_370_00, 0)},
}

# Anträge, Genehmigungen, Verlängerungen, Abschlüsse, Zuwendung, Eigenanteil
TOTALS = (16, 14, 3, 4, 252_278_18, 18_212_35)
BY_SOZIALRAUM = {
    "Höhenberg": (3, 2, 0, 0, 39_266_67, 5_360_00),
    "Humboldt/Gremberg": (2, 2, 2, 0, 35_581_82, 1_399_35),
    "Kalk-Nord": (4, 3, 0, 2, 42_710_39, 1_390_00),
    "Kalk-Süd": (2, 2, 0, 1, 46_655_00, 3_385_00),
    "Ostheim": (2, 2, 0, 1, 20_954_30, 998_00),
    "Vingst": (3, 3, 1, 0, 67_110_00, 5_680_00),
}
BY_TRAEGER = {
    "Bildungswerk Rechtes Ufer e. V.": (2, 2, 0, 1, 25_834_99, 285_00),
    "Brückenschlag Kalk e. V.": (2, 1, 0, 1, 22_110_40, 240_00),
    "Familienhilfe Höhenblick gGmbH": (2, 2, 2, 0, 35_581_82, 1_399_35),
    "Jugendwerk Rheinaue gGmbH": (2, 2, 0, 0, 52_680_00, 5_280_00),
    "Kinderhaus Wirbelwind gGmbH": (2, 1, 0, 0, 7_916_67, 960_00),
    "Lindenhof Jugendhilfe gGmbH": (2, 2, 0, 1, 42_050_00, 5_450_00),
    "Nachbarschaftshaus Sternenwiese e. V.": (3, 3, 1, 0, 51_940_00, 4_440_00),
    "Werkstatt der Kulturen Ostheim e. V.": (1, 1, 0, 1, 14_164_30, 158_00),
}
CLOSED = {  # Zuwendung 2026, Rückforderung, erreichte Ziele
    "Werkbank im Veedel – offene Holzwerkstatt": (22_110_40, 1_649_60, ["yes", "yes"]),
    "Lernpaten an der Kalker Hauptstraße": (15_935_00, 0, ["yes", "partly"]),
    "Ferienstadt Ostheim": (14_164_30, 335_70, ["yes", "no"]),
    "Väterzeit Kalk-Nord": (10_700_00, 0, ["partly", "no"]),
}
REFUSALS = [
    (
        "2026-01-07",
        "four-eyes",
        "Festlegungen beschließt, wer sie nicht selbst vorgeschlagen hat.",
    ),
    (
        "2026-02-02",
        "separation-of-duties",
        (
            "Sie haben den Antrag eingereicht. Einreichen, fachlich prüfen, rechnerisch prüfen und"
            " entscheiden sind Sache verschiedener Personen."
        ),
    ),
    ("2026-02-04", "not-permitted", "Ihre Rolle erlaubt das nicht."),
    (
        "2026-02-09",
        "no-ceiling",
        "Für 2028 ist weder ein Budget noch ein Planungsrahmen festgesetzt.",
    ),
    (
        "2026-03-02",
        "own-share-too-small",
        "Der Eigenanteil beträgt 370,35 €; es fehlen 0,01 €.",
    ),
    ("2026-06-08", "insufficient-budget", "Im Budget 2026 fehlen 8.036,82 €."),
    (
        "2026-06-29",
        "duration-exceeds-24-months",
        "Bei Beginn am 01.09.2026 ist der 31.08.2028 der letzte zulässige Tag.",
    ),
    (
        "2026-07-30",
        "deputy-required",
        (
            "Hier entscheidet die Bezirksjugendamtsleitung. Andere entscheiden nur mit einer"
            " Vertretung, die heute gilt; die Zentrale auch, wenn die Leitung Befangenheit angezeigt"
            " hat."
        ),
    ),
    ("2026-12-21", "not-permitted", "Ihre Rolle erlaubt das nicht."),
]
ACCOUNTS = (
    "budget", "supplementary", "frei", "reserviert", "festgelegt", "ausgezahlt", "verfallen",
)  # fmt: skip
FIGURES = ("applications", "approvals", "extensions", "closings", "grant", "own_share")


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
    """The year as it was played, and what was said."""
    out = paper()
    told = play.play(instance, story.load(), out)
    return told, written(out)


@pytest.fixture
def year(first):
    return first[0]


def lasting(year):
    """All that a repeat leaves as it is; who was turned away again is recorded again."""
    reports = [
        {name: it for name, it in report.items() if name != "positions"}
        for report in year["reports"]
    ]
    return {name: it for name, it in year.items() if name != "refusals"} | {"reports": reports}


def figures(row, names=FIGURES):
    return tuple(
        row[name] if isinstance(row[name], int) else from_wire(row[name]) for name in names
    )


def accounts(year):
    return {it["year"]: figures(it["accounts"], ACCOUNTS) for it in year["budgets"]}


def report(year):
    (found,) = [it for it in year["reports"] if it["year"] == 2026]
    return found


def report_totals(year):
    return figures(report(year)["totals"])


def names(year, what, key):
    return {it[key]: it["name"] for it in year["master_data"][what]}


def test_the_budgets(year):
    assert accounts(year) == BUDGETS


def test_the_commitments(year):
    titles = {it["project_id"]: it["title"] for it in year["projects"]}
    found: dict = {}
    for budget in year["budgets"]:
        for it in budget["projects"]:
            mine = found.setdefault(titles[it["project_id"]], {})
            mine[budget["year"]] = figures(it, ("bound", "paid"))
    assert found == COMMITMENTS


def test_the_annual_report(year):
    found = report(year)
    assert report_totals(year) == TOTALS
    assert found["totals"]["open"] == 10
    areas = names(year, "sozialraeume", "sozialraum_id")
    assert {areas[it["sozialraum_id"]]: figures(it) for it in found["by_sozialraum"]} == (
        BY_SOZIALRAUM
    )
    traeger = names(year, "traeger", "traeger_id")
    assert {traeger[it["traeger_id"]]: figures(it) for it in found["by_traeger"]} == BY_TRAEGER


def test_the_report_lists_all_projects_by_their_number(year):
    projects = report(year)["projects"]
    assert [it["number"] for it in projects] == [f"2026-8-{n:03}" for n in range(1, 17)]
    closed = {
        it["title"]: (
            *figures(it, ("grant", "recovery")),
            [goal["reached"] for goal in it["goals"]],
        )
        for it in projects
        if it["status"] == "closed"
    }
    assert closed == CLOSED


def test_the_status_of_each_project(year):
    found = [it["status"] for it in year["projects"]]
    assert {status: found.count(status) for status in found} == {
        "applied": 1,
        "approved": 10,
        "closed": 4,
        "rejected": 1,
    }


def test_what_is_refused_says_why(first):
    year, said = first
    assert [(it["day"], it["code"], it["detail"]) for it in year["refusals"]] == REFUSALS
    for _, _, detail in REFUSALS:
        assert detail in said
    assert "Richtlinie, Projektstart: Ein Projekt dauert höchstens 24 Monate" in said


def test_all_sums_agree(year):
    assert [it for it in year["checks"] if not it["holds"]] == []
    assert len(year["checks"]) == 15
    assert year["resources"] == 10


def test_the_steering_pack_of_the_year(year):
    pack = year["steering"]
    assert [(it["part"], it["start"]) for it in pack["members"]] == [
        ("youth-office", "2026-01-15"),
        ("traeger", "2026-01-15"),
        ("coordination", "2026-01-15"),
    ]
    assert [(it["kind"], it["standing"], it["due_on"]) for it in pack["duties"]] == [
        ("steering-meeting", "fulfilled", "2026-12-31")
    ]
    (meeting,) = pack["meetings"]
    assert (meeting["on"], meeting["held"], meeting["present"]) == ("2026-06-10", True, 3)
    assert [it["kind"] for it in meeting["resolutions"]] == [
        "resolution",
        "recommendation",
        "proposal",
    ]
    assert [(it["number"], it["due_on"], it["overdue"]) for it in pack["open_actions"]] == [
        (2, "2027-03-31", False)
    ]
    assert [(it["number"], it["done_on"]) for it in pack["done_actions"]] == [(1, "2026-09-16")]
    assert {
        it["title"]: (it["review"]["implementation"], it["review"]["effect"])
        for it in pack["projects"]
    } == {
        "Werkbank im Veedel – offene Holzwerkstatt": ("as-planned", "visible"),
        "Lernpaten an der Kalker Hauptstraße": ("as-planned", "in-part"),
        "Mädchentreff Höhenberg": ("deviating", "too-early"),
    }
    assert all(it["function"] for it in pack["teams"])
    assert {it["sozialraum_name"]: it["next_on"] for it in pack["teams"] if it["next_on"]} == {
        "Kalk-Nord": "2027-03-11"
    }


def test_both_bodies_read_their_packs_and_the_table_shows_it(first):
    year, said = first
    said = " ".join(said.split())
    assert "3 Mitglieder, 16 Projekte, offene Maßnahmen: 1." in said
    assert "16 Projekte nach ihrem Stand, 2 Vorschläge." in said
    out = paper()
    tables.show(year, out)
    lines = [" ".join(line.split()) for line in written(out).splitlines()]
    assert "Mappe der Steuerungsgruppe 2026" in lines
    assert "Sitzung der Steuerungsgruppe erfüllt bis 31.12.2026" in lines
    assert "Sitzung 3 Mitglieder waren da 10.06.2026" in lines
    assert "Team, begleitet: Stadtteilkoordination Kalk-Nord wieder am 11.03.2027" in lines


def test_a_second_time_nothing_is_played_twice(instance, first):
    out = paper()
    again = play.play(instance, story.load(), out)
    assert "Das wurde hier schon gespielt" in written(out)
    # What was refused for want of money is approved by now; what breaks a rule is refused again,
    # and what was decided meanwhile is refused for that.
    assert [it["code"] for it in again["refusals"]] == [
        "not-permitted",
        "own-share-too-small",
        "duration-exceeds-24-months",
        "deputy-required",
        "not-permitted",
    ]
    assert written(out).count("Damals war es ein anderer Grund.") == len(REFUSALS) - 5 - 2
    assert lasting(again) == lasting(first[0])


def test_another_run_finds_its_years_taken(instance, first):
    with pytest.raises(Refused) as no:
        play.play(instance, story.load(), paper(), run="2")
    assert no.value.code == "demo-years-taken"


def test_the_tables_show_it_in_german(year):
    out = paper()
    tables.show(year, out)
    lines = [" ".join(line.split()) for line in written(out).splitlines()]
    assert "frei 27.386,12 € 16.266,17 € 6.556,67 €" in lines
    assert "Summe 30.661,32 € 223.602,16 € 223.733,83 € 53.443,33 €" in lines
    assert "16 14 3 4 252.278,18 € 18.212,35 € 10" in lines
    assert "2026-8-006 Rennbahn im Jugendkeller abgelehnt 30.09.2026 0,00 € – –" in lines
    assert (
        "2026-8-009 Ferienstadt Ostheim abgeschlossen 31.08.2026 14.164,30 € 335,70 € 1 von 2"
        in (lines)
    )
    assert "Ressourcen im Netzwerk: 10" in lines
    assert not any("✗" in line for line in lines)


def test_a_recovery_is_played_to_its_last_cent_and_its_interest_explains_itself(first):
    said = " ".join(first[1].split())
    assert "Anhörung bis 19.10.2026: „Werkbank im Veedel – offene Holzwerkstatt“" in said
    assert "Zurückgezahlt: „Werkbank im Veedel – offene Holzwerkstatt“, offen 0,00 €" in said
    # 1,649.60 euros for 29 days, from 19 October to 17 November, at 6.27 %.
    assert "nach Tagen, das Jahr zu 365 Tagen. 8,22 €" in said
