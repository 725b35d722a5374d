"""What is asked for proofs of the log."""

from typing import Final

from shared.fields import Whole, YesNo
from shared.form import QuerySchema

SIZE_MAX: Final = 2**53 - 1


class CheckpointSchema(QuerySchema):
    """The newest checkpoint, that of a size, or a fresh one over all that has a position."""

    size = Whole(1, SIZE_MAX, load_default=None)
    fresh = YesNo(load_default=False)


class InclusionSchema(QuerySchema):
    """An event by its position, and the size of the log in which it shall lie (default: all of it)."""

    position = Whole(1, SIZE_MAX, required=True)
    size = Whole(1, SIZE_MAX, load_default=None)


class ConsistencySchema(QuerySchema):
    """An earlier size of the log, and a later one (default: all of it)."""

    old_size = Whole(1, SIZE_MAX, required=True)
    size = Whole(1, SIZE_MAX, load_default=None)
