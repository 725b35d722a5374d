"""How a service lets its questions be asked for a day that is over, and tells where its log stood."""

from collections.abc import Callable
from typing import Any

import marshmallow as ma

from shared.asof import positions
from shared.asof.forms import PositionAtAnswer, PositionAtSchema, asking, told
from shared.asof.looking import May, everybody, looking_back
from shared.call import Call
from shared.canonical import Json
from shared.engine import Engine
from shared.wire import internal, query


def query_as_of(
    request: type[ma.Schema], summary: str, answers: type[ma.Schema], may: May = everybody
) -> Callable[[Callable[..., Json]], Any]:
    """Make a method that only reads, for now or (from those who may) for a day that is over."""

    def decorate(ask: Callable[..., Json]) -> Any:
        return query(asking(request), summary, told(answers))(looking_back(ask, may))

    return decorate


def internal_as_of(
    request: type[ma.Schema], summary: str, answers: type[ma.Schema]
) -> Callable[[Callable[..., Json]], Any]:
    """Make a method for other services, which answers for now or for a day that is over."""

    def decorate(ask: Callable[..., Json]) -> Any:
        return internal(asking(request), summary, told(answers))(looking_back(ask, everybody))

    return decorate


class Standing:
    """The method of all services; a service inherits it."""

    kernel: Any

    @query(PositionAtSchema, "Nennt den Stand des Protokolls an einem Tag", PositionAtAnswer)
    def position_at(self, _call: Call, asked: Json) -> Json:
        """Return {position, root}: at the end of a day, at a position, or now.

        With both, the position must have been reached by then. Raises Refused `position-unknown`.
        """
        kernel: Engine = self.kernel
        with kernel.pool.connection() as conn:
            return positions.found(conn, kernel, asked["day"], asked["position"])
