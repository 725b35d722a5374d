"""The log of a service, held against itself, its tree, its checkpoints and who has followed it."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from deploy.audit.away import Away
from deploy.audit.finding import Check, Finding
from shared.database import Conn
from shared.proof import cosigned, keeper
from shared.proof.checkpoint import Checkpoint, opened, origin
from shared.proof.note import COSIGNATURE, Note, NoteError, Verifier
from shared.verify import Audit, Fault, Mark, Stored

FAULTS_MAX: Final = 20  # Then the log is broken enough to call for help.
BATCH: Final = 2000
_SECOND_LINE: Final = re.compile(r"[^\n]*\n([0-9]{1,18})\n")

Progress = Callable[[int], None]
Look = Callable[[int, bytes], None]

_STORED: Final = """
    select s.position, s.recorded_at, s.leaf, convert_to(e.line, 'UTF8'), e.digest
    from sealed s left join event e on e.id = s.id
    where e.id is not null or exists (select from partition p
        where p.detached_at is not null and s.id between p.first_id and p.last_id)
    order by s.position"""
_SUBTREES: Final = "select level, number, hash from subtree"

_VERSIONS: Final = "{1} soll {2} Ereignisse haben und hat {3}."
_TABLES: Final[Mapping[str, str]] = {
    "Zu Position {0} fehlt das Ereignis.": """
        select s.position from sealed s left join event e on e.id = s.id
        where e.id is null and not exists (select from partition p
            where p.detached_at is not null and s.id between p.first_id and p.last_id)
        order by 1 limit 20""",
    "Ein Ereignis von {1} steht in keiner Reihenfolge (nach Position {0}).": """
        select coalesce((select max(s.position) from sealed s where s.id < e.id), 0), e.stream
        from event e left join sealed s on s.id = e.id
        where s.id is null and not exists (select 1 from unsealed u where e.id = any(u.ids))
        order by 1 limit 20""",
    _VERSIONS: """
        select case when coalesce(max(t.version), 0) < count(e.id) then max(s.position)
            else 1 + (select coalesce(max(position), 0) from sealed) end,
            coalesce(t.stream, e.stream), coalesce(max(t.version), 0), count(e.id)
        from event e left join sealed s on s.id = e.id full join stream t on t.stream = e.stream
        group by coalesce(t.stream, e.stream)
        having max(t.version) is distinct from count(e.id) or max(e.version) <> count(e.id)
        order by 1 limit 20""",
    "Position {0}: Die Spalten sagen etwas anderes als die Zeile.": """
        select s.position from event e join sealed s on s.id = e.id,
            lateral (select e.line::jsonb as told) as it
        where (told ->> 'stream', told ->> 'version', told ->> 'event_id', told ->> 'type')
            is distinct from (e.stream, e.version::text, e.event_id::text, e.type)
            or s.event_id <> e.event_id
        order by 1 limit 20""",
}


@dataclass(frozen=True, slots=True)
class Known:
    """What the auditor brings along: keys, checkpoints from elsewhere, where followers stand.

    followers  (who, position, leaf) for each follower of this log
    """

    district: str
    keys: Sequence[Verifier] = ()
    notes: Sequence[tuple[str, str]] = ()
    followers: Sequence[tuple[str, int, bytes]] = field(default_factory=tuple)


def audit(
    conn: Conn,
    service: str,
    known: Known,
    look: Look | None = None,
    progress: Progress = lambda _: None,
) -> Finding:
    """Check a log from its bytes to its root. `look` sees each line on the way."""
    found, away = Finding(service), Away(conn)
    marks, signatures = _marks(conn, service, known, found)
    rows = conn.execute(_SUBTREES, binary=True).fetchall()
    run = Audit({(level, number): hash_ for level, number, hash_ in rows}, marks)
    body = Check("log", "Inhalt, Zeit, Blatt, Lücken, Fassungen, Baum, Wurzeln")
    for faults in _batches(conn, run, look, progress):
        if not body.add(faults, FAULTS_MAX):
            found.open.append(f"Nach {FAULTS_MAX} Fehlern wurde nicht weitergelesen.")
            break
    else:
        signatures.add(list(run.ended()))
    found.head = body.checked = run.state.position
    found.root = run.tree.root().hex()
    signatures.checked = run.checked
    found.checks += [body, signatures, _followers(conn, known, run.state.position)]
    found.checks.append(_tables(conn, found.head, away))
    found.away = away.events
    found.open += away.open()
    _say_open(conn, found, run)
    return found


def _batches(
    conn: Conn, run: Audit, look: Look | None, progress: Progress
) -> Iterator[list[Fault]]:
    with conn.cursor("audit", binary=True) as cursor:
        cursor.execute(_STORED)
        while rows := cursor.fetchmany(BATCH):
            stored: list[Stored] = rows
            yield list(run.faults(stored))
            if look is not None:
                for row in stored:
                    if row[3] is not None:
                        look(row[0], row[3])
            progress(len(stored))


def _marks(conn: Conn, service: str, known: Known, found: Finding) -> tuple[list[Mark], Check]:
    """Return the roots of all checkpoints that are signed, and the check of their signatures."""
    check = Check("checkpoints", "Unterschriebene Prüfpunkte, die zum Protokoll passen")
    name = origin(known.district, service)
    keys = [key for key in known.keys if key.name == name]
    if not keys:
        keys = [key for key, _ in keeper.known_keys(conn)]
        found.open.append(
            "Ob die Prüfschlüssel echt sind: Sie kamen aus der Datenbank selbst (siehe --key)."
        )
    notes = [("der Prüfpunkt", note) for note in keeper.checkpoints(conn)]
    brought = [(f"der vorgelegte Prüfpunkt {who}", note) for who, note in known.notes]
    marks = []
    for who, note in notes + brought:
        try:
            stated = opened(note, keys)
        except NoteError as error:
            check.add([Fault(_size(note), f"{_upper(who)}: {error}")])
            continue
        if stated.origin != name:
            check.add([Fault(stated.size, f"{_upper(who)} gehört zu {stated.origin}.")])
            continue
        marks.append(Mark(stated.size, stated.root, f"{who} über {stated.size} Ereignisse"))
    witnessed = _witnessed(conn, known, found, check)
    if not brought and not witnessed:
        found.open.append(
            "Ob das Protokoll samt seinen Prüfpunkten ausgetauscht, gekürzt oder aus einer alten"
            " Sicherung geholt wurde: Das zeigt nur ein Prüfpunkt von anderswo (--checkpoint)."
        )
    if not notes and not brought:
        check.add([Fault(1, "Es gibt keinen unterschriebenen Prüfpunkt.")])
    if witnessed:
        found.open.append(
            f"Was nach Position {max(it.size for it in witnessed)} geschah: Bis dahin hat ein Zeuge"
            " unterschrieben."
        )
    return marks + witnessed, check


def _witnessed(conn: Conn, known: Known, found: Finding, check: Check) -> list[Mark]:
    """Return the roots that witnesses have signed whose keys the auditor has brought along."""
    marks = []
    for key in [it for it in known.keys if it.kind == COSIGNATURE]:
        kept = cosigned.kept(conn, key)
        if not kept:
            found.open.append(f"Was {key.name} bezeugt hat: Davon ist hier nichts hinterlegt.")
        for told in kept:
            try:
                stated = _seen(told, key, origin(known.district, found.service))
            except NoteError as error:
                check.add([Fault(_size(told), f"Der bezeugte Prüfpunkt: {error}")])
                continue
            who = f"der von {key.name} bezeugte Prüfpunkt über {stated.size} Ereignisse"
            marks.append(Mark(stated.size, stated.root, who))
    return marks


def _seen(told: str, key: Verifier, name: str) -> Checkpoint:
    """Return what a witness has signed for a log. Raises NoteError."""
    note = Note.parse(told)
    stated = Checkpoint.parse(note.text)
    if not note.signed_by(key) or stated.origin != name:
        raise NoteError(f"{key.name} hat für {name} nicht unterschrieben.")
    return stated


def _upper(text: str) -> str:
    """Begin a sentence; names of files in it stay as they are."""
    return text[:1].upper() + text[1:]


def _size(note: str) -> int:
    """Return which size a note speaks of, whoever wrote it."""
    found = _SECOND_LINE.match(note)
    return int(found[1]) if found else 1


def _followers(conn: Conn, known: Known, head: int) -> Check:
    """Hold the log against what its followers remember of it."""
    check = Check("followers", "Stände der Folgenden, die zum Protokoll passen")
    for who, position, leaf in known.followers:
        row: Any = conn.execute(
            "select leaf from sealed where position = %s", [position]
        ).fetchone()
        if row is not None and bytes(row[0]) == leaf:
            check.checked += 1
        elif row is None:
            text = f"{who} hat bis Position {position} gehört, das Protokoll endet bei {head}."
            check.add([Fault(head + 1, text)])
        else:
            text = f"{who} hat auf Position {position} ein anderes Ereignis gehört."
            check.add([Fault(position, text)])
    return check


def _tables(conn: Conn, head: int, away: Away) -> Check:
    """Hold the tables around the log against it."""
    check = Check("tables", "Tabellen um das Protokoll", len(_TABLES) + 1)
    if away.events:
        check.add(list(away.faults(head)))
    for text, query in _TABLES.items():
        if away.events and text is _VERSIONS:
            continue
        rows = conn.execute(query.encode()).fetchall()
        check.add([Fault(row[0], text.format(*row)) for row in rows])
    row: Any = conn.execute("select position from cursor where name = 'sealed'").fetchone()
    if row[0] != head:
        text = f"Positionen wurden bis {row[0]} vergeben, das Protokoll endet bei {head}."
        check.add([Fault(head + 1, text)])
    return check


def _say_open(conn: Conn, found: Finding, run: Audit) -> None:
    row: Any = conn.execute("select coalesce(sum(cardinality(ids)), 0) from unsealed").fetchone()
    if row[0]:
        found.open.append(f"{row[0]} Ereignisse ohne Position.")
    if found.faults:
        found.open.append(
            "Baum und Wurzeln nach der ersten fehlerhaften Position: Sie hängen davon ab."
        )
    elif run.matched < found.head:
        found.open.append(
            f"Position {run.matched + 1} bis {found.head}: Für sie ist noch nicht unterschrieben."
        )
