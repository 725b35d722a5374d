"""What is asked about book years, and what is answered."""

from typing import Final

import marshmallow as ma

from shared.bookyear.closing import CloseBookYear
from shared.clock import FIRST_YEAR, LAST_YEAR
from shared.fields import Day, Identifier, Items, Line, Part, Whole
from shared.form import CommandSchema
from shared.methods import AnswerSchema

LISTED_MAX: Final = LAST_YEAR - FIRST_YEAR + 1


class CloseBookYearSchema(CommandSchema):
    """The form of `CloseBookYear`: where the year ends the log knows."""

    makes = CloseBookYear

    year = Whole(FIRST_YEAR, LAST_YEAR, required=True)


class CloseBookYearAnswer(AnswerSchema):
    """The year, the last position that was recorded by its end, and the root up to there."""

    year = Whole(required=True)
    last_position = Whole(required=True)
    root = Line(required=True)


class BookYearSchema(ma.Schema):
    """One closed year: its end, who closed it, and when."""

    year = Whole(required=True)
    last_position = Whole(required=True)
    root = Line(required=True)
    ended_at = Line(required=True)
    closed_on = Day(required=True)
    by = Identifier(required=True)


class BookYearsAnswer(ma.Schema):
    """All closed years, the newest last."""

    book_years = Items(Part(BookYearSchema), most=LISTED_MAX, required=True)
