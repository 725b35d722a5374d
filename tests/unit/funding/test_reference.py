import re

import pytest

from services.funding.reference import SEPA_MAX, Reference, read

SEPA = re.compile(r"[A-Za-z0-9/?:().,'+ -]+")
TEXT = "Sozialraumprojekt 2026-8-017 Rate 2 Haushaltsjahr 2026"


def test_a_transfer_says_project_instalment_and_year_in_the_characters_of_sepa():
    assert str(Reference("2026-8-017", 2, 2026)) == TEXT
    longest = str(Reference("2026-99-123456", 9999, 2199))
    for text in (TEXT, longest):
        assert SEPA.fullmatch(text)
        assert len(text) <= SEPA_MAX
        assert str(read(text)) == text


@pytest.mark.parametrize(
    "told",
    [
        TEXT,
        TEXT.upper(),
        f"SVWZ+{TEXT} EREF+NOTPROVIDED",
        "SOZIALRAUMPROJEKT 2026-8-01\n7 RATE 2 HAUSHALTSJAHR 2026",
        "Sozialraum projekt 2026-8-017 Rate 2 Haushalts jahr 202 6",
        f"{TEXT} {TEXT}",
        f"{TEXT}20260302",
    ],
)
def test_what_banks_make_of_it_is_understood(told):
    assert read(told) == Reference("2026-8-017", 2, 2026)


@pytest.mark.parametrize(
    "told",
    [
        "",
        "Miete",
        "2026-8-017 Rate 2 2026",
        "Sozialraumprojekt 2026-8-17 Rate 2 Haushaltsjahr 2026",
        "Sozialraumprojekt 2026-8-017 Rate 2 Haushaltsjahr 26",
        f"{TEXT} {TEXT.replace('Rate 2', 'Rate 3')}",
    ],
)
def test_what_names_no_payment_or_two_is_not_guessed_at(told):
    assert read(told) is None
