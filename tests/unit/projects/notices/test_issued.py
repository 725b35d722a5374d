"""The notices of a project: numbered, counted, and named as their templates head them."""

from dataclasses import replace
from datetime import date
from typing import get_args

import pytest

from services.projects.events import NoticeKind
from services.projects.notices.changes import Reference
from services.projects.notices.issued import NOTICES, next_amendment, parents, title
from services.projects.notices.rendering import render
from tests.given import Given
from tests.unit.projects.examples import APPROVED
from tests.unit.projects.notices.examples import NOTICES as EXAMPLES
from tests.unit.projects.notices.history import ISSUE, ISSUED
from tests.unit.projects.notices.words import Words

given = Given(NOTICES)

EXTENDED = replace(
    ISSUED,
    number=2,
    kind="extension",
    template="extension",
    amendment=1,
    issued_on=date(2027, 8, 2),
)
AMENDED = replace(
    ISSUED,
    number=3,
    kind="amendment",
    template="amendment",
    amendment=2,
    issued_on=date(2027, 10, 4),
)


def test_each_notice_has_the_next_number_and_amendments_are_counted_together():
    given().when(ISSUE).then(ISSUED)
    given(ISSUED).when(replace(ISSUE, kind="extension"), on=date(2027, 8, 2)).then(EXTENDED)
    given(ISSUED, EXTENDED).when(replace(ISSUE, kind="amendment"), on=date(2027, 10, 4)).then(
        AMENDED
    )


def test_a_rejection_binds_no_money():
    given().when(replace(ISSUE, kind="rejection", approval_id=None)).then(
        replace(ISSUED, kind="rejection", template="rejection", approval_id=None)
    )


def test_an_amendment_knows_the_notice_it_amends_and_those_since():
    first = Reference("Zuwendungsbescheid", date(2025, 9, 15))
    assert parents((ISSUED,), APPROVED.approved_on) == (first, ())
    assert parents((ISSUED, EXTENDED, AMENDED), APPROVED.approved_on) == (
        first,
        (
            Reference("Verlängerungsbescheid (1. Änderungsbescheid)", date(2027, 8, 2)),
            Reference("2. Änderungsbescheid", date(2027, 10, 4)),
        ),
    )
    assert next_amendment((ISSUED, EXTENDED, AMENDED)) == 3


def test_what_was_approved_before_notices_were_kept_has_its_day():
    assert parents((), date(2025, 9, 12)) == (
        Reference("Zuwendungsbescheid", date(2025, 9, 12)),
        (),
    )


@pytest.mark.parametrize("kind", get_args(NoticeKind))
def test_a_notice_is_called_what_its_template_heads_it(kind):
    notice = EXAMPLES[kind]
    named = replace(ISSUED, kind=kind, amendment=getattr(notice, "number", 0))
    head = render(kind, notice).partition("<h1>")[2].partition("</h1>")[0]
    assert Words(head).text == title(named)
