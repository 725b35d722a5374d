"""Writing a bundle: the logs up to named checkpoints and what follows from them, as one ZIP.

The same checkpoints and witnesses give the same bytes: no time of day, no order of chance, no name of who asks.
Nothing but a page of rows is ever in memory.
"""

import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, Final

from deploy.bundle import onefile
from deploy.bundle.description import DTD, DTD_NAME, index
from deploy.bundle.verifier.check import KEYS, MANIFEST, NOTE
from deploy.bundle.verifier.columns import TABLES, heading, written
from deploy.bundle.verifier.logs import Entry
from deploy.bundle.verifier.tables import Deriving
from deploy.bundle.verifier.years import closings
from shared.canonical import instant
from shared.database import Conn
from shared.partition import away
from shared.proof import cosigned, stored
from shared.proof.keeper import known_keys
from shared.proof.witness import Request

PAGE: Final = 1000
PIECE: Final = 1 << 20
LEVEL: Final = 6
_DATE: Final = (1980, 1, 1, 0, 0, 0)  # The first that a ZIP knows: the bytes tell no time.
_EVENTS: Final = """
    select s.position, s.recorded_at, convert_to(e.line, 'UTF8')
    from sealed s left join event e on e.id = s.id where s.position <= %s order by s.position"""
_CLOSINGS: Final = """
    select s.position, s.recorded_at, convert_to(e.line, 'UTF8')
    from sealed s join event e on e.id = s.id
    where e.stream = 'book-years' and s.position <= %s order by s.position"""
_NOTES: Final = """
    select distinct on (size) size, note from checkpoint where size <= %s
    order by size, made_at desc"""

Report = tuple[str, bytes]
"""(name below `berichte/`, content)"""


class UnknownCheckpointError(Exception):
    """A bundle ends where somebody has signed, and there nobody has. The text is German."""


@dataclass(slots=True)
class Bundle:
    """A ZIP under construction, and the digest of each file in it."""

    archive: zipfile.ZipFile
    digests: dict[str, str] = field(default_factory=dict)

    def put(self, name: str, content: bytes | str) -> None:
        """Add a whole file."""
        with self.writing(name) as write:
            write(content.encode() if isinstance(content, str) else content)

    @contextmanager
    def writing(self, name: str) -> Iterator[Callable[[bytes], None]]:
        """Add a file piece by piece."""
        about = zipfile.ZipInfo(name, _DATE)
        about.compress_type, about.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
        digest = sha256()
        with self.archive.open(about, "w", force_zip64=True) as out:

            def write(piece: bytes) -> None:
                digest.update(piece)
                out.write(piece)

            yield write
        self.digests[name] = digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Asked:
    """What goes into a bundle.

    sizes    service → how many of its events, each with a checkpoint
    reports  what is told by reports at these positions, for the budget years that the logs know
    sign     (SHA-256 of the list of files) → the note over it
    """

    district: str
    logs: Mapping[str, Conn]
    sizes: Mapping[str, int]
    reports: Callable[[Iterable[int]], Iterable[Report]]
    sign: Callable[[str], str]


def newest_sizes(logs: Mapping[str, Conn]) -> dict[str, int]:
    """Return how far the newest checkpoint of each log reaches; logs without one are left out."""
    found: dict[str, int] = {}
    for service, conn in logs.items():
        row: Any = conn.execute("select max(size) from checkpoint").fetchone()
        if row[0]:
            found[service] = row[0]
    return found


def write(out: Path, asked: Asked, step: Callable[[], None] = lambda: None) -> str:
    """Write a bundle; return the fingerprint of its keys. `step` is called for each event.

    Nothing is left behind where it fails. Raises UnknownCheckpointError.
    """
    for service, size in asked.sizes.items():
        found: Any = (
            asked.logs[service]
            .execute("select exists (select from checkpoint where size = %s)", [size])
            .fetchone()
        )
        if not found[0]:
            raise UnknownCheckpointError(
                f"Für die ersten {size} Ereignisse von {service} gibt es keinen Prüfpunkt."
            )
    made = out.with_name(f".{out.name}.new")
    try:
        with zipfile.ZipFile(
            made, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL, strict_timestamps=True
        ) as archive:
            fingerprint = _fill(Bundle(archive), asked, step)
        made.replace(out)
    finally:
        made.unlink(missing_ok=True)
    return fingerprint


@dataclass(frozen=True, slots=True)
class _Filling:
    """What is under way while a bundle is filled."""

    bundle: Bundle
    asked: Asked
    tables: Mapping[str, IO[bytes]]
    step: Callable[[], None]
    deriving: Deriving = field(default_factory=Deriving)

    def logs(self) -> None:
        """Put each log with its checkpoints, and collect the rows of the tables."""
        for service, size in self.asked.sizes.items():
            conn = self.asked.logs[service]
            rows = conn.execute(_CLOSINGS, [size], binary=True).fetchall()
            self._add(self.deriving.closed(service, closings(_line(*row) for row in rows)))
            with self.bundle.writing(f"protokoll/{service}.jsonl") as put:
                self._put_log(service, conn, size, put)
            _put_checkpoints(self.bundle, service, conn, size)

    def _put_log(self, service: str, conn: Conn, size: int, put: Callable[[bytes], None]) -> None:
        with conn.cursor(f"bundle_{service}", binary=True) as cursor:
            cursor.itersize = PAGE
            for row in away.whole(conn, cursor.execute(_EVENTS, [size]), 2):
                raw = _line(*row)
                put(raw)
                self._add(self.deriving.rows(service, Entry(raw)))
                self.step()

    def put_tables(self) -> None:
        """Put the tables, when all rows are there."""
        self._add(self.deriving.rest())
        for table, rows in self.tables.items():
            rows.seek(0)
            with self.bundle.writing(f"tabellen/{table}.csv") as put:
                while piece := rows.read(PIECE):
                    put(piece)

    def _add(self, rows: Iterable[tuple[str, list[Any]]]) -> None:
        for table, cells in rows:
            self.tables[table].write(written(table, cells))


def _line(position: int, recorded_at: datetime, line: bytes) -> bytes:
    """Return an event as it stands in the bundle."""
    head = f'{{"position":{position},"recorded_at":"{instant(recorded_at)}","line":'
    return head.encode() + line + b"}\n"


def _fill(bundle: Bundle, asked: Asked, step: Callable[[], None]) -> str:
    with ExitStack() as stack:
        tables = {it: stack.enter_context(tempfile.TemporaryFile()) for it in TABLES}
        for table, out in tables.items():
            out.write(heading(table))
        filling = _Filling(bundle, asked, tables, step)
        filling.logs()
        filling.put_tables()
    years = sorted({year for year, _, _ in filling.deriving.ledger.balances()})
    for report, content in asked.reports(years):
        bundle.put(f"berichte/{report}", content)
    # Who signs the list of files may have an empty log.
    keys = "".join(f"{it}\n" for conn in asked.logs.values() for it in _keys(conn))
    _put_texts(bundle, asked, keys)
    listed = "".join(f"{digest}  {it}\n" for it, digest in sorted(bundle.digests.items()))
    bundle.put(MANIFEST, listed)
    bundle.put(NOTE, asked.sign(sha256(listed.encode()).hexdigest()))
    return sha256(keys.encode()).hexdigest()


def _put_texts(bundle: Bundle, asked: Asked, keys: str) -> None:
    sizes = list(asked.sizes.items())
    bundle.put("index.xml", index(asked.district, sizes))
    bundle.put(DTD_NAME, DTD)
    bundle.put(KEYS, keys)
    told = "\n".join(f"  {service}: {size} Ereignisse" for service, size in sizes)
    readme = (Path(__file__).parent / "LIESMICH.txt").read_text()
    bundle.put("LIESMICH.txt", readme.format(district=asked.district, sizes=told))
    bundle.put("pruefen.py", onefile.source())


def _put_checkpoints(bundle: Bundle, service: str, conn: Conn, size: int) -> None:
    """Put all checkpoints up to a size, and the proof from the one before to the last."""
    notes = conn.execute(_NOTES, [size]).fetchall()
    for at, note in notes:
        bundle.put(f"pruefpunkte/{service}/{at}.note", cosigned.told(conn, note))
    old: int = notes[-2][0] if len(notes) > 1 else 0
    path = stored.Stored(conn, size).consistency(old) if old else []
    bundle.put(f"beweise/{service}.txt", str(Request(old, path, notes[-1][1])))


def _keys(conn: Conn) -> Iterator[str]:
    return (str(verifier) for verifier, _ in known_keys(conn))
