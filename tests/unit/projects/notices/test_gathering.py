"""From decisions to notices: which fact of the file goes where."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.projects import events
from services.projects.approval import approved
from services.projects.notices.approval import Employees, Goal, Reduction, Sign, Year
from services.projects.notices.changes import AmountChange, Reference, Tranche
from services.projects.notices.file import GONE, File
from services.projects.notices.gathering import documents, gather
from services.projects.notices.letter import Addressee, OwnShare
from services.projects.project import PROJECT
from shared.guideline import Financing, InKind, Policy, ThirdParty, YearPlan, finance
from shared.money import percent_of
from tests.unit.projects import changes as happened
from tests.unit.projects.examples import (
    APPLIED,
    APPROVE,
    APPROVED,
    GOAL_1,
    GOAL_2,
    MEASURES,
    READY,
    REASON,
    REDUCED,
    REJECTED,
    RUNNING,
    extended,
    post,
)
from tests.unit.projects.notices.examples import OFFICE
from tests.unit.projects.notices.history import ISSUED
from tests.unit.projects.registered import text

TEXTS = {it.document_id: it.content.decode() for it in (GOAL_1, GOAL_2, REASON, MEASURES)}


def file(*history, issued=(), **more):
    project = PROJECT.fold(history)
    assert project is not None
    return File(
        office=OFFICE,
        project=project,
        addressee=Addressee("Jugendwerk Kalk e. V."),
        sozialraum="Kalk-Nord",
        texts=TEXTS,
        issued=issued,
        policy=Policy(),
        as_deputy=False,
        **more,
    )


def gathered(event, known) -> tuple[str, Any]:
    return gather(event, known)


def test_an_approval_says_what_was_decided_of_the_version_that_was_decided():
    event = replace(APPROVED, conditions=(MEASURES.ref,), reservation_clause_years=(2027,))

    kind, notice = gathered(event, file(*READY))

    assert kind == "approval"
    assert (notice.letter.file_number, notice.letter.title) == ("2025-8-017", "Mädchentreff Kalk")
    assert notice.letter.addressee == Addressee("Jugendwerk Kalk e. V.")
    assert (notice.letter.dated, notice.letter.applied_on) == (date(2025, 9, 15),) * 2
    assert (notice.start, notice.end) == (date(2025, 10, 1), date(2027, 9, 30))
    assert notice.goals == [
        Goal(1, "Treffen", (Sign("Treffen im Jahr", "40"),)),
        Goal(2, "Beteiligung", (Sign("von Mädchen geplante Angebote", "10"),)),
    ]
    assert notice.years == [
        Year(2025, 1_800_000, 0, 59_500, 1_740_500),
        Year(2026, 7_200_000, 1_000_000, 238_000, 5_962_000),
        Year(2027, 5_400_000, 0, 178_500, 5_221_500, reserved=True),
    ]
    assert notice.own_share == OwnShare(4, 576_000, 100_000)
    assert notice.employees == Employees(110, "heads", date(2025, 8, 1))
    assert notice.conditions == ["Maßnahmen"]
    assert notice.steps[-1].result_ct == 5_221_500
    assert notice.reduction is None
    assert "post-2026-1" in [step.rule for step in notice.steps]


def test_an_approval_of_less_computes_the_revised_plan_and_names_what_was_asked():
    kind, notice = gathered(REDUCED, file(*READY))

    assert kind == "approval-reduced"
    assert notice.years == [
        Year(2025, 1_800_000, 0, 58_364, 1_741_636),
        Year(2026, 6_000_000, 1_000_000, 194_545, 4_805_455),
        Year(2027, 5_400_000, 0, 175_091, 5_224_909),
    ]
    assert notice.reduction == Reduction(12_924_000, "costs-unreasonable", "Grund")
    assert [step.rule for step in notice.steps if step.rule.startswith("post-")] == []


def test_hints_for_who_checks_do_not_leave_the_house():
    nobody = replace(APPLIED, employees=replace(APPLIED.employees, count=0, hundredths=0))
    event = replace(APPROVED, own_share=events.OwnShare(1, 144_000, 476_000, 100_000))

    _, notice = gathered(event, file(nobody, *READY[1:]))

    (share,) = [step for step in notice.steps if step.rule == "own-share"]
    assert share.text.startswith("Bei 0 Mitarbeitenden beträgt der Eigenanteil 1 %")
    assert all("prüfen" not in step.text for step in notice.steps)


def test_goals_keep_all_their_signs_and_what_cannot_be_counted():
    goal = replace(
        APPLIED.goals[0],
        indicator="",
        target="",
        further=(events.Indicator("Mädchen im Vorstand", "2"),),
        qualitative=GOAL_2.ref,
    )
    ready = (replace(APPLIED, goals=(goal,)), *READY[1:])

    _, notice = gathered(APPROVED, file(*ready))

    assert notice.goals == [Goal(1, "Treffen", (Sign("Mädchen im Vorstand", "2"),), "Beteiligung")]


@pytest.mark.parametrize("as_deputy", [True, False])
def test_a_rejection_says_who_decides_and_why(as_deputy):
    kind, notice = gathered(replace(REJECTED, as_deputy=as_deputy), file(*READY))

    assert (kind, notice.reason_code, notice.reason) == ("rejection", "no-need", "Grund")
    assert notice.letter.as_deputy is as_deputy


def test_an_extension_shows_each_year_before_and_after():
    event = extended(date(2028, 3, 31), change_ct={2027: -1, 2028: 1})
    before = replace(ISSUED, number=2, kind="extension", amendment=1, issued_on=date(2027, 2, 1))

    kind, notice = gathered(event, file(*RUNNING, issued=(ISSUED, before), reserved=(2028,)))

    assert kind == "extension"
    assert (notice.number, notice.start) == (2, date(2025, 10, 1))
    assert (notice.old_end, notice.new_end) == (date(2027, 9, 30), date(2028, 3, 31))
    assert notice.parent == Reference("Zuwendungsbescheid", date(2025, 9, 15))
    assert notice.between == (
        Reference("Verlängerungsbescheid (1. Änderungsbescheid)", date(2027, 2, 1)),
    )
    assert notice.tranches == [
        Tranche(2025, 1_740_500, 1_740_500),
        Tranche(2026, 5_962_000, 5_962_000),
        Tranche(2027, 5_221_500, 5_221_499),
        Tranche(2028, 0, 1, reserved=True),
    ]
    assert (notice.reason_code, notice.reason) == ("demand-continues", "Grund")
    assert notice.own_share is None


def test_an_extension_with_cost_has_its_own_share():
    event = replace(
        extended(date(2028, 3, 31), change_ct={2028: 1_710_000}),
        own_share=events.OwnShare(5, 90_000, 60_000, 30_000),
    )

    _, notice = gathered(event, file(*RUNNING))

    assert notice.own_share == OwnShare(5, 90_000, 30_000)
    assert notice.new_ct - notice.old_ct == 1_710_000


def test_an_early_end_takes_the_later_years_and_fixes_the_own_share_anew():
    event = replace(happened.TERMINATED, refixed=happened.REFIXED)

    kind, notice = gathered(event, file(*RUNNING, issued=(ISSUED,)))

    assert kind == "termination"
    assert (notice.number, notice.start) == (1, date(2025, 10, 1))
    assert (notice.old_end, notice.new_end) == (date(2027, 9, 30), date(2026, 9, 30))
    assert notice.amounts == [
        AmountChange("Zuwendung 2027", 5_221_500, 0),
        AmountChange("Eigenanteil", 576_000, 272_000),
        AmountChange("Eigenes Geld", 476_000, 172_000),
    ]
    assert (notice.cause, notice.reason, notice.heard_on) == ("given-up", "Grund", None)


def test_a_revocation_shows_each_year_that_is_taken_back():
    kind, notice = gathered(happened.REVOKED, file(*RUNNING, issued=(ISSUED,)))

    assert kind == "revocation"
    assert (notice.basis, notice.extent, notice.effective_from) == ("section-47", "whole", None)
    assert notice.amounts == [
        AmountChange("Zuwendung 2025", 1_740_500, 0),
        AmountChange("Zuwendung 2026", 5_962_000, 0),
        AmountChange("Zuwendung 2027", 5_221_500, 0),
    ]
    assert (notice.known_since, notice.heard_on) == (date(2026, 3, 2), date(2026, 8, 3))
    assert notice.letter.dated == date(2026, 9, 14)


def test_a_rejected_change_names_what_was_asked_for():
    known = file(*RUNNING, happened.REQUESTED, issued=(ISSUED,))

    kind, notice = gathered(happened.REJECTED, known)

    assert kind == "change-rejection"
    assert (notice.requested_on, notice.new_end) == (
        happened.REQUESTED.requested_on,
        happened.NEW_END,
    )
    assert (notice.reason_code, notice.reason) == ("no-need", "Grund")
    assert notice.parent == Reference("Zuwendungsbescheid", date(2025, 9, 15))


@given(
    st.tuples(
        st.tuples(st.integers(5_000_000, 9_999_999), st.integers(0, 40)),
        st.tuples(st.integers(1, 3_000_000), st.integers(0, 110)),
        st.tuples(st.integers(1, 3_000_000), st.integers(0, 110)),
    ),
    st.integers(0, 150),
    st.integers(0, 1_000_000),
    st.integers(0, 1_000_000),
    st.sampled_from([Policy(), Policy(model="gross"), Policy(in_kind_cap_percent=2)]),
)
def test_whatever_is_approved_its_notice_does_not_contradict_itself(
    years, employees, more_cash_ct, in_kind_ct, policy
):
    planned = {
        year: (costs_ct, percent_of(costs_ct, percent))
        for year, (costs_ct, percent) in zip((2025, 2026, 2027), years, strict=True)
    }
    plan = {
        year: YearPlan(
            (post(costs_ct),), (), (ThirdParty("Stiftung", "donation", others_ct, granted=False),)
        )
        for year, (costs_ct, others_ct) in planned.items()
    }
    own_cash_ct = sum(costs_ct for costs_ct, _ in planned.values()) // 20 + 1 + more_cash_ct
    in_kind = (InKind("goods", "Raum", value_ct=in_kind_ct),)
    made = finance(Financing(plan, employees, own_cash_ct, in_kind), policy)
    applied = replace(
        APPLIED,
        details=plan,
        in_kind=in_kind,
        employees=replace(APPLIED.employees, count=employees, hundredths=employees * 100),
        plan={
            year: events.PlanYear(made.costs_ct[year], others, made.own_cash_by_year_ct[year], 0)
            for year, (_, others) in planned.items()
        },
    )
    project = PROJECT.fold((applied, *READY[1:]))
    assert project is not None
    event = approved(replace(APPROVE, policy=policy), project, APPROVED.approved_on)

    _, notice = gathered(event, replace(file(applied, *READY[1:]), policy=policy))

    assert notice.grant_ct == sum(event.grant_ct.values()) == sum(made.grant_ct.values())
    assert notice.eligible_ct == event.eligible_ct
    assert notice.third_party_ct == event.third_party_ct


def test_only_the_documents_that_are_printed_are_read():
    project: Any = PROJECT.fold(READY)
    assert documents(REJECTED, project) == [REASON.document_id]
    approved = replace(APPROVED, conditions=(MEASURES.ref,), reason=REASON.ref)
    assert documents(approved, project) == [it.document_id for it in (MEASURES, GOAL_1, GOAL_2)]
    reduced = replace(REDUCED, conditions=())
    assert documents(reduced, project) == [it.document_id for it in (REASON, GOAL_1, GOAL_2)]


def test_a_text_that_is_gone_is_said_to_be():
    gone = replace(REJECTED, reason=text("anderswo").ref)
    _, notice = gathered(gone, file(*READY))
    assert notice.reason == GONE
