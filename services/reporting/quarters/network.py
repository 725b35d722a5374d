"""A table as a network: how far a hidden number can move while all that is shown stays. Pure.

Numbers that add up are flows: what goes into a node comes out of it. If a hidden number changes, so
must others around a circle of hidden numbers; hence nobody can know it better than the circles
allow, and what they allow is a maximal flow. All values are whole and none is below zero.
"""

from collections import deque
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count

Node = Hashable
Step = tuple[int, bool]
"""Through which edge, and whether along it (its value grows) or against it (it shrinks)."""


@dataclass(slots=True)
class Edge:
    """A number that flows from a node to another one.

    least  the smallest of its values, in whatever versions it was told: so far it can shrink
    free   it is hidden wherever it was told
    price  what it costs to hide it; None: it is shown somewhere for good, or must stay
    """

    name: Hashable
    tail: Node
    head: Node
    least: int
    free: bool
    price: int | None = None


@dataclass(slots=True)
class Network:
    """Edges, found by name and by node."""

    edges: list[Edge] = field(default_factory=list)
    at: dict[Node, list[int]] = field(default_factory=dict)
    names: dict[Hashable, int] = field(default_factory=dict)

    def add(self, edge: Edge) -> None:
        """Add an edge."""
        number = len(self.edges)
        self.edges.append(edge)
        self.names[edge.name] = number
        self.at.setdefault(edge.tail, []).append(number)
        self.at.setdefault(edge.head, []).append(number)

    def room(self, name: Hashable, enough: int) -> int:
        """Return how many values a number could have besides its own, at most `enough`."""
        edge = self._edge(name)
        if not edge.free:
            return 0
        down = self._flow(edge, up=False, enough=min(edge.least, enough))
        return min(enough, down + self._flow(edge, up=True, enough=enough - down))

    def protect(self, name: Hashable, enough: int) -> list[Hashable] | None:
        """Hide what must be hidden besides, as cheaply as may be; None: nothing would be enough."""
        edge, hidden = self._edge(name), []
        if not edge.free:
            return None
        down = self._flow(edge, up=False, enough=min(edge.least, enough))
        up, more = self._widen(edge, up=True, enough=enough - down)
        hidden += more
        if up + down < enough:
            down, more = self._widen(edge, up=False, enough=min(edge.least, enough - up))
            hidden += more
        return hidden if up + down >= enough else None

    def _edge(self, name: Hashable) -> Edge:
        return self.edges[self.names[name]]

    def _flow(self, edge: Edge, *, up: bool, enough: int) -> int:
        return _Flow(self, edge, up=up).push(enough)

    def _widen(self, edge: Edge, *, up: bool, enough: int) -> tuple[int, list[Hashable]]:
        """Push as much as is asked for; where it does not fit, hide what lies on the cheapest way."""
        flow, hidden = _Flow(self, edge, up=up), []
        pushed = flow.push(enough)
        while pushed < enough:
            way = flow.cheapest(enough - pushed) or flow.cheapest(1)
            if way is None:
                break
            for number, _ in way:
                if not self.edges[number].free:
                    self.edges[number].free = True
                    hidden.append(self.edges[number].name)
            pushed += flow.push(enough - pushed)
        return pushed, hidden


class _Flow:
    """What is pushed around an edge, from its one end to its other, without going through it."""

    def __init__(self, network: Network, edge: Edge, *, up: bool) -> None:
        self.network, self.edge = network, edge
        self.source, self.sink = (edge.head, edge.tail) if up else (edge.tail, edge.head)
        self.change: dict[int, int] = {}

    def push(self, enough: int) -> int:
        """Push through free edges, at most so much in all; return how much."""
        pushed = 0
        while pushed < enough:
            way = self._shortest()
            if way is None:
                break
            amount = min([enough - pushed, *(it for it in self._limits(way) if it is not None)])
            for number, along in way:
                moved = amount if along else -amount
                self.change[number] = self.change.get(number, 0) + moved
            pushed += amount
        return pushed

    def _limit(self, number: int, *, along: bool) -> int | None:
        """Return how far an edge can still move; None: as far as one likes."""
        if along:
            return None
        return self.network.edges[number].least + self.change.get(number, 0)

    def _limits(self, way: Iterable[Step]) -> Iterable[int | None]:
        return (self._limit(number, along=along) for number, along in way)

    def _steps(self, node: Node) -> Iterable[tuple[int, bool, Node]]:
        for number in self.network.at.get(node, ()):
            edge = self.network.edges[number]
            if edge is self.edge:
                continue
            along = edge.tail == node
            yield number, along, edge.head if along else edge.tail

    def _shortest(self) -> list[Step] | None:
        """Return a way of the fewest free edges."""
        came: dict[Node, tuple[Node, Step] | None] = {self.source: None}
        waiting = deque([self.source])
        while waiting:
            node = waiting.popleft()
            if node == self.sink:
                return _way(came, node)
            for number, along, to in self._steps(node):
                is_open = self.network.edges[number].free and self._limit(number, along=along) != 0
                if is_open and to not in came:
                    came[to] = node, (number, along)
                    waiting.append(to)
        return None

    def cheapest(self, amount: int) -> list[Step] | None:
        """Return the way that costs least to hide and lets an amount pass."""
        order = count()
        came: dict[Node, tuple[Node, Step] | None] = {}
        waiting: list[tuple[int, int, Node, tuple[Node, Step] | None]] = []
        heappush(waiting, (0, next(order), self.source, None))
        while waiting:
            paid, _, node, last = heappop(waiting)
            if node in came:
                continue
            came[node] = last
            if node == self.sink:
                return _way(came, node)
            for number, along, to in self._steps(node):
                edge, limit = self.network.edges[number], self._limit(number, along=along)
                price = 0 if edge.free else edge.price
                if price is not None and to not in came and (limit is None or limit >= amount):
                    heappush(waiting, (paid + price, next(order), to, (node, (number, along))))
        return None


def _way(came: dict[Node, tuple[Node, Step] | None], node: Node) -> list[Step]:
    way: list[Step] = []
    while (last := came[node]) is not None:
        node, step = last
        way.append(step)
    return way[::-1]
