"""What is asked for proofs of the log."""

from typing import Final

import marshmallow as ma

from shared.fields import Line, Lines, Whole, YesNo
from shared.form import QuerySchema

SIZE_MAX: Final = 2**53 - 1
NOTE_MAX: Final = 10_000


class CheckpointSchema(QuerySchema):
    """The newest checkpoint, that of a size, the newest with a witness, or a fresh one over all.

    only_keys  no checkpoint: keys are there before the first event
    """

    size = Whole(1, SIZE_MAX, load_default=None)
    fresh = YesNo(load_default=False)
    cosigned = YesNo(load_default=False)
    only_keys = YesNo(load_default=False)


class KeepCosignatureSchema(QuerySchema):
    """A checkpoint with the signature of a witness under it, and the public key of that witness."""

    note = Lines(NOTE_MAX, required=True)
    witness = Line(required=True)


class CosignatureAnswer(ma.Schema):
    """How many events the witness has signed for; no event tells of it."""

    size = Whole(required=True)


class InclusionSchema(QuerySchema):
    """An event by its position, and the size of the log in which it shall lie (default: all of it)."""

    position = Whole(1, SIZE_MAX, required=True)
    size = Whole(1, SIZE_MAX, load_default=None)


class ConsistencySchema(QuerySchema):
    """An earlier size of the log, and a later one (default: all of it)."""

    old_size = Whole(1, SIZE_MAX, required=True)
    size = Whole(1, SIZE_MAX, load_default=None)
