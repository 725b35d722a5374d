"""The logs of a bundle in place of the database: a replay at home, without any instance."""

import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from deploy.bundle.verifier.check import KEYS, Check
from deploy.bundle.verifier.logs import Entry
from deploy.bundle.verifier.signature import keys_in


class BundleLogs:
    """Reads what `replaying.DatabaseLogs` reads, from a bundle that fits itself."""

    def __init__(self, bundle: zipfile.ZipFile) -> None:
        self._bundle = bundle

    def rows(self, service: str, upto: int) -> Iterator[tuple[Any, ...]]:
        """Yield (position, recorded time, leaf, line, digest); the tree above was held against them."""
        for entry in self._entries(service):
            if entry.position > upto:
                return
            yield entry.position, entry.at, entry.leaf(), entry.line, entry.digest

    def position_before(self, service: str, end: datetime) -> int:
        """Return the last position that was recorded before a moment."""
        return max((it.position for it in self._entries(service) if it.at < end), default=0)

    def project(self, named: str) -> str | None:
        """Return the id of a project by its id or file number."""
        for entry in self._entries("projects"):
            told = entry.event["data"]
            if entry.event["type"] == "number_assigned" and named in (
                told["number"],
                told["project_id"],
            ):
                return str(told["project_id"])
        return None

    def gone(self, _service: str) -> Mapping[str, str]:
        """Return nothing: which texts were deleted stands beside the logs."""
        return {}

    def _entries(self, service: str) -> Iterator[Entry]:
        name = f"protokoll/{service}.jsonl"
        if name in self._bundle.namelist():
            with self._bundle.open(name) as lines:
                yield from map(Entry, lines)


@contextmanager
def opened(path: Path) -> Iterator[BundleLogs]:
    """Open a bundle in which everything fits everything else. Raises ClickException."""
    try:
        with zipfile.ZipFile(path) as bundle:
            raw = bundle.read(KEYS) if KEYS in bundle.namelist() else b""
            check = Check(bundle, keys_in(raw.decode(errors="replace")))
            check.run()
            if check.faults:
                told = "\n".join(f"  {fault}" for fault in check.faults)
                raise click.ClickException(f"Das Bündel ist nicht in Ordnung.\n{told}")
            yield BundleLogs(bundle)
    except (OSError, EOFError, zipfile.BadZipFile) as error:
        raise click.ClickException(f"{path} ist nicht zu lesen: {error}") from None
