"""Cards that are the same, over a real PostgreSQL: noticed, merged, and found where they went."""

import pytest

from services.resources.answers import card as answers
from shared.refusal import Refused
from tests.direct import direct
from tests.resources_office import ELSEWHERE, PLACE, TREFF, Network
from tests.toy import settings
from tests.unit.projects.registered import SOZIALRAUM_ID

pytestmark = pytest.mark.postgres

PHONE = {"channel": "phone", "address": "0221 / 815-4711"}
CONTACT = {
    "function": "Leitung",
    "name": "Theodora Freifrau",
    "consent_on": "2026-01-01",
    "consent_until": "2026-06-30",
}


@pytest.fixture
def network(new_database, tmp_path):
    known = settings(new_database(), tmp_path, "resources", "projects", APP_ENV="demo")
    with direct(known, "resources") as services:
        yield Network(services)


def alike(network, role="asd_member", **asked):
    told = network.ask("find_duplicates", role, **asked)
    assert answers.DuplicatesAnswer().validate(told) == {}
    return [(it["name"], it["because"]) for it in told["cards"]]


def test_what_may_be_the_same_is_told_with_the_reason(network):
    other_town = {**PLACE, "street": "Am Markt 1", "postcode": "51149"}
    network.card(name="Mädchentreff Kalk", contact=PHONE)
    network.card(name="Bolzplatz", place={**PLACE, "street": "VIETORSTRASSE 9"})
    network.card(
        name="Jugendbüro", place=other_town, contact={**PHONE, "address": "+49 221 8154711"}
    )
    far = {"sozialraum_ids": [ELSEWHERE], "areas": [ELSEWHERE]}
    network.card(name="Mädchentreff Kalk", place=other_town, **far)
    new = {"name": "Maedchen-Treff Kalk", "sozialraum_ids": [SOZIALRAUM_ID]}
    assert alike(network, **new) == [("Mädchentreff Kalk", ["name"])]
    assert alike(network, **new, place=PLACE, contact=PHONE) == [
        ("Mädchentreff Kalk", ["name", "place", "phone"]),
        ("Bolzplatz", ["place"]),
        ("Jugendbüro", ["phone"]),
    ]
    assert alike(network, name="Seniorenclub", sozialraum_ids=[SOZIALRAUM_ID]) == []


def test_nobody_outside_the_office_finds_a_masked_place_by_guessing_its_street(network):
    network.card(name="Schutzwohnung", place={**PLACE, "masked": True})
    guess = {"name": "Seniorenclub", "sozialraum_ids": [SOZIALRAUM_ID], "place": PLACE}
    assert alike(network, **guess) == [("Schutzwohnung", ["place"])]
    assert alike(network, "traeger_member", **guess) == []
    named = {**guess, "name": "Schutzwohnung"}
    assert alike(network, "traeger_member", **named) == [("Schutzwohnung", ["name"])]


def test_a_card_is_no_duplicate_of_itself_and_nobody_learns_of_hidden_ones(network):
    card_id = network.card(visibility="team")
    same = {"name": TREFF["name"], "place": PLACE}
    assert alike(network, **same) == [(TREFF["name"], ["name", "place"])]
    assert alike(network, **same, card_id=card_id) == []
    assert alike(network, "uag", **same) == []


def test_a_merged_card_is_found_where_it_went_with_contacts_and_history(network):
    old, new = network.card(name="Treff der Mädchen"), network.card()
    named = network.ask("name_contact", card_id=old, **CONTACT)
    person = {"contact_id": named["contact_id"]}
    merged = network.ask("merge_cards", card_id=old, into_card_id=new)
    assert answers.CardAnswer().validate(merged) == {}
    assert (merged["card_id"], len(merged["event_ids"])) == (new, 2)

    assert network.names() == [TREFF["name"]]
    gone, survivor = (network.ask("get_card", card_id=it) for it in (old, new))
    assert (gone["standing"], gone["merged_into"], gone["name"]) == (
        "merged",
        new,
        "Treff der Mädchen",
    )
    assert (survivor["standing"], survivor["absorbed"]) == ("active", [old])

    (told,) = network.ask("get_contacts", card_id=new)["contacts"]
    assert told["name"] == "Theodora Freifrau"
    network.ask("keep_contact", card_id=new, **person, on="2026-01-05", next_on="2026-02-01")
    due = network.ask("list_due_contacts", until="2026-02-01")["contacts"]
    assert [(it["card_id"], it["card_name"], it["because"]) for it in due] == [
        (new, TREFF["name"], "next-contact")
    ]
    network.ask("withdraw_consent", card_id=new, **person)
    assert network.ask("get_contacts", card_id=new)["contacts"] == []


def test_a_merged_card_is_not_merged_again(network):
    old, new, third = network.card(), network.card(), network.card()
    network.ask("merge_cards", card_id=old, into_card_id=new)
    for asked in ({"card_id": old, "into_card_id": third}, {"card_id": third, "into_card_id": old}):
        with pytest.raises(Refused) as no:
            network.ask("merge_cards", **asked)
        assert (no.value.code, no.value.facts) == ("card-merged", {"surviving_card_id": new})
    assert network.log().count("card_merged") == 1
    with pytest.raises(Refused, match="card-merged"):
        network.ask("name_contact", card_id=old, **CONTACT)
    network.ask("merge_cards", card_id=new, into_card_id=third)
    assert network.ask("get_card", card_id=third)["absorbed"] == [new, old]


def test_a_team_merges_only_its_own_cards(network):
    mine = network.card()
    theirs = network.card(sozialraum_ids=[ELSEWHERE], areas=[ELSEWHERE])
    for asked in (
        {"card_id": mine, "into_card_id": theirs},
        {"card_id": theirs, "into_card_id": mine},
    ):
        with pytest.raises(Refused, match="not-permitted"):
            network.ask("merge_cards", **asked)


def test_topics_follow_a_card_to_where_it_went(network):
    old, new = network.card(name="Treff der Mädchen"), network.card()
    here = {"sozialraum_id": SOZIALRAUM_ID}
    seen = network.ask(
        "record_observation", **here, observed_on="2026-01-02", text="Mädchen haben keinen Ort."
    )
    topic = network.ask(
        "open_topic",
        **here,
        title="Orte für Mädchen",
        subject="gender",
        observations=[seen["observation_id"]],
    )
    network.ask("cover_topic", topic_id=topic["topic_id"], cards=[old])
    network.ask("merge_cards", card_id=old, into_card_id=new)
    network.services.settle()
    (told,) = network.ask("get_chain", card_id=new)["topics"]
    assert [(it["card_id"], it["name"]) for it in told["cards"]] == [(new, TREFF["name"])]
    assert network.ask("get_chain", card_id=old)["topics"] == []
