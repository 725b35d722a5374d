from dataclasses import replace

from services.projects import commands
from services.projects.master_data import MASTER_DATA
from services.projects.number import NUMBER
from tests.given import Given
from tests.unit.projects.examples import (
    NUMBERED,
    PROJECT_ID,
    SOZIALRAUM,
    SOZIALRAUM_ID,
    TEAM_ID,
    TRAEGER,
    TRAEGER_ID,
)

given = Given(MASTER_DATA)
numbered = Given(NUMBER)

REGISTER_TRAEGER = commands.RegisterTraeger(
    "Jugendwerk Kalk e. V.", expert=True, traeger_id=TRAEGER_ID
)
REGISTER_SOZIALRAUM = commands.RegisterSozialraum(
    "Kalk-Nord", "Sozialraumteam Kalk-Nord", SOZIALRAUM_ID, TEAM_ID
)


def test_what_is_new_is_registered():
    given().when(REGISTER_TRAEGER).then(TRAEGER)
    given().when(REGISTER_SOZIALRAUM).then(SOZIALRAUM)


def test_the_same_again_changes_nothing():
    given(TRAEGER).when(REGISTER_TRAEGER).then()
    given(SOZIALRAUM).when(REGISTER_SOZIALRAUM).then()


def test_an_id_is_not_given_twice():
    given(TRAEGER).when(replace(REGISTER_TRAEGER, name="Anderer e. V.")).then_refused(
        "already-decided"
    )
    given(SOZIALRAUM).when(REGISTER_TRAEGER).then_refused("already-decided")


def test_file_numbers_count_up_within_a_year():
    ask = commands.AssignNumber(PROJECT_ID, "8", 2025)
    first = replace(NUMBERED, running=1, number="2025-8-001")
    numbered().when(ask).then(first)
    numbered(*[first] * 15, replace(first, running=16)).when(ask).then(NUMBERED)


def test_the_thousandth_number_has_four_digits():
    last = replace(NUMBERED, running=999)
    next_one = replace(NUMBERED, running=1000, number="2025-8-1000")
    numbered(last).when(commands.AssignNumber(PROJECT_ID, "8", 2025)).then(next_one)
