"""Search over a real PostgreSQL: as people write, near where they are, the best first."""

from typing import Any

import pytest

from services.resources.answers import card as answers
from shared.refusal import Refused
from tests.direct import direct
from tests.resources_office import PLACE, Network
from tests.toy import settings

pytestmark = pytest.mark.postgres

NOWHERE = {"place": None, "venue": "online"}
NOTHING: dict[str, Any] = {"topics": [], "keywords": []}
CARDS: dict[str, dict[str, Any]] = {
    "Mädchentreff Kalk": {"description": "Offener Treff mit Küche und Werkstatt."},
    "Jugendhaus Höhenberg": {
        "description": "Für alle ab zwölf Jahren.",
        "keywords": ["Graffiti", "Café"],
    },
    "Häuser der Familie": {"topics": ["family"], "description": "Beratung in vielen Sprachen."},
    "Fußballverein Vingst": {"topics": ["sports"], "description": "Training für Kinder."},
    "Kochgruppe Ostheim": {
        "topics": ["food"],
        "description": "Wir kochen mit Mädchen und Jungen, was die Gärten geben.",
    },
}


@pytest.fixture(scope="module")
def network(database_url, tmp_path_factory):
    known = settings(database_url, tmp_path_factory.mktemp("search"), "resources", APP_ENV="demo")
    with direct(known, "resources") as services:
        made = Network(services)
        for name, said in CARDS.items():
            made.card(name=name, **{**NOTHING, **said})
        yield made


@pytest.mark.scenario("umlaut search")
@pytest.mark.parametrize(
    ("words", "found"),
    [
        # Umlauts in whatever way they are written.
        ("Mädchentreff", ["Mädchentreff Kalk"]),
        ("Maedchentreff", ["Mädchentreff Kalk"]),
        ("MAEDCHENTREFF", ["Mädchentreff Kalk"]),
        ("MÄDCHENTREFF", ["Mädchentreff Kalk"]),
        ("Fussballverein", ["Fußballverein Vingst"]),
        ("Hoehenberg", ["Jugendhaus Höhenberg"]),
        ("cafe", ["Jugendhaus Höhenberg"]),
        # Stems: one word in all its forms.
        ("Mädchentreffs", ["Mädchentreff Kalk"]),
        ("kocht", ["Kochgruppe Ostheim"]),
        ("Garten", ["Kochgruppe Ostheim"]),
        ("Haus", ["Häuser der Familie", "Jugendhaus Höhenberg"]),
        ("Werkstätten", ["Mädchentreff Kalk"]),
        # Slips of the pen.
        ("Mädchentref", ["Mädchentreff Kalk"]),
        ("Mädchntreff", ["Mädchentreff Kalk"]),
        ("Grafitti", ["Jugendhaus Höhenberg"]),
        ("Fusbalverein", ["Fußballverein Vingst"]),
        # Parts of longer words.
        ("Fußball", ["Fußballverein Vingst"]),
        ("Gruppe", ["Kochgruppe Ostheim"]),
        # All of several words; what says nothing does not count.
        ("Treff mit der Küche", ["Mädchentreff Kalk"]),
        ("Kinder Training Vingst", ["Fußballverein Vingst"]),
        ("Kinder Kochgruppe", []),
        # Topics by their German names; the place.
        ("Ernährung", ["Kochgruppe Ostheim"]),
        ("Köln Sport", ["Fußballverein Vingst"]),
        # Nothing.
        ("Raumfahrt", []),
        ("!!! ???", []),
        ("'; drop table directory_card --", []),
        ("a & (b | !c):*", []),
    ],
)
def test_what_is_meant_is_found(network, words, found):
    told = network.ask("find_cards", words=words)
    assert answers.FoundAnswer().validate(told) == {}
    assert sorted(it["name"] for it in told["cards"]) == found
    assert told["total"] == len(found)


def test_a_name_comes_before_a_mention(network):
    assert network.names(words="Mädchen") == ["Mädchentreff Kalk", "Kochgruppe Ostheim"]
    assert network.names(words="Kinder") == ["Fußballverein Vingst"]
    network.card(name="Kinder", topics=[], keywords=[], description="Nur der Name.")
    assert network.names(words="Kinder") == ["Kinder", "Fußballverein Vingst"]


def test_a_page_of_what_is_found_knows_the_total(network):
    told = network.ask("find_cards", words="Mädchen", limit=1, offset=1)
    assert (len(told["cards"]), told["total"]) == (1, 2)
    told = network.ask("find_cards", words="Mädchen", limit=1, offset=2)
    assert (told["cards"], told["total"]) == ([], 2)


def test_the_words_of_a_card_that_was_changed_find_it_no_more(network):
    card_id = network.card(name="Seifenkiste", description="Rennen im Juli.")
    assert network.names(words="Seifenkiste") == ["Seifenkiste"]
    changed = {"name": "Trödelmarkt", "kind": "place", "place": PLACE}
    network.ask(
        "amend_card",
        card_id=card_id,
        sozialraum_ids=[*network.areas],
        **changed,
        description="Neu.",
    )
    assert network.names(words="Seifenkiste") == []
    assert network.names(words="Rennen") == []
    assert network.names(words="Troedelmarkt") == ["Trödelmarkt"]
    network.ask("archive_card", card_id=card_id, cause="ended")
    assert network.names(words="Trödelmarkt") == []


# ---- near a point ------------------------------------------------------------------------------

KALK_POST = {"latitude_e6": 50_938_100, "longitude_e6": 7_008_500}


def at(latitude_e6, longitude_e6, **more):
    return {**PLACE, "latitude_e6": latitude_e6, "longitude_e6": longitude_e6, **more}


@pytest.fixture(scope="module")
def placed(network):
    """Three places north of a point, one degree of latitude being 111,195 metres; one is masked."""
    network.card(name="Nah", keywords=["Ort"], place=at(50_938_100 + 4_496, 7_008_500))
    network.card(name="Weiter", keywords=["Ort"], place=at(50_938_100 + 8_993, 7_008_500))
    network.card(name="Ost", keywords=["Ort"], place=at(50_938_100, 7_008_500 + 21_406))
    hidden = at(50_938_100, 7_008_500, masked=True)
    network.card(name="Schutzraum", keywords=["Ort"], place=hidden)
    network.card(name="Im Netz", keywords=["Ort"], **NOWHERE)
    return network


def near(network, role="asd_member", **asked):
    told = network.ask("find_cards", role, words="Ort", near=KALK_POST, **asked)
    assert answers.FoundAnswer().validate(told) == {}
    return [(it["name"], it["distance_m"]) for it in told["cards"]]


def test_the_nearest_comes_first_with_its_distance(placed):
    assert near(placed) == [
        ("Schutzraum", 0),
        ("Nah", 500),
        ("Weiter", 1000),
        ("Ost", 1500),
        ("Im Netz", None),
    ]


@pytest.mark.parametrize(
    ("within_m", "found"),
    [(499, []), (500, ["Nah"]), (1000, ["Nah", "Weiter"]), (1500, ["Nah", "Weiter", "Ost"])],
)
def test_what_is_farther_than_asked_for_is_left_out(placed, within_m, found):
    assert [name for name, _ in near(placed, "uag", within_m=within_m)] == found


def test_nobody_outside_the_office_finds_a_masked_place_by_its_distance(placed):
    for role in ("traeger_member", "recipient", "uag"):
        assert "Schutzraum" not in dict(near(placed, role)), role
        assert "Schutzraum" in placed.names(role, words="Schutzraum")
    assert "Schutzraum" in dict(near(placed, "district_head"))


def test_the_point_is_kept_nowhere(placed, capsys):
    point = {"latitude_e6": 50_111_222, "longitude_e6": 7_333_444}
    placed.ask("find_cards", near=point, within_m=50_000)
    with pytest.raises(Refused):
        placed.ask("find_cards", near={**point, "longitude_e6": 7_333_444.5})
    printed = capsys.readouterr()
    with placed.kernel.pool.connection() as conn:
        tables = conn.execute(
            "select oid::regclass::text from pg_class where relkind in ('r', 'p')"
            " and not relispartition and relnamespace::regnamespace::text"
            " not in ('pg_catalog', 'information_schema', 'pg_toast')"
        ).fetchall()
        kept = " ".join(
            str(conn.execute(f"select t::text from {it} t").fetchall()) for (it,) in tables
        )
    for number in ("50111222", "7333444", "50.111222"):
        assert number not in kept + printed.out + printed.err
