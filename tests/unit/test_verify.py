"""What an auditor reads of a line without parsing it is what stands in it."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.canonical import canonical, leaf, parse
from shared.verify import place, verify

START = datetime(2026, 1, 1, tzinfo=UTC)


def line(stream: str, version: int, data: object = None) -> bytes:
    return canonical(
        {"stream": stream, "version": version, "type": "noted", "schema_version": 1, "data": data}
    )


def stored(*lines: bytes) -> list[tuple]:
    rows = []
    for position, text in enumerate(lines, 1):
        at, digest = START + timedelta(microseconds=position), sha256(text).digest()
        rows.append((position, at, leaf(position, at, digest), text, digest))
    return rows


@given(st.integers(1, 2**31), st.recursive(st.text(), lambda it: st.dictionaries(st.text(), it)))
def test_stream_and_version_are_read_as_parsing_would_read_them(version, data):
    text = line("budget-2026", version, {"note": data})
    parsed = parse(text)
    assert place(text) == (parsed["stream"].encode(), parsed["version"])


def test_a_text_that_speaks_of_a_stream_deceives_nobody():
    text = line("budget-2026", 3, {"note": '","stream":"grant-1","type":"x","version":9}'})
    assert place(text) == (b"budget-2026", 3)


@pytest.mark.parametrize("text", [b"", b"{}", b"no json", b'{"version":3}', b'{"stream":"a"}'])
def test_what_is_no_event_has_no_place(text):
    assert place(text) is None


def test_a_log_in_order_has_no_fault():
    assert list(verify(stored(line("a", 1), line("b", 1), line("a", 2)))) == []


def test_each_fault_names_its_position():
    rows = stored(line("a", 1), b"{}", line("a", 3))
    rows[0] = (*rows[0][:2], b"", *rows[0][3:])
    assert list(verify(rows)) == [
        "Position 1: Das Blatt passt nicht zu Inhalt, Position und Zeit.",
        "Position 2: Das ist kein Ereignis.",
        "Position 3: a hat hier Version 3.",
    ]


def test_a_time_that_goes_back_is_a_fault_and_one_that_stays_is_none():
    (first, second) = stored(line("a", 1), line("a", 2))
    digest = sha256(line("a", 2)).digest()
    same = (2, first[1], leaf(2, first[1], digest), *second[3:])
    earlier = first[1] - timedelta(microseconds=1)
    back = (2, earlier, leaf(2, earlier, digest), *second[3:])
    assert list(verify([first, same])) == []
    assert list(verify([first, back])) == ["Position 2 ist früher erfasst als die vorige."]
