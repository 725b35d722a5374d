"""A draft holds anything: it is kept as it is, checked without a crash, and never handed in so."""

from uuid import uuid4

import pytest

from shared.canonical import canonical
from tests.hostile.refusals import assert_clear
from tests.hostile.wrong import HUGE, TYPED, spoilt


def nested(depth):
    made: dict = {}
    for _ in range(depth):
        made = {"a": [made]}
    return made


ODD = [
    {},
    {"": None, "a/b~c": 1, "\u00e4": "\u0041\u0308"},
    {"title": "a\0b", "need": "\x1b[2J\u202e"},
    {"title": ["Treff"], "plan": {"2026": 1}, "goals": "keine", "start": 20260201},
    {"plan": [None, 7, [], {}, {"year": "2026"}], "goals": [[]], "in_kind": [{"kind": TYPED}]},
    {"own_cash": 30.5, "employees": 1e3, "requested": -0.0, "team_resolution": True},
    {"sozialraum_id": "Kalk", "traeger_id": 7, "declarations": [None] * 100},
    {"start": "2027-01-31", "end": "2026-02-01", "plan": [{"year": 2**53 - 1}]},
    {"__type__": "datetime", "content": TYPED, "command_id": "x", "expected_version": -1},
    {"title": HUGE[:200_000]},
    nested(100),
]


def save(office, content, **more):
    return office.ask("projects", "save_draft", content=content, **more)["draft_id"]


def is_json(content):
    try:
        return canonical(content) is not None
    except (TypeError, ValueError):
        return False


@pytest.mark.parametrize("content", [nested(200), {"a": 2**64}, {"a": "\ud800"}])
def test_what_is_no_json_of_ours_is_no_draft(office, tables, content):
    body = {"command_id": str(uuid4()), "content": content}
    before = tables()
    no = office.refused("projects", "save_draft", body)
    assert_clear(no, body)
    assert [(it.pointer, it.code) for it in no.errors] == [("/content", "invalid-type")]
    assert tables() == before


@pytest.mark.parametrize("content", ODD, ids=range(len(ODD)))
def test_whatever_stands_in_a_draft_is_kept_and_never_handed_in(office, tables, content):
    draft_id = save(office, content)
    for method in ("get_draft", "list_drafts", "check_draft", "submit_draft"):
        office.introduce("projects", method)
    before = tables()
    kept = office.ask("projects", "get_draft", draft_id=draft_id)
    assert kept["content"] == content
    assert len(kept["title"]) <= 200
    assert office.ask("projects", "list_drafts")["drafts"][0]["draft_id"] == draft_id
    told = office.ask("projects", "check_draft", draft_id=draft_id)
    assert told["gaps"]
    body = {"command_id": str(uuid4()), "draft_id": draft_id}
    no = office.refused("projects", "submit_draft", body)
    assert_clear(no, str(content)[:500])
    assert (no.code, len(no.errors)) == ("application-incomplete", len(told["gaps"]))
    assert tables() == before


def test_each_field_of_a_draft_that_is_wrong_is_a_gap_where_it_is_wrong(office):
    """All that is wrong in an application is found in a draft, too."""
    whole = {**office.content(), **office.places()}
    schema = office.ask("projects", "describe")["methods"]["apply"]["request"]
    schema["properties"] = {it: schema["properties"][it] for it in whole}
    schema["required"] = [it for it in schema["required"] if it in whole]
    schema["additionalProperties"] = True
    draft_id, seen = save(office, whole), 1
    for pointer, content in dict(spoilt(schema, whole)).items():
        if not (pointer and is_json(content)):
            continue
        save(office, content, draft_id=draft_id, expected_version=seen)
        seen += 1
        gaps = office.ask("projects", "check_draft", draft_id=draft_id)["gaps"]
        assert pointer in [it["pointer"] for it in gaps], f"{pointer}: {gaps}"
