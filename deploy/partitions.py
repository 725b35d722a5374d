"""The commands `sozialraum partitions`: parts of a log, cut off, detached and attached by its owner."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from services.registry import NAMES

_STATES = {
    "open": "offen",
    "filling": "läuft aus",
    "attached": "angehängt",
    "detached": "abgehängt",
}

_service = click.argument("service", type=click.Choice(NAMES))
_name = click.argument("name")
_as_json = click.option("--json", "as_json", is_flag=True, help="Maschinenlesbar")
_by = click.option(
    "--by",
    required=True,
    help="Anmeldename dessen, der das tut; ins Protokoll kommt eine zufällige Kennung",
)


@click.group()
def partitions() -> None:
    """Teile eines Protokolls, direkt in der Datenbank (DATABASE_URL, als Eigentümer).

    Die Dienste laufen weiter. Enden mit 1, wenn etwas dagegen spricht, und mit 3, wenn gerade jemand
    anderes das Protokoll festhält.
    """


@partitions.command("list")
@_service
@_as_json
def partitions_list(service: str, as_json: bool) -> None:
    """Listet die Teile eines Protokolls."""
    from shared.partition import parts

    with _kept(service) as kept:
        found = [part.to_json() for part in parts.listed(kept.conn)]
    if as_json:
        return click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    for part in found:
        click.echo(_told(part))
    return None


@partitions.command("cut")
@_service
@_as_json
def partitions_cut(service: str, as_json: bool) -> None:
    """Beendet den offenen Teil: Was danach kommt, steht in einem neuen.

    Sinnvoll, wenn ein Buchungsjahr abgeschlossen ist. Schreibende warten einige Millisekunden.
    """
    from shared.partition import moving

    with _kept(service) as kept:
        _say(moving.cut(kept), as_json=as_json)


@partitions.command("detach")
@_service
@_name
@_by
@_as_json
def partitions_detach(service: str, name: str, by: str, as_json: bool) -> None:
    """Hängt einen Teil ab, wenn alles darin abgeschlossen und beendet ist.

    Alle Beweise gelten weiter. Wer danach etwas daraus lesen will, wird abgewiesen, bis er wieder
    angehängt ist.
    """
    from shared.partition import moving

    with _kept(service, by) as kept:
        _say(moving.detach(kept, name), as_json=as_json)


@partitions.command("attach")
@_service
@_name
@_by
@_as_json
def partitions_attach(service: str, name: str, by: str, as_json: bool) -> None:
    """Hängt einen Teil wieder an, wenn jede Zeile zu ihrem Blatt passt und keine fehlt."""
    from shared.partition import moving

    with _kept(service, by) as kept:
        _say(moving.attach(kept, name), as_json=as_json)


@contextmanager
def _kept(service: str, by: str = "") -> Iterator[Any]:
    """Open the log of a service as its owner."""
    import psycopg

    from deploy.inspection import settings_of
    from services.registry import service_class
    from shared import migrations
    from shared.log import Log
    from shared.partition.events import ENDS
    from shared.partition.moving import Kept

    settings, cls = settings_of(os.environ), service_class(service)
    options = f"-c search_path={service} -c TimeZone=UTC"
    with psycopg.connect(
        settings.database_url, autocommit=True, connect_timeout=5, options=options
    ) as conn:
        migrations.check(conn, service, cls.sql)
        yield Kept(
            conn,
            Log(cls.catalogue),
            cls.ends | ENDS,
            cls.followed,
            settings.time_zone,
            settings.district,
            by,
        )


def _say(part: Any, *, as_json: bool) -> None:
    found = part.to_json()
    click.echo(json.dumps(found, ensure_ascii=False, indent=2) if as_json else _told(found))


def _told(part: dict[str, Any]) -> str:
    where = f"Position {part['first_position']} bis {part['last_position']}"
    return (
        f"{part['name']:<10} {_STATES[part['state']]:<10} {part['events']:>8} Ereignisse, {where}"
    )
