"""What shows only when the districts of a city are laid side by side."""

from collections import defaultdict

from deploy.city.district import District, Half, Project, Traeger
from deploy.city.overview import overview
from deploy.city.page import page


def project(title, start, end, grant_ct):
    granted = defaultdict(int, {2026: grant_ct})
    return Project("2026-8-1", title, "t", start, end, "bewilligt", granted)


def district(name, traeger, *projects):
    made = District(name, as_of="2026-12-31T22:59:59.000000Z", sizes={"projects": 4})
    made.traeger["t"] = traeger
    made.projects = {str(number): it for number, it in enumerate(projects)}
    return made


def kalk(**more):
    known = Traeger("Jugendwerk e. V.", "AG Köln, VR 12345", [("2026-01-01", 3000)])
    return district(
        "kalk", known, project("Mädchentreff", "2026-01-01", "2026-12-31", 4_550_000), **more
    )


def porz(register="AG Köln VR 12345", title="Mädchentreff Porz", start="2026-12-31"):
    known = Traeger("Jugendwerk (e.V.)", register, [("2026-01-01", 3100)])
    return district("porz", known, project(title, start, "2027-06-30", 1_000_001))


def test_the_same_traeger_in_two_districts_is_one():
    (found,) = overview([porz(), kalk()])["traeger"]
    assert found == {
        "names": ["Jugendwerk (e.V.)", "Jugendwerk e. V."],
        "register": "AG Köln, VR 12345",
        "districts": [
            {"district": "kalk", "projects": 1, "granted_ct": 4_550_000},
            {"district": "porz", "projects": 1, "granted_ct": 1_000_001},
        ],
        "headcounts_differ_on": ["2026-01-01"],
    }
    assert overview([kalk(), porz(register="AG Köln VR 99")])["traeger"] == []


def test_what_runs_at_the_same_time_hints_at_double_funding():
    (found,) = overview([kalk(), porz()])["overlaps"]
    assert (found["first"], found["last"], found["alike"]) == ("2026-12-31", "2026-12-31", True)
    (other,) = overview([kalk(), porz(title="Werkstatt für Fahrräder")])["overlaps"]
    assert other["alike"] is False
    assert overview([kalk(), porz(start="2027-01-01")])["overlaps"] == []


def test_a_project_that_is_not_funded_overlaps_with_nothing():
    there = porz()
    there.projects["0"].status = "abgelehnt"
    assert overview([kalk(), there])["overlaps"] == []


def test_a_transfer_has_two_halves_that_say_the_same():
    here, there = kalk(), porz()
    here.given = {"a": Half(2026, 2_000_000), "b": Half(2026, 5), "d": Half(2026, 1)}
    there.received = {"a": Half(2026, 2_000_000), "c": Half(2026, 7), "d": Half(2027, 1)}
    found = overview([here, there])["transfers"]
    assert [(it["transfer_id"], it["fault"]) for it in found] == [
        ("b", "given-only"),
        ("c", "received-only"),
        ("d", "differs"),
    ]


def test_sums_of_the_years_are_those_of_all_districts():
    here, there = kalk(), porz()
    for it, cents in ((here, 100_000_01), (there, 50_000_00)):
        it.ledger.book("budget-2026", "budget_set", {"year": 2026, "amount_ct": cents})
        told = {"year": 2026, "amount_ct": 10_000_00, "reserved_ct": 0, "lapsed_ct": 0}
        it.ledger.book("budget-2026", "debited", told)
    assert overview([here, there])["years"] == [
        {
            "year": 2026,
            "position_ct": 150_000_01,
            "free_ct": 130_000_01,
            "bound_ct": 20_000_00,
            "paid_ct": 0,
            "lapsed_ct": 0,
        }
    ]


def test_the_uag_learns_no_mean_of_less_than_three_and_nothing_of_a_traeger():
    here, there = kalk(), porz()
    here.questions = {"own-words": "Kommt der Wille der Menschen vor?"}
    here.ratings = {"1": (1, {"own-words": 2}), "2": (1, {"own-words": 3, "all": 0})}
    there.ratings = {"3": (2, {"own-words": 2, "all": 1})}
    told = overview([here, there])["uag"]
    assert [(it["key"], it["assessments"], it["mean_hundredths"]) for it in told["indicators"]] == [
        ("all", 2, None),
        ("own-words", 3, 233),
    ]
    assert "Jugendwerk" not in str(told)


def test_the_page_shows_it_in_german():
    here, there = kalk(), porz()
    here.given = {"b": Half(2026, 123_456_78)}
    told = page(overview([here, there]))
    for words in ("bitte auf doppelte Förderung prüfen", "123.456,78 €", "verschiedene Zahlen"):
        assert words in told
