"""A notice that says two things cannot be made: it would be read against the office."""

from dataclasses import replace
from datetime import date

import pytest

from services.projects.notices.approval import Reduction, Year
from services.projects.notices.changes import AmountChange, Tranche
from services.projects.notices.letter import ContradictionError, OwnShare
from shared.guideline import Step, Summand
from tests.unit.projects.notices.examples import (
    AMENDMENT,
    APPROVAL,
    EXTENSION,
    REVOCATION,
    TERMINATION,
)


def in_2027(**changes):
    first, second, third = APPROVAL.years
    return (first, replace(second, **changes), third)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"years": in_2027(grant_ct=3_270_138)}, "the financing plan does not balance"),
        ({"years": in_2027(year=2029)}, "other years than the grant period"),
        ({"years": APPROVAL.years[:2]}, "other years than the grant period"),
        ({"end": date(2026, 1, 14)}, "ends before it starts"),
        ({"own_share": OwnShare(3, 200_001, 100_000)}, "the own share is not covered"),
        ({"own_share": OwnShare(3, 199_999, 100_000)}, "the calculation of own-share"),
        (
            {"steps": (Step("grant-2027", "", (), 3_270_138, ""),)},
            "the calculation of grant-2027 has another result",
        ),
        (
            {"steps": (Step("eligible-costs", "", (Summand("", "", 1),), 1, ""),)},
            "the calculation of eligible-costs",
        ),
        (
            {"reduction": Reduction(6_016_665, "scope-reduced", "Umfang")},
            "not less is granted than was asked for",
        ),
    ],
)
def test_a_notice_that_contradicts_itself_cannot_be_made(changes, why):
    with pytest.raises(ContradictionError, match=why):
        replace(APPROVAL, **changes)


def test_nothing_is_no_grant():
    with pytest.raises(ContradictionError, match="nothing is granted"):
        replace(
            APPROVAL,
            end=date(2026, 12, 31),
            years=(Year(2026, 100, 0, 100, 0),),
            own_share=OwnShare(3, 3, 0),
            steps=(),
        )


def test_an_amendment_that_changes_nothing_cannot_be_made():
    with pytest.raises(ContradictionError, match="Tranche 2027"):
        replace(AMENDMENT, amounts=(AmountChange("Tranche 2027", 1, 1),))
    with pytest.raises(ContradictionError, match="no change at all"):
        replace(AMENDMENT, amounts=(), dates=())


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"new_end": date(2028, 1, 14)}, "ends later"),
        ({"new_end": date(2029, 1, 1)}, "other years"),
        (
            {"tranches": (*EXTENSION.tranches[:2], Tranche(2028, 166_667, 166_666))},
            "takes nothing away",
        ),
    ],
)
def test_an_extension_that_contradicts_itself_cannot_be_made(changes, why):
    with pytest.raises(ContradictionError, match=why):
        replace(EXTENSION, **changes)


@pytest.mark.parametrize(
    ("notice", "changes", "why"),
    [
        (TERMINATION, {"new_end": TERMINATION.old_end}, "an early end"),
        (TERMINATION, {"new_end": date(2026, 1, 14)}, "an early end"),
        (TERMINATION, {"amounts": (AmountChange("Zuwendung 2028", 1, 1),)}, "Zuwendung 2028"),
        (REVOCATION, {"amounts": ()}, "no amount changes"),
        (REVOCATION, {"amounts": (AmountChange("Zuwendung 2027", 0, 0),)}, "Zuwendung 2027"),
        (REVOCATION, {"new_end": date(2026, 12, 31)}, "and the project ends"),
    ],
)
def test_what_ends_or_takes_back_a_grant_does_not_contradict_itself(notice, changes, why):
    with pytest.raises(ContradictionError, match=why):
        replace(notice, **changes)
