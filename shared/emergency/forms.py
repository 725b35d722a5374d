"""What is asked about emergency access, and what is answered."""

import marshmallow as ma

from shared.emergency.glass import HOURS_MAX, BreakGlass
from shared.fields import Identifier, Items, Line, Part, Text, Whole
from shared.form import CommandSchema
from shared.methods import AnswerSchema

REASON_MAX = 2_000


class BreakGlassSchema(CommandSchema):
    """The form of `BreakGlass`: as which role one wants to read, why, and for how many hours."""

    makes = BreakGlass

    role = Line(required=True)
    reason = Text(REASON_MAX, required=True)
    hours = Whole(1, HOURS_MAX, required=True)


class BreakGlassAnswer(AnswerSchema):
    """The access that was opened, and until when (UTC)."""

    access_id = Identifier(required=True)
    until = Line(required=True)


class UseSchema(ma.Schema):
    """One question that was answered: which method, the ids it named, and when (UTC)."""

    method = Line(required=True)
    ids = Items(Identifier(), required=True)
    used_at = Line(required=True)


class EmergencySchema(ma.Schema):
    """One emergency access: who took it in which role to read as which, why, and what was read."""

    access_id = Identifier(required=True)
    by = Identifier(required=True)
    own_role = Line(required=True)
    role = Line(required=True)
    reason = Text(required=True, allow_none=True)
    opened_at = Line(required=True)
    until = Line(required=True)
    uses = Items(Part(UseSchema), required=True)


class EmergenciesAnswer(ma.Schema):
    """All emergency access that was ever taken in this service, the newest last."""

    emergencies = Items(Part(EmergencySchema), required=True)
