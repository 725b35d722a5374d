"""Applications between their submission and the decision: given back, completed, taken back."""

from dataclasses import replace
from datetime import date

import pytest

from services.projects import commands, events, told
from services.projects.forms import ResubmitSchema
from services.projects.project import PROJECT, Project
from shared import guideline
from shared.documents import Document
from shared.form import load_command
from shared.guideline import Policy
from tests.given import Given
from tests.unit.projects.examples import (
    APPLICATION,
    APPLIED,
    APPLIED_IN_SUMS,
    APPROVE,
    AUTHOR,
    BY_AUTHOR,
    BY_CHECKER,
    CALCULATED,
    CHECK_CONTENT,
    CHECKED,
    CO_SIGN,
    CO_SIGNED,
    COMPLETED,
    MORE_NEED,
    OTHER_AUTHOR,
    POSTPONED,
    PROJECT_ID,
    READY,
    REASON,
    RESUBMIT,
    RESUBMITTED,
    RETURN,
    RETURNED,
    RUNNING,
    WITHDRAW,
    WITHDRAWN,
)
from tests.unit.projects.registered import TRAEGER_ID

given = Given(PROJECT)


def after(*history: events.ProjectEvent) -> Project:
    project = PROJECT.fold(history)
    assert project is not None
    return project


BACK = (APPLIED, RETURNED)
MORE_NEED_WORDS = {MORE_NEED.document_id: "mehr Bedarf"}


# ---- returned ------------------------------------------------------------------------------


def test_an_application_is_returned_with_named_places_and_a_deadline():
    given(APPLIED).when(RETURN).then(RETURNED)
    own = replace(RETURN, deadline=date(2025, 9, 16))
    given(APPLIED).when(own).then(replace(RETURNED, deadline=date(2025, 9, 16)))


def test_the_office_says_how_long_completing_takes():
    longer = replace(RETURN, policy=Policy(completion_days=30))
    given(APPLIED).when(longer).then(replace(RETURNED, deadline=date(2025, 10, 15)))


@pytest.mark.parametrize("deadline", [date(2025, 9, 15), date(2025, 9, 14), date(2026, 9, 17)])
def test_a_deadline_lies_after_today_and_within_a_year(deadline):
    no = given(APPLIED).when(replace(RETURN, deadline=deadline))
    assert [it.pointer for it in no.then_refused("deadline-out-of-range").errors] == ["/deadline"]


@pytest.mark.parametrize(
    "place",
    [
        *("/need", "/plan/1/third_party/0/amount", "/employees/count", "/requested"),
        *("/participation/groups/0/number", "/declarations/other_funding", "/access/reason"),
        *("/team_resolution/abstained/0", "/in_kind/0/value", "/goals/0/further"),
    ],
)
def test_every_place_of_an_application_can_be_named(place):
    (event,) = given(APPLIED).when(replace(RETURN, fields=(place,))).decide()
    assert event.fields == (place,)


@pytest.mark.parametrize(
    "place",
    [
        *("need", "/", "/nothing", "/goals/2", "/goals/-1", "/goals/01", "/goals/-", "/need/0"),
        *("/sozialraum_id", "/plan/2025", "/own_cash/cents", "/goals/x", "/title/"),
    ],
)
def test_a_place_that_the_application_does_not_have_is_refused(place):
    no = given(APPLIED).when(replace(RETURN, fields=("/need", place)))
    assert [it.pointer for it in no.then_refused("field-unknown").errors] == ["/fields/1"]


def test_a_place_named_twice_is_asked_for_once():
    (event,) = given(APPLIED).when(replace(RETURN, fields=("/need", "/need"))).decide()
    assert event.fields == ("/need",)


def test_what_is_postponed_can_be_returned_and_is_open_again_once_completed():
    (again,) = given(*READY, POSTPONED, RETURNED).when(RESUBMIT).decide()
    project = after(*READY, POSTPONED, RETURNED, again)
    assert (project.status, project.decided, project.priority) == ("applied", None, 2)


def test_who_belongs_to_the_recipient_asks_for_nothing():
    theirs = replace(RETURN, acting=replace(BY_CHECKER, traeger_id=TRAEGER_ID))
    given(APPLIED).when(theirs).then_refused("conflict-of-interest")


# ---- resubmitted ---------------------------------------------------------------------------


def test_the_next_version_is_whole_and_changed_where_it_was_asked():
    given(*BACK).when(RESUBMIT).then(RESUBMITTED)
    project = after(*BACK, RESUBMITTED)
    assert (project.status, project.application) == ("applied", RESUBMITTED)
    assert (project.returned, project.authors) == (None, frozenset({AUTHOR, OTHER_AUTHOR}))


def test_every_returned_place_is_touched():
    untouched = replace(RESUBMIT, application=APPLICATION)
    no = given(*BACK).when(untouched).then_refused("not-completed")
    assert [(it.pointer, it.code) for it in no.errors] == [
        ("/need", "not-completed"),
        ("/goals/1", "not-completed"),
        ("/own_cash", "not-completed"),
    ]
    half = replace(COMPLETED, goals=APPLICATION.goals)
    no = given(*BACK).when(replace(RESUBMIT, application=half)).then_refused("not-completed")
    assert [it.pointer for it in no.errors] == ["/goals/1"]


def test_the_same_words_in_another_document_are_no_change():
    same = Document.of_text("Bedarf")
    again = replace(COMPLETED, need=same)
    assert same.ref != APPLIED.need
    no = given(*BACK).when(replace(RESUBMIT, application=again)).then_refused("not-completed")
    assert [it.pointer for it in no.errors] == ["/need"]


def test_an_event_of_old_is_completed_with_all_that_it_did_not_say_yet():
    asked = replace(RETURNED, fields=("/existing_offers", "/plan/0/posts"))
    (again,) = given(APPLIED_IN_SUMS, asked).when(RESUBMIT).decide()
    assert (again.application_version, again.statements) == (2, RESUBMITTED.statements)


def test_who_is_late_may_still_complete():
    (again,) = given(*BACK).when(RESUBMIT, on=date(2026, 1, 5)).decide()
    assert (again.resubmitted_on, again.applied_on) == (date(2026, 1, 5), date(2025, 9, 15))


@pytest.mark.clause("IN_KIND")
def test_a_new_version_obeys_the_same_rules():
    poor = replace(RESUBMIT, application=replace(COMPLETED, own_cash_ct=475_999))
    given(*BACK).when(poor).then_refused("own-share-too-small", guideline.IN_KIND, missing_ct=1)


def test_checks_of_the_version_before_are_void():
    history = (*READY, RETURNED, RESUBMITTED)
    given(*history).when(APPROVE).then_refused("check-missing")
    project = after(*history)
    assert (project.content_check, project.arithmetic_check) == (None, None)
    anew = (
        *history,
        replace(CO_SIGNED, application_version=2),
        replace(CHECKED, application_version=2),
        replace(CALCULATED, application_version=2),
    )
    (approved,) = given(*anew).when(APPROVE).decide()
    assert (approved.application_version, approved.own_share.cash_ct) == (2, 500_000)


def test_neither_author_checks_what_both_have_written():
    for author in (AUTHOR, OTHER_AUTHOR):
        by_author = replace(CHECK_CONTENT, acting=commands.Acting(author))
        given(*BACK, RESUBMITTED).when(by_author).then_refused("separation-of-duties")


def test_a_second_round_is_version_3():
    asked = replace(RETURNED, application_version=2, fields=("/title",))
    named = replace(
        RESUBMIT,
        application=replace(COMPLETED, title="Mädchentreff Kalk-Nord"),
        known=commands.Known(texts=COMPLETED.words),
    )
    (third,) = given(*BACK, RESUBMITTED, asked).when(named).decide()
    assert (third.application_version, third.title) == (3, "Mädchentreff Kalk-Nord")


# ---- withdrawn -----------------------------------------------------------------------------


@pytest.mark.parametrize("history", [(APPLIED,), BACK, (*READY, POSTPONED)])
def test_whoever_applied_may_withdraw_before_the_decision(history):
    given(*history).when(WITHDRAW).then(WITHDRAWN)
    given(*history, WITHDRAWN).when(APPROVE).then_refused("already-decided")


def test_withdrawing_again_without_words_causes_nothing():
    silent = commands.Withdraw(PROJECT_ID, "no-staff", acting=BY_AUTHOR)
    withdrawn = replace(WITHDRAWN, reason=None)
    given(APPLIED).when(silent).then(withdrawn)
    given(APPLIED, withdrawn).when(silent).then()
    other = replace(silent, reason_code="no-need")
    given(APPLIED, withdrawn).when(other).then_refused("already-decided")
    given(APPLIED, withdrawn).when(replace(silent, reason=REASON)).then_refused("already-decided")
    given(*RUNNING).when(silent).then_refused("already-decided")


# ---- co-signed -----------------------------------------------------------------------------


def test_the_recipient_stands_behind_one_version():
    given(APPLIED).when(CO_SIGN).then(CO_SIGNED)
    given(APPLIED, CO_SIGNED).when(CO_SIGN).then()
    signed = after(APPLIED, CO_SIGNED)
    assert signed.co_signature == CO_SIGNED
    again = after(APPLIED, CO_SIGNED, RETURNED, RESUBMITTED)
    assert again.co_signature is None
    second = replace(CO_SIGNED, application_version=2)
    given(APPLIED, CO_SIGNED, RETURNED, RESUBMITTED).when(CO_SIGN).then(second)


def test_nobody_signs_for_another_traeger():
    other = replace(CO_SIGN, acting=replace(CO_SIGN.acting, traeger_id=PROJECT_ID))
    assert given(APPLIED).when(other).then_refused("not-the-recipient").kind == "denied"


# ---- told ----------------------------------------------------------------------------------


def test_an_application_is_told_as_it_can_be_asked_for_again():
    body = told.application(APPLIED, told.words_of(APPLICATION.words))
    assert (body["need"], body["goals"][1]) == (
        "Bedarf",
        {
            "text": "Beteiligung",
            "indicator": "von Mädchen geplante Angebote",
            "target": "10",
            "further": [],
        },
    )
    assert body["employees"] == {"method": "heads", "count": 110, "on": "2025-08-01"}
    assert body["own_cash"] == {"amount": "4760.00", "currency": "EUR"}
    assert body["in_kind"] == [
        {
            "kind": "goods",
            "text": "Raum und Ausstattung",
            "value": {"amount": "1000.00", "currency": "EUR"},
        }
    ]
    assert body["team_resolution"]["on"] == "2025-09-01"
    assert body["full_funding_reason"] is None


def test_a_qualitative_goal_is_told_without_indicator():
    goal = events.Goal(1, MORE_NEED.ref, "", "", (), REASON.ref)
    body = told.application(replace(APPLIED, goals=(goal,)), told.words_of(COMPLETED.words))
    assert body["goals"] == [{"text": "mehr Bedarf", "qualitative": None}]


def test_each_document_is_found_at_its_place():
    places = {it["pointer"]: it["document_id"] for it in told.references(APPLIED)}
    assert places["/need"] == APPLIED.need.document_id
    assert places["/declarations/other_funding"] is not None
    assert sorted(places.values()) == sorted(told.documents(APPLIED))
    assert sorted(places.values()) == sorted(APPLICATION.words)
    assert len(places) == 11


def test_what_is_told_can_be_handed_in_as_it_is():
    body = told.application(APPLIED, told.words_of(APPLICATION.words))
    asked = load_command(
        ResubmitSchema, {**body, "project_id": PROJECT_ID, "command_id": PROJECT_ID}
    )
    (again,) = (
        given(APPLIED, replace(RETURNED, fields=("/need",)))
        .when(
            replace(
                asked.command,
                application=replace(asked.command.application, need=MORE_NEED),
                known=RESUBMIT.known,
                acting=BY_AUTHOR,
            )
        )
        .decide()
    )
    words = asked.command.application.words | MORE_NEED_WORDS
    assert told.application(again, told.words_of(words)) == {**body, "need": "mehr Bedarf"}
