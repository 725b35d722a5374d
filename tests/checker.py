"""One checker of what must hold after every test, whatever was done to the servers.

It reads tables, as their owner, and the journal of the client; of the product it uses only the
declared statements of the read models. All else (lines, leaves, the budgets, the report) it counts
anew and in its own way, so that a fault of the product cannot hide in both.

    I1  what was acknowledged is in the log, exactly once
    I2  positions are 1 to the head without a gap
    I3  versions of each stream are 1 to its newest without a gap
    I4  recorded times never fall; digests and leaves are those of the stored bytes
    I5  whoever read on by position during the test saw 1 to the head, in order
    I6  the effects of each follower are what its source's log up to its position asks for
    I7  no budget is spent twice
    I8  each approval has its debit or is recorded as unfunded; no reservation is older than allowed
    I10 a live read model is the one that would be built anew, byte for byte
    I12 all that is committed is sealed, published and heard, within half a minute
"""

import json
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from tests.journal import Journal

SETTLED_SECONDS_MAX = 30
RESERVATION_SECONDS_MAX = 900 + 120  # Its limit, and two looks of the timer.

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Model = tuple[str, str, Any]
"""(service, name, read model): what a schema of the service's read models is made of."""


@dataclass(frozen=True)
class Event:
    """One row of a log, as it is stored."""

    id: int
    position: int | None
    recorded_at: datetime | None
    leaf: bytes | None
    stream: str
    version: int
    event_id: str
    type: str
    line: str
    digest: bytes

    @property
    def told(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.line)
        return told


@dataclass(frozen=True)
class Service:
    """All that the tables of one service hold."""

    name: str
    events: list[Event]
    """Sealed ones in the order of their positions, then the others."""
    streams: dict[str, int]
    commands: dict[str, dict[str, Any]]
    heard: dict[tuple[str, str], int]
    """(follower, source) → position; of read models only the live generation."""
    parked: set[tuple[str, str, int]]
    cursors: dict[str, int]
    generations: dict[str, str]
    """Read model → schema of its live generation."""

    @property
    def head(self) -> int:
        return sum(it.position is not None for it in self.events)

    def upto(self, position: int) -> list[Event]:
        return [it for it in self.events if it.position is not None and it.position <= position]


class TailingReader(threading.Thread):
    """Reads the log of a service on by position while a test runs, and notes what it saw.

    It knows nothing of gaps: what it passes by, it never sees. `finish` lets it read to the head.
    """

    def __init__(self, database_url: str, service: str) -> None:
        super().__init__(name=f"tailing {service}", daemon=True)
        self.database_url = database_url
        self.service = service
        self.seen: list[tuple[int, str]] = []
        self._finishing = threading.Event()

    def run(self) -> None:
        while True:
            last = self._finishing.is_set()
            try:
                with psycopg.connect(self.database_url, autocommit=True, connect_timeout=5) as conn:
                    self._read(conn)
            except psycopg.Error:
                last = False  # The server is away: that is what some tests are about.
                time.sleep(0.1)
            if last:
                return

    def _read(self, conn: psycopg.Connection) -> None:
        while True:
            finishing = self._finishing.is_set()
            after = self.seen[-1][0] if self.seen else 0
            rows = conn.execute(
                f"select position, event_id::text from {self.service}.sealed"
                " where position > %s order by position limit 1000",
                [after],
            ).fetchall()
            self.seen += rows
            if finishing and not rows:
                return
            self._finishing.wait(0.002)

    def finish(self) -> None:
        """Read to the head, then stop."""
        self._finishing.set()
        self.join(timeout=30)
        assert not self.is_alive(), f"I5: the reader of {self.service} does not come to an end"


def check(
    database_url: str,
    journal: Journal | None = None,
    readers: Sequence[TailingReader] = (),
    *,
    models: Iterable[Model] | None = None,
    published: bool = True,
    seconds: float = SETTLED_SECONDS_MAX,
) -> dict[str, Service]:
    """Raise AssertionError, naming the invariant, unless all hold. Return what was found.

    models     the read models that may be live; None: those of the registered services
    published  whether what is followed must have been published: False where a test has no broker
    seconds    how long the logs may still take to become quiet (I12)
    """
    with psycopg.connect(database_url, autocommit=True) as conn:
        conn.execute("set timezone = 'UTC'")
        services = _settled(conn, published, seconds)
        for reader in readers:
            reader.finish()
        for service in services.values():
            _check_positions(service)
            _check_versions(service)
            _check_bytes(service)
        _check_readers(services, readers)
        _check_acknowledged(services, journal or Journal())
        _check_budgets(services)
        _check_report(conn, services)
        for model in _registered(services) if models is None else models:
            _check_rebuilt(conn, services, model)
    return services


# ---- reading the tables --------------------------------------------------------------------


def read_service(conn: psycopg.Connection, name: str) -> Service:
    """Read all tables of one service in one snapshot."""
    with conn.transaction():
        conn.execute("set transaction isolation level repeatable read")
        conn.execute(f"set local search_path = {name}")
        for (part,) in conn.execute("select name from partition where detached_at is not null"):
            raise AssertionError(f"{name}: {part} is detached, so nothing can be checked")
        live: dict[str, str] = dict(
            conn.execute("select name, namespace from read_model where state = 'live'").fetchall()
        )
        heard = conn.execute("select follower, source, position from heard").fetchall()
        return Service(
            name=name,
            events=[
                Event(*row)
                for row in conn.execute(
                    "select e.id, s.position, s.recorded_at, s.leaf, e.stream, e.version,"
                    " e.event_id::text, e.type, e.line, e.digest"
                    " from event e left join sealed s on s.id = e.id"
                    " order by s.position nulls last, e.id"
                )
            ],
            streams=dict(conn.execute("select stream, version from stream").fetchall()),
            commands={
                command_id: json.loads(answer)
                for command_id, answer in conn.execute(
                    "select command_id::text, answer from command"
                )
            },
            heard={
                (follower, source): position
                for follower, source, position in heard
                if follower in {name, *live.values()}
            },
            parked=set(conn.execute("select follower, source, position from parked").fetchall())
            | set(conn.execute("select follower, source, position from discarded").fetchall()),
            cursors=dict(conn.execute("select name, position from cursor").fetchall()),
            generations=live,
        )


def service_names(conn: psycopg.Connection) -> list[str]:
    """Return the services of a database: the schemas that hold a log."""
    rows = conn.execute(
        "select n.nspname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
        " where c.relname = 'sealed' and c.relkind = 'r' order by 1"
    )
    return [name for (name,) in rows.fetchall()]


def _settled(conn: psycopg.Connection, published: bool, seconds: float) -> dict[str, Service]:
    """I12: wait until nothing is under way any more."""
    deadline = time.monotonic() + seconds
    while True:
        services = {name: read_service(conn, name) for name in service_names(conn)}
        left = _under_way(services, published)
        if not left:
            return services
        assert time.monotonic() < deadline, f"I12: after {seconds} s still {left}"
        time.sleep(0.1)


def _under_way(services: Mapping[str, Service], published: bool) -> list[str]:
    left = []
    for name, service in services.items():
        if unsealed := len(service.events) - service.head:
            left.append(f"{name} has {unsealed} unsealed events")
        if service.cursors["sealed"] != service.head:
            left.append(f"{name} has its cursor at {service.cursors['sealed']} of {service.head}")
        for (follower, source), position in service.heard.items():
            if source in services and position != services[source].head:
                left.append(f"{follower} has heard {position} of {services[source].head}")
            if source in services and published:
                told = services[source].cursors["published"]
                if told != services[source].head:
                    left.append(f"{source} has published {told} of {services[source].head}")
    return left


# ---- the log -------------------------------------------------------------------------------


def _check_positions(service: Service) -> None:
    found = [it.position for it in service.events if it.position is not None]
    wanted = list(range(1, len(found) + 1))
    wrong = next((w for f, w in zip(found, wanted, strict=True) if f != w), None)
    assert wrong is None, f"I2: {service.name} has no event at position {wrong}"


def _check_versions(service: Service) -> None:
    versions = defaultdict(list)
    for event in service.events:
        versions[event.stream].append(event.version)
    for stream, found in versions.items():
        assert found == list(range(1, len(found) + 1)), (
            f"I3: {service.name} {stream} has the versions {found[:20]}"
        )
    newest = {stream: len(found) for stream, found in versions.items()}
    assert newest == service.streams, f"I3: the streams of {service.name} have other versions"


def _check_bytes(service: Service) -> None:
    before = None
    for event in service.events:
        where = f"{service.name} position {event.position}"
        told = event.told
        kept = (told["stream"], told["version"], told["event_id"], told["type"])
        stored = (event.stream, event.version, event.event_id, event.type)
        assert kept == stored, f"I4: {where} is {stored}, its line says {kept}"
        assert event.line == _canonical(told), f"I4: the line of {where} is not canonical"
        digest = sha256(event.line.encode()).digest()
        assert event.digest == digest, f"I4: the digest of {where} is not that of its line"
        if event.position is None or event.recorded_at is None:
            continue
        microseconds = (event.recorded_at - EPOCH) // timedelta(microseconds=1)
        leaf = sha256(
            b"\0" + event.position.to_bytes(8) + microseconds.to_bytes(8) + digest
        ).digest()
        assert event.leaf == leaf, f"I4: the leaf of {where} is not that of its line"
        assert before is None or event.recorded_at >= before, f"I4: {where} was recorded earlier"
        before = event.recorded_at


def _canonical(value: Any) -> str:
    """Write JSON as RFC 8785 does, for keys in ASCII and no floats."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _check_readers(services: Mapping[str, Service], readers: Sequence[TailingReader]) -> None:
    for reader in readers:
        events = services[reader.service].events
        there = [(it.position, it.event_id) for it in events if it.position is not None]
        missed = sorted(set(there) - set(reader.seen))
        assert reader.seen == there, (
            f"I5: the reader of {reader.service} saw {len(reader.seen)} of {len(there)} events,"
            f" not {missed[:5]}"
        )


def _check_acknowledged(services: Mapping[str, Service], journal: Journal) -> None:
    for service in services.values():
        counted = Counter(it.event_id for it in service.events)
        twice = [event_id for event_id, times in counted.items() if times > 1]
        assert not twice, f"I1: {service.name} holds {twice[:5]} more than once"
        for command_id, answer in service.commands.items():
            lost = [it for it in answer["event_ids"] if it not in counted]
            assert not lost, f"I1: {service.name} lost {lost} of the command {command_id}"
    for entry in journal.entries.values():
        where = f"{entry.service}.{entry.method} {entry.command_id}"
        stored = services[entry.service].commands.get(entry.command_id)
        for answer in entry.answers:
            assert stored is not None, f"I1: {where} was acknowledged and is not there"
            assert answer == stored, f"I1: {where} was answered {answer}, stored is {stored}"


# ---- funding -------------------------------------------------------------------------------


def _check_budgets(services: Mapping[str, Service]) -> None:
    """I6, I7 and I8 of funding, from the logs alone."""
    if "funding" not in services:
        return
    funding = services["funding"]
    waiting = _fold_budgets(funding)
    limit = datetime.now(UTC) - timedelta(seconds=RESERVATION_SECONDS_MAX)
    for approval_id, (at, year) in waiting.items():
        assert at is None or at > limit, f"I8: the reservation {approval_id} {year} is forgotten"
    if "projects" in services:
        _check_debits(services["projects"], funding)


COUNCIL: dict[str, Callable[[Any], tuple[int, int]]] = {
    "budget_set": lambda it: (it["amount_ct"] - it.get("ceiling_ct", 0), 0),
    "supplemented": lambda it: (it["amount_ct"], 0),
    "ceiling_set": lambda it: (it["amount_ct"] - it["replaced_ct"], 0),
    "clause_applied": lambda it: (it["amount_ct"], 0),
    "clause_lifted": lambda it: (-it["amount_ct"], 0),
    "transferred_in": lambda it: (it["amount_ct"], 0),
    "transferred_out": lambda it: (-it["amount_ct"], 0),
    "year_closed": lambda it: (-it["lapsed_ct"], 0),
    "carried_in": lambda it: (0, it["amount_ct"]) if it["project_id"] else (it["amount_ct"], 0),
    "carried_out": lambda it: {
        "frei": (-it["amount_ct"], 0),
        "festgelegt": (0, -it["amount_ct"]),
        "verfallen": (0, 0),
    }[it["source"]],
}
"""What the council's events change: cents that are free, and cents bound for their project."""


def _fold_budgets(funding: Service) -> dict[str, tuple[datetime | None, int]]:
    """Count each year from its events; return the reservations that are still open."""
    free: defaultdict[int, int] = defaultdict(int)
    reserved: dict[tuple[int, str], tuple[int, datetime | None]] = {}
    bound: defaultdict[tuple[int, str], int] = defaultdict(int)
    for event in (it for it in funding.events if it.stream.startswith("budget-")):
        it = event.told["data"]
        year, where = it["year"], f"{event.stream} version {event.version}"
        match event.type:
            case name if name in COUNCIL:
                freed, of_project = COUNCIL[name](it)
                free[year] += freed
                bound[year, it.get("project_id") or ""] += of_project
                assert name != "year_closed" or free[year] == 0, f"I7: {where} leaves money free"
            case "reserved":
                key = year, it["approval_id"]
                assert key not in reserved, f"I7: {where} reserves twice"
                reserved[key] = it["amount_ct"], event.recorded_at
                free[year] -= it["amount_ct"]
                assert free[year] >= 0, f"I7: {where} reserves what is not there"
            case "released":
                amount, _ = reserved.pop((year, it["approval_id"]), (None, None))
                assert amount == it["amount_ct"], f"I7: {where} releases what is not reserved"
                free[year] += it["amount_ct"]
            case "debited":
                amount, _ = reserved.pop((year, it["approval_id"]), (0, None))
                assert amount == it["reserved_ct"], f"I7: {where} debits another reservation"
                free[year] += it["reserved_ct"] - it["amount_ct"] - it.get("lapsed_ct", 0)
                bound[year, it["project_id"]] += it["amount_ct"]
                grows = it["amount_ct"] > it["reserved_ct"]
                assert not grows or free[year] >= 0, f"I7: {where} debits what is not there"
            case "covered":
                free[year] -= it["amount_ct"]
                bound[year, it["project_id"]] += it["amount_ct"]
                assert free[year] >= 0, f"I7: {where} covers with what is not there"
            case "paid":
                bound[year, it["project_id"]] -= it["amount_ct"]
            case "payment_reversed":
                bound[year, it["project_id"]] += it["amount_ct"]
            case "settlement_undone":
                free[year] -= it["freed_ct"]
                bound[year, it["project_id"]] += it["freed_ct"] + it["lapsed_ct"]
            case "recovery_booked":
                free[year] += it["refilled_ct"]
            case "settled":
                free[year] += it["released_ct"]
                bound[year, it["project_id"]] -= it["released_ct"] + it.get("lapsed_ct", 0)
        assert all(cents >= 0 for cents in bound.values()), f"I7: {where} spends what is not bound"
    return {approval_id: (at, year) for (year, approval_id), (_, at) in reserved.items()}


def _check_debits(projects: Service, funding: Service) -> None:
    """I6 and I8: per approval and year one debit, or one record that it is unfunded."""
    position = funding.heard.get(("funding", "projects"), 0)
    parked = {
        at for name, source, at in funding.parked if (name, source) == ("funding", "projects")
    }
    heard = [it for it in projects.upto(position) if it.position not in parked]
    wanted = {}
    for event in heard:
        if event.type in ("approved", "extended", "amended", "terminated", "revoked"):
            data = event.told["data"]
            amounts = data.get("grant_ct") or data.get("grant_change_ct") or {}
            for year, cents in amounts.items():
                if cents:
                    wanted[int(year), data["approval_id"]] = cents
    closings = {it.told["data"]["closing_id"] for it in heard if it.type == "closed"}
    booked: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    for event in funding.events:
        if event.type in ("debited", "unfunded"):
            data = event.told["data"]
            booked[data["year"], data["approval_id"]].append(data["amount_ct"])
    carried = _carried(funding)
    for (year, approval_id), cents in wanted.items():
        found = booked[year, approval_id]
        if cents < 0 and carried[approval_id.partition(":")[0]]:
            _check_followed(approval_id, wanted, booked)
        elif cents < 0:
            assert cents <= sum(found) <= 0, f"I6: {year} {approval_id} frees {cents}, not {found}"
        elif not carried[approval_id.partition(":")[0]]:
            assert found == [cents], f"I8: {year} {approval_id} debits {cents}, not {found}"
    without = sorted(
        (year, approval_id)
        for (year, approval_id), found in booked.items()
        if found
        and (year, approval_id) not in wanted
        and approval_id not in closings
        and year not in carried[approval_id.partition(":")[0]]
    )
    assert not without, f"I6: {without[:5]} are debited, but nothing was approved"
    causes = {it.event_id for it in heard}
    known = {it.event_id for it in projects.events}
    for event in funding.events:
        cause = event.told["causation_id"]
        assert cause not in known or cause in causes, (
            f"I6: {event.stream} version {event.version} comes of an event not yet heard"
        )


def _carried(funding: Service) -> defaultdict[str, set[int]]:
    """Return project → the years into which what was bound for it has been carried over."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for event in funding.events:
        data = event.told["data"]
        if event.type == "carried_out" and data["project_id"]:
            found[data["project_id"]].add(data["to_year"])
    return found


def _check_followed(
    approval_id: str,
    wanted: Mapping[tuple[int, str], int],
    booked: Mapping[tuple[int, str], list[int]],
) -> None:
    """What a year cannot give because it was carried over, later years give: the sum is kept."""
    asked = sum(cents for (_, name), cents in wanted.items() if name == approval_id)
    given = sum(sum(found) for (_, name), found in booked.items() if name == approval_id)
    taken = sum(cents for (_, name), cents in wanted.items() if name == approval_id and cents < 0)
    assert asked <= given <= asked - taken, f"I6: {approval_id} moves {asked}, not {given}"


# ---- the report ----------------------------------------------------------------------------


def _check_report(conn: psycopg.Connection, services: Mapping[str, Service]) -> None:
    """I6 of reporting: the rows of the live report, counted anew from the events."""
    reporting = services.get("reporting")
    if reporting is None or "projects" not in services:
        return
    namespace = reporting.generations.get("annual_report")
    if namespace is None:
        return
    position = reporting.heard.get((namespace, "projects"), 0)
    parked = {at for name, _, at in reporting.parked if name == namespace}
    events = [it for it in services["projects"].upto(position) if it.position not in parked]
    projects, grants, extensions = _fold_report(events)
    found = {
        row[0]: row[1:]
        for row in conn.execute(
            "select project_id, number, status, starts_on::text, ends_on::text, own_share_ct,"
            f" recovery_ct, applied_on::text, approved_on::text, closed_on::text"
            f" from {namespace}.report_project"
        )
    }
    assert found == projects, f"I6: {namespace}.report_project is not what the log tells"
    rows = conn.execute(f"select project_id, year, grant_ct from {namespace}.report_grant")
    found = {(project_id, year): cents for project_id, year, cents in rows}
    assert found == grants, f"I6: {namespace}.report_grant is not what the log tells"
    rows = conn.execute(f"select project_id, number from {namespace}.report_extension")
    assert set(rows.fetchall()) == extensions, f"I6: {namespace} has other extensions than the log"


def _fold_report(events: Iterable[Event]) -> tuple[dict, dict, set]:
    rows: dict[str, dict[str, Any]] = {}
    grants: dict[tuple[str, int], int] = {}
    extensions = set()
    for event in events:
        it = event.told["data"]
        match event.type:
            case "applied":
                rows[it["project_id"]] = {
                    "number": it["number"],
                    "status": "applied",
                    "start": it["start"],
                    "end": it["end"],
                    "own_share_ct": 0,
                    "recovery_ct": 0,
                    "applied_on": it["applied_on"],
                    "approved_on": None,
                    "closed_on": None,
                }
            case "approved":
                row = rows[it["project_id"]]
                row |= {"status": "approved", "approved_on": it["approved_on"]}
                row["own_share_ct"] = it["own_share"]["amount_ct"]
                for year, cents in it["grant_ct"].items():
                    grants[it["project_id"], int(year)] = cents
            case "resubmitted":
                row = rows[it["project_id"]]
                row |= {"status": "applied", "start": it["start"], "end": it["end"]}
            case "extended" | "amended" | "terminated" | "revoked":
                rows[it["project_id"]] |= _changed(event.type, it)
                if event.type == "extended":
                    extensions.add((it["project_id"], it["number"]))
                for year, cents in it["grant_change_ct"].items():
                    key = it["project_id"], int(year)
                    grants[key] = grants.get(key, 0) + cents
            case "closed":
                row = rows[it["project_id"]]
                row |= {"status": "closed", "closed_on": it["closed_on"]}
                row["recovery_ct"] = it["recovery_ct"]
                for year, cents in it["final_grant_ct"].items():
                    grants[it["project_id"], int(year)] = cents
            case "settlement_reopened":
                row = rows[it["project_id"]]
                row |= {"status": it["status"], "closed_on": None, "recovery_ct": 0}
                for key in [key for key in grants if key[0] == it["project_id"]]:
                    del grants[key]
                for year, cents in it["grant_ct"].items():
                    grants[it["project_id"], int(year)] = cents
            case status if status in ("returned", "withdrawn", "postponed", "rejected"):
                rows[it["project_id"]]["status"] = status
            case "reopened":
                rows[it["project_id"]]["status"] = "applied"
    return {key: tuple(row.values()) for key, row in rows.items()}, grants, extensions


def _changed(type_: str, it: Mapping[str, Any]) -> dict[str, Any]:
    """What an act after the approval makes of a project's end and status."""
    match type_:
        case "extended":
            return {"end": it["new_end"]}
        case "terminated":
            return {"status": "terminated", "end": it["terminated_on"]}
        case "revoked":
            return {"end": it["end"]} | ({"status": "revoked"} if it["extent"] == "whole" else {})
    return {}


# ---- read models ---------------------------------------------------------------------------


def _registered(services: Mapping[str, Service]) -> list[Model]:
    """Return the read models of the product's services that are in this database."""
    from services.registry import NAMES, service_class  # noqa: PLC0415 - only where it is asked for

    return [
        (name, model.name, model)
        for name in NAMES
        if name in services and services[name].generations
        for model in service_class(name).read_models
    ]


def _check_rebuilt(conn: psycopg.Connection, services: Mapping[str, Service], model: Model) -> None:
    """I10: run the model's statements over the sources' logs in a schema that is thrown away."""
    name, title, declared = model
    service = services[name]
    namespace = service.generations.get(title)
    if namespace is None:
        return
    live = dump(conn, namespace)
    with conn.transaction(force_rollback=True):
        conn.execute(f"create schema rebuilt; set local search_path = rebuilt, {name}")
        conn.execute(declared.tables)
        for source in declared.sources:
            position = service.heard.get((namespace, source), 0)
            parked = {at for f, s, at in service.parked if (f, s) == (namespace, source)}
            for event in services[source].upto(position):
                if event.type in declared.on and event.position not in parked:
                    told = _newest(source, event) | {"log_position": event.position}
                    _run(conn, declared.on[event.type], told)
        anew = dump(conn, "rebuilt")
    assert live == anew, f"I10: {namespace} is not what would be built anew"


def _newest(source: str, event: Event) -> dict[str, Any]:
    """Return the event with its data in the newest form, if its service is one of the product's."""
    told = event.told
    raise_it = _upcast(source)
    return {**told, "data": raise_it(told["type"], told["schema_version"], told["data"])}


def _upcast(source: str) -> Callable[[str, int, Any], Any]:
    from services.registry import NAMES, service_class  # noqa: PLC0415 - only where it is asked for

    if source not in NAMES:
        return lambda _type, _version, data: data
    upcast: Callable[[str, int, Any], Any] = service_class(source).catalogue.raise_to_newest
    return upcast


def _run(conn: psycopg.Connection, statements: Any, told: Mapping[str, Any]) -> None:
    given = {
        key: Jsonb(value) if isinstance(value, dict | list) else value
        for key, value in told["data"].items()
    }
    for key in ("stream", "version", "event_id", "occurred_at", "district", "log_position"):
        given[key] = told[key]
    for statement in [statements] if isinstance(statements, str) else statements:
        conn.execute(statement, given)


def dump(conn: psycopg.Connection, namespace: str) -> dict[str, list[str]]:
    """Return table → its rows as canonical JSON, in the order of their bytes."""
    tables = conn.execute(
        "select relname from pg_class where relnamespace = %s::regnamespace and relkind = 'r'"
        " order by 1",
        [namespace],
    ).fetchall()
    return {
        table: sorted(
            _canonical(row)
            for (row,) in conn.execute(f'select to_jsonb(t) from {namespace}."{table}" t')
        )
        for (table,) in tables
    }
