"""How figures are told: a table for people, JSON for machines."""

import os
import platform
import subprocess
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from deploy.bench.figures import Figure, Results
from deploy.bench.place import ROOT, Place
from deploy.bench.size import Size

PACKAGES: Final = ("psycopg", "eventsourcing", "kombu", "amqp", "nameko", "orjson")


class NotYetError(Exception):
    """What a row would measure does not exist yet."""


def told(place: Place, size: Size, results: Results) -> dict[str, Any]:
    """Return all that is known of a run."""
    return {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": commit(),
        "machine": machine(),
        "python": platform.python_version(),
        "packages": {name: version(name) for name in PACKAGES},
        "postgresql": place.shown(),
        "rabbitmq": place.rabbitmq,
        "size": asdict(size),
        "figures": [figure.to_json() for figure in results.figures],
        "skipped": [asdict(each) for each in results.skipped],
    }


def machine() -> str:
    """Return the kind of machine in general words."""
    return f"{os.cpu_count()} cores {platform.machine()}, {platform.system()}"


def commit() -> str | None:
    """Return the commit that was measured, with a plus where files differ from it."""

    def git(*arguments: str) -> str:
        done = subprocess.run(
            ["git", "-C", str(ROOT), *arguments],  # noqa: S607 - wherever git is
            check=False,
            capture_output=True,
            text=True,
        )
        return done.stdout.strip()

    head = git("rev-parse", "--short", "HEAD")
    return head + ("+" if git("status", "--porcelain") else "") if head else None


def show(results: Results, about: dict[str, Any]) -> None:
    """Print the table."""
    console = Console(width=None if Console().is_terminal else 150)
    console.print(setting(about))
    table = Table("what", "ours", "peer", "theirs", "ratio (min–max)", "target", "")
    for figure in results.figures:
        table.add_row(*cells(figure))
    console.print(table)
    for each in results.skipped:
        console.print(f"not measured: {each.row}: {each.why}")


def cells(figure: Figure) -> list[str]:
    """Return the columns of a figure."""
    shown = figure.to_json()
    ratio = shown["ratio"]
    return [
        figure.what + (f" ({figure.note})" if figure.note else ""),
        f"{number(shown['ours']['median'])} {figure.unit}",
        figure.peer,
        number(shown["theirs"]["median"]) if figure.peer else "",
        f"{ratio['median']:.2f} ({ratio['min']:.2f}–{ratio['max']:.2f})" if ratio else "",
        str(figure.target) if figure.target else "",
        {True: "reached", False: "missed", None: ""}[figure.reached],
    ]


def number(value: float) -> str:
    """Return a number as people read it."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"  # noqa: PLR2004 - three digits


def short(figure: Figure) -> str:
    """Return a figure in one line."""
    return "  ".join(cell for cell in cells(figure) if cell)


def markdown(about: dict[str, Any], results: Results) -> str:
    """Return the table as it stands in docs/benchmarks.md."""
    rows = [cells(figure) for figure in results.figures]
    head = ["what", "ours", "against", "theirs", "ratio (min–max)", "target", ""]
    lines = [head, ["---"] * len(head), *rows]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    skipped = "".join(f"\nNot measured: {each.row}: {each.why}\n" for each in results.skipped)
    return f"{setting(about)}\n\n{table}\n{skipped}"


def setting(about: dict[str, Any]) -> str:
    """Return in one line where and what was measured."""
    known = about["postgresql"]
    return (
        f"{about['machine']}; Python {about['python']};"
        f" PostgreSQL {known.get('server_version')}, fsync {known.get('fsync')},"
        f" shared_buffers {known.get('shared_buffers')};"
        f" RabbitMQ {about['rabbitmq'] or '–'}; commit {about['commit'] or '–'}"
    )
