"""The forms of shifts between lines."""

from typing import Any, Final, get_args

import marshmallow as ma

from services.reporting import commands
from services.reporting.events import LineMove, ShiftOutcome
from shared.canonical import Json
from shared.faults import said
from shared.form import (
    Choice,
    CommandSchema,
    Form,
    Identifier,
    Items,
    Line,
    Money,
    Part,
    QuerySchema,
    Text,
)
from shared.guideline.forms import CaseFreeSchema

LINE_MAX: Final = 300
MOVES_MAX: Final = 100
REASON_MAX: Final = 10_000


class LineMoveSchema(Form):
    """So much more for a line of the plan or, below zero, less."""

    makes = LineMove

    line = Line(LINE_MAX, required=True)
    amount = Money(negative=True, required=True)

    def made(self, data: Json) -> Any:
        """Inside, cents say so in their name."""
        return LineMove(data["line"], data["amount"])


class RequestLineShiftSchema(CaseFreeSchema):
    """The form of `RequestLineShift`: which lines give, which get."""

    makes = commands.RequestLineShift

    project_id = Identifier(required=True)
    moves = Items(Part(LineMoveSchema), 2, MOVES_MAX, required=True)
    reason = Text(REASON_MAX, required=True)

    @ma.validates_schema
    def each_line_once(self, data: Json, **_: Any) -> None:
        """A line gives or gets."""
        names = [it.line for it in data["moves"]]
        errors = []
        if len(names) != len(set(names)):
            errors.append(said("line-twice", "Eine Zeile steht doppelt da."))
        if not all(it.amount_ct for it in data["moves"]):
            errors.append(said("nothing-moved", "Hier wird nichts verschoben."))
        if errors:
            raise ma.ValidationError({"moves": errors})


class DecideLineShiftSchema(CommandSchema):
    """The form of `DecideLineShift`."""

    makes = commands.DecideLineShift

    project_id = Identifier(required=True)
    request_id = Identifier(required=True)
    outcome = Choice(*get_args(ShiftOutcome), required=True)
    reason = Text(REASON_MAX, required=True)


class LineShiftsSchema(QuerySchema):
    """One project."""

    project_id = Identifier(required=True)
