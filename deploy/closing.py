"""The command `sozialraum close-year`: the end of a book year becomes a fact in each service's log."""

import sys
from typing import Any
from uuid import uuid4

import click

from services.registry import NAMES

SECONDS = 60
EXIT_REFUSED = 1
ROLE = "central_office"


@click.command("close-year")
@click.argument("year", type=int)
@click.argument("services", nargs=-1, type=click.Choice(NAMES))
@click.option(
    "--as", "person", help="Erfundene Person im Vorführbetrieb, sonst die Zentrale Fachstelle"
)
def close_year(year: int, services: tuple[str, ...], person: str | None) -> None:
    """Schließt ein Buchungsjahr in allen Diensten ab; wo es das schon ist, bleibt es so.

    Endet mit 1, wenn ein Dienst ablehnt; die anderen sind dann trotzdem abgeschlossen.
    """
    from deploy import remote

    client = remote.client()
    refused = False
    for service in services or NAMES:
        context = remote.asking(client, service, person, usual=ROLE)
        told, is_closed = _close(client, service, year, context)
        click.echo(f"{service:<10} {told}")
        refused = refused or not is_closed
    if refused:
        sys.exit(EXIT_REFUSED)


def _close(client: Any, service: str, year: int, context: Any) -> tuple[str, bool]:
    """Return what became of it, and whether the year is closed now."""
    from shared.refusal import Refused

    asked = {"command_id": str(uuid4()), "year": year}
    try:
        made = client.call(service, "close_book_year", asked, context, SECONDS)
    except Refused as no:
        if no.kind in ("unauthenticated", "denied", "unavailable", "timeout"):
            raise
        return no.detail, no.code == "book-year-closed"
    return f"{year} endet mit Position {made['last_position']}, Wurzel {made['root']}", True
