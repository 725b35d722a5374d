"""Contact persons whose consent has ended, over a real PostgreSQL: erased unasked, once, provably."""

import json

import pytest

from services.resources.answers import contact as answers
from shared.canonical import digest, leaf, parse_instant
from shared.proof.checkpoint import opened
from shared.proof.keeper import known_keys
from shared.proof.tree import includes
from shared.refusal import Refused
from tests.direct import direct
from tests.resources_office import ELSEWHERE, OTHER_TRAEGER_ID, Network
from tests.toy import settings

pytestmark = pytest.mark.postgres

CONTACT = {
    "function": "Jugendwart",
    "name": "Theodora Freifrau",
    "email": "theodora@verein.example",
    "phone": "02203 4711",
    "visibility": "district",
    "consent_on": "2026-01-01",
    "consent_until": "2026-06-30",
}
LAST_DAY, DAY_AFTER = "2026-06-30", "2026-07-01"


@pytest.fixture
def network(new_database, tmp_path):
    known = settings(new_database(), tmp_path, "resources", APP_ENV="demo")
    with direct(known, "resources") as services:
        yield Network(services)


def named(network, card_id=None, **other):
    told = network.ask("name_contact", card_id=card_id or network.card(), **{**CONTACT, **other})
    return {it: told[it] for it in ("card_id", "contact_id")}


def erased(network, day):
    """Return how many were erased by a look on a day."""
    network.day = day
    told = network.ask("erase_expired_contacts", "operator")
    assert answers.ErasedContactsAnswer().validate(told) == {}
    return told["erased"]


def in_vault(network):
    with network.kernel.pool.connection() as conn:
        return conn.execute("select count(*) from vault_record").fetchone()[0]


def destroyed_at(network, contact):
    with network.kernel.pool.connection() as conn:
        return network.kernel.vault.read(conn, [contact["contact_id"]])[
            contact["contact_id"]
        ].erased_at


def code(ask, *args, **body):
    with pytest.raises(Refused) as no:
        ask(*args, **body)
    return no.value.code


def test_nobody_has_to_ask_and_the_last_day_belongs_to_the_consent(network):
    contact = named(network)
    assert (erased(network, LAST_DAY), in_vault(network)) == (0, 3)
    assert (erased(network, DAY_AFTER), in_vault(network)) == (1, 0)
    assert network.log() == ["card_recorded", "contact_named", "contact_erased"]
    assert network.ask("get_contacts", card_id=contact["card_id"])["contacts"] == []
    assert network.ask("list_due_contacts", until="2030-01-01")["contacts"] == []


def test_a_second_look_erases_nobody_again_and_neither_does_a_late_withdrawal(network):
    contact = named(network)
    assert [erased(network, it) for it in (DAY_AFTER, DAY_AFTER, "2026-07-02")] == [1, 0, 0]
    network.ask("withdraw_consent", **contact)
    assert network.log() == ["card_recorded", "contact_named", "contact_erased"]
    again = named(network, contact["card_id"], consent_until="2027-06-30")
    assert again["contact_id"] != contact["contact_id"]


def test_only_those_go_whose_own_consent_has_ended(network):
    card_id = network.card()
    named(network, card_id)
    stays = named(network, card_id, name="Bruno Bleibt", consent_until="2026-07-01")
    renewed = named(network, card_id, name="Rita Renz")
    network.ask("renew_consent", **renewed, consent_on="2026-01-05", consent_until="2027-12-31")
    assert erased(network, DAY_AFTER) == 1
    told = network.ask("get_contacts", card_id=card_id)["contacts"]
    assert sorted(it["name"] for it in told) == ["Bruno Bleibt", "Rita Renz"]
    assert (erased(network, "2026-07-02"), destroyed_at(network, stays)[:10]) == (1, "2026-07-02")


def test_an_outdated_list_erases_nobody_who_has_agreed_again(network):
    contact = named(network)
    network.day = LAST_DAY
    network.ask("renew_consent", **contact, consent_on=LAST_DAY, consent_until="2027-12-31")
    service = network.services.services["resources"]
    now, _ = network.kernel.clock.read(DAY_AFTER)
    assert service._erase_all(now) == 0  # The list has not heard of it yet.
    assert in_vault(network) == 3


def test_a_crash_after_the_key_is_gone_is_ended_by_the_next_look(network, monkeypatch):
    contact, vault = named(network), network.kernel.vault
    erase = type(vault).erase

    def crash(self, conn, subject, at):
        erase(self, conn, subject, at)
        raise ZeroDivisionError

    monkeypatch.setattr(type(vault), "erase", crash)
    assert code(erased, network, DAY_AFTER) == "internal-error"
    monkeypatch.undo()
    first = destroyed_at(network, contact)
    assert first is not None
    assert network.log() == ["card_recorded", "contact_named"]
    assert (erased(network, "2026-07-02"), in_vault(network)) == (1, 0)
    assert network.log() == ["card_recorded", "contact_named", "contact_erased"]
    assert destroyed_at(network, contact) == first


def test_whoever_was_named_for_a_merged_or_archived_card_goes_as_well(network):
    old, new, ended = network.card(), network.card(), network.card()
    contact, other = named(network, old), named(network, ended)
    network.ask("merge_cards", card_id=old, into_card_id=new)
    network.ask("archive_card", card_id=ended, cause="ended")
    assert (erased(network, DAY_AFTER), in_vault(network)) == (2, 0)
    with network.kernel.pool.connection() as conn:
        streams = conn.execute("select stream from event where type = 'contact_erased'").fetchall()
    assert {it for (it,) in streams} == {f"contacts-{old}", f"contacts-{ended}"}
    network.services.settle()
    asked = {"card_id": new, "contact_id": contact["contact_id"]}
    assert network.ask("get_contact_receipt", **asked)["card_id"] == new
    assert network.ask("get_contact_receipt", **other)["card_id"] == ended


def test_who_is_gone_gets_a_receipt_that_proves_it(network):
    contact = named(network)
    assert code(network.ask, "get_contact_receipt", **contact) == "contact-not-erased"
    stranger = {**contact, "contact_id": contact["card_id"]}
    assert code(network.ask, "get_contact_receipt", **stranger) == "contact-unknown"
    erased(network, DAY_AFTER)
    told = network.ask("get_contact_receipt", **contact)
    assert answers.ContactReceiptAnswer().validate(told) == {}
    data = json.loads(told["line"])["data"]
    assert (data["consent_until"], data["erased_on"]) == (LAST_DAY, DAY_AFTER)
    assert told["key_destroyed_at"].startswith(DAY_AFTER)
    assert "Freifrau" not in str(told)
    with network.kernel.pool.connection() as conn:
        stated = opened(told["checkpoint"], [verifier for verifier, _ in known_keys(conn)])
    place, at = told["position"], parse_instant(told["recorded_at"])
    path = [bytes.fromhex(each) for each in told["path"]]
    known = leaf(place, at, digest(told["line"].encode()))
    assert includes(known, place - 1, stated.size, path, stated.root)
    elsewhere = {"areas": [ELSEWHERE], "works_for": OTHER_TRAEGER_ID}
    for role in ("asd_member", "recipient"):
        assert code(network.ask, "get_contact_receipt", role, **contact, **elsewhere) == (
            "not-permitted"
        )


def test_who_has_withdrawn_gets_the_same_receipt(network):
    contact = named(network)
    network.ask("withdraw_consent", **contact)
    network.services.settle()
    told = network.ask("get_contact_receipt", "recipient", **contact)
    assert json.loads(told["line"])["type"] == "consent_withdrawn"
