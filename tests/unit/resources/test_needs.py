"""Observations and topics of a Sozialraum, as a table of what may follow what."""

from dataclasses import replace
from datetime import date

import pytest

from services.resources.needs import commands
from services.resources.needs.forms import FORMS, ChainSchema
from services.resources.needs.observation import OBSERVATION
from services.resources.needs.topic import TOPIC
from shared.form import load, load_command
from shared.refusal import Refused
from tests.given import Given
from tests.unit.projects.registered import SOZIALRAUM_ID
from tests.unit.resources.needs_examples import (
    ASIDE,
    BUNDLED,
    BY,
    COVERED,
    DISCUSSED,
    FOUND,
    GAP,
    GIRLS,
    IDEA,
    LINKED,
    NEED_CARD_ID,
    NEED_PROJECT_ID,
    OBSERVATION_ID,
    OBSERVED,
    OPENED,
    OTHER_OBSERVATION_ID,
    REOPENED_TOPIC,
    RESULT,
    SEEN,
    TEAM,
    TOPIC_ID,
    UNSEEN,
    WHY,
)

observation = Given(OBSERVATION)
topic = Given(TOPIC)

ELSEWHERE = "0c9f7c1e-3d52-5a64-8c0f-7e6d5c4b3a30"
RECORD = commands.RecordObservation(
    sozialraum_id=SOZIALRAUM_ID,
    observed_on=date(2025, 9, 1),
    text=SEEN,
    subjects=("leisure", "gender"),
    age_from=10,
    age_to=14,
    took_part=GIRLS,
    observation_id=OBSERVATION_ID,
    by=BY,
)
WITHDRAW = commands.WithdrawObservation(OBSERVATION_ID, "case-data", BY)
OPEN = commands.OpenTopic(
    sozialraum_id=SOZIALRAUM_ID,
    title="Orte für Mädchen",
    subject="gender",
    observations=(OBSERVATION_ID,),
    age_from=10,
    age_to=14,
    areas={OBSERVATION_ID: SOZIALRAUM_ID},
    topic_id=TOPIC_ID,
)
BUNDLE = commands.BundleObservations(
    TOPIC_ID,
    (OBSERVATION_ID, OTHER_OBSERVATION_ID),
    {OBSERVATION_ID: SOZIALRAUM_ID, OTHER_OBSERVATION_ID: SOZIALRAUM_ID},
)
DISCUSS = commands.DiscussTopic(TOPIC_ID, date(2025, 9, 12), RESULT, TEAM)
FIND = commands.FindIdea(TOPIC_ID, (NEED_CARD_ID,), GAP, IDEA, GIRLS)
LINK = commands.LinkProject(TOPIC_ID, NEED_PROJECT_ID, SOZIALRAUM_ID)
COVER = commands.CoverTopic(TOPIC_ID, (NEED_CARD_ID,), NEED_PROJECT_ID)
SET_ASIDE = commands.SetTopicAside(TOPIC_ID, WHY)
REOPEN = commands.ReopenTopic(TOPIC_ID, WHY)
COMMAND_ID = "b3a19de4-4c00-4a11-9a5e-6f7e8d9c0b1a"


def test_an_observation_is_recorded_once():
    observation().when(RECORD).then(OBSERVED)
    observation(OBSERVED).when(RECORD).then_refused("already-decided")


def test_what_was_observed_lies_in_the_past():
    observation().when(replace(RECORD, observed_on=date(2025, 9, 15))).then(
        replace(OBSERVED, observed_on=date(2025, 9, 15))
    )
    observation().when(replace(RECORD, observed_on=date(2025, 9, 16))).then_refused("in-future")


def test_an_observation_is_withdrawn_for_one_reason():
    observation(OBSERVED).when(WITHDRAW).then(UNSEEN)
    observation(OBSERVED, UNSEEN).when(WITHDRAW).then()
    other = replace(WITHDRAW, reason_code="duplicate")
    observation(OBSERVED, UNSEEN).when(other).then_refused("already-decided")
    observation().when(WITHDRAW).then_refused("observation-unknown")


def test_data_of_a_client_that_are_found_later_go_as_well():
    mistaken = replace(UNSEEN, reason_code="mistaken")
    found_out = replace(WITHDRAW, reason_code="case-data")
    gone = replace(UNSEEN, reason_code="case-data")
    observation(OBSERVED, mistaken).when(found_out).then(gone)
    observation(OBSERVED, mistaken, gone).when(found_out).then()


def test_observations_become_a_topic():
    topic().when(OPEN).then(OPENED)
    topic(OPENED).when(OPEN).then_refused("already-decided")


def test_each_observation_that_does_not_fit_is_named():
    named = (OBSERVATION_ID, OTHER_OBSERVATION_ID)
    asked = replace(
        OPEN,
        observations=named,
        areas={OBSERVATION_ID: ELSEWHERE, OTHER_OBSERVATION_ID: None},
    )
    no = topic().when(asked).then_refused("observations-not-usable")
    assert [(it.pointer, it.code) for it in no.errors] == [
        ("/observations/0", "observation-elsewhere"),
        ("/observations/1", "observation-unknown"),
    ]


def test_an_observation_belongs_to_a_topic_once():
    topic(OPENED).when(BUNDLE).then(BUNDLED)
    topic(OPENED, BUNDLED).when(BUNDLE).then()


def test_an_idea_follows_from_a_discussion_of_all():
    topic(OPENED).when(FIND).then_refused("topic-not-discussed")
    topic(OPENED).when(DISCUSS).then(DISCUSSED)
    topic(OPENED, DISCUSSED).when(FIND).then(FOUND)
    later = replace(DISCUSS, on=date(2025, 9, 16))
    topic(OPENED).when(later).then_refused("in-future")


def test_what_is_discussed_after_the_idea_leaves_it_an_idea():
    state = TOPIC.fold([OPENED, DISCUSSED, FOUND, DISCUSSED])
    assert state is not None
    assert (state.status, len(state.discussed)) == ("idea", 2)


def test_an_idea_becomes_a_project_of_the_same_sozialraum():
    topic(OPENED, DISCUSSED).when(LINK).then_refused("topic-without-idea")
    topic(OPENED, DISCUSSED, FOUND).when(LINK).then(LINKED)
    topic(OPENED, DISCUSSED, FOUND, LINKED).when(LINK).then()
    unknown, other = replace(LINK, project_area=None), replace(LINK, project_area=ELSEWHERE)
    topic(OPENED, DISCUSSED, FOUND).when(unknown).then_refused("project-unknown")
    topic(OPENED, DISCUSSED, FOUND).when(other).then_refused("project-elsewhere")


def test_a_topic_is_covered_by_cards_that_there_are():
    before = (OPENED, DISCUSSED, FOUND, LINKED)
    topic(*before).when(COVER).then(COVERED)
    unknown = replace(COVER, unknown_cards=frozenset({NEED_CARD_ID}))
    no = topic(*before).when(unknown).then_refused("cards-unknown")
    assert [it.pointer for it in no.errors] == ["/cards/0"]
    topic(OPENED).when(COVER).then_refused("project-not-linked")
    alone = replace(COVER, project_id=None)
    topic(OPENED).when(alone).then(replace(COVERED, project_id=None))


def test_what_was_done_with_is_reopened_and_discussed_anew():
    for done in (COVERED, ASIDE):
        history = (OPENED, DISCUSSED, FOUND, LINKED, done)
        for more in (BUNDLE, DISCUSS, FIND, LINK, COVER, SET_ASIDE):
            topic(*history).when(more).then_refused("topic-done")
        topic(*history).when(REOPEN).then(REOPENED_TOPIC)
        topic(*history, REOPENED_TOPIC).when(FIND).then_refused("topic-not-discussed")
    topic(OPENED).when(REOPEN).then_refused("topic-open")
    topic(OPENED).when(SET_ASIDE).then(ASIDE)


def test_nothing_follows_from_an_unknown_topic():
    for more in (BUNDLE, DISCUSS, FIND, LINK, COVER, SET_ASIDE, REOPEN):
        topic().when(more).then_refused("topic-unknown")


def faults(name, body):
    with pytest.raises(Refused) as no:
        load_command(FORMS[name], {"command_id": COMMAND_ID, **body})
    return sorted((it.pointer, it.code) for it in no.value.errors)


def test_a_form_names_all_its_faults_at_once():
    assert faults("record_observation", {"text": "", "observed_on": "2026-02-29"}) == [
        ("/observed_on", "invalid-date"),
        ("/sozialraum_id", "missing"),
        ("/text", "blank"),
    ]
    assert faults("discuss_topic", {"topic_id": TOPIC_ID, "on": "2025-09-12", "took_part": []}) == [
        ("/result", "missing"),
        ("/took_part", "too-few"),
    ]


def test_a_chain_is_taken_up_in_one_place():
    for body in ({}, {"topic_id": TOPIC_ID, "card_id": NEED_CARD_ID}):
        with pytest.raises(Refused) as no:
            load(ChainSchema, body)
        assert [(it.pointer, it.code) for it in no.value.errors] == [("/topic_id", "exactly-one")]
