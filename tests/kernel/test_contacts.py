"""Contact persons over a real PostgreSQL: in the vault, for a time, for whom they agreed to."""

import json

import pytest

from services.resources.answers import contact as answers
from shared.refusal import Refused
from tests.direct import direct
from tests.resources_office import ELSEWHERE, OTHER_TRAEGER_ID, Network
from tests.toy import settings

pytestmark = pytest.mark.postgres

NAME = "Theodora Freifrau"
CONTACT = {
    "function": "Jugendwart",
    "name": NAME,
    "email": "theodora@verein.example",
    "phone": "02203 47110815",
    "visibility": "district",
    "consent_on": "2026-01-01",
    "consent_until": "2026-06-30",
}


@pytest.fixture
def network(new_database, tmp_path):
    known = settings(new_database(), tmp_path, "resources", APP_ENV="demo")
    with direct(known, "resources") as services:
        yield Network(services)


@pytest.fixture
def named(network):
    """A card with a contact person: {card_id, contact_id}."""
    told = network.ask("name_contact", card_id=network.card(), **CONTACT)
    assert answers.ContactAnswer().validate(told) == {}
    return {it: told[it] for it in ("card_id", "contact_id")}


def names(network, card_id, role="asd_member", **who):
    told = network.ask("get_contacts", role, card_id=card_id, **who)
    assert answers.ContactsAnswer().validate(told) == {}
    return [it["name"] for it in told["contacts"]]


def code(ask, *args, **body):
    with pytest.raises(Refused) as no:
        ask(*args, **body)
    return no.value.code


def test_a_person_is_shown_while_the_consent_holds(network, named):
    network.day = "2026-06-30"
    assert names(network, named["card_id"]) == [NAME]
    network.day = "2026-07-01"
    assert names(network, named["card_id"]) == []
    consent = {"consent_on": "2026-07-01", "consent_until": "2027-06-30"}
    assert code(network.ask, "renew_consent", **named, **consent) == "consent-expired"


def test_a_consent_that_was_renewed_in_time_holds_for_longer(network, named):
    network.day = "2026-06-30"
    consent = {"consent_on": "2026-06-30", "consent_until": "2027-06-30"}
    network.ask("renew_consent", **named, **consent)
    network.day = "2027-06-30"
    assert names(network, named["card_id"]) == [NAME]


def test_a_consent_that_ends_today_is_refused_and_nothing_is_kept(network):
    card_id = network.card()
    over = {**CONTACT, "consent_until": "2026-01-05"}
    assert code(network.ask, "name_contact", card_id=card_id, **over) == "consent-over"
    assert network.log() == ["card_recorded"]
    with network.kernel.pool.connection() as conn:
        assert conn.execute("select count(*) from vault_record").fetchone() == (0,)


def test_the_log_and_the_tables_hold_nothing_of_a_person(network, named):
    network.ask("keep_contact", **named, on="2026-01-05", next_on="2026-03-01")
    assert names(network, named["card_id"]) == [NAME]
    with network.kernel.pool.connection() as conn:
        (everything,) = conn.execute(
            "select (select string_agg(line, '') from event)"
            " || (select string_agg(c::text, '') from command c)"
            " || (select string_agg(v::text, '') from vault_record v)"
        ).fetchone()
    for word in ("Theodora", "Freifrau", "theodora@", "47110815"):
        assert word not in everything


@pytest.mark.scenario("erasure and audit")
def test_who_withdraws_is_gone_for_good(network, named):
    network.ask("withdraw_consent", **named)
    assert names(network, named["card_id"]) == []
    record = network.kernel.vault
    with network.kernel.pool.connection() as conn:
        assert conn.execute("select count(*) from vault_record").fetchone() == (0,)
        gone = record.read(conn, [named["contact_id"]])[named["contact_id"]]
    assert (gone.fields, gone.erased_at is not None) == ({}, True)
    assert due(network, "2030-01-01") == []


def test_only_who_may_sees_persons_and_only_whom_they_agreed_to(network, named):
    card_id = named["card_id"]
    for role in ("asd_member", "traeger_member", "recipient", "wjh", "district_head"):
        assert names(network, card_id, role) == [NAME], role
    for role in ("uag", "planning", "steering_group", "central_office"):
        assert code(network.ask, "get_contacts", role, card_id=card_id) == "not-permitted", role
    elsewhere = {"areas": [ELSEWHERE], "works_for": OTHER_TRAEGER_ID}
    for role in ("asd_member", "traeger_member", "recipient"):
        refused = code(network.ask, "get_contacts", role, card_id=card_id, **elsewhere)
        assert refused == "not-permitted", role
    consent = {"consent_on": "2026-01-05", "consent_until": "2026-06-30"}
    network.ask("renew_consent", **named, **consent, visibility="team")
    assert names(network, card_id, "wjh") == []
    assert names(network, card_id, "district_head") == [NAME]
    assert names(network, card_id, "recipient") == [NAME]


def test_an_auditor_sees_persons_only_after_a_reason_and_for_a_day(network, named):
    card_id = named["card_id"]
    assert code(network.ask, "get_contacts", "auditor", card_id=card_id) == "contacts-closed"
    network.ask("open_contacts", "auditor", card_id=card_id, reason="Stichprobe")
    assert names(network, card_id, "auditor") == [NAME]
    another = {"card_id": card_id, "sub": "rpa.zwei"}
    assert code(network.ask, "get_contacts", "auditor", **another) == "contacts-closed"
    network.day = "2026-01-06"
    assert code(network.ask, "get_contacts", "auditor", card_id=card_id) == "contacts-closed"
    assert code(network.ask, "open_contacts", card_id=card_id, reason="x") == "not-permitted"
    assert network.log().count("contacts_opened") == 1


def due(network, until, role="asd_member", **who):
    told = network.ask("list_due_contacts", role, until=until, **who)
    assert answers.DueContactsAnswer().validate(told) == {}
    assert told["total"] == len(told["contacts"])
    return [(it["due_on"], it["because"], it["function"]) for it in told["contacts"]]


def test_what_is_to_be_kept_up_is_listed_without_a_name(network, named):
    assert due(network, "2026-06-29") == []
    ends = ("2026-06-30", "consent-ends", "Jugendwart")
    assert due(network, "2026-06-30") == [ends]
    network.ask("keep_contact", **named, on="2026-01-05", next_on="2026-03-01")
    network.ask("keep_contact", card_id=named["card_id"], on="2026-01-04", next_on="2026-02-01")
    talks = [("2026-02-01", "next-contact", None), ("2026-03-01", "next-contact", "Jugendwart")]
    assert due(network, "2026-06-30") == [*talks, ends]
    assert due(network, "2026-02-28") == talks[:1]
    assert due(network, "2026-06-30", areas=[ELSEWHERE]) == []
    assert due(network, "2026-06-30", "recipient", works_for=OTHER_TRAEGER_ID) == []
    network.ask("keep_contact", card_id=named["card_id"], on="2026-01-05")
    assert due(network, "2026-06-30") == [talks[1], ends]
    told = network.ask("get_contacts", card_id=named["card_id"])
    assert (told["last_on"], told["next_on"]) == ("2026-01-05", None)


@pytest.mark.scenario("erasure and audit")
def test_a_club_is_still_found_after_its_person_is_gone_and_the_log_says_that_and_when(network):
    club = {"name": "Fußballverein X", "description": "Training für alle."}
    card_id = network.card(**club)
    named = network.ask("name_contact", card_id=card_id, **CONTACT)
    network.day = "2026-03-02"
    about = {"card_id": card_id, "contact_id": named["contact_id"]}
    network.ask("withdraw_consent", **about)
    assert network.names(words="Fußball") == ["Fußballverein X"]
    assert network.names(words="Theodora") == []
    assert names(network, card_id) == []
    with network.kernel.pool.connection() as conn:
        ((line,),) = conn.execute(
            "select line from event where type = 'consent_withdrawn'"
        ).fetchall()
    told = json.loads(line)
    by = told["data"].pop("by")  # A random id, as the envelope has it.
    assert told["actor"]["sub"] == by
    assert told["data"] == {**about, "withdrawn_on": "2026-03-02"}
    assert "Theodora" not in line
