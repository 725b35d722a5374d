"""The commands with which auditors look through the logs: changes, what is conspicuous, samples."""

import json
import os
from datetime import datetime
from typing import Final

import click

POPULATIONS: Final = ("projects", "approvals", "payments", "statements", "receipts")
DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.option("--from", "first", type=DAY, required=True, help="erster Tag (JJJJ-MM-TT)")
@click.option("--to", "last", type=DAY, required=True, help="letzter Tag")
@click.option("--project", help="nur dieses Projekt: Aktenzeichen oder Kennung")
@click.option(
    "--effective", is_flag=True, help="nach dem Tag, für den es gilt, statt der Erfassung"
)
@click.option("--json", "as_json", is_flag=True, help="Maschinenlesbar")
def changes(
    first: datetime, last: datetime, project: str | None, effective: bool, as_json: bool
) -> None:
    """Zeigt, wer wann was geändert hat: alt und neu, Grund, Beträge, auch Abgewiesenes."""
    from deploy import replaying
    from deploy.audit import changes as changing
    from deploy.audit import telling
    from deploy.audit.events import recorded, time_zone
    from services.registry import NAMES

    if last < first:
        raise click.UsageError("--to liegt vor --from.")
    known = replaying.project_id(project) if project else None
    asked = changing.Asked(first.date(), last.date(), time_zone(), effective, known)
    found = list(changing.changes(recorded(NAMES), asked))
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for it in found:
        for line in telling.change(it, time_zone()):
            click.echo(line)
    click.echo(f"{len(found)} Ereignisse.")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Maschinenlesbar")
def findings(as_json: bool) -> None:
    """Zeigt Auffälligkeiten: was eine Prüfung zuerst ansieht, jeweils mit seinem Ort."""
    from deploy.audit import receipts, telling
    from deploy.audit.conspicuous import Conspicuous
    from deploy.audit.events import recorded
    from deploy.inspection import settings_of
    from services.registry import NAMES

    rules = Conspicuous(settings_of(os.environ).land)
    told = rules.look(recorded(NAMES), receipts.doubles())
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for rule in told:
        for line in telling.finding(rule):
            click.echo(line)


@click.command()
@click.argument("of", type=click.Choice(POPULATIONS))
@click.option("--seed", required=True, help="veröffentlichter Startwert, etwa Tag und Lottozahlen")
@click.option("--count", type=click.IntRange(1, 10_000), required=True, help="so viele Fälle")
def sample(of: str, seed: str, count: int) -> None:
    """Zieht eine Stichprobe, die jeder nachziehen kann; mit allen Ereignissen und Beweisen, als JSON."""
    from deploy.audit.sample import NoCheckpointError
    from deploy.audit.sample import sample as draw

    if not seed.strip():
        raise click.UsageError("--seed ist leer: Ein Startwert wird vorher veröffentlicht.")
    try:
        told = draw(of, seed, count)
    except NoCheckpointError as error:
        raise click.ClickException(str(error)) from None
    click.echo(json.dumps(told, ensure_ascii=False, indent=2))
