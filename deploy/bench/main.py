"""`sozialraum bench`: measure row by row, print a table of ratios, write JSON."""

import gc
import json
import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import structlog

from deploy.bench import (
    appending,
    bundling,
    calling,
    following,
    growth,
    journey,
    proving,
    reading,
    receipting,
    report,
    sealing,
    searching,
)
from deploy.bench.figures import Figure, Results, Skipped
from deploy.bench.place import NoBrokerError, Place
from deploy.bench.size import FULL, NORMAL, QUICK, Size

Row = Callable[[Place, Size], Iterator[Figure]]

ROWS: Final[dict[str, Row]] = {
    "append": appending.append_one,
    "append-sealed": appending.append_while_sealing,
    "append-many": appending.append_many,
    "command": appending.whole_command,
    "replay": reading.replay,
    "seal": sealing.sealing,
    "unsealed": sealing.waiting,
    "publish": sealing.publishing,
    "catch-up": following.catching_up,
    "verify": reading.verification,
    "verify-full": reading.whole_verification,
    "proofs": proving.proofs,
    "bundle": bundling.bundles,
    "search": searching.searching,
    "rpc": calling.round_trip,
    "journey": journey.journey,
    "growth": growth.growth,
    "memory": journey.memory,
    "receipts": receipting.receipts,
}


class UnknownRowError(Exception):
    """A row was asked for that does not exist. The text is German."""


def main(
    out: str,
    only: Sequence[str] = (),
    *,
    quick: bool = False,
    full: bool = False,
    size: Size | None = None,
) -> None:
    """Measure the rows asked for, or all; print them, write JSON to `out` and the table beside it."""
    if unknown := sorted(set(only) - set(ROWS)):
        raise UnknownRowError(
            f"Diese Zeilen gibt es nicht: {', '.join(unknown)}. Es gibt: {', '.join(ROWS)}."
        )
    size = size or (FULL if full else QUICK if quick else NORMAL)
    results = Results()
    with quiet(), Place() as place:
        for name in only or ROWS:
            measure(name, place, size, results)
        told = report.told(place, size, results)
    path = Path(out)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    path.with_suffix(".md").write_text(report.markdown(told, results))
    report.show(results, told)


def measure(name: str, place: Place, size: Size, results: Results) -> None:
    """Measure one row; what a machine cannot do is told, not hidden."""
    print(f"… {name}", file=sys.stderr, flush=True)
    gc.collect()
    try:
        for figure in ROWS[name](place, size):
            results.figures.append(figure)
            print(f"    {report.short(figure)}", file=sys.stderr, flush=True)
    except (NoBrokerError, report.NotYetError) as lack:
        results.skipped.append(Skipped(name, str(lack)))


@contextmanager
def quiet() -> Iterator[None]:
    """Write logs as a service does, one JSON object each, but to nowhere."""
    from shared import logs  # noqa: PLC0415 - configures when called

    with Path("/dev/null").open("w") as nowhere:
        kept, sys.stderr = sys.stderr, nowhere
        try:
            logs.configure(readable=False)
        finally:
            sys.stderr = kept
        yield
        logging.getLogger().handlers.clear()
        structlog.reset_defaults()
