"""Row 9: a request and its reply, each side a process of its own, on the same broker."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median
from typing import Any, Final

from deploy.bench import bare_rpc
from deploy.bench.figures import OURS, Figure, Target, interleaved, per_second
from deploy.bench.place import Place, await_answers, context
from deploy.bench.size import Size
from shared.broker import connection
from shared.rpc import RpcClient

PEER: Final = "bare py-amqp"
SECONDS: Final = 5
CALLERS: Final = 8


def round_trip(place: Place, size: Size) -> Iterator[Figure]:
    """Ask a service that nameko hosts for next to nothing."""
    settings = place.settings({"echo": place.folder}, AMQP_URI=place.amqp_uri)
    processes = {
        "echo": ["-m", "deploy.bench.echo_service"],
        "bare": ["-m", "deploy.bench.bare_rpc", place.amqp_uri],
    }
    client = RpcClient(partial(connection, settings.amqp_uri))
    with place.services(settings, processes):
        await_answers(client, ["echo"])
        bare = [bare_rpc.Client(settings.amqp_uri) for _ in range(CALLERS)]
        calls: dict[str, Callable[[], Any]] = {
            OURS: lambda: client.call("echo", "echo", {"text": "x"}, context(), SECONDS),
            PEER: lambda: bare[0].call({"text": "x"}),
        }
        latency = interleaved(
            {name: partial(_milliseconds, call, size.calls) for name, call in calls.items()},
            size.rounds,
        )
        steps = {
            OURS: [partial(_one, calls[OURS])] * CALLERS,
            PEER: [partial(_one, partial(each.call, {"text": "x"})) for each in bare],
        }
        rates = interleaved(
            {name: partial(per_second, each, size.seconds) for name, each in steps.items()},
            size.rounds,
        )
        client.close()
    what, limit = "RPC round trip, one caller, median", Target(1.3, at_least=False)
    yield Figure("rpc", what, "ms", latency[OURS], PEER, latency[PEER], limit)
    what = f"RPC, {CALLERS} callers"
    yield Figure("rpc", what, "calls/s", rates[OURS], PEER, rates[PEER])


def _one(call: Callable[[], Any]) -> int:
    call()
    return 1


def _milliseconds(call: Callable[[], Any], calls: int) -> float:
    """Return the median of calls one after another."""
    found = []
    for _ in range(calls):
        started = time.perf_counter()
        call()
        found.append(time.perf_counter() - started)
    return median(found) * 1000
