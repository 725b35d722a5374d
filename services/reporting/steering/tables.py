"""A pack as tables for a spreadsheet: semicolons, decimal comma, no formulas. Pure."""

from collections.abc import Iterable, Sequence
from typing import Any

from services.reporting.duties.ical import period
from services.reporting.quality.catalogue import NAMES
from services.reporting.steering import wording
from shared.canonical import Json
from shared.sheet import as_csv, decimal

Row = Sequence[Any]


def of_steering(pack: Json) -> list[Json]:
    """Return the tables of the steering group's pack: {name, csv}."""
    return [
        _table("projects", _PROJECT_COLUMNS, (_project(it) for it in pack["projects"])),
        _quality(pack["quality"]),
        _bases(pack["quality"]),
        _participation(pack["quality"]),
        _table("teams", _TEAM_COLUMNS, (_team(it) for it in pack["teams"])),
        _actions([*pack["open_actions"], *pack["done_actions"]]),
        _table(
            "duties",
            ("Projekt oder Sozialraum", "Pflicht", "Jahr", "fällig am"),
            (
                (it["title"] or "", wording.DUTIES[it["kind"]], period(it), it["due_on"])
                for it in pack["overdue_duties"]
            ),
        ),
    ]


def of_uag(pack: Json) -> list[Json]:
    """Return the tables of the UAG's pack: {name, csv}."""
    return [
        _quality(pack["quality"]),
        _bases(pack["quality"]),
        _participation(pack["quality"]),
        _actions([*pack["open_actions"], *pack["done_actions"]]),
        _table(
            "status",
            ("Stand", "Projekte"),
            ((wording.STATUS[it["status"]], it["projects"]) for it in pack["projects_by_status"]),
        ),
        _table(
            "proposals",
            ("Gremium", "Sitzung am", "Vorschlag"),
            ((wording.BODIES[it["body"]], it["on"], it["title"]) for it in pack["proposals"]),
        ),
    ]


_PROJECT_COLUMNS = (
    *("Aktenzeichen", "Titel", "Sozialraum", "Träger", "Stand", "Beginn", "Ende"),
    *("Zuwendung im Jahr (EUR)", "Ziele", "davon erreicht", "zuletzt überprüft am"),
    *("Umsetzung", "Wirkung"),
)
_TEAM_COLUMNS = ("Sozialraum", "Begleitung", "letzter Kontakt", "nächster Kontakt", "überfällig")


def _project(it: Json) -> Row:
    review = it["review"]
    reached = sum(goal.get("reached") == "yes" for goal in it["goals"])
    return (
        it["number"],
        it["title"],
        it["sozialraum_name"] or "",
        it["traeger_name"] or "",
        wording.STATUS[it["status"]],
        it["start"],
        it["end"],
        decimal(it["grant_ct"]),
        len(it["goals"]),
        reached,
        review["on"] if review else "",
        wording.IMPLEMENTATION[review["implementation"]] if review else "",
        wording.EFFECT[review["effect"]] if review else "",
    )


def _team(it: Json) -> Row:
    return (
        it["sozialraum_name"],
        it["function"] or "keine",
        it["contact_on"] or "",
        it["next_on"] or "",
        "ja" if it["overdue"] else "nein",
    )


def _quality(quality: Json) -> Json:
    return _table(
        "indicators",
        (
            *("Katalog", "Indikator", "Frage", "Einschätzungen", "trifft nicht zu"),
            *("Mittel", "Mittel im Vorjahr", "Veränderung"),
        ),
        (
            (
                it["catalogue_version"],
                it["key"],
                it["question"],
                it["rated"],
                it["not_applicable"],
                _points(it["mean"]),
                _points(it["previous_mean"]),
                _points(it["change"]),
            )
            for it in quality["indicators"]
        ),
    )


def _bases(quality: Json) -> Json:
    return _table(
        "principles",
        ("Grundsatz oder Ziel", "Einschätzungen", "Mittel"),
        ((NAMES[it["basis"]], it["rated"], _points(it["mean"])) for it in quality["bases"]),
    )


def _participation(quality: Json) -> Json:
    return _table(
        "participation",
        ("Anlass", "Worum es geht", "Gruppe", "Beteiligte"),
        (
            (wording.OCCASIONS[occasion], it["title"] or "alle", group["group"], group["number"])
            for occasion, told in quality["participation"].items()
            for it in told
            for group in it["groups"]
        ),
    )


def _actions(told: Iterable[Json]) -> Json:
    return _table(
        "actions",
        ("Maßnahme", "zuständig", "Frist", "überfällig", "erledigt am"),
        (
            (
                it["title"],
                it["responsible"],
                it["due_on"],
                "ja" if it["overdue"] else "nein",
                it["done_on"] or "",
            )
            for it in told
        ),
    )


def _points(hundredths: int | None) -> str:
    return "" if hundredths is None else decimal(hundredths)


def _table(name: str, columns: Sequence[str], rows: Iterable[Row]) -> Json:
    return {"name": name, "csv": as_csv(columns, rows)}
