"""The command `sozialraum bundle`: what an auditor takes home."""

import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final, Self
from uuid import uuid4

import click

from services.registry import NAMES
from shared.canonical import canonical

SECONDS: Final = 60


@click.command()
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--recipient", required=True, help="wer es mitnimmt, etwa „Rechnungsprüfungsamt“")
@click.option(
    "--at", "points", multiple=True, help="DIENST=ANZAHL: bis zu diesem Prüfpunkt, sonst bis jetzt"
)
def bundle(out: Path, recipient: str, points: tuple[str, ...]) -> None:
    """Schreibt ein Prüfbündel nach OUT: Protokolle, Prüfpunkte, Tabellen, Prüfprogramm."""
    from deploy import inspection
    from deploy.bundle import writing

    given = _sizes(points)
    for service in NAMES:
        if service not in given:
            _sign_now(service)
    known = inspection.settings_of(os.environ)
    with ExitStack() as stack:
        logs = {it: stack.enter_context(inspection.connect(it)) for it in NAMES}
        sizes = {**writing.newest_sizes(logs), **given}
        asked = writing.Asked(
            known.district,
            logs,
            {service: sizes[service] for service in NAMES if service in sizes},
            lambda years: _reports(years, sizes.get("projects", 0), logs["projects"]),
            lambda digest: _note(digest, sizes, recipient),
        )
        try:
            fingerprint = stack.enter_context(_Progress(sum(asked.sizes.values()))).run(out, asked)
        except writing.UnknownCheckpointError as error:
            raise click.ClickException(str(error)) from None
    for service, size in asked.sizes.items():
        click.echo(f"{service:<10} {size:>8} Ereignisse")
    click.echo(f"{out} geschrieben. Fingerabdruck der Schlüssel: {fingerprint}")


class _Progress:
    """A bar at the terminal while a bundle is written."""

    def __init__(self, total: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn

        console = Console(stderr=True)
        columns = (TextColumn("{task.completed:>9} Ereignisse"), BarColumn())
        self._bar = Progress(*columns, console=console, disable=not console.is_terminal)
        self._task = self._bar.add_task("", total=total)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def run(self, out: Path, asked: Any) -> str:
        """Write the bundle; return the fingerprint of its keys."""
        from deploy.bundle import writing

        return writing.write(out, asked, lambda: self._bar.advance(self._task))


def _sizes(points: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for point in points:
        service, _, size = point.partition("=")
        if service not in NAMES or not (size.isascii() and size.isdigit()):
            raise click.BadParameter(f"„{point}“: erwartet wird DIENST=ANZAHL", param_hint="--at")
        found[service] = int(size)
    return found


def _sign_now(service: str) -> None:
    """Let a service sign for all that it has; an empty log is left out of the bundle."""
    from shared.refusal import Refused

    try:
        _ask(service, "get_checkpoint", {"fresh": True})
    except Refused as refused:
        if refused.code != "log-empty":
            raise


def _reports(years: Iterable[int], position: int, log: Any) -> Iterator[tuple[str, bytes]]:
    """Yield the reports as they were known at a position, each with the root of the log up to there."""
    from shared.proof.stored import Stored

    if not position:
        return
    root = Stored(log, position).root().hex()
    for year in years:
        asked = {"year": year, "positions": {"projects": position}}
        report = _ask("reporting", "annual_report", asked)
        content = canonical({**report, "roots": {"projects": root}})
        yield f"jahresbericht-{year}.json", content + b"\n"


def _note(digest: str, sizes: dict[str, int], recipient: str) -> str:
    body = {
        "command_id": str(uuid4()),
        "manifest_sha256": digest,
        "sizes": [{"service": service, "size": size} for service, size in sizes.items()],
        "recipient": recipient,
    }
    return str(_ask("reporting", "take_evidence", body)["note"])


def _ask(service: str, method: str, body: dict[str, Any]) -> dict[str, Any]:
    from deploy import remote

    client = remote.client()
    context = remote.asking(client, service, None, usual="auditor")
    return client.call(service, method, body, context, SECONDS)
