"""Replaying logs up to a day or a position: each line is checked on the way, and told."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final, Protocol

import click

from deploy import story
from deploy.inspection import EVERYTHING, STORED, connect, settings_of
from services.access import ROLES
from services.funding.ledger import USES, postings
from services.registry import service_class
from shared.canonical import Json, instant, parse
from shared.log import Log
from shared.money import euros
from shared.partition import away
from shared.schema import UnknownEventError
from shared.settings import Settings
from shared.verify import Verification

CASE: Final = ("projects", "funding", "reporting")
"""The services in whose logs the case of a project stands."""

FAULTS_MAX: Final = 20
BATCH: Final = 2000
_POSITION: Final = "select coalesce(max(position), 0) from sealed where recorded_at < %s"
_NUMBER: Final = """
    select e.line::jsonb -> 'data' ->> 'project_id' from event e
    where e.type = 'number_assigned'
        and %s in (e.line::jsonb -> 'data' ->> 'number', e.line::jsonb -> 'data' ->> 'project_id')
    union all
    select substr(e.stream, 9) from event e where e.stream = 'project-' || %s limit 1"""
_GONE: Final = """
    select d.document_id::text, d.deleted_on, p.line::jsonb -> 'data' ->> 'years'
    from document_deleted d left join event p on p.type = 'deletion_proposed'
        and p.line::jsonb -> 'data' ->> 'proposal_id' = d.proposal_id"""
_DOCUMENT: Final = re.compile(r'"document_id":"([0-9a-f-]{36})"')


def is_position(to: str) -> bool:
    """Tell whether a position is meant, and no day."""
    return to.isascii() and to.isdigit()


class Logs(Protocol):
    """Where the logs stand: in a database, or in a bundle."""

    def rows(self, service: str, upto: int) -> Iterator[Any]:
        """Yield (position, recorded time, leaf, line, digest)."""

    def position_before(self, service: str, end: datetime) -> int:
        """Return the last position that was recorded before a moment."""

    def project(self, named: str) -> str | None:
        """Return the id of a project by its id or file number."""

    def gone(self, service: str) -> Mapping[str, str]:
        """Return which documents were deleted after their time, and how that is told."""


class DatabaseLogs:
    """The logs as they stand in the database."""

    def rows(self, service: str, upto: int) -> Iterator[Any]:
        """Yield the stored rows; those of parts that were detached without their bytes."""
        with connect(service) as conn, conn.cursor("replay", binary=True) as cursor:
            cursor.itersize = BATCH
            yield from away.whole(conn, cursor.execute(STORED, [upto]), 3)

    def position_before(self, service: str, end: datetime) -> int:
        """Ask the table of positions."""
        with connect(service) as conn:
            row: Any = conn.execute(_POSITION, [end]).fetchone()
        return int(row[0])

    def project(self, named: str) -> str | None:
        """Ask for the event that gave the number, and for the stream of the project."""
        with connect("projects") as conn:
            row = conn.execute(_NUMBER, [named, named]).fetchone()
        return str(row[0]) if row else None

    def gone(self, service: str) -> Mapping[str, str]:
        """Ask for what was deleted, and after how many years."""
        with connect(service) as conn:
            return {
                document_id: f" Text gelöscht am {on:%d.%m.%Y} nach Frist von {years} Jahren."
                for document_id, on, years in conn.execute(_GONE)
            }


DATABASE: Final = DatabaseLogs()


def position_at(service: str, to: str | None, logs: Logs = DATABASE) -> int | None:
    """Return up to which position a day or a number reaches; None: to the end. Raises UsageError.

    A day means its end in the instance's time zone, by the time of recording.
    """
    if to is None:
        return None
    if is_position(to):
        return min(int(to), EVERYTHING)
    try:
        day = date.fromisoformat(to)
    except ValueError:
        raise click.UsageError("--to erwartet einen Tag (JJJJ-MM-TT) oder eine Position.") from None
    zone = settings_of(os.environ).time_zone
    return logs.position_before(service, datetime.combine(day + timedelta(days=1), time(), zone))


def project_id(named: str, logs: Logs = DATABASE) -> str:
    """Return the id of a project, also where its file number is named. Raises UsageError."""
    found = logs.project(named)
    if found is None and named.count("-") == 2:  # noqa: PLR2004 - year-district-number
        raise click.UsageError(f"Das Aktenzeichen {named} wurde nie vergeben.")
    if found is None:
        raise click.UsageError(f"Ein Projekt „{named}“ kennt kein Protokoll.")
    return found


def tell(
    services: Sequence[str], to: str | None, project: str | None, logs: Logs = DATABASE
) -> Json:
    """Return {positions, events, standing, faults}: all that concerns a project, or everything."""
    settings = settings_of(os.environ)
    found: list[Json] = []
    positions: dict[str, int] = {}
    faults: list[str] = []
    for service in services:
        state = Verification()
        upto = position_at(service, to, logs)
        rows = logs.rows(service, EVERYTHING if upto is None else upto)
        gone = logs.gone(service)
        found += [
            _told(service, told, settings, gone)
            for told in _events(service, rows, state, faults)
            if project is None or project in told["line"]
        ]
        positions[service] = state.position
    faults += missing(max(positions.values()), to)
    found.sort(key=lambda it: it["recorded_at"])  # Stable: within a service by position.
    return {
        "to": to,
        "project_id": project,
        "positions": positions,
        "events": found,
        "standing": _standing(found, project) if project else {},
        "faults": faults,
    }


def sentences(told: Json) -> Iterator[str]:
    """Yield what was told, for people."""
    for it in told["events"]:
        yield f"{it['sentence']}  [{it['service']} {it['position']}, erfasst {it['recorded']}]"
    for year, accounts in told["standing"].items():
        shown = ", ".join(f"{account} {euros(ct)}" for account, ct in accounts.items())
        yield f"Mittel {year}: {shown}"
    stand = ", ".join(f"{service} {position}" for service, position in told["positions"].items())
    yield f"Stand: {stand}."
    yield from (f"FEHLER  {fault}" for fault in told["faults"])
    if not any(told["positions"].values()):
        yield "Bis dahin ist nichts erfasst."
    elif not told["faults"]:
        yield "Alle Positionen, Fassungen, Inhalte und Blätter bis dahin stimmen."
    if told["project_id"] and not told["events"]:
        yield "Von diesem Projekt ist bis dahin nichts erfasst."


def missing(reached: int, to: str | None) -> Iterator[str]:
    """Yield what is wrong where a log is empty, or ends before a position that somebody knows of."""
    if to is None and not reached:
        yield "Das Protokoll ist leer."
    elif to and is_position(to) and reached < int(to):
        yield f"Das Protokoll endet bei Position {reached}, verlangt ist {to}."


def _events(
    service: str, rows: Iterator[Any], state: Verification, faults: list[str]
) -> Iterator[Json]:
    """Yield the lines of a log, and note what is wrong with them."""
    for row in rows:
        faults += [f"{service}: {fault.text}" for fault in state.faults(row)]
        yield {"position": row[0], "recorded_at": row[1], "line": row[3].decode()}
        if len(faults) >= FAULTS_MAX:
            return


def _told(service: str, told: Json, settings: Settings, gone: Mapping[str, str]) -> Json:
    catalogue = service_class(service).catalogue
    try:
        event = Log(catalogue).newest(told["line"].encode())
        doc = next(it.__doc__ or "" for name, _, it in catalogue if name == event["type"])
    except UnknownEventError:
        event, doc = parse(told["line"]), parse(told["line"])["type"]
    role = event["actor"]["role"]
    zone = settings.time_zone
    deleted = {gone[it] for it in _DOCUMENT.findall(told["line"]) if it in gone}
    said = story.sentence(event, doc, ROLES.roles.get(role, role), zone)
    return {
        "service": service,
        "position": told["position"],
        "recorded_at": instant(told["recorded_at"]),
        "recorded": story.moment(told["recorded_at"], zone),
        "sentence": said + "".join(sorted(deleted)),
        "event": event,
    }


def _standing(found: Sequence[Json], project: str) -> dict[str, dict[str, int]]:
    """Return year → account → cents of a project after all that was told."""
    sums: dict[str, dict[str, int]] = {}
    catalogue = service_class("funding").catalogue
    for it in found:
        event = it["event"]
        kind, _, year = event["stream"].partition("-")
        if it["service"] != "funding" or kind != "budget":
            continue
        loaded = catalogue.load(event["type"], event["schema_version"], event["data"])
        for posting in postings(loaded):
            if posting.project_id == project and posting.account in USES:
                accounts = sums.setdefault(year, {})
                was = accounts.get(posting.account, 0)
                accounts[posting.account] = was + posting.amount_ct
    bound = ("reserviert", "festgelegt", "ausgezahlt", "verfallen")
    return {
        year: {account: accounts.get(account, 0) for account in bound}
        for year, accounts in sorted(sums.items())
    }
