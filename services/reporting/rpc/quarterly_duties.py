"""What the WJH owes each quarter, planned as soon as the quarter is over."""

from dataclasses import replace

from services.reporting import sozialraeume
from services.reporting.quarters.owed import OwedQuarter, owed
from services.reporting.rpc.common import Reporting, act, duty_stream
from shared.call import Call
from shared.engine import Engine
from shared.writer import Turn


class QuarterlyDuties(Reporting):
    """For each Sozialraum there are figures of each quarter, also where nobody thinks of them."""

    def plan_quarterly(self, me: Call) -> None:
        """Plan what is owed and is not planned yet; again and again to no effect."""
        kernel: Engine = self.kernel
        with kernel.pool.connection() as conn:
            since = sozialraeume.all_since(conn)
            due = [it for area, day in since.items() for it in owed(area, day, me.today)]
            names = [duty_stream(it.duty_id) for it in due]
            found = kernel.log.read(conn, *names) if names else {}
        for it in due:
            if not found[duty_stream(it.duty_id)].version:
                self._plan_quarter(me, it)

    def _plan_quarter(self, me: Call, it: OwedQuarter) -> None:
        kernel: Engine = self.kernel
        call = replace(
            kernel.own_call(kernel.context(), me.now), method="remind", command_id=it.duty_id
        )

        def decide(turn: Turn) -> None:
            act(turn, it.plan(self.land), call.today)

        kernel.writer.execute(call, [duty_stream(it.duty_id)], decide)
