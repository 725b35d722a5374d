"""Quarterly figures for tests that need some: bodies as a client sends them."""

from base64 import b64encode
from typing import Any

HEADING = "Jahr;Quartal;Sozialraum;Hilfeart;Bestand Anfang;Zugänge;Abgänge;Bestand Ende;Ausgaben;Einnahmen"


def euros(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "EUR"}


def row(name: str, *counts: int, expenditure: str, income: str = "0.00") -> dict[str, Any]:
    """A row: stock at the beginning, inflow, outflow, stock at the end, and its money."""
    columns = zip(("opening", "inflow", "outflow", "closing"), counts, strict=True)
    money = {"expenditure": euros(expenditure), "income": euros(income)}
    return {"help": name, **dict(columns), **money}


ROWS = [
    row("p29", 12, 4, 3, 13, expenditure="38400.00"),
    row("p31", 42, 9, 6, 45, expenditure="183600.00", income="1250.00"),
    row("p34", 20, 3, 5, 18, expenditure="402111.05", income="20340.00"),
    row("p35", 2, 0, 0, 2, expenditure="21900.00"),
]


def rows(number: int) -> list[dict[str, Any]]:
    """The same, but for one kind of help, in which so many more came and went."""
    other = row("p31", 42, 9 + number, 6 + number, 45, expenditure="183600.00", income="1250.00")
    return [other if it["help"] == "p31" else it for it in ROWS]


NET = euros("624421.05")


def file(*lines: str, heading: str = HEADING) -> str:
    """A CSV file as it is sent."""
    return b64encode("\r\n".join([heading, *lines]).encode("utf-8-sig")).decode()


BUDGET_HEADING = "Jahr;Sozialraum;Hilfeart;Ansatz"


def budget_file(*lines: str) -> str:
    """A CSV file with yearly budgets as it is sent."""
    return b64encode("\r\n".join([BUDGET_HEADING, *lines]).encode("utf-8-sig")).decode()


def budget(number: int = 0) -> list[dict[str, Any]]:
    return [{"help": "p31", "budget": euros(f"{720000 + number}.00")}]
