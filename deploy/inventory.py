"""The command `sozialraum inventory`: which data of persons there are, and for how long."""

import json
import os
import tomllib
from pathlib import Path
from typing import Any, Final

import click

FILE: Final = Path(__file__).parent / "inventory.toml"


def read() -> dict[str, Any]:
    """Return the inventory as it is written down."""
    return tomllib.loads(FILE.read_text())


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Maschinenlesbar")
def inventory(as_json: bool) -> None:
    """Zeigt, welche Daten von Personen es gibt: für das Verzeichnis von Verarbeitungstätigkeiten."""
    from deploy.inspection import settings_of
    from services.registry import NAMES, service_class

    given = settings_of(os.environ).retention
    classes = {
        cls.retention_class: given.get(cls.retention_class, cls.retention_years)
        for cls in map(service_class, NAMES)
    }
    told = {name: read()[name] for name in ("record", "table")}
    if as_json:
        click.echo(json.dumps({**told, "retention_years": classes}, ensure_ascii=False, indent=2))
        return
    click.echo("# Daten von Personen\n")
    click.echo("| Was | Wessen | Wo | Grundlage und Zweck | Wie lange |\n|---|---|---|---|---|")
    for it in told["record"]:
        click.echo(
            f"| {it['what']} | {it['whose']} | verschlüsselt, Schlüssel je Person |"
            f" {it['basis']}: {it['purpose']} | {it['until']} |"
        )
    for it in told["table"]:
        where = f"Tabelle {it['name']} ({it['service']})"
        why = f"{it['basis']}: {it['purpose']}"
        click.echo(f"| {it['what']} | {it['whose']} | {where} | {why} | {it['until']} |")
    click.echo("\nIn den Protokollen stehen keine Namen, nur zufällige Kennungen.")
    for name, years in classes.items():
        click.echo(
            f"Dokumente der Klasse {name}: {years} Jahre nach dem Jahr der letzten Änderung."
        )
