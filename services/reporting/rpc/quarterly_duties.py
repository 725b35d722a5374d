"""What the WJH owes each quarter, planned as soon as the quarter is over."""

from dataclasses import replace

from services.reporting import commands, sozialraeume
from services.reporting.quarters.owed import owed
from services.reporting.rpc.common import Reporting, act, duty_stream
from shared.call import Call
from shared.engine import Engine
from shared.writer import Turn


class QuarterlyDuties(Reporting):
    """For each Sozialraum there are figures of each quarter, also where nobody thinks of them."""

    def plan_quarterly(self, me: Call) -> None:
        """Plan what is owed and is not planned yet; again and again to no effect."""
        kernel: Engine = self.kernel
        policies = self.policies()
        with kernel.pool.connection() as conn:
            since = sozialraeume.all_since(conn)
            due = [it for area, day in since.items() for it in owed(area, day, me.today)]
            names = [duty_stream(it.duty_id) for it in due]
            found = kernel.log.read(conn, *names) if names else {}
        for it in due:
            if not found[duty_stream(it.duty_id)].version:
                self._plan_quarter(me, it.plan(policies, self.land))

    def _plan_quarter(self, me: Call, plan: commands.OweQuarter) -> None:
        kernel: Engine = self.kernel
        call = replace(
            kernel.own_call(kernel.context(), me.now), method="remind", command_id=plan.duty_id
        )

        def decide(turn: Turn) -> None:
            act(turn, plan, call.today)

        kernel.writer.execute(call, [duty_stream(plan.duty_id)], decide)
