"""Cards over a real PostgreSQL: proposed, accepted, looked at again, seen by whom they are for."""

from dataclasses import dataclass, replace
from uuid import uuid4

import pytest

from services.resources.answers import card as answers
from shared.documents import DocumentRef
from shared.log import Log
from shared.refusal import Refused
from shared.schema import Catalogue
from shared.writer import Writer
from tests.direct import direct
from tests.resources_office import ELSEWHERE, OTHER_TRAEGER_ID, PLACE, TREFF, Network
from tests.toy import settings
from tests.unit.projects.registered import SOZIALRAUM_ID, TRAEGER_ID

pytestmark = pytest.mark.postgres


@pytest.fixture
def network(new_database, tmp_path):
    known = settings(new_database(), tmp_path, "resources", APP_ENV="demo")
    with direct(known, "resources") as services:
        yield Network(services)


def code(ask, *args, **body):
    with pytest.raises(Refused) as no:
        ask(*args, **body)
    return no.value.code


def test_a_traeger_proposes_its_offer_and_the_team_makes_it_a_card(network):
    made = network.ask("propose_card", "recipient", **TREFF)
    card_id = made["card_id"]
    assert network.names() == []
    told = network.ask("list_proposals")
    assert answers.ProposalsAnswer().validate(told) == {}
    assert [(it["card_id"], it["name"]) for it in told["proposals"]] == [(card_id, TREFF["name"])]
    assert network.ask("list_proposals", areas=[ELSEWHERE]) == {"proposals": [], "total": 0}

    network.ask("accept_proposal", card_id=card_id)
    assert network.names() == [TREFF["name"]]
    assert network.ask("list_proposals")["total"] == 0
    card = network.ask("get_card", card_id=card_id)
    assert answers.GetCardAnswer().validate(card) == {}
    assert (card["standing"], card["version"], card["proposal"]) == ("active", 2, None)
    assert card["description"] == "Ein Raum nur für Mädchen, mit Küche und Werkstatt."
    assert network.log() == ["card_proposed", "proposal_accepted"]


def test_a_proposed_change_is_told_by_what_it_would_change(network):
    card_id = network.card()
    later = {**TREFF, "card_id": card_id, "threshold": "registration", "age_to": None}
    network.ask("propose_card", "recipient", **{**later, "description": None})
    (told,) = network.ask("list_proposals", "recipient")["proposals"]
    assert told["changed"] == ["age_to", "threshold"]
    card = network.ask("get_card", card_id=card_id)
    assert answers.GetCardAnswer().validate(card) == {}
    assert (card["threshold"], card["proposal"]["threshold"]) == ("open", "registration")
    assert card["proposal"]["changed"] == ["age_to", "threshold"]
    assert network.ask("get_card", "uag", card_id=card_id)["proposal"] is None

    network.ask("decline_proposal", card_id=card_id, reason="Der Treff soll offen bleiben.")
    card = network.ask("get_card", "recipient", card_id=card_id)
    assert answers.GetCardAnswer().validate(card) == {}
    assert (card["threshold"], card["proposal"]) == ("open", None)
    said = {"reason": "Der Treff soll offen bleiben.", "declined_on": "2026-01-05"}
    assert card["declined"] == said
    assert network.ask("get_card", "uag", card_id=card_id)["declined"] is None
    network.ask("propose_card", "recipient", **{**later, "description": None})
    assert network.ask("get_card", card_id=card_id)["declined"] is None


def test_a_traeger_proposes_for_itself_alone(network):
    foreign = {**TREFF, "traeger_id": OTHER_TRAEGER_ID}
    assert code(network.ask, "propose_card", "recipient", **foreign) == "not-permitted"
    theirs = network.card(traeger_id=OTHER_TRAEGER_ID)
    assert (
        code(network.ask, "propose_card", "recipient", **TREFF, card_id=theirs) == "not-permitted"
    )
    assert code(network.ask, "propose_card", "recipient", **TREFF, card_id=ELSEWHERE) == (
        "card-unknown"
    )
    assert code(network.ask, "record_card", "recipient", **TREFF) == "not-permitted"


def test_a_team_keeps_up_the_cards_of_its_own_sozialraum(network):
    card_id = network.card(sozialraum_ids=[SOZIALRAUM_ID, ELSEWHERE])
    amended = {**TREFF, "card_id": card_id, "name": "Neuer Name"}
    third = "9d8e7f60-5a4b-5c3d-8e2f-1a0b9c8d7e6f"
    assert code(network.ask, "amend_card", areas=[third], **amended) == "not-permitted"
    assert code(network.ask, "verify_card", card_id=card_id, areas=[third]) == "not-permitted"
    network.ask("verify_card", card_id=card_id, areas=[ELSEWHERE])
    gone = {**amended, "sozialraum_ids": [third]}
    assert code(network.ask, "amend_card", **gone) == "not-permitted"
    network.ask("amend_card", **amended)
    assert network.names() == ["Neuer Name"]


def test_a_team_that_a_proposal_names_decides_over_it_and_over_nothing_else(network):
    card_id = network.card()
    moved = {**TREFF, "card_id": card_id, "sozialraum_ids": [ELSEWHERE]}
    network.ask("propose_card", "recipient", **moved)
    there = {"card_id": card_id, "areas": [ELSEWHERE]}
    for method, more in (("archive_card", {"cause": "ended"}), ("verify_card", {})):
        assert code(network.ask, method, **there, **more) == "not-permitted"
    assert code(network.ask, "get_remarks", **there) == "not-permitted"
    network.ask("accept_proposal", **there)
    assert code(network.ask, "verify_card", card_id=card_id) == "not-permitted"
    network.ask("verify_card", **there)


def test_a_card_is_due_from_its_first_day_and_again_after_a_year(network):
    old = network.card(name="Nie geprüft")
    card_id = network.card()
    network.card(name="Anderswo", sozialraum_ids=[ELSEWHERE], areas=[ELSEWHERE])
    assert due(network) == ["Mädchentreff Kalk", "Nie geprüft"]
    network.ask("verify_card", card_id=card_id)
    assert due(network) == ["Nie geprüft"]
    assert due(network, until="2027-01-04") == ["Nie geprüft"]
    assert due(network, until="2027-01-05") == ["Nie geprüft", "Mädchentreff Kalk"]
    told = network.ask("list_due_cards", until="2027-01-05")
    assert answers.DueCardsAnswer().validate(told) == {}
    assert [it["verify_by"] for it in told["cards"]] == [None, "2027-01-05"]
    assert due(network, "district_head") == ["Anderswo", "Nie geprüft"]
    assert due(network, "recipient", until="2027-01-05", limit=2) == ["Anderswo", "Nie geprüft"]
    assert due(network, "recipient", works_for=OTHER_TRAEGER_ID) == []
    network.ask("archive_card", card_id=old, cause="ended")
    assert due(network) == []
    network.ask("reopen_card", card_id=old)
    assert due(network) == ["Nie geprüft"]
    assert network.ask("get_card", card_id=card_id)["unverified"] is False
    network.day = "2027-01-06"
    assert network.ask("get_card", card_id=card_id)["unverified"] is True


def due(network, role="asd_member", **asked):
    return [it["name"] for it in network.ask("list_due_cards", role, **asked)["cards"]]


def test_a_card_for_the_team_is_seen_by_the_team_its_traeger_and_the_head(network):
    card_id = network.card(visibility="team")
    for role in ("asd_member", "traeger_member", "recipient", "district_head", "auditor"):
        assert network.names(role) == [TREFF["name"]], role
        assert network.ask("get_card", role, card_id=card_id)["name"] == TREFF["name"]
    others = {"areas": [ELSEWHERE], "works_for": OTHER_TRAEGER_ID}
    for role in ("asd_member", "traeger_member", "recipient", "wjh", "uag", "planning"):
        assert network.names(role, **others) == [], role
        assert code(network.ask, "get_card", role, card_id=card_id, **others) == "card-unknown"
    network.card(name="Für alle", visibility="district")
    assert network.names("planning") == ["Für alle"]


def test_where_a_masked_place_is_the_office_alone_knows(network):
    place = {**PLACE, "latitude_e6": 50_938_100, "longitude_e6": 7_008_500, "masked": True}
    card_id = network.card(name="Schutzraum", place=place)
    for role in ("asd_member", "wjh", "district_head"):
        assert network.ask("get_card", role, card_id=card_id)["place"] == place
    hidden = {**place, "street": None, "latitude_e6": None, "longitude_e6": None}
    for role in ("traeger_member", "recipient", "uag"):
        assert network.ask("get_card", role, card_id=card_id)["place"] == hidden
        (found,) = network.ask("find_cards", role)["cards"]
        assert found["place"] == hidden


def test_who_is_not_told_where_a_masked_place_is_does_not_delete_it_by_a_change(network):
    place = {**PLACE, "latitude_e6": 50_938_100, "longitude_e6": 7_008_500, "masked": True}
    card_id = network.card(name="Schutzraum", place=place)
    hidden = {**place, "street": None, "latitude_e6": None, "longitude_e6": None}
    change = {**TREFF, "card_id": card_id, "name": "Schutzraum Kalk", "place": hidden}
    reason = {"reason_code": "offer-changed"}
    network.ask("amend_card", "traeger_member", **change, **reason)
    told = network.ask("get_card", card_id=card_id)
    assert (told["name"], told["place"]) == ("Schutzraum Kalk", place)
    network.ask("propose_card", "recipient", **{**change, "name": "Schutzraum Mitte"})
    network.ask("accept_proposal", card_id=card_id)
    told = network.ask("get_card", card_id=card_id)
    assert (told["name"], told["place"]) == ("Schutzraum Mitte", place)
    moved = {**place, "street": "Am Markt 1"}
    network.ask("amend_card", "traeger_member", **{**change, "place": moved}, **reason)
    assert network.ask("get_card", card_id=card_id)["place"] == moved
    network.ask("amend_card", **{**change, "place": hidden}, **reason)
    assert network.ask("get_card", card_id=card_id)["place"] == hidden


def test_internal_notes_stay_in_the_office_and_out_of_the_log(network):
    card_id = network.card()
    words = "Hilft Mädchen, die sonst nirgends hingehen."
    network.ask("remark_card", card_id=card_id, remark=words)
    network.ask("remark_card", "district_head", card_id=card_id, remark="Gute Erfahrung.")
    told = network.ask("get_remarks", "wjh", card_id=card_id)
    assert answers.RemarksAnswer().validate(told) == {}
    assert [it["text"] for it in told["remarks"]] == ["Gute Erfahrung.", words]
    for role in ("traeger_member", "recipient", "uag"):
        assert code(network.ask, "get_remarks", role, card_id=card_id) == "not-permitted"
    assert code(network.ask, "get_remarks", card_id=card_id, areas=[ELSEWHERE]) == "not-permitted"
    with network.kernel.pool.connection() as conn:
        (lines,) = conn.execute("select string_agg(line, '') from event").fetchone()
    assert "nirgends" not in lines


def test_what_looks_like_data_of_a_client_is_mended_or_confirmed(network):
    born = {**TREFF, "description": "Gut für Lena, geb. 03.04.2012."}
    with pytest.raises(Refused) as no:
        network.ask("record_card", **born)
    assert (no.value.code, [it.pointer for it in no.value.errors]) == (
        "case-references-found",
        ["/description"],
    )
    card_id = network.ask("record_card", **born, confirm_no_case_data=True)["card_id"]
    remark = {"card_id": card_id, "remark": "Hilft bei Az. 51/123-4567."}
    assert code(network.ask, "remark_card", **remark) == "case-references-found"
    network.ask("remark_card", **remark, confirm_no_case_data=True)
    assert code(network.ask, "propose_card", "recipient", **born) == "case-references-found"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"topic": "gender"}, ["Mädchentreff Kalk"]),
        ({"topic": "sports"}, ["Bolzplatz"]),
        ({"age": 9}, ["Bolzplatz"]),
        ({"age": 17}, ["Bolzplatz", "Mädchentreff Kalk"]),
        ({"threshold": "open"}, ["Mädchentreff Kalk"]),
        ({"cost": "free"}, ["Mädchentreff Kalk"]),
        ({"language": "tr"}, ["Mädchentreff Kalk"]),
        ({"kind": "place"}, ["Bolzplatz"]),
        ({"traeger_id": TRAEGER_ID}, ["Mädchentreff Kalk"]),
        ({"sozialraum_id": ELSEWHERE}, ["Bolzplatz"]),
        ({"words": "maedchenTREFF"}, ["Mädchentreff Kalk"]),
        ({"open_day": "friday"}, ["Mädchentreff Kalk"]),
        ({"open_day": "friday", "open_at": "18:59"}, ["Mädchentreff Kalk"]),
        ({"open_day": "friday", "open_at": "19:00"}, []),
        ({"open_day": "sunday"}, []),
        ({"open_day": "saturday"}, ["Bolzplatz"]),
    ],
)
def test_filters_narrow_what_is_found(network, asked, found):
    network.card()
    saturday = {"days": ["saturday", "sunday"], "opens": "10:00", "closes": "20:00"}
    network.card(
        name="Bolzplatz",
        kind="place",
        sozialraum_ids=[SOZIALRAUM_ID, ELSEWHERE],
        traeger_id=None,
        topics=["sports"],
        age_from=None,
        age_to=None,
        threshold=None,
        cost=None,
        languages=[],
        opening=[{**saturday, "valid_from": "2026-01-10", "valid_to": "2026-01-10"}],
    )
    told = network.ask("find_cards", **asked)
    assert answers.FoundAnswer().validate(told) == {}
    assert [it["name"] for it in told["cards"]] == found
    assert told["total"] == len(found)


def test_a_page_tells_how_many_there_are_in_all(network):
    for name in ("C", "A", "B"):
        network.card(name=name)
    told = network.ask("find_cards", limit=2)
    assert ([it["name"] for it in told["cards"]], told["total"]) == (["A", "B"], 3)
    told = network.ask("find_cards", limit=2, offset=2)
    assert ([it["name"] for it in told["cards"]], told["total"]) == (["C"], 3)
    assert network.ask("find_cards", limit=2, offset=4) == {"cards": [], "total": 3}


def test_the_first_cards_are_found_as_they_were(network):
    """They lie in the log as the code of then has written them."""
    recorded = CardRecorded(
        card_id=ELSEWHERE,
        name="Stadtteilchor",
        kind="group",
        description=DocumentRef(ELSEWHERE, "00" * 32),
        sozialraum_id=SOZIALRAUM_ID,
        topics=("Musik",),
        age_from=None,
        age_to=None,
        contact=None,
    )
    kernel = network.kernel
    call = replace(
        kernel.own_call(kernel.context(), kernel.clock.read(network.day)[0]),
        command_id=str(uuid4()),
    )
    then = Writer(kernel.pool, Log(Catalogue(CardRecorded)), kernel.settings.district, lambda: None)
    mine = f"card-{ELSEWHERE}"
    then.execute(call, [mine], lambda turn: turn.add(mine, [recorded]))

    assert network.names(words="musik") == ["Stadtteilchor"]
    card = network.ask("get_card", card_id=ELSEWHERE)
    assert answers.GetCardAnswer().validate(card) == {}
    assert (card["venue"], card["place"], card["keywords"]) == ("fixed", None, ["Musik"])
    assert due(network) == ["Stadtteilchor"]


@dataclass(frozen=True, slots=True)
class CardRecorded:
    """Karte angelegt: what the first cards were told as."""

    card_id: str
    name: str
    kind: str
    description: DocumentRef
    sozialraum_id: str
    topics: tuple[str, ...]
    age_from: int | None
    age_to: int | None
    contact: str | None
