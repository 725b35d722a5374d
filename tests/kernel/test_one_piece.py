"""What is written together is sent together, in order, and nothing of it is kept back."""

import pytest

from shared.broker import PIECE_MAX, _AmqpConnection, _Outgoing


class Wire:
    def __init__(self):
        self.sent: list[bytes] = []
        self.write = _Outgoing(lambda frames: self.sent.append(bytes(frames)))


@pytest.fixture
def wire():
    return Wire()


@pytest.fixture
def together(wire):
    made = _AmqpConnection.__new__(_AmqpConnection)
    made._outgoing, made._transport = wire.write, wire
    return made.one_piece


def test_frames_are_sent_at_once(wire):
    wire.write(b"a")
    wire.write(b"b")
    assert wire.sent == [b"a", b"b"]


def test_frames_that_are_written_together_are_one_piece(wire, together):
    buffer = bytearray(b"a")
    with together():
        wire.write(memoryview(buffer))
        buffer[:] = b"b"  # py-amqp writes every frame into the same buffer.
        wire.write(memoryview(buffer))
        assert wire.sent == []
    wire.write(b"c")
    assert wire.sent == [b"ab", b"c"]


def test_a_piece_does_not_grow_without_limit(wire, together):
    with together():
        for _ in range(3):
            wire.write(b"x" * (PIECE_MAX // 2))
    assert [len(piece) for piece in wire.sent] == [PIECE_MAX, PIECE_MAX // 2]


def test_what_was_written_before_an_error_is_sent(wire, together):
    def broken():
        with together():
            wire.write(b"a")
            raise KeyError

    with pytest.raises(KeyError):
        broken()
    assert wire.sent == [b"a"]


def test_a_connection_that_has_no_socket_yet_writes_as_ever():
    made = _AmqpConnection.__new__(_AmqpConnection)
    with made.one_piece():
        pass
