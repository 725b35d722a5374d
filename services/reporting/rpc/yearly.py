"""What the steering group and the UAG owe each year, planned as soon as the year has come."""

from dataclasses import replace

from services.reporting.rpc.bodies import BodyReading
from services.reporting.rpc.common import act, duty_stream
from services.reporting.steering.yearly import OWED, OwedYearly, owed
from shared.call import Call
from shared.engine import Engine
from shared.writer import Turn


class YearlyDuties(BodyReading):
    """A body to which somebody belongs meets once a year at least, also where nobody plans it."""

    def plan_yearly(self, me: Call) -> None:
        """Plan what is owed this year and is not planned yet; again and again to no effect."""
        for body in OWED:
            if self.group(body).on(me.today):
                for it in owed(body, me.today.year):
                    if self.duty_of(it) is None:
                        self._plan_duty(me, it)

    def _plan_duty(self, me: Call, it: OwedYearly) -> None:
        kernel: Engine = self.kernel
        name = duty_stream(it.duty_id)
        call = replace(
            kernel.own_call(kernel.context(), me.now), method="remind", command_id=it.duty_id
        )

        def decide(turn: Turn) -> None:
            act(turn, it.plan, call.today)

        kernel.writer.execute(call, [name], decide)
