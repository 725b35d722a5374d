"""What an auditor reads of a line without parsing it is what stands in it."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.canonical import canonical, leaf, parse
from shared.verify import place, verify

START = datetime(2026, 1, 1, tzinfo=UTC)


def line(stream: str, version: int, data: object = None) -> str:
    return canonical(
        {"stream": stream, "version": version, "type": "noted", "schema_version": 1, "data": data}
    ).decode()


def stored(*lines: str) -> list[tuple]:
    rows = []
    for position, text in enumerate(lines, 1):
        at, digest = START + timedelta(microseconds=position), sha256(text.encode()).digest()
        rows.append((position, at, leaf(position, at, digest), text, digest))
    return rows


@given(st.integers(1, 2**31), st.recursive(st.text(), lambda it: st.dictionaries(st.text(), it)))
def test_stream_and_version_are_read_as_parsing_would_read_them(version, data):
    text = line("budget-2026", version, {"note": data})
    parsed = parse(text)
    assert place(text) == (parsed["stream"], parsed["version"])


def test_a_text_that_speaks_of_a_stream_deceives_nobody():
    text = line("budget-2026", 3, {"note": '","stream":"grant-1","type":"x","version":9}'})
    assert place(text) == ("budget-2026", 3)


@pytest.mark.parametrize("text", ["", "{}", "no json", '{"version":3}', '{"stream":"a"}'])
def test_what_is_no_event_has_no_place(text):
    assert place(text) is None


def test_a_log_in_order_has_no_fault():
    assert list(verify(stored(line("a", 1), line("b", 1), line("a", 2)))) == []


def test_each_fault_names_its_position():
    rows = stored(line("a", 1), "{}", line("a", 3))
    rows[0] = (*rows[0][:2], b"", *rows[0][3:])
    assert list(verify(rows)) == [
        "Position 1: Das Blatt passt nicht zu Inhalt, Position und Zeit.",
        "Position 2: Das ist kein Ereignis.",
        "Position 3: a hat hier Version 3.",
    ]
