"""All checks of all services asked for, in one go."""

import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from deploy.audit import logs, models, years
from deploy.audit.finding import Check, Finding
from deploy.audit.lint import Lint
from deploy.inspection import connect, settings_of
from services.registry import NAMES, service_class
from shared.control import Control
from shared.log import Log
from shared.proof.checkpoint import Checkpoint, origin
from shared.proof.note import PLAIN, Note, NoteError, Verifier
from shared.refusal import Refused
from shared.schema import UnknownEventError
from shared.settings import Settings
from shared.verify import Fault, place

Progress = Callable[[str, int, int], None]
"""(service, events checked since, events in all)"""

ALWAYS_OPEN: Final = (
    "Ob stimmt, was jemand eingegeben hat.",
    "Namen in Texten: Nur E-Mail-Adressen, Rufnummern und Felder zu Personen werden erkannt.",
    "Dokumente neben dem Protokoll, und Zeilen, die ein Dienst neben seinem Protokoll führt.",
)


class Sums:
    """What a service says must hold over its streams, checked on their whole histories."""

    def __init__(self, service: str) -> None:
        cls = service_class(service)
        self.check = Check("sums", "Ströme, deren Summen aufgehen")
        self._control: Control = cls.control or Control(frozenset(), lambda _: ())
        self._log = Log(cls.catalogue)
        self._histories: dict[str, list[tuple[int, Any]]] = defaultdict(list)

    def look(self, position: int, line: bytes) -> None:
        """Keep what concerns the control."""
        told = place(line)
        stream = told[0].decode() if told else ""
        if stream.partition("-")[0] not in self._control.kinds:
            return
        try:
            self._histories[stream].append((position, self._log.decode(line)))
        except UnknownEventError as unknown:
            self.check.add([Fault(position, f"Position {position}: {unknown}")])

    def finish(self) -> None:
        """Check all histories."""
        self.check.checked = len(self._histories)
        if not self.check.faults:
            self.check.add([Fault(*each) for each in self._control.faults(self._histories)])


def run(
    services: Sequence[str],
    keys: Sequence[str],
    notes: Sequence[tuple[str, str]],
    progress: Progress,
    *,
    only_log: bool = False,
) -> Iterator[Finding]:
    """Yield the finding of each service.

    Raises NoteError where a key or a note is none, or belongs to no log that is checked: nobody shall
    believe that it was held against something.
    """
    settings = settings_of(os.environ)
    verifiers = [Verifier.parse(text) for text in keys]
    brought = [(name, note, Checkpoint.parse(Note.parse(note).text).origin) for name, note in notes]
    checked = {origin(settings.district, service) for service in services}
    given = [(f"Der Schlüssel {it.name}", it.name) for it in verifiers if it.kind == PLAIN]
    given += [(f"Der Prüfpunkt {name} ({of})", of) for name, _, of in brought]
    for told, of in given:
        if of not in checked:
            raise NoteError(f"{told} gehört zu keinem Protokoll, das hier geprüft wird.")
    followers = _standings()
    for service in services:
        mine = [
            (name, note) for name, note, of in brought if of == origin(settings.district, service)
        ]
        known = logs.Known(settings.district, verifiers, mine, followers.get(service, ()))
        yield _one(settings, service, known, progress, only_log=only_log)


def _one(
    settings: Settings, service: str, known: logs.Known, progress: Progress, *, only_log: bool
) -> Finding:
    lint, sums = Lint(), Sums(service)

    def look(position: int, line: bytes) -> None:
        lint.look(position, line)
        sums.look(position, line)

    with connect(service) as conn:
        row: Any = conn.execute("select coalesce(max(position), 0) from sealed").fetchone()
        total = int(row[0])
        found = logs.audit(
            conn,
            service,
            known,
            None if only_log else look,
            lambda count: progress(service, count, total),
        )
        found.checks.append(years.check(conn, found.head))
    if only_log:
        found.open.append("Lesemodelle, Summen und Angaben zu Personen (--log-only).")
        return found
    found.checks.append(lint.check)
    if found.away:
        found.open.append("Summen: Dazu fehlt, was abgehängt ist.")
    else:
        sums.finish()
        found.checks.append(sums.check)
    if found.faults:
        found.open.append("Lesemodelle: Aus einem fehlerhaften Protokoll wird nichts nachgespielt.")
    else:
        _hold_models(settings, service, found)
    found.open += ALWAYS_OPEN
    return found


def _hold_models(settings: Settings, service: str, found: Finding) -> None:
    """Hold read models against a replay, or say why that cannot be."""
    try:
        found.checks += models.compare(settings, service)
    except Refused as no:
        if no.code != "partition-detached":
            raise
        found.open.append(f"Lesemodelle: {no.detail}")


def _standings() -> dict[str, list[tuple[str, int, bytes]]]:
    """Return source → (who, position, leaf) of all that have followed it."""
    found: dict[str, list[tuple[str, int, bytes]]] = defaultdict(list)
    for service in NAMES:
        with connect(service) as conn:
            rows = conn.execute(
                "select follower, source, position, leaf from heard where position > 0"
                " and leaf is not null order by follower"
            )
            for follower, source, position, leaf in rows:
                found[source].append((f"{service} ({follower})", position, bytes(leaf)))
    return dict(found)


def noted(paths: Sequence[Path]) -> list[tuple[str, str]]:
    """Return the names and texts of files."""
    return [(path.name, path.read_text(encoding="utf-8")) for path in paths]
