"""Träger from a file: known by their register number, or else by name. Pure.

An empty cell says nothing: what is known stays. A head count from a file has no evidence yet.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import reduce
from re import compile as regex
from typing import Any, Final

from services.projects import commands, events
from services.projects.forms.master_data import PROFILE, ProfileSchema
from services.projects.importing.plan import TWICE, Line, NewId, Plan, check_twice, key, load_row
from services.projects.master_data import TRAEGER, Traeger, traeger_stream
from shared.fields import Line as LineField
from shared.form import Day, Part, YesNo
from shared.guideline.forms import HeadcountSchema
from shared.refusal import Refused
from shared.table import LineFault, Row, Table, read

COLUMNS: Final = {
    "Name": "name",
    "Rechtsform": "legal_form",
    "Registernummer": "register_number",
    "IBAN": "iban",
    "Expertise": "expert",
    "Vorsteuerabzug": "deducts_vat",
    "Freistellung": "exempt_on",
    "§ 75": "recognised_on",
    "§ 72a": "certificates_agreed_on",
    "§ 8a": "protection_agreed_on",
    "§ 75 bis": "recognised_until",
    "§ 72a bis": "certificates_until",
    "§ 8a bis": "protection_until",
    "Straße": "street",
    "Postleitzahl": "postcode",
    "Ort": "city",
    "Mitarbeitende": "employees",
    "Zählweise": "method",
    "Stichtag": "on",
}
HEADINGS: Final = {field: heading for heading, field in COLUMNS.items()}
LEGAL_FORMS: Final = {
    "ev": "association",
    "ggmbh": "non-profit-company",
    "gug": "non-profit-company",
    "stiftung": "foundation",
    "kdör": "public-corporation",
    "körperschaftdesöffentlichenrechts": "public-corporation",
    "eg": "cooperative",
    "sonstige": "other",
}
YES_NO: Final = {"ja": True, "nein": False}
METHODS: Final = {"köpfe": "heads", "vzä": "fte"}
DAYS: Final = (
    "exempt_on",
    "recognised_on",
    "certificates_agreed_on",
    "protection_agreed_on",
    "recognised_until",
    "certificates_until",
    "protection_until",
    "on",
)
ADDRESS: Final = {"street": "Straße", "postcode": "Postleitzahl", "city": "Ort"}
_GERMAN_DAY: Final = regex(r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}")
_NUMBER: Final = regex(r"([0-9]{1,7})(?:,([0-9]{1,2}))?")


class _RowSchema(ProfileSchema):
    name = LineField(required=True)
    expert = YesNo()
    employees = Part(HeadcountSchema)
    on = Day()


ROW: Final = _RowSchema()


class TraegerImport:
    """A file of Träger."""

    kind: Final = "traeger"

    def read(self, content: bytes) -> Table:
        """Read the file as far as no other data are needed."""
        return read(content, COLUMNS, ("Name",))

    def stream(self, row: Row, new_id: NewId) -> str:
        """Return the stream of the Träger that a line would make."""
        return traeger_stream(_id(row, new_id))

    def plan(self, table: Table, known: Mapping[str, Traeger], new_id: NewId, today: date) -> Plan:
        """Work out what the file adds and changes; `known` by stream."""
        plan = Plan(faults=list(table.faults))
        check_twice(table.rows, "Registernummer", "register_number", plan)
        _check_names(table.rows, plan)
        index = _Index(known.values())
        taken: set[str] = set()
        for row in table.rows:
            told, wrong = load_row(ROW, row, _body(row), COLUMNS)
            plan.faults.extend(wrong or _incomplete(row))
            if wrong:
                continue
            traeger = index.find(row, told, plan)
            try:
                line = _planned(row, told, traeger, new_id, today)
            except Refused as no:
                column = HEADINGS[no.errors[0].pointer.removeprefix("/")]
                plan.faults.append(LineFault(row.line, column, no.code, no.detail))
                continue
            if line.stream in taken:
                text = "Eine frühere Zeile meint denselben Träger."
                plan.faults.append(LineFault(row.line, "Name", "line-twice", text))
            taken.add(line.stream)
            _warn(row, told, traeger, line, plan)
            plan.lines.append(line)
        return plan


def _check_names(rows: Sequence[Row], plan: Plan) -> None:
    """Two lines of one name speak of two Träger only if both have a register number."""
    numbered: dict[str, bool] = {}
    for row in rows:
        name, has_number = key(row.cells.get("name", "")), "register_number" in row.cells
        if name in numbered and not (has_number and numbered[name]):
            plan.faults.append(LineFault(row.line, "Name", "line-twice", TWICE))
        numbered[name] = has_number and numbered.get(name, True)


class _Index:
    """The Träger that are known, by register number and by name."""

    def __init__(self, known: Any) -> None:
        self.by_number: dict[str, list[Traeger]] = {}
        self.by_name: dict[str, list[Traeger]] = {}
        for each in known:
            if each.profile.register_number:
                self.by_number.setdefault(key(each.profile.register_number), []).append(each)
            self.by_name.setdefault(key(each.name), []).append(each)

    def find(self, row: Row, told: Mapping[str, Any], plan: Plan) -> Traeger | None:
        """Return the one that a line speaks of, if it is known."""
        number = told.get("register_number")
        found = self.by_number.get(key(number), []) if number else []
        column = "Registernummer"
        if not found:
            column, same_name = "Name", self.by_name.get(key(told["name"]), [])
            found = [it for it in same_name if not (number and it.profile.register_number)]
            if same_name and not found:
                text = "Ein Träger gleichen Namens hat eine andere Registernummer; er bleibt, wie er ist."
                plan.warnings.append(LineFault(row.line, column, "same-name", text))
        if len(found) > 1:
            text = "Mehrere erfasste Träger passen; bitte von Hand ändern."
            plan.faults.append(LineFault(row.line, column, "ambiguous", text))
        return found[0] if found else None


def _id(row: Row, new_id: NewId) -> str:
    return new_id(f" {key(row.cells.get('register_number') or row.cells.get('name', ''))}")


def _body(row: Row) -> dict[str, Any]:
    """Return a row as a form would be filled in; what cannot be understood goes in as it is."""
    body: dict[str, Any] = dict(row.cells)
    for name in DAYS:
        if name in body:
            body[name] = _day(body[name])
    for name in ("expert", "deducts_vat"):
        if name in body:
            body[name] = YES_NO.get(body[name].casefold(), body[name])
    if "legal_form" in body:
        plain = body["legal_form"].casefold().replace(".", "").replace(" ", "")
        body["legal_form"] = LEGAL_FORMS.get(plain, body["legal_form"])
    if address := {name: body.pop(name) for name in ADDRESS if name in body}:
        body["address"] = address
    method, employees = body.pop("method", "Köpfe"), body.pop("employees", None)
    if employees is not None:
        body["employees"] = _employees(employees, METHODS.get(method.casefold(), method))
    return body


def _day(text: str) -> str:
    if not _GERMAN_DAY.fullmatch(text):
        return text
    try:
        return datetime.strptime(text, "%d.%m.%Y").date().isoformat()  # noqa: DTZ007 - a day
    except ValueError:
        return text


def _employees(text: str, method: str) -> dict[str, Any]:
    """Heads are whole; full-time posts have a decimal comma."""
    number = _NUMBER.fullmatch(text)
    if number is None or (method == "heads" and number[2]):
        return {"method": method, "count": text}
    if method == "fte":
        return {"method": method, "hundredths": int(number[1] + (number[2] or "").ljust(2, "0"))}
    return {"method": method, "count": int(number[1])}


def _incomplete(row: Row) -> list[LineFault]:
    """A head count needs its day, and a day or a method alone says nothing."""
    if ("employees" in row.cells) == ("on" in row.cells) and (
        "method" not in row.cells or "employees" in row.cells
    ):
        return []
    column = "Stichtag" if "employees" in row.cells else "Mitarbeitende"
    text = "Mitarbeitende und Stichtag gehören zusammen."
    return [LineFault(row.line, column, "missing", text)]


def _planned(
    row: Row, told: dict[str, Any], traeger: Traeger | None, new_id: NewId, today: date
) -> Line:
    traeger_id = traeger.traeger_id if traeger else _id(row, new_id)
    made: list[events.TraegerEvent] = []
    state = traeger
    for command in _commands(traeger_id, told, known=traeger is not None):
        more = TRAEGER.decide(command, state, today)
        state = reduce(TRAEGER.evolve, more, state)
        made += more
    outcome = "added" if traeger is None else "changed" if made else "unchanged"
    stream = traeger_stream(traeger_id)
    return Line(row.line, told["name"], stream, outcome, made)  # type: ignore[arg-type]


def _commands(
    traeger_id: str, told: Mapping[str, Any], *, known: bool
) -> Sequence[commands.TraegerCommand]:
    profile = {name: told[name] for name in PROFILE if name in told}
    asked: list[commands.TraegerCommand] = []
    if known:
        marks = {name: told[name] for name in ("name", "expert") if name in told}
        asked.append(commands.AmendTraeger(traeger_id, {**marks, **profile}))
    else:
        full = events.TraegerProfile(**profile)
        asked.append(
            commands.RegisterTraeger(told["name"], told.get("expert", False), full, traeger_id)
        )
    if "employees" in told and "on" in told:
        asked.append(commands.StateHeadcount(traeger_id, told["employees"], told["on"]))
    return asked


def _warn(
    row: Row, told: Mapping[str, Any], traeger: Traeger | None, line: Line, plan: Plan
) -> None:
    notes = []
    if any(isinstance(event, events.HeadcountStated) for event in line.events):
        text = "Für die Zahl der Mitarbeitenden fehlt noch ein Nachweis."
        notes.append(("Mitarbeitende", "no-evidence", text))
    if traeger is not None and not traeger.active:
        notes.append(("Name", "inactive", "Dieser Träger ist stillgelegt und bleibt es."))
    if traeger is not None and traeger.name != told["name"]:
        notes.append(("Name", "renamed", f"Bisher heißt er „{traeger.name}“."))
    plan.warnings.extend(LineFault(row.line, column, code, text) for column, code, text in notes)
