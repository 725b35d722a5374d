"""The commands `sozialraum parked`: events that could not be applied, for whoever operates."""

import json
import sys
from typing import Any, Final

import click

from services.registry import NAMES

EXIT_REFUSED: Final = 1
SECONDS: Final = 15


@click.group()
def parked() -> None:
    """Zurückgestellte Ereignisse: ansehen, neu versuchen, verwerfen."""


@parked.command("list")
@click.option("--service", type=click.Choice(NAMES), help="nur dieser Dienst")
@click.option("--json", "as_json", is_flag=True, help="Maschinenlesbar")
def parked_list(service: str | None, as_json: bool) -> None:
    """Listet sie, Strom für Strom."""
    names = [service] if service else list(NAMES)
    found = {name: _call(name, "list_parked", {})["parked"] for name in names}
    if as_json:
        return _echo(found)
    for name, events in found.items():
        for it in events:
            click.echo(
                f"{name}  {it['follower']} ← {it['source']} {it['position']}  {it['stream']}"
                f"  {it['type']}  {it['state']}  {it['error'] or ''}"
            )
    if not any(found.values()):
        click.echo("Nichts ist zurückgestellt.")
    return None


@parked.command("retry")
@click.argument("service", type=click.Choice(NAMES))
@click.argument("follower")
@click.argument("stream")
def parked_retry(service: str, follower: str, stream: str) -> None:
    """Versucht die Ereignisse eines Stroms der Reihe nach neu."""
    answer = _call(service, "retry_parked", {"follower": follower, "stream": stream})
    click.echo(f"{answer['applied']} ausgeführt, {len(answer['parked'])} noch zurückgestellt")
    if answer["parked"]:
        sys.exit(EXIT_REFUSED)


@parked.command("discard")
@click.argument("service", type=click.Choice(NAMES))
@click.argument("follower")
@click.argument("source")
@click.argument("position", type=int)
@click.option("--reason", required=True, help="Grund; er bleibt mit dem Handelnden vermerkt")
def parked_discard(service: str, follower: str, source: str, position: int, reason: str) -> None:
    """Verwirft ein Ereignis endgültig."""
    body = {"follower": follower, "source": source, "position": position, "reason": reason}
    _call(service, "discard_parked", body)
    click.echo("verworfen")


def _call(service: str, method: str, body: dict[str, Any]) -> dict[str, Any]:
    from deploy import remote

    client = remote.client()
    return client.call(service, method, body, remote.asking(client, service, None), SECONDS)


def _echo(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
