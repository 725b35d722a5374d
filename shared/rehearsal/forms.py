"""What is asked for when a read model is rehearsed and accepted, and what is answered."""

from dataclasses import dataclass

import marshmallow as ma

from shared.fields import Items, Line, Part, Whole
from shared.form import CommandSchema
from shared.methods import AnswerSchema

DIGEST_CHARACTERS = 64


@dataclass(frozen=True, slots=True)
class AcceptReadModel:
    """Lesemodell übernehmen: this generation, with exactly the differences of this digest."""

    read_model: str
    generation: str
    digest: str


class AcceptReadModelSchema(CommandSchema):
    """The form of `AcceptReadModel`: what `rehearse` answered."""

    makes = AcceptReadModel

    read_model = Line(required=True)
    generation = Line(required=True)
    digest = Line(DIGEST_CHARACTERS, required=True)


class DifferenceSchema(ma.Schema):
    """One row: as it is shown, and as it was built anew; null where there is none."""

    table = Line(required=True)
    key = Line(required=True)
    live = Line(required=True, allow_none=True)
    built = Line(required=True, allow_none=True)


class RehearsedAnswer(ma.Schema):
    """What was built beside the live one, how far, and in what it differs (the first rows of it)."""

    read_model = Line(required=True)
    generation = Line(required=True)
    positions = ma.fields.Dict(keys=Line(), values=Whole(), required=True)
    rows = Whole(required=True)
    total = Whole(required=True)
    digest = Line(DIGEST_CHARACTERS, required=True)
    differences = Items(Part(DifferenceSchema), required=True)


class AcceptedAnswer(AnswerSchema):
    """The generation that answers now."""

    generation = Line(required=True)
