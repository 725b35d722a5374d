"""The steering pack (Sitzungsmappe) of the year in short, as a table for people."""

from collections.abc import Iterator

from rich.table import Table

from deploy.demo.cells import EMPTY, german_day, table
from services.reporting.steering import wording
from shared.canonical import Json

Row = tuple[str, str, str]


def shown(pack: Json) -> Table:
    """Return members, duties, meetings with what they resolved, actions, reviews and teams."""
    made = table(
        f"Mappe der Steuerungsgruppe {pack['year']}", "Was", "Worum es geht", "Tag", texts=2
    )
    for rows in (_members, _duties, _meetings, _actions, _projects, _teams):
        for row in rows(pack):
            made.add_row(*row)
        made.add_section()
    return made


def _members(pack: Json) -> Iterator[Row]:
    for it in pack["members"]:
        yield wording.PARTS[it["part"]], it["function"], f"seit {german_day(it['start'])}"


def _duties(pack: Json) -> Iterator[Row]:
    for it in pack["duties"]:
        standing = wording.STANDING[it["standing"]]
        yield wording.DUTIES[it["kind"]], standing, f"bis {german_day(it['due_on'])}"


def _meetings(pack: Json) -> Iterator[Row]:
    for it in pack["meetings"]:
        came = f"{it['present']} Mitglieder waren da" if it["held"] else "geplant"
        yield "Sitzung", came, german_day(it["on"])
        for one in it["resolutions"]:
            yield wording.RESOLUTIONS[one["kind"]], one["title"], ""


def _actions(pack: Json) -> Iterator[Row]:
    for it in pack["open_actions"]:
        what = "überfällige Maßnahme" if it["overdue"] else "offene Maßnahme"
        yield what, f"{it['title']} ({it['responsible']})", f"bis {german_day(it['due_on'])}"
    for it in pack["done_actions"]:
        yield "erledigte Maßnahme", it["title"], german_day(it["done_on"])


def _projects(pack: Json) -> Iterator[Row]:
    for it in pack["projects"]:
        seen = it["review"]
        how = wording.IMPLEMENTATION[seen["implementation"]]
        yield (
            f"Umsetzung {how}, Wirkung {wording.EFFECT[seen['effect']]}",
            it["title"],
            german_day(seen["on"]),
        )


def _teams(pack: Json) -> Iterator[Row]:
    for it in pack["teams"]:
        if it["function"] is None:
            yield "Team ohne Begleitung", it["sozialraum_name"], EMPTY
        else:
            late = " (überfällig)" if it["overdue"] else ""
            again = f"wieder am {german_day(it['next_on'])}{late}" if it["next_on"] else EMPTY
            yield f"Team, begleitet: {it['function']}", it["sozialraum_name"], again
