"""Of many callers one reads for all, and nobody is forgotten when that one leaves."""

import threading
import time
from queue import Empty, Queue
from typing import Any

import pytest

from shared.waiting import Waiting


class Wire:
    """A connection whose replies the test puts in; each names the caller it is for."""

    def __init__(self):
        self.waiting = Waiting(threading.RLock())
        self.replies: Queue[Any] = Queue()
        self.reading: Queue[str] = Queue()
        self.beats = 0

    def drain_events(self, timeout):
        self.reading.put(threading.current_thread().name)
        try:
            reply = self.replies.get(timeout=timeout)
        except Empty:
            raise TimeoutError from None
        if isinstance(reply, Exception):
            raise reply
        pending = self.waiting.get(reply)
        if pending is not None:
            pending.put({"result": reply})

    def heartbeat_check(self):
        self.beats += 1


@pytest.fixture
def wire():
    made = Wire()
    kept = threading.Thread(target=_keep, args=(made,), name="keeper")
    kept.start()
    assert made.waiting.connected.wait(10)
    yield made
    made.waiting.end()
    kept.join(10)
    assert not kept.is_alive()


def _keep(wire):
    wire.ended_by = None
    try:
        wire.waiting.keep(wire)
    except ConnectionError as trouble:
        wire.ended_by = trouble


class Caller(threading.Thread):
    """Waits for a reply in a thread of its own."""

    reply: Any = None

    def __init__(self, wire, name, seconds):
        super().__init__(name=name)
        self.wire, self.seconds = wire, seconds

    def run(self):
        pending = self.wire.waiting.enter(self.name)
        try:
            self.wire.waiting.wait(pending, time.time() + self.seconds)
        finally:
            self.wire.waiting.leave(self.name)
        self.reply = pending.reply


def call(wire, name, seconds=30):
    caller = Caller(wire, name, seconds)
    caller.start()
    return caller


def until_reads(wire, name):
    while wire.reading.get(timeout=10) != name:
        pass


def test_a_lone_caller_reads_its_reply_itself(wire):
    alone = call(wire, "a")
    until_reads(wire, "a")
    wire.replies.put("a")
    alone.join(10)
    assert alone.reply == {"result": "a"}


def test_who_reads_hands_the_others_their_replies_and_then_the_reading(wire):
    first = call(wire, "a")
    until_reads(wire, "a")
    second, third = call(wire, "b"), call(wire, "c")
    while len(wire.waiting._callers) < 3:
        time.sleep(0.001)
    wire.replies.put("b")
    second.join(10)
    assert second.reply == {"result": "b"}
    wire.replies.put("a")
    first.join(10)
    until_reads(wire, "c")
    wire.replies.put("c")
    third.join(10)
    assert (first.reply, third.reply) == ({"result": "a"}, {"result": "c"})


def test_who_gives_up_while_reading_lets_another_one_read(wire):
    first = call(wire, "a", seconds=0.3)
    until_reads(wire, "a")
    second = call(wire, "b")
    first.join(10)
    assert first.reply is None
    until_reads(wire, "b")
    wire.replies.put("b")
    second.join(10)
    assert second.reply == {"result": "b"}


def test_a_reply_of_one_who_gave_up_troubles_nobody(wire):
    call(wire, "a", seconds=0.05).join(10)
    second = call(wire, "b")
    wire.replies.put("a")
    wire.replies.put("b")
    second.join(10)
    assert second.reply == {"result": "b"}


def test_trouble_met_by_a_reader_ends_the_connection_for_all(wire):
    first = call(wire, "a", seconds=1)
    until_reads(wire, "a")
    trouble = ConnectionError("gone")
    wire.replies.put(trouble)
    first.join(10)
    assert first.reply is None
    while wire.ended_by is None:
        time.sleep(0.001)
    assert wire.ended_by is trouble
    assert not wire.waiting.connected.is_set()


def test_after_a_silence_trouble_is_noticed_before_anything_is_sent(wire):
    wire.replies.put(ConnectionError("gone"))
    wire.waiting._read_at = 0.0
    wire.waiting.look()
    assert not wire.waiting.connected.is_set()


def test_while_nobody_calls_heartbeats_are_answered(wire):
    until_reads(wire, "keeper")
    until_reads(wire, "keeper")
    assert wire.beats >= 1
