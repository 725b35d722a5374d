"""Row `receipts`: a list of 50,000 receipts, from the upload to the rows, beside other questions."""

import time
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from io import BytesIO
from threading import Event, Thread
from typing import Any, Final
from uuid import uuid4

import psutil
from openpyxl import Workbook

from deploy.bench import projects
from deploy.bench.figures import Figure, Target
from deploy.bench.journey import peaks
from deploy.bench.place import Place, await_answers, command, connect, signed_in
from deploy.bench.size import Size
from services.registry import sql_folders
from shared.broker import connection
from shared.call import Context
from shared.refusal import Refused
from shared.rpc import RpcClient

NAMES: Final = ("projects", "reporting")
SECONDS: Final = 120
AFTER: Final = (projects.END + timedelta(days=60)).isoformat()
"""The day that is played: the project is over."""
CHUNK: Final = 1024 * 1024
LINES: Final = 50_000
MEBIBYTES_MAX: Final = 200
SECONDS_MAX: Final = 30
HEADING: Final = ["Nr.", "Gezahlt am", "Empfänger", "Grund", "Zeile", "Betrag"]
_NAMES: Final = ["Gehaltskasse", "Bürgerhaus Kalk e. V.", "Müller & Söhne GbR", "Stadtwerke"]


@dataclass(slots=True)
class _Import:
    """What one import took: seconds, those of the processor, memory, the longest other answer."""

    seconds: float
    cpu: float
    mebibytes: float
    waited: float


def receipts(place: Place, size: Size) -> Iterator[Figure]:
    """Read a list as CSV and as XLSX into a project each; ask how far it has come meanwhile."""
    lines = LINES if size.events >= LINES // 5 else size.events
    settings = place.settings(sql_folders(), AMQP_URI=place.amqp_uri)
    with connect(settings, "projects") as conn:
        projects.fill(conn, 2 * projects.LIFE)
    files = {"CSV": _csv(lines), "XLSX": _xlsx(lines)}
    client = RpcClient(partial(connection, settings.amqp_uri))
    operator = partial(signed_in, settings, "operator")
    for form, content in files.items():
        # Started anew, memory of the file before is not measured.
        with place.services(settings, {name: command(name) for name in NAMES}) as pids:
            await_answers(client, NAMES, operator)
            project_id = _project(settings, list(files).index(form))
            who = replace(signed_in(settings, "recipient", traeger_id=project_id), today=AFTER)
            _await_project(client, project_id, who)
            other = RpcClient(partial(connection, settings.amqp_uri))
            found = _measured(client, other, (project_id, who, pids["reporting"]), content)
            other.close()
        yield from _figures(f"{lines:,} receipts as {form}", found)
    client.close()


def _figures(what: str, found: _Import) -> Iterator[Figure]:
    cpu = "processor time of reporting for it"
    yield Figure("receipts", f"{what}, {cpu}", "s", [found.cpu])
    for name, unit, value, limit in (
        ("until they are rows", "s", found.seconds, SECONDS_MAX),
        ("memory of reporting", "MiB", found.mebibytes, MEBIBYTES_MAX),
        ("longest answer to another question", "s", found.waited, 2),
    ):
        target = Target(limit, at_least=False)
        yield Figure("receipts", f"{what}, {name}", unit, [value], target=target)


def _measured(
    client: RpcClient, other: RpcClient, asking: tuple[str, Context, int], content: bytes
) -> _Import:
    project_id, who, pid = asking
    document_id = _upload(client, who, content)
    asked = {"project_id": project_id, "document_id": document_id}
    waits: list[float] = []
    over = Event()

    def watch() -> None:
        while not over.wait(0.1):
            started = time.perf_counter()
            other.call("reporting", "get_import_progress", asked, who, SECONDS)
            waits.append(time.perf_counter() - started)

    thread = Thread(target=watch, daemon=True)
    with peaks({"reporting": pid}) as found:
        thread.start()
        started, before = time.perf_counter(), _cpu(pid)
        body = {**asked, "command_id": str(uuid4())}
        answer = client.call("reporting", "import_receipts", body, who, SECONDS)
        seconds, cpu = time.perf_counter() - started, _cpu(pid) - before
        over.set()
        thread.join()
    if answer["error_count"] or answer["new"] != answer["lines"]:
        raise AssertionError(f"The list of the benchmark has errors: {answer['errors'][:3]}")
    return _Import(seconds, cpu, found["reporting"], max(waits, default=0))


def _cpu(pid: int) -> float:
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)


def _upload(client: RpcClient, who: Context, content: bytes) -> str:
    document_id = str(uuid4())
    starts = range(0, len(content), CHUNK)
    for number, start in enumerate(starts):
        piece = {
            "document_id": document_id,
            "number": number,
            "last": number == len(starts) - 1,
            "content": b64encode(content[start : start + CHUNK]).decode(),
        }
        client.call("reporting", "put_document", piece, who, SECONDS)
    return document_id


def _project(settings: Any, number: int) -> str:
    with connect(settings, "projects") as conn:
        row: Any = conn.execute(
            "select substr(stream, 9) from event where type = 'approved' order by id offset %s limit 1",
            [number],
        ).fetchone()
    return str(row[0])


def _await_project(client: RpcClient, project_id: str, who: Context) -> None:
    deadline = time.monotonic() + SECONDS
    while True:
        try:
            client.call("reporting", "get_statement", {"project_id": project_id}, who, SECONDS)
        except Refused:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return


def _row(number: int) -> tuple[str, date, str, str, str, int]:
    day = projects.START + timedelta(days=number % 700)
    reason = f"Gehalt und Nebenkosten, Abrechnung {number % 24 + 1}"
    return f"B-{number:06}", day, _NAMES[number % 4], reason, "Fachkraft im Treff", 1_00 + number


def _csv(lines: int) -> bytes:
    told = [";".join(HEADING)]
    for number, day, payee, reason, line, cents in map(_row, range(lines)):
        amount = f"{cents // 100},{cents % 100:02}"
        told.append(f"{number};{day:%d.%m.%Y};{payee};{reason};{line};{amount}")
    return "\r\n".join(told).encode("utf-8-sig")


def _xlsx(lines: int) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(HEADING)
    for *cells, cents in map(_row, range(lines)):
        sheet.append([*cells, cents / 100])
    file = BytesIO()
    book.save(file)
    return file.getvalue()
