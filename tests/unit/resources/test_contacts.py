from dataclasses import replace
from datetime import date

import pytest

from services.resources import commands
from services.resources.contacts import CONTACTS
from tests.given import Given
from tests.unit.resources.examples import (
    CARD_ID,
    CONSENT_WITHDRAWN,
    CONTACT_ID,
    ERASED,
    KEPT,
    NAMED,
    OPENED,
    RENEWED,
    TEAM,
    WHY,
)

given = Given(CONTACTS)
TODAY = date(2025, 9, 15)
CONSENT = date(2025, 9, 1), date(2026, 8, 31)
PERSONAL = {"name": "Erika Muster", "phone": "0221 4711"}
NAME = commands.NameContact(
    CARD_ID, "Jugendwart", "team", *CONSENT, personal=PERSONAL, contact_id=CONTACT_ID, by=TEAM
)
RENEW = commands.RenewConsent(
    CARD_ID, CONTACT_ID, "district", date(2025, 9, 15), date(2027, 8, 31), TEAM
)
WITHDRAW = commands.WithdrawConsent(CARD_ID, CONTACT_ID, TEAM)
KEEP = commands.KeepContact(CARD_ID, date(2025, 9, 12), date(2026, 3, 1), CONTACT_ID, TEAM)


def person(*history):
    return CONTACTS.fold(history).people[CONTACT_ID]


def test_somebody_is_named_by_function_and_nothing_else():
    given().when(NAME).then(NAMED)
    assert "Muster" not in repr(NAMED)
    assert "Muster" not in repr(NAME)


@pytest.mark.parametrize("until", [TODAY, date(2025, 9, 14)])
def test_a_consent_that_ends_today_is_refused(until):
    no = given().when(replace(NAME, consent_until=until)).then_refused("consent-over")
    assert [(it.pointer, it.code) for it in no.errors] == [("/consent_until", "consent-over")]
    assert "15.09.2025" in no.detail
    given(NAMED).when(replace(RENEW, consent_until=until)).then_refused("consent-over")


def test_a_consent_of_one_more_day_is_enough():
    tomorrow = date(2025, 9, 16)
    given().when(replace(NAME, consent_until=tomorrow)).then(replace(NAMED, consent_until=tomorrow))


def test_a_consent_was_given_before_it_counts():
    later = replace(NAME, consent_on=date(2025, 9, 16))
    no = given().when(later).then_refused("consent-not-given")
    assert [it.pointer for it in no.errors] == ["/consent_on"]
    today = replace(NAME, consent_on=TODAY)
    given().when(today).then(replace(NAMED, consent_on=TODAY))


def test_whoever_agreed_is_shown_to_the_last_day_of_it():
    assert person(NAMED).is_shown(date(2026, 8, 31))
    assert not person(NAMED).is_shown(date(2026, 9, 1))
    assert person(NAMED, RENEWED).is_shown(date(2026, 9, 1))


def test_a_consent_is_renewed_once():
    given(NAMED).when(RENEW).then(RENEWED)
    given(NAMED, RENEWED).when(RENEW).then()


def test_who_withdraws_is_gone():
    given(NAMED).when(WITHDRAW).then(CONSENT_WITHDRAWN)
    given(NAMED, CONSENT_WITHDRAWN).when(WITHDRAW).then()
    assert CONTACTS.fold([NAMED, CONSENT_WITHDRAWN]).people == {}
    given(NAMED, CONSENT_WITHDRAWN).when(RENEW).then_refused("contact-unknown")


LAST_DAY, DAY_AFTER = date(2026, 8, 31), date(2026, 9, 1)
ERASE = commands.EraseContact(CARD_ID, CONTACT_ID, TEAM)


def test_whose_consent_has_ended_is_erased_once_and_not_on_the_last_day_of_it():
    given(NAMED).when(ERASE, LAST_DAY).then()
    given(NAMED).when(ERASE, DAY_AFTER).then(ERASED)
    given(NAMED, ERASED).when(ERASE, DAY_AFTER).then()
    given(NAMED, CONSENT_WITHDRAWN).when(ERASE, DAY_AFTER).then()
    given().when(ERASE, DAY_AFTER).then()
    assert CONTACTS.fold([NAMED, ERASED]).people == {}


def test_who_has_agreed_again_in_time_is_not_erased():
    given(NAMED, RENEWED).when(ERASE, DAY_AFTER).then()


def test_a_consent_is_renewed_on_its_last_day_and_not_after_it():
    later = replace(RENEW, consent_on=LAST_DAY)
    given(NAMED).when(later, LAST_DAY).then(replace(RENEWED, consent_on=LAST_DAY))
    no = given(NAMED).when(later, DAY_AFTER).then_refused("consent-expired")
    assert "31.08.2026" in no.detail
    given(NAMED, ERASED).when(later, DAY_AFTER).then_refused("contact-unknown")


@pytest.mark.parametrize("command", [RENEW, WITHDRAW, KEEP])
def test_nothing_becomes_of_an_unknown_person(command):
    given().when(command).then_refused("contact-unknown")


def test_a_contact_is_kept_with_somebody_or_with_the_organisation():
    given(NAMED).when(KEEP).then(KEPT)
    assert (person(NAMED, KEPT).last_on, person(NAMED, KEPT).next_on) == (
        date(2025, 9, 12),
        date(2026, 3, 1),
    )
    with_nobody = replace(KEPT, contact_id=None)
    given().when(replace(KEEP, contact_id=None)).then(with_nobody)
    contacts = CONTACTS.fold([NAMED, with_nobody])
    assert (contacts.last_on, contacts.next_on) == (date(2025, 9, 12), date(2026, 3, 1))
    assert person(NAMED, with_nobody).last_on is None


def test_a_talk_lies_behind_and_the_next_one_ahead():
    given(NAMED).when(replace(KEEP, on=TODAY, next_on=None)).then(
        replace(KEPT, on=TODAY, next_on=None)
    )
    ahead = given(NAMED).when(replace(KEEP, on=date(2025, 9, 16)))
    ahead.then_refused("contact-in-the-future")
    given(NAMED).when(replace(KEEP, next_on=TODAY)).then_refused("next-contact-passed")


def test_each_look_of_an_auditor_is_kept_with_its_reason():
    look = commands.OpenContacts(CARD_ID, WHY, TEAM)
    given().when(look).then(OPENED)
    given(OPENED).when(look).then(OPENED)
    assert CONTACTS.fold([OPENED]).opened == {(TEAM, TODAY)}
