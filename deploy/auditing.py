"""The commands with which auditors look through the logs: changes, what is conspicuous, samples."""

import json
import os
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, Final

import click

POPULATIONS: Final = ("projects", "approvals", "payments", "statements")
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
    from deploy.audit.events import recorded, time_zone
    from services.registry import NAMES

    known = replaying.project_id(project) if project else None
    asked = changing.Asked(_day(first), _day(last), time_zone(), effective, known)
    found = changing.changes(recorded(NAMES), asked)
    if as_json:
        click.echo(json.dumps(list(found), ensure_ascii=False, indent=2))
    else:
        for line in _lines(found):
            click.echo(line)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Maschinenlesbar")
def findings(as_json: bool) -> None:
    """Zeigt Auffälligkeiten: was eine Prüfung zuerst ansieht, jeweils mit seinem Ort."""
    from deploy.audit.conspicuous import Conspicuous
    from deploy.audit.events import recorded
    from deploy.inspection import settings_of
    from services.registry import NAMES

    told = Conspicuous(settings_of(os.environ).land).look(recorded(NAMES))
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for rule in told:
        click.echo(f"{rule['count']:>5}  {rule['title']}")
        for hit in rule["hits"]:
            about = f"{hit['project_id']}: " if hit["project_id"] else ""
            click.echo(f"       {about}{hit['text']}  [{hit['service']} {hit['position']}]")


@click.command()
@click.argument("of", type=click.Choice(POPULATIONS))
@click.option("--seed", required=True, help="veröffentlichter Startwert, etwa Tag und Lottozahlen")
@click.option("--count", type=click.IntRange(1, 10_000), required=True, help="so viele Fälle")
def sample(of: str, seed: str, count: int) -> None:
    """Zieht eine Stichprobe, die jeder nachziehen kann; mit allen Ereignissen und Beweisen, als JSON."""
    from deploy.audit.sample import NoCheckpointError
    from deploy.audit.sample import sample as draw

    try:
        told = draw(of, seed, count)
    except NoCheckpointError as error:
        raise click.ClickException(str(error)) from None
    click.echo(json.dumps(told, ensure_ascii=False, indent=2))


def _day(at: datetime) -> date:
    return at.date()


def _lines(found: Iterable[dict[str, Any]]) -> Iterator[str]:
    from shared.money import euros

    for it in found:
        refused = "ABGEWIESEN  " if it["refused"] else ""
        about = f"  {it['project_id']}" if it["project_id"] else ""
        why = f"  Grund: {it['reason']}" if it["reason"] else ""
        place = f"[{it['service']} {it['position']}]"
        yield f"{it['recorded_at'][:19]}  {refused}{it['what']} ({it['role']}){about}{why}  {place}"
        for each in it["changed"]:
            if "removed" in each:
                yield f"    {each['field']}: − {each['removed']}  + {each['added']}"
            else:
                yield f"    {each['field']}: {each['old']} → {each['new']}"
        if it["moved_ct"]:
            yield "    " + ", ".join(
                f"{account} {euros(cents)}" for account, cents in it["moved_ct"].items()
            )
