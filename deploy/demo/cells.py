"""What all tables of the demonstration are made of."""

from datetime import date
from typing import Final

from rich import box
from rich.table import Table

from shared.calendar import german

EMPTY: Final = "–"


def german_day(iso: str) -> str:
    """Return a day as Germans write it."""
    return german(date.fromisoformat(iso))


def table(title: str | None, *heads: str, texts: int = 1) -> Table:
    """Return a table whose first columns are texts and whose others are figures."""
    made = Table(title=title, title_style="bold", title_justify="left", box=box.SIMPLE_HEAD)
    for number, head in enumerate(heads):
        if number < texts:
            made.add_column(head)
        else:
            made.add_column(head, justify="right", no_wrap=True)
    return made
