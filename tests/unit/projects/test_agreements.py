"""Recognition and agreements of a Träger: what the page of a decision flags, day by day."""

from dataclasses import replace
from datetime import date

import pytest

from services.projects import events
from services.projects.master_data.agreements import flags

TODAY = date(2025, 9, 15)
END = date(2027, 2, 28)
IN_FORCE = events.TraegerProfile(
    recognised_on=date(1998, 7, 1),
    certificates_agreed_on=date(2015, 3, 2),
    protection_agreed_on=date(2012, 2, 29),
)


def told(profile):
    return [(it.subject, it.state) for it in flags(profile, TODAY, END)]


def test_nothing_is_flagged_while_all_three_are_in_force():
    assert told(IN_FORCE) == []
    assert told(replace(IN_FORCE, certificates_until=END, protection_until=END)) == []


def test_what_nobody_has_recorded_is_missing():
    assert told(events.TraegerProfile()) == [
        ("recognition", "missing"),
        ("certificates", "missing"),
        ("protection", "missing"),
    ]


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (date(2025, 9, 16), None, "not-yet"),
        (date(2025, 9, 15), date(2025, 9, 14), "lapsed"),
        (date(2015, 3, 2), date(2025, 9, 14), "lapsed"),
        (date(2015, 3, 2), date(2025, 9, 15), "ends-early"),
        (date(2015, 3, 2), date(2027, 2, 27), "ends-early"),
    ],
)
def test_an_agreement_holds_from_its_first_to_its_last_day(since, until, expected):
    profile = replace(IN_FORCE, certificates_agreed_on=since, certificates_until=until)
    assert told(profile) == [("certificates", expected)]


def test_a_flag_says_in_words_what_is_the_matter():
    lapsed = replace(IN_FORCE, protection_until=date(2025, 9, 14))
    (flag,) = flags(lapsed, TODAY, END)
    assert flag.detail == (
        "Die Vereinbarung nach § 8a SGB VIII (Schutzauftrag) ist am 14.09.2025 abgelaufen."
    )
