from dataclasses import replace
from datetime import date

import pytest

from services.resources import commands
from services.resources.card import CARD, merge
from shared.refusal import Refused
from tests.given import Given
from tests.unit.projects.registered import SOZIALRAUM_ID, text
from tests.unit.resources.examples import (
    ABSORBED,
    ACCEPTED,
    AMENDED,
    ARCHIVED,
    CARD_ID,
    CHANGED,
    CLUB,
    CONTENT,
    DECLINED,
    HELPS,
    MERGED,
    OLD_RECORDED,
    OTHER_CARD_ID,
    OTHER_SOZIALRAUM_ID,
    OTHER_TEXT,
    PROPOSAL_WITHDRAWN,
    PROPOSED,
    RECORD,
    RECORDED,
    REMARKED,
    REOPENED,
    TEAM,
    TOO_EARLY,
    VERIFIED,
)

given = Given(CARD)
NEXT_DAY = date(2025, 9, 16)


def folded(*history):
    card = CARD.fold(history)
    assert card is not None
    return card


AMEND = commands.AmendCard(CARD_ID, CHANGED, by=TEAM)
AS_RECORDED = replace(AMEND, content=CONTENT)
PROPOSE = commands.ProposeCard(CHANGED, OTHER_TEXT, CARD_ID, CLUB)
ACCEPT = commands.AcceptProposal(CARD_ID, TEAM)
DECLINE = commands.DeclineProposal(CARD_ID, TOO_EARLY, TEAM)
WITHDRAW = commands.WithdrawProposal(CARD_ID, CLUB)
VERIFY = commands.VerifyCard(CARD_ID, by=TEAM)
REMARK = commands.RemarkCard(CARD_ID, HELPS, TEAM)
ARCHIVE = commands.ArchiveCard(CARD_ID, "dormant", TEAM)
REOPEN = commands.ReopenCard(CARD_ID, TEAM)


def test_a_card_is_recorded_once():
    given().when(RECORD).then(RECORDED)
    given(RECORDED).when(RECORD).then_refused("already-decided")


def test_a_card_says_what_it_was_last_made_to_say():
    given(RECORDED).when(AMEND).then(AMENDED)
    given(RECORDED, AMENDED).when(AS_RECORDED).then(replace(AMENDED, content=CONTENT))


def test_amending_nothing_changes_nothing():
    given(RECORDED).when(AS_RECORDED).then()
    given(RECORDED, AMENDED).when(AMEND).then()


def test_an_edit_says_why():
    corrected = replace(AMEND, reason_code="corrected")
    given(RECORDED).when(corrected).then(replace(AMENDED, reason_code="corrected"))


def test_without_a_description_the_old_one_stays():
    other = text("Anderes Training")
    described = replace(AMENDED, description=other.ref)
    given(RECORDED).when(replace(AMEND, description=other)).then(described)
    given(RECORDED, described).when(AMEND).then()
    older = replace(CHANGED, age_to=7)
    amended = replace(described, content=older)
    given(RECORDED, described).when(replace(AMEND, content=older)).then(amended)


@pytest.mark.parametrize("command", [AMEND, ACCEPT, DECLINE, WITHDRAW, VERIFY, REMARK, ARCHIVE])
def test_nothing_becomes_of_an_unknown_card(command):
    given().when(command).then_refused("card-unknown")


# ---- proposals ---------------------------------------------------------------------------------


def test_a_traeger_proposes_a_card_and_the_team_accepts_it():
    given().when(PROPOSE).then(PROPOSED)
    given(PROPOSED).when(ACCEPT, on=NEXT_DAY).then(ACCEPTED)
    given(PROPOSED, ACCEPTED).when(replace(AMEND, description=None)).then()


def test_what_was_only_proposed_is_no_card_yet():
    for command in (AMEND, VERIFY, REMARK, ARCHIVE, REOPEN):
        given(PROPOSED).when(command).then_refused("card-not-active")
        given(PROPOSED, DECLINED).when(command).then_refused("card-not-active")


def test_a_traeger_proposes_a_change_of_its_card():
    given(RECORDED).when(PROPOSE).then(PROPOSED)
    given(RECORDED, PROPOSED).when(ACCEPT, on=NEXT_DAY).then(ACCEPTED)
    without = replace(PROPOSE, description=None)
    given(RECORDED).when(without).then(replace(PROPOSED, description=RECORDED.description))


def test_a_new_card_needs_a_description():
    no = given().when(replace(PROPOSE, description=None)).then_refused("description-missing")
    assert [(it.pointer, it.code) for it in no.errors] == [("/description", "missing")]


def test_one_proposal_is_decided_before_the_next():
    given(RECORDED, PROPOSED).when(PROPOSE).then_refused("proposal-open")
    given(PROPOSED).when(PROPOSE).then_refused("proposal-open")
    given(RECORDED, PROPOSED, DECLINED).when(PROPOSE).then(PROPOSED)
    given(PROPOSED, DECLINED).when(PROPOSE).then(PROPOSED)


def test_nobody_accepts_what_they_have_proposed_themselves():
    given(RECORDED, PROPOSED).when(replace(ACCEPT, by=CLUB)).then_refused("own-proposal")


def test_a_declined_proposal_leaves_the_card_as_it_was():
    given(RECORDED, PROPOSED).when(DECLINE, on=NEXT_DAY).then(DECLINED)
    given(RECORDED, PROPOSED, DECLINED).when(AS_RECORDED).then()


def test_a_traeger_withdraws_its_proposal():
    given(RECORDED, PROPOSED).when(WITHDRAW, on=NEXT_DAY).then(PROPOSAL_WITHDRAWN)
    given(RECORDED, PROPOSED, PROPOSAL_WITHDRAWN).when(AS_RECORDED).then()


def test_where_nothing_is_proposed_nothing_is_decided():
    for command in (ACCEPT, DECLINE, WITHDRAW):
        given(RECORDED).when(command).then_refused("no-proposal")
        given(RECORDED, PROPOSED, ACCEPTED).when(command).then_refused("no-proposal")


def test_a_team_that_a_proposal_names_looks_after_the_card_as_well():
    there = replace(PROPOSED, content=replace(CHANGED, sozialraum_ids=(OTHER_SOZIALRAUM_ID,)))
    assert folded(RECORDED).reached_through == (SOZIALRAUM_ID,)
    assert folded(RECORDED, there).reached_through == (SOZIALRAUM_ID, OTHER_SOZIALRAUM_ID)
    declined = folded(RECORDED, there, DECLINED)
    assert declined.reached_through == (SOZIALRAUM_ID,)


# ---- kept up -----------------------------------------------------------------------------------


def test_a_card_is_verified_for_a_year_or_until_a_day():
    given(RECORDED).when(VERIFY).then(VERIFIED)
    soon = replace(VERIFY, verify_by=date(2025, 9, 16))
    given(RECORDED, VERIFIED).when(soon).then(replace(VERIFIED, verify_by=date(2025, 9, 16)))
    given(RECORDED, VERIFIED).when(VERIFY).then()
    given(OLD_RECORDED).when(VERIFY).then(VERIFIED)


@pytest.mark.parametrize("day", [date(2025, 9, 15), date(2025, 9, 14), date(2027, 9, 16)])
def test_the_next_look_is_after_today_and_within_two_years(day):
    no = given(RECORDED).when(replace(VERIFY, verify_by=day)).then_refused("verify-by-impossible")
    assert no.detail == "Die nächste Prüfung liegt zwischen dem 16.09.2025 und dem 15.09.2027."
    assert [it.pointer for it in no.errors] == ["/verify_by"]


def test_a_note_is_kept_beside_the_card():
    given(RECORDED).when(REMARK).then(REMARKED)
    assert folded(RECORDED, REMARKED, REMARKED).remarks == (REMARKED, REMARKED)


def test_what_is_archived_changes_only_after_it_is_reopened():
    given(RECORDED).when(ARCHIVE, on=date(2025, 9, 17)).then(ARCHIVED)
    given(RECORDED, ARCHIVED).when(ARCHIVE).then()
    for command in (AMEND, VERIFY, REMARK, PROPOSE):
        given(RECORDED, ARCHIVED).when(command).then_refused("card-not-active")
    given(RECORDED, ARCHIVED).when(REOPEN, on=date(2025, 9, 18)).then(REOPENED)
    given(RECORDED, ARCHIVED, REOPENED).when(REOPEN).then()
    given(RECORDED, ARCHIVED, REOPENED).when(AMEND).then(AMENDED)


def test_what_is_reopened_is_due_at_once():
    card = folded(RECORDED, VERIFIED, ARCHIVED, REOPENED)
    assert (card.verified_on, card.verify_by) == (date(2025, 9, 15), date(2025, 9, 18))


# ---- one goes on in the other ------------------------------------------------------------------

TODAY = date(2025, 9, 15)
MERGE = commands.MergeCards(CARD_ID, OTHER_CARD_ID, TEAM)
SURVIVOR = replace(RECORDED, card_id=OTHER_CARD_ID)
THIRD_CARD_ID = "7cf4e385-a4c9-5bd1-a376-d4e5f6a7b8c9"


def no_merge(command, card, survivor):
    with pytest.raises(Refused) as no:
        merge(command, card, survivor, TODAY)
    return no.value


def test_a_card_goes_on_in_another():
    assert merge(MERGE, folded(RECORDED), folded(SURVIVOR), TODAY) == (MERGED, ABSORBED)
    assert merge(MERGE, folded(RECORDED, ARCHIVED), folded(SURVIVOR), TODAY) == (MERGED, ABSORBED)
    assert folded(RECORDED, MERGED).merged_into == OTHER_CARD_ID
    assert folded(SURVIVOR, ABSORBED).absorbed == (CARD_ID,)


def test_what_had_gone_on_in_a_card_goes_on_with_it():
    back = commands.MergeCards(OTHER_CARD_ID, THIRD_CARD_ID, TEAM)
    third = folded(replace(RECORDED, card_id=THIRD_CARD_ID))
    _, absorbed = merge(back, folded(SURVIVOR, ABSORBED), third, TODAY)
    assert absorbed.absorbed == (OTHER_CARD_ID, CARD_ID)


def test_a_merged_card_is_not_merged_again_but_points_to_where_it_went():
    elsewhere = commands.MergeCards(CARD_ID, THIRD_CARD_ID, TEAM)
    third = folded(replace(RECORDED, card_id=THIRD_CARD_ID))
    no = no_merge(elsewhere, folded(RECORDED, MERGED), third)
    assert (no.code, no.facts) == ("card-merged", {"surviving_card_id": OTHER_CARD_ID})
    assert [(it.pointer, it.code) for it in no.errors] == [("/card_id", "card-merged")]
    assert OTHER_CARD_ID in no.detail
    into = commands.MergeCards(THIRD_CARD_ID, CARD_ID, TEAM)
    no = no_merge(into, third, folded(RECORDED, MERGED))
    assert (no.code, no.facts) == ("card-merged", {"surviving_card_id": OTHER_CARD_ID})
    assert [it.pointer for it in no.errors] == ["/into_card_id"]


def test_nothing_is_done_with_a_merged_card():
    for command in (AMEND, PROPOSE, ACCEPT, VERIFY, REMARK, ARCHIVE, REOPEN):
        no = given(RECORDED, MERGED).when(command).then_refused("card-merged")
        assert no.facts == {"surviving_card_id": OTHER_CARD_ID}


def test_only_what_is_in_the_network_takes_others_in():
    survivor = folded(replace(PROPOSED, card_id=OTHER_CARD_ID))
    assert no_merge(MERGE, folded(RECORDED), survivor).code == "card-not-active"
    gone = folded(SURVIVOR, replace(ARCHIVED, card_id=OTHER_CARD_ID))
    assert no_merge(MERGE, folded(RECORDED), gone).code == "card-not-active"
    assert no_merge(MERGE, folded(PROPOSED), folded(SURVIVOR)).code == "card-not-active"
    assert no_merge(MERGE, folded(RECORDED, PROPOSED), folded(SURVIVOR)).code == "proposal-open"
    assert no_merge(MERGE, None, folded(SURVIVOR)).code == "card-unknown"
    assert no_merge(MERGE, folded(RECORDED), None).code == "card-unknown"
    itself = commands.MergeCards(CARD_ID, CARD_ID, TEAM)
    assert no_merge(itself, folded(RECORDED), folded(RECORDED)).code == "same-card"
