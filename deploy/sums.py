"""What a form of an application comes to, line by line, as a table for people."""

from typing import Final

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from shared.canonical import Json
from shared.money import euros, from_wire

AMOUNT_WIDTH: Final = 16


def show(quote: Json) -> None:
    """Show each step with its parts and its result, and what is missing or wrong."""
    out = Console()
    if quote["steps"]:
        out.print(_steps(quote["steps"]))
    for year in quote["grant"] or ():
        out.print(f"Zuwendung {year['year']}: [bold]{_euros(year['amount'])}[/]", highlight=False)
    if quote["problems"]:
        out.print("Das fehlt oder geht so nicht:")
    for problem in quote["problems"]:
        where = problem["pointer"] or "/"
        out.print(f"  {escape(where)}: {escape(problem['message'])}", highlight=False)


def _steps(steps: list[Json]) -> Table:
    table = Table("Grundlage", "Rechnung", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("Euro", justify="right", no_wrap=True, min_width=AMOUNT_WIDTH)
    for step in steps:
        table.add_row(escape(step["basis"]), escape(step["text"]), "")
        for part in step["parts"]:
            table.add_row("", f"  {escape(part['text'])}", _euros(part["amount"]))
        table.add_row(
            "", "  [bold]ergibt[/]", f"[bold]{_euros(step['result'])}[/]", end_section=True
        )
    return table


def _euros(wire: Json) -> str:
    return euros(from_wire(wire))
