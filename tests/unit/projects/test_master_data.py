from dataclasses import replace
from datetime import date

import pytest

from services.projects import commands, events
from services.projects.master_data import SOZIALRAUM as DECIDER_OF_SOZIALRAUM
from services.projects.master_data import TRAEGER as DECIDER_OF_TRAEGER
from shared.guideline import Headcount
from tests.given import Given
from tests.unit.projects.registered import (
    DEACTIVATED,
    HEADCOUNT,
    OTHER_ID,
    PERSON_ID,
    PROFILE,
    REACTIVATED,
    REASON,
    REPRESENTATIVES,
    SOZIALRAUM,
    SOZIALRAUM_ID,
    SOZIALRAUM_RENAMED,
    TEAM_ID,
    TRAEGER,
    TRAEGER_AMENDED,
    TRAEGER_ID,
)

given = Given(DECIDER_OF_TRAEGER)
given_area = Given(DECIDER_OF_SOZIALRAUM)

REGISTER_TRAEGER = commands.RegisterTraeger(
    "Jugendwerk Kalk e. V.", expert=True, traeger_id=TRAEGER_ID
)
REGISTER_SOZIALRAUM = commands.RegisterSozialraum(
    "Kalk-Nord", "Sozialraumteam Kalk-Nord", SOZIALRAUM_ID, TEAM_ID
)
AMEND = commands.AmendTraeger(
    TRAEGER_ID,
    {"name": "Jugendwerk Kalk gGmbH"}
    | {name: getattr(PROFILE, name) for name in events.TraegerProfile.__dataclass_fields__},
)
STATE = commands.StateHeadcount(
    TRAEGER_ID, Headcount("heads", 11_000), date(2025, 8, 1), evidence=REASON.ref
)


def test_what_is_new_is_registered():
    given().when(REGISTER_TRAEGER).then(TRAEGER)
    given_area().when(REGISTER_SOZIALRAUM).then(SOZIALRAUM)


def test_the_same_again_changes_nothing():
    given(TRAEGER).when(REGISTER_TRAEGER).then()
    given_area(SOZIALRAUM).when(REGISTER_SOZIALRAUM).then()


def test_an_id_is_not_given_twice():
    given(TRAEGER).when(replace(REGISTER_TRAEGER, name="Anderer e. V.")).then_refused(
        "already-decided"
    )
    given_area(SOZIALRAUM).when(replace(REGISTER_SOZIALRAUM, name="Vingst")).then_refused(
        "already-decided"
    )


def test_recognition_and_agreements_end_after_they_began():
    ends = {"certificates_until": date(2015, 3, 1)}
    given(TRAEGER, TRAEGER_AMENDED).when(commands.AmendTraeger(TRAEGER_ID, ends)).then_refused(
        "end-before-start"
    )
    ends = {"protection_until": date(2030, 12, 31)}
    given(TRAEGER).when(commands.AmendTraeger(TRAEGER_ID, ends)).then_refused("end-before-start")
    new = replace(
        REGISTER_TRAEGER, profile=events.TraegerProfile(recognised_until=date(2030, 1, 1))
    )
    given().when(new).then_refused("end-before-start")


def test_an_amendment_says_the_whole_and_keeps_what_it_does_not_name():
    given(TRAEGER).when(AMEND).then(TRAEGER_AMENDED)
    given(TRAEGER, TRAEGER_AMENDED).when(AMEND).then()
    no_iban = replace(TRAEGER_AMENDED, profile=replace(PROFILE, iban=None))
    given(TRAEGER, TRAEGER_AMENDED).when(commands.AmendTraeger(TRAEGER_ID, {"iban": None})).then(
        no_iban
    )


def test_a_head_count_is_stated_once_and_corrected_by_a_later_statement():
    given(TRAEGER).when(STATE).then(HEADCOUNT)
    given(TRAEGER, HEADCOUNT).when(STATE).then()
    given(TRAEGER, HEADCOUNT).when(replace(STATE, evidence=None)).then()
    given(TRAEGER, HEADCOUNT).when(replace(STATE, employees=Headcount("heads", 11_100))).then(
        replace(HEADCOUNT, hundredths=11_100)
    )


def test_nobody_counts_the_employees_of_a_day_to_come():
    given(TRAEGER).when(STATE, on=date(2025, 7, 31)).then_refused("headcount-in-the-future")
    given(TRAEGER).when(STATE, on=date(2025, 8, 1)).then(HEADCOUNT)


def test_a_proof_that_comes_later_is_added():
    bare = replace(HEADCOUNT, evidence=None)
    given(TRAEGER, bare).when(STATE).then(HEADCOUNT)


@pytest.mark.parametrize(
    ("day", "method", "hundredths"),
    [
        (date(2025, 7, 31), "heads", None),
        (date(2025, 8, 1), "heads", 11_100),
        (date(2026, 1, 31), "heads", 11_100),
        (date(2026, 2, 1), "heads", 3_000),
        (date(2026, 2, 1), "fte", 2_525),
    ],
)
def test_the_newest_head_count_of_a_day_counts(day, method, hundredths):
    traeger = DECIDER_OF_TRAEGER.fold(
        [
            TRAEGER,
            replace(HEADCOUNT, hundredths=3_000, on=date(2026, 2, 1)),
            HEADCOUNT,
            replace(HEADCOUNT, hundredths=11_100),
            replace(HEADCOUNT, hundredths=2_525, method="fte", on=date(2025, 12, 31)),
        ]
    )
    assert traeger is not None
    stated = traeger.headcount_on(day, method)
    assert (stated and stated.employees.hundredths) == hundredths


def test_those_who_sign_are_named_all_anew():
    name = commands.NameRepresentatives(TRAEGER_ID, (PERSON_ID, OTHER_ID))
    given(TRAEGER).when(name).then(REPRESENTATIVES)
    given(TRAEGER, REPRESENTATIVES).when(name).then()
    other_order = replace(name, person_ids=(OTHER_ID, PERSON_ID))
    given(TRAEGER, REPRESENTATIVES).when(other_order).then()
    nobody = replace(name, person_ids=())
    given(TRAEGER, REPRESENTATIVES).when(nobody).then(replace(REPRESENTATIVES, person_ids=()))


def test_a_traeger_is_deactivated_with_a_reason_and_comes_back():
    deactivate = commands.DeactivateTraeger(TRAEGER_ID, "dissolved", REASON)
    reactivate = commands.ReactivateTraeger(TRAEGER_ID)
    given(TRAEGER).when(deactivate).then(DEACTIVATED)
    given(TRAEGER, DEACTIVATED).when(deactivate).then()
    given(TRAEGER, DEACTIVATED).when(reactivate).then(REACTIVATED)
    given(TRAEGER).when(reactivate).then()


@pytest.mark.parametrize(
    "command",
    [
        AMEND,
        STATE,
        commands.NameRepresentatives(TRAEGER_ID, ()),
        commands.DeactivateTraeger(TRAEGER_ID, "other"),
        commands.ReactivateTraeger(TRAEGER_ID),
    ],
)
def test_nothing_is_said_of_a_traeger_that_nobody_registered(command):
    given().when(command).then_refused("traeger-unknown")


def test_a_sozialraum_and_its_team_are_renamed():
    rename = commands.RenameSozialraum(SOZIALRAUM_ID, "Kalk-Mitte", "Team Kalk-Mitte")
    given_area(SOZIALRAUM).when(rename).then(SOZIALRAUM_RENAMED)
    given_area(SOZIALRAUM, SOZIALRAUM_RENAMED).when(rename).then()
    given_area().when(rename).then_refused("sozialraum-unknown")
