"""What is owed of projects that are over: to say what of their effect has lasted."""

from dataclasses import replace

from services.reporting import commands
from services.reporting.quality import model
from services.reporting.quality.follow_up import of_project
from services.reporting.rpc.common import act, duty_stream
from services.reporting.rpc.quality import Qualities
from shared.call import Call
from shared.engine import Engine
from shared.writer import Turn


class FollowUpDuties(Qualities):
    """Each project that has ended is asked again, also where nobody thinks of it any more."""

    def plan_follow_ups(self, me: Call) -> None:
        """Plan what is owed and is not planned yet; again and again to no effect."""
        kernel: Engine = self.kernel
        everywhere = {"everywhere": True, "sozialraeume": [], "own_traeger_id": None}
        ended = self.of_model(lambda conn: model.ended(conn, {**everywhere, "today": me.today}))
        due = [
            each
            for it in ended
            for each in of_project(it["project_id"], it["ends_on"])
            if each.months not in it["asked_again"] and each.is_to_be_planned(me.today)
        ]
        with kernel.pool.connection() as conn:
            names = [duty_stream(it.duty_id) for it in due]
            found = kernel.log.read(conn, *names) if names else {}
        for it in due:
            if not found[duty_stream(it.duty_id)].version:
                self._plan_follow_up(me, it.plan(self.land))

    def _plan_follow_up(self, me: Call, plan: commands.PlanDuty) -> None:
        kernel: Engine = self.kernel
        call = replace(
            kernel.own_call(kernel.context(), me.now), method="remind", command_id=plan.duty_id
        )

        def decide(turn: Turn) -> None:
            act(turn, plan, call.today)

        kernel.writer.execute(call, [duty_stream(plan.duty_id)], decide)
