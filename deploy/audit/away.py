"""Parts of a log that are detached: what of them is checked all the same, and what is not."""

from collections.abc import Iterator
from typing import Any, Final

from shared.database import Conn
from shared.verify import Fault

_PARTS: Final = """
    select p.name, min(s.position), max(s.position), count(*)
    from partition p join sealed s on s.id between p.first_id and p.last_id
    where p.detached_at is not null group by p.number, p.name order by p.number"""
_LEFT: Final = """
    select (select coalesce(sum(version), 0) from stream) - (select count(*) from event)"""
# The versions that are there may have gaps, but none stands twice or behind the newest.
_DOUBLED: Final = """
    select max(s.position), e.stream, max(t.version), count(e.id)
    from event e left join sealed s on s.id = e.id left join stream t on t.stream = e.stream
    group by e.stream
    having count(distinct e.version) <> count(e.id)
        or max(e.version) > coalesce(max(t.version), 0) order by 1 limit 20"""


class Away:
    """The detached parts of one log.

    events  how many lie in them
    """

    def __init__(self, conn: Conn) -> None:
        self._conn = conn
        self._parts: list[Any] = conn.execute(_PARTS).fetchall()
        self.events: int = sum(count for *_, count in self._parts)

    def open(self) -> Iterator[str]:
        """Yield what is not checked of them."""
        for name, first, last, count in self._parts:
            yield (
                f"Position {first} bis {last}: Die {count} Ereignisse des abgehängten Teils {name}."
                " Ihre Blätter stehen im Baum, ihr Inhalt wurde nicht geprüft."
            )

    def faults(self, head: int) -> Iterator[Fault]:
        """Yield what is wrong with the versions of streams, as far as that can be seen without them."""
        for position, stream, newest, count in self._conn.execute(_DOUBLED):
            text = f"{stream} soll höchstens {newest} Ereignisse haben und hat {count}."
            yield Fault(position, text)
        ((left,),) = self._conn.execute(_LEFT).fetchall()
        if left != self.events:
            text = f"Den Strömen fehlen {left} Ereignisse, abgehängt sind {self.events}."
            yield Fault(head + 1, text)
