"""`sozialraum receipts`: uploads a list of receipts in pieces, and tells how far it has been read."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from typing import Final
from uuid import uuid4

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from deploy.remote import RPC_SECONDS, Client, Upload, upload
from shared.call import Context
from shared.canonical import Json
from shared.money import euros, from_wire
from shared.refusal import Refused

IMPORT_SECONDS: Final = 60
POLL_SECONDS: Final = 0.5
Ask = Callable[[str, Json, float], Json]
"""`(method, body, seconds) → answer` of reporting."""


def read(project_id: str, file: Path, asking: Callable[[], tuple[Client, Context]]) -> Json:
    """Upload a file and have it read; return the answer. Raises Refused.

    asking  makes a client and the frame of its questions: one uploads, one looks at the progress
    """
    (client, context), (looking, at) = asking(), asking()
    content = file.read_bytes()
    with Progress(console=Console(stderr=True)) as shown:
        task = shown.add_task("Hochladen", total=1)
        file_up = Upload(str(uuid4()), content)
        document_id = upload(client, "reporting", file_up, context, IMPORT_SECONDS)
        shown.advance(task)
        asked = {"project_id": project_id, "document_id": document_id}
        lines = content.count(b"\n") if not content.startswith(b"PK") else None
        with _Watch(_bound(looking, at), asked, shown, lines):
            body = {**asked, "command_id": str(uuid4())}
            return client.call("reporting", "import_receipts", body, context, IMPORT_SECONDS)


def show(answer: Json) -> None:
    """Print what became of a file: its sums, then errors, then warnings; never one mixed list."""
    console = Console()
    new, known, refused = (answer[name] for name in ("new", "known", "refused"))
    console.print(
        f"{answer['lines']} Zeilen gelesen: {new} neu ({euros(from_wire(answer['sum']))}), {known}"
        f" schon bekannt, {refused} mit Fehlern."
    )
    disallowed_ct = from_wire(answer["disallowed"])
    if disallowed_ct:
        console.print(f"Nach ihren Tagen nicht anerkannt: {euros(disallowed_ct)}.")
    for title, name in (("Fehler", "error"), ("Hinweise", "warning")):
        _list(console, title, answer[f"{name}s"], answer[f"{name}_count"])


def _list(console: Console, title: str, found: list[Json], count: int) -> None:
    if not found:
        return
    more = f", die ersten {len(found)} davon" if count > len(found) else ""
    table = Table("Zeile", "Spalte", "", title=f"{title}: {count}{more}", title_justify="left")
    for it in found:
        table.add_row(str(it["line"]), it["column"], it["message"])
    console.print(table)


def _bound(client: Client, context: Context) -> Ask:
    def ask(method: str, body: Json, seconds: float) -> Json:
        return client.call("reporting", method, body, context, seconds)

    return ask


class _Watch:
    """Shows how many lines have been read, until the file is done."""

    def __init__(self, look: Ask, asked: Json, shown: Progress, lines: int | None) -> None:
        self._look, self._asked, self._shown = look, asked, shown
        self._task = shown.add_task("Einlesen", total=lines)
        self._over = Event()
        self._thread = Thread(target=self._watch, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while True:
            is_over = self._over.wait(POLL_SECONDS)
            with suppress(Refused):  # Who only looks must not end what is under way.
                told = self._look("get_import_progress", self._asked, RPC_SECONDS)
                self._shown.update(self._task, completed=told["lines"])
            if is_over:
                return
