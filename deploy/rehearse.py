"""The command `sozialraum rehearse`: a read model built anew, what would change, and the switch."""

import json
from typing import Any
from uuid import uuid4

import click

from services.registry import NAMES

SECONDS = 600


@click.command()
@click.argument("service", type=click.Choice(NAMES))
@click.argument("read_model")
@click.option("--accept", help="übernehmen, was die Probe gezeigt hat: Generation:Prüfsumme")
@click.option("--json", "as_json", is_flag=True, help="Maschinenlesbar")
def rehearse(service: str, read_model: str, accept: str | None, as_json: bool) -> None:
    """Baut ein Lesemodell zur Probe neben dem alten auf und zeigt Zeile für Zeile, was anders wäre.

    Umgestellt wird erst mit --accept; wer das tat, steht danach im Protokoll.
    """
    if accept is None:
        found = _ask(service, "rehearse", {"read_model": read_model})
    else:
        generation, _, digest = accept.partition(":")
        body = {"read_model": read_model, "generation": generation, "digest": digest}
        found = _ask(service, "accept_read_model", {"command_id": str(uuid4()), **body})
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    elif accept is None:
        _show(service, found)
    else:
        click.echo(f"{read_model} antwortet jetzt aus {found['generation']}.")


def _show(service: str, found: dict[str, Any]) -> None:
    for row in found["differences"]:
        click.echo(f"{row['table']} {row['key']}")
        click.echo(f"  jetzt   {row['live'] or '–'}")
        click.echo(f"  dann    {row['built'] or '–'}")
    if found["total"] > len(found["differences"]):
        click.echo(f"… und {found['total'] - len(found['differences'])} weitere")
    click.echo(f"{found['total']} von {found['rows']} Zeilen wären anders.")
    click.echo(
        f"Übernehmen: sozialraum rehearse {service} {found['read_model']}"
        f" --accept {found['generation']}:{found['digest']}"
    )


def _ask(service: str, method: str, body: dict[str, Any]) -> dict[str, Any]:
    from deploy import remote

    client = remote.client()
    return client.call(service, method, body, remote.asking(client, service, None), SECONDS)
