"""Cards as HSDS services: what they say, what they never say, held against the published schemas."""

from dataclasses import asdict, replace
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.resources import events
from services.resources.exchange import hsds, terms
from services.resources.exchange.hsds import Shown
from tests import published
from tests.unit.projects.registered import SOZIALRAUM_ID, TRAEGER_ID
from tests.unit.resources.examples import CARD_ID, CONTENT, PLACE

TEXT = "Offenes Fußballtraining"


def shown(said=CONTENT, **more):
    return Shown(CARD_ID, asdict(said), TEXT, "NW", **more)


def told(said=CONTENT, **more):
    return hsds.as_json(hsds.service(shown(said, **more)))


def test_a_card_is_a_service_of_an_organisation_at_a_location():
    service = told(assured_date="2026-03-01", last_modified="2026-03-02T08:00:00.000000Z")

    assert published.wrong("service", service) == []
    assert (service["id"], service["name"], service["status"]) == (
        CARD_ID,
        "Fußballverein Kalk",
        "active",
    )
    assert service["url"] == "https://verein.example/kalk"
    assert (service["minimum_age"], service["maximum_age"]) == (6, 14)
    assert service["application_process"] == "Mit Anmeldung."
    assert service["assured_date"] == "2026-03-01"
    (area,) = service["service_areas"]
    assert area["uri"] == f"urn:uuid:{SOZIALRAUM_ID}"
    (cost,) = service["cost_options"]
    assert (cost["option"], cost["amount"], cost["currency"]) == ("ermäßigt", 5, "EUR")
    organization = service["organization"]
    assert organization["id"] == service["organization_id"]
    assert [it["identifier"] for it in organization["organization_identifiers"]] == [TRAEGER_ID]
    assert [it["taxonomy_term"]["name"] for it in organization["attributes"]] == ["Verein"]


def test_it_is_found_at_its_address_and_open_by_its_rules():
    service = told()
    (at,) = service["service_at_locations"]

    assert (at["location"]["latitude"], at["location"]["longitude"]) == (50.9381, 7.0085)
    (address,) = at["location"]["addresses"]
    assert address["address_1"] == "Vietorstraße 9"
    assert (address["postal_code"], address["city"]) == ("51103", "Köln")
    assert (address["state_province"], address["country"]) == ("DE-NW", "DE")
    assert [it["description"] for it in at["location"]["accessibility"]] == ["stufenlos"]
    training, summer = service["schedules"]
    assert training["byday"] == "TU,FR"
    assert (training["opens_at"], training["closes_at"]) == ("16:00:00", "19:30:00")
    assert (summer["valid_from"], summer["valid_to"]) == ("2026-06-01", "2026-08-31")
    assert summer["closes_at"] == "23:59:00"


def test_whom_to_ask_is_a_function_and_never_a_name():
    youth, board = told()["contacts"]

    assert (youth["title"], [it["number"] for it in youth["phones"]]) == (
        "Jugendwart",
        ["0221 000-4712"],
    )
    assert board.keys() == {"id", "service_id", "title"}


def test_of_a_masked_place_nobody_learns_street_and_point():
    service = told(replace(CONTENT, place=replace(PLACE, masked=True)))

    (at,) = service["service_at_locations"]
    assert at["location"].keys() == {
        "id",
        "location_type",
        "addresses",
        "accessibility",
        "attributes",
    }
    assert at["location"]["addresses"][0]["address_1"] == "nicht öffentlich"
    assert [it["taxonomy_term"]["code"] for it in at["location"]["attributes"]] == [
        "detail:address-masked"
    ]
    assert "Vietorstraße" not in repr(service)
    assert "50.9381" not in repr(service)


def test_what_comes_to_people_has_no_address():
    service = told(replace(CONTENT, venue="mobile", place=None))

    (at,) = service["service_at_locations"]
    assert at["location"]["location_type"] == "virtual"
    assert "addresses" not in at["location"]
    assert service["attributes"][0]["taxonomy_term"]["code"] == "venue:mobile"


@pytest.mark.parametrize("name", ["taxonomy", "taxonomy_term"])
def test_our_lists_are_taxonomies(name):
    listed = {"taxonomy": terms.taxonomies, "taxonomy_term": terms.terms}[name]()

    assert [it for each in listed for it in published.wrong(name, each)] == []
    assert len({it["id"] for it in listed}) == len(listed)


def test_ids_of_terms_never_change():
    assert terms.id_of("topic:sports") == "64d7a14f-99f7-52fe-b35a-2f87c79a1fd9"


def test_the_schemas_would_notice():
    broken = told() | {"status": "closed", "minimum_age": "6"}
    assert len(published.wrong("service", broken)) == 2


_LINE = st.text(min_size=1, max_size=20).filter(str.strip)
_PLACES = st.builds(
    events.Place,
    st.none() | _LINE,
    st.from_regex("[0-9]{5}", fullmatch=True),
    _LINE,
    st.none() | st.integers(-90_000_000, 90_000_000),
    st.none() | st.integers(-180_000_000, 180_000_000),
    st.booleans(),
)


@given(
    st.builds(
        replace,
        st.just(CONTENT),
        name=_LINE,
        place=st.none() | _PLACES,
        cost=st.none()
        | st.builds(
            events.Cost,
            st.sampled_from(list(terms.COSTS)),
            st.none() | st.integers(0, 10**9),
            st.none() | _LINE,
        ),
        kind=st.sampled_from(list(terms.KINDS)),
        contact=st.none() | st.just(events.Contact("phone", "+49 221 12345")),
        keywords=st.lists(_LINE, max_size=3, unique=True).map(tuple),
        accessibility=st.lists(st.sampled_from(list(terms.ACCESS)), unique=True).map(tuple),
    )
)
def test_whatever_a_card_says_keeps_to_the_schema(said):
    assert published.wrong("service", told(said)) == []


def test_every_word_of_a_card_has_its_german_word():
    lists: list[tuple[Any, Any]] = [
        (terms.KINDS, events.Kind),
        (terms.VENUES, events.Venue),
        (terms.THRESHOLDS, events.Threshold),
        (terms.COSTS, events.CostKind),
        (terms.ACCESS, events.Accessibility),
        (terms.DAYS, events.Weekday),
    ]
    assert [tuple(words) for words, _ in lists] == [get_args(kind) for _, kind in lists]
