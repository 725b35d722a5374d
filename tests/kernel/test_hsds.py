"""The network as HSDS over a real PostgreSQL: pages, filters, and what is not for everybody."""

from base64 import b64decode
from hashlib import sha256

import pytest
from werkzeug.test import Client

from services.gateway.app import create_app
from services.gateway.exchange import Identity
from services.resources.exchange import package, terms
from services.resources.exchange.answers import HsdsPageAnswer, PackageAnswer
from shared.refusal import Refused
from shared.signing import Signer
from tests import published
from tests.direct import direct
from tests.resources_office import ELSEWHERE, PLACE, Network
from tests.roles.world import Reply
from tests.toy import settings

pytestmark = pytest.mark.postgres

ENTITIES = {
    "services": "service",
    "organizations": "organization",
    "service_at_locations": "service_at_location",
    "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
}


@pytest.fixture
def network(new_database, tmp_path):
    known = settings(new_database(), tmp_path, "resources", APP_ENV="demo")
    with direct(known, "resources") as services:
        yield Network(services)


def names(network, **asked):
    page = network.ask("list_hsds", "planning", entity="services", **asked)
    return sorted(it["name"] for it in page["contents"])


def gone(network, card_id):
    with pytest.raises(Refused) as no:
        network.ask("get_hsds", "planning", entity="services", id=card_id)
    return no.value.code


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize(("entity", "schema"), list(ENTITIES.items()))
def test_every_list_keeps_to_the_published_schemas(network, entity, schema, full):
    card_id = network.card(visibility="public")

    page = network.ask("list_hsds", "planning", entity=entity, full=full)
    assert HsdsPageAnswer().validate(page) == {}
    assert published.page_wrong(schema, page) == []
    assert page["total_items"] == page["size"] == len(page["contents"]) > 0
    one = page["contents"][0]["id"]
    told = network.ask("get_hsds", "planning", entity=entity, id=one)
    assert published.wrong(schema, told) == []
    assert told["id"] == one
    if schema not in ("taxonomy", "taxonomy_term"):
        assert one == card_id


def test_a_page_says_where_it_stands(network):
    for number in range(5):
        network.card(name=f"Treff {number}", visibility="public")

    second = network.ask("list_hsds", entity="services", page=2, per_page=2)
    assert {name: it for name, it in second.items() if name != "contents"} == {
        "total_items": 5,
        "total_pages": 3,
        "page_number": 2,
        "size": 2,
        "first_page": False,
        "last_page": False,
        "empty": False,
    }
    last = network.ask("list_hsds", entity="services", page=3, per_page=2)
    assert (last["size"], last["first_page"], last["last_page"]) == (1, False, True)
    beyond = network.ask("list_hsds", entity="services", page=4, per_page=2)
    assert (beyond["contents"], beyond["empty"], beyond["last_page"]) == ([], True, True)
    nothing = network.ask("list_hsds", entity="services", search="Schach")
    assert (nothing["total_items"], nothing["total_pages"], nothing["first_page"]) == (0, 0, True)


def test_only_public_cards_leave_and_masked_places_stay_masked(network):
    for visibility in ("team", "district", "office"):
        network.card(name=f"Nur {visibility}", visibility=visibility)
    network.card(
        name="Haus",
        visibility="public",
        place={**PLACE, "masked": True, "latitude_e6": 50_938_100, "longitude_e6": 7_008_500},
    )

    assert names(network) == ["Haus"]
    page = network.ask("list_hsds", "asd_member", entity="services", full=True)
    assert "Vietorstraße" not in repr(page)
    assert "50.9381" not in repr(page)
    assert gone(network, network.card(visibility="district")) == "hsds-unknown"


def test_who_was_named_as_a_contact_person_is_never_told(network):
    card_id = network.card(visibility="public")
    network.ask(
        "name_contact",
        card_id=card_id,
        function="Leitung",
        name="Ayşe Öztürk",
        phone="+49 221 47110815",
        visibility="public",
        consent_on="2026-01-01",
        consent_until="2026-12-31",
    )
    told = repr(network.ask("get_hsds", entity="services", id=card_id))
    assert ("Öztürk" in told, "47110815" in told, "Leitung" in told) == (False, False, False)


def test_filters_add_up(network):
    network.card(visibility="public")
    network.card(
        name="Turnverein", kind="association", topics=["sports"], visibility="public", keywords=[]
    )
    sports, kind = terms.id_of("topic:sports"), terms.id_of("kind:association")

    assert names(network, taxonomy_term_id=sports) == ["Turnverein"]
    assert names(network, taxonomy_term_id=kind) == ["Turnverein"]
    assert names(network, taxonomy_term_id=sports, search="Mädchentreff") == []
    assert names(network, search="Maedchentreff") == ["Mädchentreff Kalk"]
    assert names(network, taxonomy_id=terms.id_of("topic")) == ["Mädchentreff Kalk", "Turnverein"]
    assert names(network, taxonomy_id=terms.id_of("detail")) == ["Mädchentreff Kalk"]
    assert names(network, taxonomy_term_id=network.card()) == []
    assert names(network, postcode="50667") == []
    assert names(network, modified_after="2100-01-01") == []
    assert len(names(network, modified_after="2026-01-01T00:00:00+01:00")) == 2
    found = network.ask("list_hsds", entity="taxonomy_terms", taxonomy_id=terms.id_of("venue"))
    assert found["total_items"] == 3


def test_only_ids_and_when_they_changed(network):
    card_id = network.card(visibility="public")
    page = network.ask("list_hsds", entity="services", minimal=True)
    (told,) = page["contents"]
    assert (told.keys(), told["id"]) == ({"id", "last_modified"}, card_id)


def test_what_is_gone_is_told_for_90_days(network):
    archived, kept = network.card(visibility="public"), network.card(visibility="public")
    merged = network.card(visibility="public")
    network.ask("verify_card", card_id=kept)
    network.ask("archive_card", card_id=archived, cause="ended")
    network.ask("merge_cards", card_id=merged, into_card_id=kept)

    page = network.ask("list_hsds", entity="services")
    status = {it["id"]: it["status"] for it in page["contents"]}
    assert status == {archived: "inactive", kept: "active", merged: "defunct"}
    assert network.ask("get_hsds", entity="services", id=kept)["assured_date"] == "2026-01-05"
    network.day = "2026-04-05"
    assert network.ask("get_hsds", entity="services", id=archived)["status"] == "inactive"
    network.day = "2026-04-06"
    assert gone(network, archived) == "hsds-unknown"
    assert network.ask("list_hsds", entity="services")["total_items"] == 1


@pytest.mark.parametrize(
    ("asked", "pointer", "code"),
    [
        ({"entity": "persons"}, "/entity", "not-allowed"),
        ({"entity": "services", "page": 0}, "/page", "too-small"),
        ({"entity": "services", "per_page": 501}, "/per_page", "too-large"),
        ({"entity": "services", "modified_after": "gestern"}, "/modified_after", "invalid-instant"),
        (
            {"entity": "services", "modified_after": "2026-02-30"},
            "/modified_after",
            "invalid-instant",
        ),
        ({"entity": "services", "format": "ndjson"}, "/format", "not-allowed"),
        ({"entity": "services", "taxonomy_id": "7"}, "/taxonomy_id", "invalid-id"),
    ],
)
def test_a_filter_that_cannot_be_understood_is_refused(network, asked, pointer, code):
    with pytest.raises(Refused) as no:
        network.ask("list_hsds", **asked)
    assert [(it.pointer, it.code) for it in no.value.errors] == [(pointer, code)]


def test_a_package_holds_what_everybody_may_know(network):
    network.card(name="Intern", visibility="district")
    archived = network.card(name="Alt", visibility="public")
    network.ask("archive_card", card_id=archived, cause="ended")
    card_id = network.card(visibility="public")
    elsewhere = network.card(
        "district_head", name="Dort", sozialraum_ids=[ELSEWHERE], visibility="public"
    )

    told = network.ask("export_package", "planning")
    content = b64decode(told["content"])
    assert PackageAnswer().validate(told) == {}
    assert (told["cards"], told["sha256"]) == (2, sha256(content).hexdigest())
    unpacked = package.unpack(content)
    assert unpacked is not None
    services = unpacked[0]["services.csv"].decode()
    assert (card_id in services, elsewhere in services) == (True, True)
    assert ("Intern" in services, "Alt" in services) == (False, False)
    network.day = "2026-03-01"
    network.ask("verify_card", card_id=card_id)
    assert network.ask("export_package", "wjh") == told
    one = network.ask("export_package", sozialraum_id=ELSEWHERE)
    assert one["cards"] == 1


def test_a_package_that_could_not_be_read_back_is_refused(network, monkeypatch):
    network.card(visibility="public")
    monkeypatch.setattr(package, "UNPACKED_MAX", 100)
    with pytest.raises(Refused) as no:
        network.ask("export_package")
    assert no.value.code == "package-too-large"


def test_over_http_it_keeps_to_the_schemas_as_well(network):
    card_id = network.card(
        visibility="public", cost={"kind": "paid", "amount": {"amount": "2.50", "currency": "EUR"}}
    )
    network.services.settle()
    desk = network.services.desk
    sign = Signer(desk.settings, "gateway").token
    browser = Client(create_app(Reply(network.services), identity=Identity(sign)))
    token = desk.issuer.sign(sub="planung", realm_access={"roles": ["planning"]})
    asking = {"Authorization": f"Bearer {token}", "X-Today": network.day}

    for entity, schema in ENTITIES.items():
        page = browser.get(f"/hsds/3.0/{entity}?per_page=5&full=true", headers=asking)
        assert (page.status_code, published.page_wrong(schema, page.get_json())) == (200, [])
    told = browser.get(f"/hsds/3.0/services/{card_id}", headers=asking)
    assert published.wrong("service", told.get_json()) == []
    assert b'"amount":2.5' in told.get_data()
    file = browser.get("/api/v1/resources/hsds.zip", headers=asking)
    unpacked = package.unpack(file.get_data())
    assert unpacked is not None
    assert card_id.encode() in unpacked[0]["services.csv"]
    nobody = browser.get("/hsds/3.0/services")
    assert (nobody.status_code, nobody.get_json()["code"]) == (401, "token-missing")
