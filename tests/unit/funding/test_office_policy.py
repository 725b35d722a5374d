"""What the office fixes: two people, one day from which it holds, one order."""

from dataclasses import fields, replace
from datetime import date

import pytest

from services.funding import commands, events
from services.funding.office_policy import POLICY, OfficePolicy, of
from shared.documents import Document
from shared.guideline import (
    BaseRate,
    FinalityRules,
    FlatRate,
    Policy,
    QuarterRules,
    SettlementRules,
)
from tests.given import Given

given = Given(POLICY)
MEYER, BAUER = "0c1d9b2e-7a0f-4c0e-9a40-3a3f1f0f9b11", "f5a1f2b0-0f65-4d7e-8a8e-6f0d6a2c7d22"
FIRST, SECOND = "3b241101-e2bb-4255-8caf-4136c566a962", "6fa459ea-ee8a-4ca4-894e-db77e160355e"
REASON = Document.of_text("Der Stundenwert folgt dem Mindestlohn.")
RULES = events.OfficeRules(
    volunteer_hour_ct=1_500,
    in_kind_cap_percent=20,
    flat_rates={"Verwaltung": FlatRate("Verwaltung", "personnel-percent", 700, ("Büromaterial",))},
    salaries_ct={"S 11b": 7_020_000},
    future_years="require-ceiling",
    headcount_method="heads",
    early_start=False,
    individual_help_gate=True,
    completion_days=21,
    model="net",
    payment_rhythm="quarterly",
    settlement=SettlementRules(bagatelle_ct=50_000),
    base_rates=(BaseRate(date(2026, 1, 1), 127),),
    quarters=QuarterRules(smallest_shown=5),
    onboarding_months=6,
    finality=FinalityRules(announced_days=7),
    certified_statements=True,
)
DEARER = replace(RULES, volunteer_hour_ct=1_600)
PROPOSE = commands.ProposePolicy(date(2026, 1, 1), RULES, "resolution", REASON, FIRST, MEYER)
ADOPT = commands.AdoptPolicy(FIRST, BAUER)


def proposed(proposal_id=FIRST, rules=RULES, valid_from=date(2026, 1, 1), after=0):
    return events.PolicyProposed(
        proposal_id=proposal_id,
        after_position=after,
        valid_from=valid_from,
        rules=rules,
        reason_code="resolution",
        reason=REASON.ref,
        by=MEYER,
        proposed_on=date(2025, 11, 3),
    )


def adopted(position=1, proposal_id=FIRST, rules=RULES, valid_from=date(2026, 1, 1)):
    return events.PolicyAdopted(
        position=position,
        proposal_id=proposal_id,
        valid_from=valid_from,
        rules=rules,
        proposed_by=MEYER,
        by=BAUER,
        adopted_on=date(2025, 11, 4),
    )


def test_what_is_proposed_holds_nothing_until_somebody_else_adopts_it():
    given().when(PROPOSE, on=date(2025, 11, 3)).then(proposed())
    given(proposed()).when(ADOPT, on=date(2025, 11, 4)).then(adopted())
    assert POLICY.fold([proposed()]).valid_on(date(2026, 6, 1)) == Policy()


def test_nobody_adopts_what_they_have_proposed():
    mine = commands.AdoptPolicy(FIRST, MEYER)
    given(proposed()).when(mine, on=date(2025, 11, 4)).then_refused("four-eyes")


def test_what_nobody_has_proposed_cannot_be_adopted():
    no = given().when(ADOPT).then_refused("proposal-unknown")
    assert no.kind == "unknown"


def test_adopting_again_changes_nothing_and_adds_no_second_adopter():
    given(proposed(), adopted()).when(ADOPT, on=date(2030, 1, 1)).then()
    for by in (MEYER, "somebody-else"):
        again = commands.AdoptPolicy(FIRST, by)
        given(proposed(), adopted()).when(again).then_refused("already-decided")
    given(proposed()).when(PROPOSE, on=date(2030, 1, 1)).then()


@pytest.mark.parametrize("today", [date(2025, 12, 31), date(2026, 1, 1)])
def test_a_policy_holds_from_the_day_of_its_adoption_at_the_earliest(today):
    made = replace(adopted(), adopted_on=today)
    given(proposed()).when(ADOPT, on=today).then(made)


def test_what_was_decided_yesterday_keeps_the_rules_of_yesterday():
    today = date(2026, 1, 2)
    no = given(proposed()).when(ADOPT, on=today).then_refused("policy-too-early")
    assert [fault.pointer for fault in no.errors] == ["/valid_from"]
    assert (no.facts, no.kind) == ({"earliest": "2026-01-02"}, "rule")
    assert "01.01.2026" in no.detail
    given().when(PROPOSE, on=today).then_refused("policy-too-early", earliest="2026-01-02")


def test_no_policy_begins_before_one_that_was_adopted_earlier():
    history = (proposed(valid_from=date(2027, 1, 1)), adopted(valid_from=date(2027, 1, 1)))
    early = replace(PROPOSE, proposal_id=SECOND, valid_from=date(2026, 12, 31))
    no = given(*history).when(early, on=date(2026, 2, 1))
    no.then_refused("policy-too-early", earliest="2027-01-01")


def test_a_mistake_is_mended_before_it_holds_by_a_later_policy_of_the_same_day():
    first = (proposed(), adopted())
    again = replace(PROPOSE, proposal_id=SECOND, rules=DEARER)
    waits = replace(proposed(SECOND, DEARER, after=1), proposed_on=date(2025, 11, 5))
    given(*first).when(again, on=date(2025, 11, 5)).then(waits)
    made = replace(adopted(2, SECOND, DEARER), adopted_on=date(2025, 11, 6))
    given(*first, waits).when(commands.AdoptPolicy(SECOND, BAUER), on=date(2025, 11, 6)).then(made)
    known = POLICY.fold([*first, waits, made])
    assert known.valid_on(date(2026, 1, 1)) == of(made)
    assert known.valid_on(date(2025, 12, 31)) == Policy()


def test_a_proposal_does_not_undo_unseen_what_was_adopted_since():
    two = (proposed(), proposed(SECOND, DEARER), adopted())
    adopt = commands.AdoptPolicy(SECOND, BAUER)
    given(*two).when(adopt, on=date(2025, 11, 6)).then_refused("proposal-outdated", position=1)


def test_valid_on_a_day_is_the_newest_policy_begun():
    later = adopted(2, SECOND, DEARER, date(2026, 7, 1))
    known = POLICY.fold(
        [proposed(), adopted(), proposed(SECOND, DEARER, date(2026, 7, 1), 1), later]
    )
    assert [
        (known.valid_on(day).position, known.valid_on(day).volunteer_hour_ct)
        for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1))
    ] == [(0, 1_500), (1, 1_500), (1, 1_500), (2, 1_600)]
    assert known.in_force(date(2025, 12, 31)) is None


def test_the_office_fixes_all_that_the_guideline_asks_of_it():
    names = {it.name for it in fields(Policy)}
    assert {it.name for it in fields(events.OfficeRules)} == names - {"position"}
    policy = of(adopted(7))
    assert policy.position == 7
    assert all(getattr(policy, name) == getattr(RULES, name) for name in names - {"position"})


def test_without_any_policy_the_defaults_hold():
    assert OfficePolicy().valid_on(date(2026, 1, 1)) == Policy()
    assert Policy().position == 0
