"""The command `sozialraum replay`: what the logs say happened, up to a day or a position."""

import json
import sys

import click

from services.registry import NAMES

EXIT_REFUSED = 1


@click.command()
@click.argument("services", nargs=-1, type=click.Choice(NAMES))
@click.option("--to", help="bis zum Ende dieses Tages (JJJJ-MM-TT) oder bis zu dieser Position")
@click.option("--project", help="nur dieses Projekt: Aktenzeichen oder Kennung")
@click.option("--told", is_flag=True, help="jedes Ereignis als Satz")
@click.option("--json", "as_json", is_flag=True, help="Maschinenlesbar")
def replay(
    services: tuple[str, ...], to: str | None, project: str | None, told: bool, as_json: bool
) -> None:
    """Spielt Protokolle nach, prüft dabei jede Zeile und erzählt auf Wunsch, was geschah.

    Mit einem Dienst, ohne --project und --told, zählt es dessen Ereignisse nach ihrer Art.
    """
    from deploy import inspection, replaying

    if project is None and not told and len(services) == 1:
        found = inspection.replay(services[0], replaying.position_at(services[0], to))
        found["faults"] += replaying.missing(found["position"], to)
        lines = inspection.told(found)
    else:
        if to and replaying.is_position(to) and len(services) != 1:
            raise click.UsageError("Eine Position gehört zu einem Dienst: Welcher?")
        known = replaying.project_id(project) if project else None
        found = replaying.tell(services or (replaying.CASE if known else NAMES), to, known)
        lines = replaying.sentences(found)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        for text in lines:
            click.echo(text)
    if found["faults"]:
        sys.exit(EXIT_REFUSED)
