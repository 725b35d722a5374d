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

    Ohne --project und --told zählt es die Ereignisse eines Dienstes nach ihrer Art.
    """
    from deploy import inspection, replaying

    if project is None and not told:
        if len(services) != 1:
            raise click.UsageError("Welcher Dienst? Oder: --project, --told.")
        found = inspection.replay(services[0], replaying.position_at(services[0], to))
        lines = inspection.told(found)
    else:
        if to and to.isdigit() and len(services) != 1:
            raise click.UsageError("Eine Position gehört zu einem Dienst: Welcher?")
        known = replaying.project_id(project) if project else None
        found = replaying.tell(services or replaying.CASE, to, known)
        lines = replaying.sentences(found)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        for text in lines:
            click.echo(text)
    if found["faults"]:
        sys.exit(EXIT_REFUSED)
