"""The commands with which auditors prove the log: checkpoints and proofs from a running instance."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

import click

from services.registry import NAMES

SECONDS = 15
EXIT_REFUSED = 1
EXIT_NOT_WHOLE = 4


@click.command()
@click.argument("service", type=click.Choice(NAMES))
@click.option("--size", type=int, help="der Prüfpunkt über so viele Ereignisse, sonst der neueste")
@click.option("--fresh", is_flag=True, help="jetzt unterschreiben lassen")
@click.option(
    "--since", type=click.IntRange(0), help="mit Beweis seit dieser Länge: Anfrage an einen Zeugen"
)
@click.option("--cosigned", is_flag=True, help="der neueste, den ein Zeuge unterschrieben hat")
@click.option("--keys", "only_keys", is_flag=True, help="stattdessen alle Prüfschlüssel")
@click.option("--out", type=click.Path(path_type=Path), help="in diese Datei statt ins Fenster")
def checkpoint(  # noqa: PLR0913, PLR0917 - as many as the command has options
    service: str,
    size: int | None,
    fresh: bool,
    cosigned: bool,
    since: int | None,
    only_keys: bool,
    out: Path | None,
) -> None:
    """Gibt den unterschriebenen Prüfpunkt eines Protokolls aus (C2SP signed note)."""
    asked = {"size": size, "fresh": fresh, "cosigned": cosigned, "only_keys": only_keys}
    found = _ask(service, "get_checkpoint", asked)
    text: str = found["note"]
    if only_keys:
        text = "".join(f"{each['verifier']}  {each['since']}\n" for each in found["keys"])
    elif since is not None:
        text = _request(service, since, text)
    if out is None:
        click.echo(text, nl=False)
    else:
        out.write_text(text)


@click.command()
@click.argument("service", type=click.Choice(NAMES))
@click.argument("note", type=click.File("r", encoding="utf-8"), default="-")
@click.option("--witness", required=True, help="Prüfschlüssel des Zeugen („witness init“)")
def cosign(service: str, note: TextIO, witness: str) -> None:
    """Hinterlegt, was ein Zeuge unterschrieben hat (NOTE ist die Ausgabe von „witness sign“)."""
    kept = _ask(service, "keep_cosignature", {"note": note.read(), "witness": witness})
    click.echo(f"{service}: bezeugt bis Position {kept['size']}")


@click.command()
@click.argument("services", nargs=-1, type=click.Choice(NAMES))
@click.option("--key", "keys", multiple=True, help="Prüfschlüssel, denen vertraut wird")
@click.option(
    "--checkpoint",
    "notes",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Prüfpunkte von anderswo, etwa vom Zeugen",
)
@click.option("--log-only", is_flag=True, help="ohne Lesemodelle, Summen, Angaben zu Personen")
@click.option("--json", "as_json", is_flag=True, help="Maschinenlesbar")
def verify(
    services: tuple[str, ...],
    keys: tuple[str, ...],
    notes: tuple[Path, ...],
    log_only: bool,
    as_json: bool,
) -> None:
    """Prüft die Protokolle, direkt in der Datenbank, und sagt, was geprüft wurde und was nicht.

    Endet mit 0, wenn nichts fehlt, mit 4, wenn nur abgehängte Teile nicht geprüft wurden, sonst mit 1.
    """
    from deploy.audit import main
    from shared import logs
    from shared.proof.note import NoteError

    logs.configure(level="WARNING")
    with _bar() as progress:
        try:
            noted = main.noted(notes)
            found = list(main.run(services or NAMES, keys, noted, progress, only_log=log_only))
        except (NoteError, UnicodeDecodeError) as error:
            raise click.UsageError(str(error)) from None
    if as_json:
        _echo([each.to_json() for each in found])
    else:
        for each in found:
            click.echo("\n".join(each.told()))
    if any(each.faults for each in found):
        sys.exit(EXIT_REFUSED)
    if any(each.away for each in found):
        sys.exit(EXIT_NOT_WHOLE)


@contextmanager
def _bar() -> Iterator[Callable[[str, int, int], None]]:
    """Show on a terminal how far it is; yield what is told of progress."""
    from rich.console import Console
    from rich.progress import Progress, TaskID

    console = Console(stderr=True)
    tasks: dict[str, TaskID] = {}
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:

        def progress(service: str, count: int, total: int) -> None:
            if service not in tasks:
                tasks[service] = bar.add_task(service, total=total)
            bar.advance(tasks[service], count)

        yield progress


@click.group()
def prove() -> None:
    """Holt Beweise aus dem Baum über dem Protokoll (RFC 9162), als JSON."""


@prove.command("inclusion")
@click.argument("service", type=click.Choice(NAMES))
@click.argument("position", type=int)
@click.option("--size", type=int, help="im Protokoll dieser Länge, sonst im ganzen")
def inclusion(service: str, position: int, size: int | None) -> None:
    """Beweist, dass ein Ereignis im Protokoll steht."""
    _echo(_ask(service, "prove_inclusion", {"position": position, "size": size}))


@prove.command("consistency")
@click.argument("service", type=click.Choice(NAMES))
@click.argument("old_size", type=int)
@click.option("--size", type=int, help="bis zu dieser Länge, sonst bis zum Ende")
def consistency(service: str, old_size: int, size: int | None) -> None:
    """Beweist, dass das Protokoll seit einer früheren Länge nur gewachsen ist."""
    _echo(_ask(service, "prove_consistency", {"old_size": old_size, "size": size}))


@prove.command("check")
@click.argument("file", type=click.File("r", encoding="utf-8"))
@click.option(
    "--key", "keys", multiple=True, required=True, help="Prüfschlüssel des Protokolls, von anderswo"
)
def check(file: TextIO, keys: tuple[str, ...]) -> None:
    """Prüft eine Bescheinigung oder eine Stichprobe (JSON), ohne jede Instanz.

    Endet mit 1, wenn etwas daran nicht stimmt.
    """
    from deploy.audit import proven
    from shared.proof.note import Verifier

    try:
        known = [Verifier.parse(key) for key in keys]
        told = json.loads(file.read())
        count = len(proven.proofs(told))
    except ValueError as error:
        is_text = isinstance(error, json.JSONDecodeError | UnicodeDecodeError)
        text = "Das ist kein JSON." if is_text else str(error)
        raise click.UsageError(text) from None
    faults = list(proven.faults(told, known))
    for fault in faults:
        click.echo(f"FEHLER  {fault}")
    if faults:
        sys.exit(EXIT_REFUSED)
    click.echo(f"{count} von {count} Beweisen tragen.")


def _request(service: str, since: int, note: str) -> str:
    """Return what a witness is asked that has seen the log up to `since`."""
    from shared.proof.checkpoint import Checkpoint
    from shared.proof.note import Note
    from shared.proof.witness import Request

    size = Checkpoint.parse(Note.parse(note).text).size
    if not 0 < since < size:
        return str(Request(since, [], note))
    proof = _ask(service, "prove_consistency", {"old_size": since, "size": size})
    return str(Request(since, [bytes.fromhex(each) for each in proof["path"]], note))


def _ask(service: str, method: str, body: dict[str, Any]) -> dict[str, Any]:
    from deploy import remote

    given = {name: value for name, value in body.items() if value is not None}
    client = remote.client()
    context = remote.asking(client, service, None, usual="auditor")
    return client.call(service, method, given, context, SECONDS)


def _echo(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
