"""What is told of shifts between lines."""

from typing import get_args

import marshmallow as ma

from services.reporting.events import ShiftOutcome
from shared.fields import Choice, Day, Identifier, Items, Line, Money, Part
from shared.methods import AnswerSchema

LIST_MAX = 10_000
TEXT_MAX = 1_000_000


class LineShiftAnswer(AnswerSchema):
    """A shift was asked for, or decided."""

    project_id = Identifier(required=True)
    request_id = Identifier(required=True)


class MoveTold(ma.Schema):
    """So much more for a line or, below zero, less."""

    line = Line(most=TEXT_MAX, required=True)
    amount = Money(negative=True, required=True)


class LineShiftTold(ma.Schema):
    """A shift with its reasons; `outcome` is null until somebody has decided."""

    request_id = Identifier(required=True)
    moves = Items(Part(MoveTold), most=LIST_MAX, required=True)
    reason = Line(most=TEXT_MAX, required=True, allow_none=True)
    requested_on = Day(required=True)
    outcome = Choice(*get_args(ShiftOutcome), required=True, allow_none=True)
    decided_on = Day(required=True, allow_none=True)
    decided_because = Line(most=TEXT_MAX, required=True, allow_none=True)


class PlannedLineTold(ma.Schema):
    """What a line has, with all that was shifted."""

    line = Line(most=TEXT_MAX, required=True)
    planned = Money(required=True)


class LineShiftsAnswer(ma.Schema):
    """The lines of a plan as they stand, and each shift in the order in which they were asked for."""

    project_id = Identifier(required=True)
    lines = Items(Part(PlannedLineTold), most=LIST_MAX, required=True)
    shifts = Items(Part(LineShiftTold), most=LIST_MAX, required=True)
