"""States the control totals of the ledger: once a day if something moved, and before a checkpoint."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final
from uuid import NAMESPACE_OID, uuid5

from services.funding import events
from services.funding.rpc.common import Funding, year_of
from services.funding.totals import totals
from shared.database import Conn
from shared.engine import Engine
from shared.wire import every
from shared.writer import Turn

STREAM: Final = "totals-ledger"
LOOK_SECONDS: Final = 3600

_SEALED: Final = """
    select s.position, e.stream, convert_to(e.line, 'UTF8')
    from event e join sealed s on s.id = e.id where e.stream = any(%s) order by s.position"""


class Totals(Funding):
    """The sums that an audit holds against a replay of the ledger."""

    @every(LOOK_SECONDS)
    def state_totals_daily(self) -> None:
        """State them if this day has none yet."""
        kernel: Engine = self.kernel
        now, _ = kernel.clock.read(None)
        with kernel.pool.connection() as conn:
            row = conn.execute(
                "select line::jsonb ->> 'occurred_at' from event where stream = %s"
                " order by version desc limit 1",
                [STREAM],
            ).fetchone()
        if row is None or row[0][:10] < now.date().isoformat():
            self.record_control()

    def record_control(self) -> None:
        """State the totals as far as the log is sealed; nothing where no year moved since."""
        kernel: Engine = self.kernel
        with kernel.pool.connection() as conn:
            position, histories = self._histories(conn)
        if not position:
            return
        now, _ = kernel.clock.read(None)
        call = replace(
            kernel.own_call(kernel.context(), now),
            method="state_totals",
            command_id=str(uuid5(NAMESPACE_OID, f"{kernel.settings.district} totals {position}")),
        )

        def decide(turn: Turn) -> None:
            stated: Sequence[events.TotalsStated] = turn.histories[STREAM].events
            if not stated or stated[-1].position < position:
                turn.add(STREAM, [events.TotalsStated(position, totals(histories))])

        kernel.writer.execute(call, [STREAM], decide)

    def _histories(self, conn: Conn) -> tuple[int, dict[int, list[Any]]]:
        """Return the position of the last booking that has one, and the bookings of each year."""
        kernel: Engine = self.kernel
        found: defaultdict[int, list[Any]] = defaultdict(list)
        last = 0
        rows = conn.execute(_SEALED, [self.budget_streams(conn)], binary=True)
        for position, stream, line in rows:
            found[year_of(stream)].append(kernel.log.decode(line))
            last = position
        return last, dict(found)
