"""The commands with which auditors prove the log: checkpoints and proofs from a running instance."""

import json
from pathlib import Path
from typing import Any

import click

from services.registry import NAMES

SECONDS = 15


@click.command()
@click.argument("service", type=click.Choice(NAMES))
@click.option("--size", type=int, help="der Prüfpunkt über so viele Ereignisse, sonst der neueste")
@click.option("--fresh", is_flag=True, help="jetzt unterschreiben lassen")
@click.option("--since", type=int, help="mit Beweis seit dieser Länge: Anfrage an einen Zeugen")
@click.option("--keys", "only_keys", is_flag=True, help="stattdessen alle Prüfschlüssel")
@click.option("--out", type=click.Path(path_type=Path), help="in diese Datei statt ins Fenster")
def checkpoint(  # noqa: PLR0913, PLR0917 - as many as the command has options
    service: str,
    size: int | None,
    fresh: bool,
    since: int | None,
    only_keys: bool,
    out: Path | None,
) -> None:
    """Gibt den unterschriebenen Prüfpunkt eines Protokolls aus (C2SP signed note)."""
    found = _ask(service, "get_checkpoint", {"size": size, "fresh": fresh})
    text: str = found["note"]
    if only_keys:
        text = "".join(f"{each['verifier']}  {each['since']}\n" for each in found["keys"])
    elif since is not None:
        text = _request(service, since, text)
    if out is None:
        click.echo(text, nl=False)
    else:
        out.write_text(text)


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
