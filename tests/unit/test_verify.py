"""What an auditor reads of a line without parsing it is what stands in it."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.canonical import canonical, leaf, parse
from shared.proof import tree
from shared.verify import Audit, Mark, place, verify

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
        (1, "Position 1: Das Blatt passt nicht zu Inhalt, Position und Zeit."),
        (2, "Position 2: Das ist kein Ereignis."),
        (3, "Position 3: a hat hier Version 3."),
    ]


def test_a_time_that_goes_back_is_a_fault_and_one_that_stays_is_none():
    (first, second) = stored(line("a", 1), line("a", 2))
    digest = sha256(line("a", 2)).digest()
    same = (2, first[1], leaf(2, first[1], digest), *second[3:])
    earlier = first[1] - timedelta(microseconds=1)
    back = (2, earlier, leaf(2, earlier, digest), *second[3:])
    assert list(verify([first, same])) == []
    assert list(verify([first, back])) == [(2, "Position 2 ist früher erfasst als die vorige.")]


# ---- what was kept and signed --------------------------------------------------------------


def log(count, changed=None):
    """Return a log of so many events; one of them says something else, and everything fits it."""
    return stored(*[line("a", n, "x" if n == changed else "y") for n in range(1, count + 1)])


def leaves(rows):
    return [row[2] for row in rows]


def subtrees(rows):
    """Return what the tables keep of complete subtrees of 256 leaves."""
    of = leaves(rows)
    return {(1, n): tree.root(of[n * 256 : n * 256 + 256]) for n in range(len(of) // 256)}


def mark(rows, size):
    return Mark(size, tree.root(leaves(rows)[:size]), f"der Prüfpunkt {size}")


def audited(rows, kept=None, marks=()):
    audit = Audit(kept or {}, marks)
    return [*audit.faults(rows), *audit.ended()], audit


def test_a_log_that_is_as_it_was_signed_has_no_fault_and_says_how_far_that_shows():
    rows = log(600)
    found, audit = audited(rows, subtrees(rows), [mark(rows, size) for size in (1, 300, 599)])
    assert found == []
    assert (audit.matched, audit.checked) == (599, 3)
    assert audit.tree.root() == tree.root(leaves(rows))


def test_an_event_replaced_with_everything_that_shows_it_is_found_between_two_checkpoints():
    rows, forged = log(40), log(40, changed=17)
    found, audit = audited(forged, {}, [mark(rows, size) for size in (8, 16, 32)])
    ((position, text),) = found
    assert position == 17
    assert text == (
        "der Prüfpunkt 32 hat eine andere Wurzel: Position 17 bis 32 wurde etwas verändert"
        " und passend gemacht."
    )
    assert audit.checked == 2


def test_a_subtree_narrows_it_down_and_names_what_lies_in_it():
    rows = log(800)
    found, _ = audited(log(800, changed=300), subtrees(rows), [mark(rows, 800)])
    assert [fault.position for fault in found] == [257]
    assert found[0].text.startswith("Der gespeicherte Teilbaum 257–512 ist ein anderer")


def test_the_end_of_a_log_is_missed_by_who_signed_for_it():
    rows = log(600)
    found, _ = audited(rows[:500], subtrees(rows), [mark(rows, 600)])
    assert [fault.position for fault in found] == [501, 501]
    assert "Das Ende fehlt" in found[0].text
    assert "1 gespeicherte Teilbäume" in found[1].text


def test_an_empty_log_never_passes():
    assert [fault.position for fault in audited([])[0]] == [1]
    assert len(audited([], {}, [Mark(3, b"", "der Prüfpunkt")])[0]) == 2


@given(st.integers(1, 600), st.data())
def test_whatever_was_signed_finds_whatever_was_changed_before_it(count, data):
    rows = log(count)
    changed = data.draw(st.integers(1, count))
    sizes = data.draw(st.sets(st.integers(1, count), max_size=5))
    kept = subtrees(rows) if data.draw(st.booleans()) else {}
    found, _ = audited(log(count, changed), kept, [mark(rows, size) for size in sizes])
    covered = [size for size in sizes if size >= changed]
    covered += [(n + 1) * 256 for _, n in kept if (n + 1) * 256 >= changed]
    assert bool(found) == bool(covered)
    if found:
        assert found[0].position <= changed
