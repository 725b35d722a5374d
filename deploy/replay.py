"""The command `sozialraum replay`: what the logs say happened, up to a day or a position."""

import json
import sys
from contextlib import nullcontext
from itertools import chain
from pathlib import Path

import click

from services.registry import NAMES

EXIT_REFUSED = 1
FITS_ITSELF = (
    "Das Bündel passt zu sich selbst. Ob es echt ist, sagt pruefen.py mit Schlüsseln von anderswo."
)


@click.command()
@click.argument("services", nargs=-1, type=click.Choice(NAMES))
@click.option("--to", help="bis zum Ende dieses Tages (JJJJ-MM-TT) oder bis zu dieser Position")
@click.option("--project", help="nur dieses Projekt: Aktenzeichen oder Kennung")
@click.option("--told", is_flag=True, help="jedes Ereignis als Satz")
@click.option(
    "--bundle",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="aus diesem Prüfbündel statt aus der Datenbank",
)
@click.option("--json", "as_json", is_flag=True, help="Maschinenlesbar")
def replay(  # noqa: PLR0913, PLR0917 - as many as the command has options
    services: tuple[str, ...],
    to: str | None,
    project: str | None,
    told: bool,
    bundle: Path | None,
    as_json: bool,
) -> None:
    """Spielt Protokolle nach, prüft dabei jede Zeile und erzählt auf Wunsch, was geschah.

    Mit einem Dienst, ohne --project und --told, zählt es dessen Ereignisse nach ihrer Art.
    """
    from deploy import inspection, offline, replaying

    if project is None and not told and len(services) == 1 and bundle is None:
        found = inspection.replay(services[0], replaying.position_at(services[0], to))
        found["faults"] += replaying.missing(found["position"], to)
        lines = inspection.told(found)
    else:
        if to and replaying.is_position(to) and len(services) != 1:
            raise click.UsageError("Eine Position gehört zu einem Dienst: Welcher?")
        with nullcontext(replaying.DATABASE) if bundle is None else offline.opened(bundle) as logs:
            known = replaying.project_id(project, logs) if project else None
            named = services or (replaying.CASE if known else NAMES)
            found = replaying.tell(named, to, known, logs)
        lines = replaying.sentences(found)
        if bundle is not None:
            lines = chain(lines, [FITS_ITSELF])
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        for text in lines:
            click.echo(text)
    if found["faults"]:
        sys.exit(EXIT_REFUSED)
