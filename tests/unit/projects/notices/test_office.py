"""The data file of the office."""

import json
from dataclasses import replace

import pytest

from services.projects.notices import office


def test_the_sample_is_whole_and_says_that_it_is_one():
    assert office.load(None).is_sample
    assert office.load(office.SAMPLE) == replace(office.load(None), is_sample=False)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "nicht lesbar"),
        ("[]", "enthält keine Angaben"),
        ("{}", "remedy/kind, remedy/authority, remedy/address"),
        ('{"remedy": {"kind": "war", "authority": "a", "address": "b"}}', "„action“"),
        (
            '{"remedy": {"kind": "action", "authority": "a", "address": " "}}',
            "stimmt nicht: remedy/address",
        ),
        (
            '{"remedy": {"kind": "action", "authority": "a", "address": "b"}, "x": "y", "city": 7}',
            "data_protection/officer",
        ),
    ],
)
def test_an_incomplete_file_of_the_office_is_refused(tmp_path, text, why):
    (tmp_path / "office.json").write_text(text)
    with pytest.raises(office.OfficeError, match=why):
        office.load(tmp_path / "office.json")


def test_every_entry_is_a_text_and_none_is_foreign(tmp_path):
    given = json.loads(office.SAMPLE.read_text())
    del given["auditor"]
    (tmp_path / "office.json").write_text(json.dumps(given | {"city": 7, "logo": "x"}))
    with pytest.raises(office.OfficeError, match=r"stimmt nicht: city, auditor, logo\.$"):
        office.load(tmp_path / "office.json")
