"""How notices are made: safe, whole, readable aloud, printable."""

from dataclasses import replace
from itertools import pairwise

import pytest

from services.projects.events import NoticeKind
from services.projects.notices.approval import Goal, Sign
from services.projects.notices.notice import Notice
from services.projects.notices.rendering import render
from shared.guideline import Step, Summand
from shared.page import euros, years
from tests.unit.projects.notices.examples import (
    AMENDMENT,
    APPROVAL,
    EXTENSION,
    LETTER,
    NOTICES,
    REJECTION,
)
from tests.unit.projects.notices.words import Words

HOSTILE = (
    "<script>alert('1')</script>\"><img src=x onerror=alert(2)> \u202eRTL\u2066 \x00\x1b {{ 7*7 }}"
)
SHOWN = "<script>alert('1')</script>\"><img src=x onerror=alert(2)> \ufffdRTL\ufffd \ufffd\ufffd {{ 7*7 }}"


def test_words_of_strangers_are_shown_and_never_obeyed():
    letter = replace(
        LETTER,
        title=HOSTILE,
        sozialraum=HOSTILE,
        file_number='1"; } body { display: none } /*</style><script>',
        addressee=replace(LETTER.addressee, name=HOSTILE, address=(HOSTILE,)),
    )
    goal = Goal(1, HOSTILE, (Sign(HOSTILE, HOSTILE),), HOSTILE)
    steps = (Step("own", HOSTILE, (Summand("x", HOSTILE, 1),), 1, HOSTILE),)
    hostile = replace(APPROVAL, letter=letter, goals=(goal,), conditions=(HOSTILE,), steps=steps)
    page = render("approval", hostile)
    words = Words(page)
    assert not {"script", "img"} & set(words.tags)
    assert not any(name.startswith("on") for _, attributes in words.elements for name in attributes)
    assert words.text.count(SHOWN) == 12  # Wherever a stranger may say something.
    for harmful in "\u202e\u2066\x00\x1b":
        assert harmful not in page
    assert "body { display: none }" not in page.partition("<style>")[2].partition("</style>")[0]
    assert page.count("</style>") == 1


def test_an_amendment_and_a_rejection_show_hostile_reasons_as_they_are():
    cases: list[tuple[NoticeKind, Notice]] = [
        ("rejection", replace(REJECTION, reason=HOSTILE)),
        ("amendment", replace(AMENDMENT, reason=HOSTILE)),
        ("extension", replace(EXTENSION, reason=HOSTILE)),
    ]
    for kind, notice in cases:
        page = render(kind, notice)
        assert Words(page).tags == Words(render(kind, NOTICES[kind])).tags
        assert SHOWN in Words(page).text


@pytest.mark.parametrize("kind", NOTICES)
def test_a_notice_is_one_file_that_reaches_for_nothing(kind):
    page = Words(render(kind, NOTICES[kind]))
    outside = [
        (tag, name)
        for tag, attributes in page.elements
        for name in attributes
        if name in ("src", "href", "srcset", "action", "style")
    ]
    assert outside == []
    assert not {"script", "link", "iframe"} & {tag for tag, _ in page.elements}
    style = render(kind, NOTICES[kind]).partition("<style>")[2].partition("</style>")[0]
    assert "url(" not in style
    assert "@import" not in style


@pytest.mark.parametrize("kind", NOTICES)
def test_a_notice_can_be_read_aloud_and_printed(kind):
    page = render(kind, NOTICES[kind])
    words = Words(page)
    assert ("html", {"lang": "de"}) in words.elements
    assert [tag for tag, _ in words.elements].count("h1") == 1
    headings = [int(tag[1]) for tag, _ in words.elements if tag in ("h1", "h2", "h3")]
    assert all(after <= before + 1 for before, after in pairwise(headings))
    cells = [attributes for tag, attributes in words.elements if tag == "th"]
    assert cells or kind in ("rejection", "change-rejection")
    assert all(it.get("scope") in ("col", "row", "rowgroup") for it in cells)
    tables = [tag for tag, _ in words.elements if tag in ("table", "caption")]
    assert tables.count("table") == tables.count("caption")
    assert "size: A4" in page
    number = NOTICES[kind].letter.file_number.replace("-", "\\00002d")
    assert f'"Aktenzeichen " "{number}"' in page
    assert 'counter(page) " von " counter(pages)' in page


def test_the_same_notice_is_the_same_bytes():
    assert render("approval", APPROVAL) == render("approval", replace(APPROVAL))


@pytest.mark.parametrize(
    ("amount_ct", "words"), [(0, "0,00 €"), (-13_194, "−131,94 €"), (100_000_001, "1.000.000,01 €")]
)
def test_amounts_do_not_break(amount_ct, words):
    assert euros(amount_ct) == words.replace(" ", "\N{NO-BREAK SPACE}")


def test_years_in_words():
    assert [years(it) for it in ([2027], [2027, 2028], [2026, 2027, 2028])] == [
        "2027",
        "2027 und 2028",
        "2026, 2027 und 2028",
    ]
