"""Who belongs to a team on a day, who deputises on a day, and what is known of a person."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given as any_of
from hypothesis import strategies as st

from services.projects import commands
from services.projects.master_data import DEPUTIES, PERSON, TEAM
from shared.refusal import Refused
from tests.given import Given
from tests.unit.projects.registered import (
    APPOINTED,
    DELEGATION_ID,
    JOINED,
    LEFT,
    OTHER_ID,
    PERSON_AMENDED,
    PERSON_ERASED,
    PERSON_ID,
    REASON,
    REVOKED,
    SOZIALRAUM_ID,
    TEAM_ID,
    TRAEGER_ID,
)
from tests.unit.projects.registered import (
    PERSON as REGISTERED,
)

given_team = Given(TEAM)
given_deputies = Given(DEPUTIES)
given_person = Given(PERSON)

JOIN = commands.JoinTeam(
    SOZIALRAUM_ID, PERSON_ID, "asd", "Fachkraft im ASD", date(2024, 2, 29), team_id=TEAM_ID
)
LEAVE = commands.LeaveTeam(SOZIALRAUM_ID, PERSON_ID, date(2025, 12, 31), team_id=TEAM_ID)
APPOINT = commands.AppointDeputy(
    PERSON_ID, date(2025, 9, 15), date(2025, 9, 30), "holiday", REASON, DELEGATION_ID, by=OTHER_ID
)


# ---- teams ---------------------------------------------------------------------------------


def test_a_member_joins_and_leaves():
    given_team().when(JOIN).then(JOINED)
    given_team(JOINED).when(JOIN).then()
    given_team(JOINED).when(LEAVE).then(LEFT)
    given_team(JOINED, LEFT).when(LEAVE).then()


def test_nobody_belongs_to_a_team_twice_on_one_day():
    for start in (date(2023, 1, 1), date(2025, 12, 31)):
        again = replace(JOIN, part="wjh", start=start)
        given_team(JOINED, LEFT).when(again).then_refused("already-member")
    day_before = replace(JOIN, start=date(2023, 1, 1), end=date(2024, 2, 28))
    given_team(JOINED).when(day_before).then(
        replace(JOINED, start=date(2023, 1, 1), end=date(2024, 2, 28))
    )
    back = replace(JOIN, start=date(2026, 1, 1))
    given_team(JOINED, LEFT).when(back).then(replace(JOINED, start=date(2026, 1, 1)))
    other = replace(JOIN, person_id=OTHER_ID, part="traeger", traeger_id=TRAEGER_ID)
    given_team(JOINED).when(other).then(
        replace(JOINED, person_id=OTHER_ID, part="traeger", traeger_id=TRAEGER_ID)
    )


def test_a_membership_is_made_shorter_never_longer():
    given_team(JOINED, LEFT).when(replace(LEAVE, end=date(2026, 1, 1))).then_refused("not-a-member")
    given_team(JOINED, LEFT).when(replace(LEAVE, end=date(2025, 6, 30))).then(
        replace(LEFT, end=date(2025, 6, 30))
    )
    given_team(JOINED).when(replace(LEAVE, end=date(2024, 2, 28))).then_refused("not-a-member")
    given_team(JOINED).when(replace(LEAVE, person_id=OTHER_ID)).then_refused("not-a-member")


@pytest.mark.parametrize(
    ("day", "members", "asd"),
    [
        (date(2024, 2, 28), [], []),
        (date(2024, 2, 29), [PERSON_ID], [PERSON_ID]),
        (date(2025, 1, 1), [PERSON_ID, OTHER_ID], [PERSON_ID]),
        (date(2025, 12, 31), [PERSON_ID, OTHER_ID], [PERSON_ID]),
        (date(2026, 1, 1), [OTHER_ID], []),
    ],
)
def test_who_belongs_to_the_team_on_a_day(day, members, asd):
    other = replace(JOINED, person_id=OTHER_ID, part="wjh", start=date(2025, 1, 1))
    team = TEAM.fold([JOINED, other, LEFT])
    assert [it.person_id for it in team.members_on(day)] == members
    assert team.asd_on(day) == frozenset(asd)


DAYS = st.dates(date(2025, 1, 1), date(2025, 12, 31))


@any_of(st.lists(st.tuples(st.booleans(), st.sampled_from([PERSON_ID, OTHER_ID]), DAYS, DAYS)))
def test_whatever_is_asked_nobody_stands_in_a_team_twice(asked):
    team = TEAM.initial
    for joins, person, one, other in asked:
        start, end = sorted((one, other))
        command = (
            replace(JOIN, person_id=person, start=start, end=end)
            if joins
            else replace(LEAVE, person_id=person, end=end)
        )
        try:
            made = TEAM.decide(command, team, date(2025, 9, 15))
        except Refused:
            continue
        for event in made:
            team = TEAM.evolve(team, event)
    for number in range(365):
        members = team.members_on(date(2025, 1, 1) + timedelta(days=number))
        assert len({it.person_id for it in members}) == len(members)


# ---- deputies ------------------------------------------------------------------------------


def test_a_deputy_is_appointed_and_revoked():
    given_deputies().when(APPOINT).then(APPOINTED)
    given_deputies(APPOINTED).when(APPOINT).then()
    revoke = commands.RevokeDeputy(DELEGATION_ID)
    given_deputies(APPOINTED).when(revoke, on=date(2025, 9, 20)).then(REVOKED)
    given_deputies(APPOINTED, REVOKED).when(revoke, on=date(2025, 9, 21)).then()
    given_deputies(APPOINTED).when(revoke, on=date(2025, 10, 1)).then()
    given_deputies().when(revoke).then_refused("delegation-unknown")


def test_nobody_appoints_oneself():
    given_deputies().when(replace(APPOINT, by=PERSON_ID)).then_refused("separation-of-duties")


def test_a_delegation_does_not_reach_back():
    given_deputies().when(APPOINT, on=date(2025, 9, 16)).then_refused("starts-in-the-past")


def test_a_person_is_not_appointed_twice_for_one_day():
    again = replace(APPOINT, delegation_id=OTHER_ID, start=date(2025, 9, 30), end=date(2025, 10, 9))
    given_deputies(APPOINTED).when(again).then_refused("already-deputy")
    given_deputies(APPOINTED, REVOKED).when(again).then(
        replace(APPOINTED, delegation_id=OTHER_ID, start=again.start, end=again.end)
    )
    at_once = replace(REVOKED, revoked_on=APPOINTED.start)
    around = replace(APPOINT, delegation_id=OTHER_ID, end=date(2025, 12, 31))
    given_deputies(APPOINTED, at_once).when(around).then(
        replace(APPOINTED, delegation_id=OTHER_ID, end=date(2025, 12, 31))
    )
    other = replace(APPOINT, delegation_id=OTHER_ID, person_id=OTHER_ID, by=PERSON_ID)
    given_deputies(APPOINTED).when(other).then(
        replace(APPOINTED, delegation_id=OTHER_ID, person_id=OTHER_ID)
    )


@pytest.mark.parametrize(
    ("day", "whole", "revoked"),
    [
        (date(2025, 9, 14), False, False),
        (date(2025, 9, 15), True, True),
        (date(2025, 9, 19), True, True),
        (date(2025, 9, 20), True, False),
        (date(2025, 9, 30), True, False),
        (date(2025, 10, 1), False, False),
    ],
)
def test_who_deputises_on_a_day(day, whole, revoked):
    assert DEPUTIES.fold([APPOINTED]).deputises(PERSON_ID, day) is whole
    assert DEPUTIES.fold([APPOINTED, REVOKED]).deputises(PERSON_ID, day) is revoked
    assert DEPUTIES.fold([APPOINTED]).deputises(OTHER_ID, day) is False


# ---- persons -------------------------------------------------------------------------------


def test_an_event_says_that_a_person_is_known_never_who():
    register = commands.RegisterPerson(
        "Fachkraft im ASD", {"name": "Ayşe Öztürk"}, "oidc|ayse", PERSON_ID
    )
    given_person().when(register).then(REGISTERED)
    given_person(REGISTERED).when(register).then_refused("already-decided")
    assert "Öztürk" not in repr(register)
    assert "ayse" not in repr(register)


def test_an_amendment_says_what_is_new_but_not_to_what():
    amend = commands.AmendPerson(
        PERSON_ID, "Teamleitung im ASD", {"name": "Ayşe Yıldız"}, changed=("name", "phone")
    )
    given_person(REGISTERED).when(amend).then(PERSON_AMENDED)
    given_person(REGISTERED).when(commands.AmendPerson(PERSON_ID)).then()
    given_person().when(amend).then_refused("person-unknown")


def test_a_person_is_erased_for_good():
    erase = commands.ErasePerson(PERSON_ID)
    given_person(REGISTERED).when(erase).then(PERSON_ERASED)
    given_person(REGISTERED, PERSON_ERASED).when(erase).then()
    given_person(REGISTERED, PERSON_ERASED).when(
        commands.AmendPerson(PERSON_ID, "Leitung")
    ).then_refused("person-erased", erased_on="2025-09-15")
    given_person().when(erase).then_refused("person-unknown")
