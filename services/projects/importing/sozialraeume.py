"""Sozialräume and their teams from a file: known by name, with the team's name beside it. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from services.projects import commands
from services.projects.importing.plan import Line, NewId, Plan, check_twice, key, load_row
from services.projects.master_data import SOZIALRAUM, sozialraum_stream
from services.projects.master_data.sozialraum import Sozialraum
from shared.fields import Line as LineField
from shared.form import Form
from shared.table import LineFault, Row, Table, read

COLUMNS: Final = {"Sozialraum": "name", "Team": "team_name"}


class _RowSchema(Form):
    name = LineField(required=True)
    team_name = LineField(required=True)


ROW: Final = _RowSchema()


class SozialraumImport:
    """A file of Sozialräume."""

    kind: Final = "sozialraeume"

    def read(self, content: bytes) -> Table:
        """Read the file as far as no other data are needed."""
        return read(content, COLUMNS, ("Sozialraum", "Team"))

    def stream(self, row: Row, new_id: NewId) -> str:
        """Return the stream of the Sozialraum that a line would make."""
        return sozialraum_stream(_id(row, new_id))

    def plan(
        self, table: Table, known: Mapping[str, Sozialraum], new_id: NewId, today: date
    ) -> Plan:
        """Work out what the file adds and changes; `known` by stream."""
        plan = Plan(faults=list(table.faults))
        check_twice(table.rows, "Sozialraum", "name", plan)
        by_name: dict[str, list[Sozialraum]] = {}
        for each in known.values():
            by_name.setdefault(key(each.name), []).append(each)
        for row in table.rows:
            self._plan_row(row, by_name, new_id, today, plan)
        return plan

    def _plan_row(
        self,
        row: Row,
        by_name: Mapping[str, list[Sozialraum]],
        new_id: NewId,
        today: date,
        plan: Plan,
    ) -> None:
        told, wrong = load_row(ROW, row, row.cells, COLUMNS)
        plan.faults.extend(wrong)
        if wrong:
            return
        found = by_name.get(key(told["name"]), [])
        if len(found) > 1:
            text = "Mehrere Sozialräume heißen so; bitte von Hand ändern."
            plan.faults.append(LineFault(row.line, "Sozialraum", "ambiguous", text))
            return
        name, team_name = told["name"], told["team_name"]
        if found:
            (area,) = found
            rename = commands.RenameSozialraum(area.sozialraum_id, area.name, team_name)
            made = SOZIALRAUM.decide(rename, area, today)
            stream = sozialraum_stream(area.sozialraum_id)
            outcome = "changed" if made else "unchanged"
            plan.lines.append(Line(row.line, name, stream, outcome, made))  # type: ignore[arg-type]
            return
        sozialraum_id = _id(row, new_id)
        team_id = new_id(f" team {key(name)}")
        register = commands.RegisterSozialraum(name, team_name, sozialraum_id, team_id)
        made = SOZIALRAUM.decide(register, None, today)
        plan.lines.append(Line(row.line, name, sozialraum_stream(sozialraum_id), "added", made))


def _id(row: Row, new_id: NewId) -> str:
    return new_id(f" {key(row.cells.get('name', ''))}")
