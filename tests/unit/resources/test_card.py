from dataclasses import replace

from services.resources import commands
from services.resources.card import CARD
from tests.given import Given
from tests.unit.projects.registered import SOZIALRAUM_ID, text
from tests.unit.resources.examples import AMENDED, CARD_ID, RECORD, RECORDED

given = Given(CARD)

AMEND = commands.AmendCard(
    CARD_ID, "Fußballverein Kalk", "association", SOZIALRAUM_ID, topics=("Sport",), age_from=6
)
AS_RECORDED = replace(AMEND, topics=("Sport", "Mädchen"), age_to=14, contact=RECORDED.contact)


def test_a_card_is_recorded_once():
    given().when(RECORD).then(RECORDED)
    given(RECORDED).when(RECORD).then_refused("already-decided")


def test_a_card_says_what_it_was_last_made_to_say():
    given(RECORDED).when(AMEND).then(AMENDED)
    back = replace(AMENDED, topics=("Sport", "Mädchen"), age_to=14, contact=RECORDED.contact)
    given(RECORDED, AMENDED).when(AS_RECORDED).then(back)


def test_amending_nothing_changes_nothing():
    given(RECORDED).when(AS_RECORDED).then()
    given(RECORDED, AMENDED).when(AMEND).then()


def test_without_a_description_the_old_one_stays():
    other = text("Anderes Training")
    described = replace(AMENDED, description=other.ref)
    given(RECORDED).when(replace(AMEND, description=other)).then(described)
    given(RECORDED, described).when(AMEND).then()
    given(RECORDED, described).when(replace(AMEND, age_to=7)).then(replace(described, age_to=7))


def test_an_unknown_card_is_not_amended():
    given().when(AMEND).then_refused("card-unknown")
