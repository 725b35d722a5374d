"""Reminders: looked for again and again, each sent once however many processes look.

The list says of which duties somebody is to be reminded, the stream of each whether that has been
done: an outdated list, two replicas or a restart make no second reminder. A reminder is an event,
and a task of those whom it concerns; where the house sends mails, one is written down with it.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid5

import structlog

from services.reporting import commands, events
from services.reporting.duties import answers, mails, reminder_mail, schedule
from services.reporting.duties import listing as duty_list
from services.reporting.rpc.common import act, duty_stream
from services.reporting.rpc.duties import DUTIES
from services.reporting.rpc.follow_up_duties import FollowUpDuties
from services.reporting.rpc.onboarding import Onboarding
from services.reporting.rpc.quarterly_duties import QuarterlyDuties
from services.reporting.rpc.yearly import YearlyDuties
from shared.call import Call
from shared.canonical import Json
from shared.database import Conn
from shared.engine import Engine
from shared.kernel_forms import EmptySchema
from shared.refusal import Refused
from shared.wire import every, operator
from shared.writer import Turn

log = structlog.get_logger(__name__)

LOOK_SECONDS: Final = 600


class Reminding(YearlyDuties, QuarterlyDuties, Onboarding, FollowUpDuties):
    """Somebody is reminded of each duty whose day comes near or has passed."""

    @every(LOOK_SECONDS)
    def look(self) -> None:
        """Send what is to be sent today."""
        now, _ = self.kernel.clock.read(None)
        self._send(now)

    @operator(EmptySchema, "Erinnert an alles, was heute zu erinnern ist", answers.RemindedAnswer)
    def remind(self, call: Call, _asked: Json) -> Json:
        """Return {reminded}: how many duties were reminded of or told as late."""
        return {"reminded": self._send(call.now)}

    def _send(self, now: datetime) -> int:
        kernel: Engine = self.kernel
        me = kernel.own_call(kernel.context(), now)
        self.plan_yearly(me)
        self.plan_quarterly(me)
        self.plan_onboarding(me)
        self.plan_follow_ups(me)
        latest = me.today + timedelta(days=schedule.AHEAD_DAYS_MAX)
        found = kernel.read_models.ask(DUTIES.name, lambda conn: duty_list.open_until(conn, latest))
        return sum(self._tell(me, it) for it in found if self._is_due(it, me))

    def _is_due(self, listed: Json, me: Call) -> bool:
        due_on = listed["due_on"]
        reminder = schedule.reminder_for(due_on, me.today, self.land)
        untold = due_on < me.today and not listed["told_overdue"]
        return untold or (reminder is not None and schedule.is_later(reminder, listed["reminded"]))

    def _tell(self, me: Call, listed: Json) -> bool:
        """Send what one duty asks for; one that cannot be written now is left to the next look."""
        duty_id, kernel = listed["duty_id"], self.kernel
        name = f"remind {listed['due_on']} {me.today}"
        call = replace(
            kernel.own_call(kernel.context(), me.now),
            method="remind",
            command_id=str(uuid5(UUID(duty_id), name)),
        )

        def decide(turn: Turn) -> None:
            made = act(turn, commands.RemindOfDuty(duty_id, self.land), call.today)
            if listed["kind"] in reminder_mail.OWED:
                turn.beside += self._mails(made, me.now)

        try:
            answer = kernel.writer.execute(call, [duty_stream(duty_id)], decide)
        except Refused as refused:
            log.warning("reminder_waits", duty_id=duty_id, code=refused.code)
            return False
        return bool(answer["event_ids"])

    def _mails(self, made: Sequence[object], now: datetime) -> list[Callable[[Conn], None]]:
        settings = self.kernel.settings.mail
        if settings is None:
            return []
        reminded = [it for it in made if isinstance(it, events.DutyReminded)]
        return [mails.noting(it, settings.domain, now) for it in reminded]
