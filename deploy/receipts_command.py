"""The command `sozialraum receipts`: reads a list of receipts into a project."""

from pathlib import Path
from typing import Any

import click


@click.command()
@click.argument("project_id")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--today", help="Tag, der vorgeführt wird (JJJJ-MM-TT), nur im Vorführbetrieb")
@click.option("--traeger", help="Träger einer erfundenen Person im Vorführbetrieb (Kennung)")
def receipts(project_id: str, file: Path, today: str | None, traeger: str | None) -> None:
    """Liest die Belege eines Projekts aus einer Datei (CSV, XLSX) ein und zeigt, wie weit es ist."""
    from dataclasses import replace

    from deploy import receipts as lists
    from deploy import remote

    def asking() -> Any:
        client, person = remote.client(), "recipient" if traeger else None
        usual = remote.usual("reporting", "import_receipts")
        context = remote.asking(client, "reporting", person, ((), traeger), usual)
        return client, replace(context, today=today)

    lists.show(lists.read(project_id, file, asking))
