"""New staff of the WJH: heard of, owed an introduction into the concept, introduced."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid5

from services.reporting import commands
from services.reporting.duties.duty import DUTY, Duty
from services.reporting.heard_people import MemberJoinedSchema, MemberLeftSchema
from services.reporting.onboarding import answers, forms, members, refusals
from services.reporting.onboarding.owed import duty_id_of, newcomer
from services.reporting.rpc.common import Reporting, act, duty_stream
from shared.call import Call
from shared.canonical import Json
from shared.engine import Engine
from shared.form import load
from shared.kernel_forms import EmptySchema
from shared.service import Effect
from shared.wire import command, hears, query
from shared.writer import Turn

FOR_THE_WJH = "wjh"


class Onboarding(Reporting):
    """Who comes to the WJH gets to know the concept, and somebody says that it was so."""

    @hears("projects", "member_joined")
    def on_member_joined(self, effect: Effect) -> None:
        """Somebody works for the WJH, from a day on."""
        told = load(MemberJoinedSchema, effect.data)
        if told["part"] == FOR_THE_WJH:
            members.note_joined(effect.conn, told, effect.today)

    @hears("projects", "member_left")
    def on_member_left(self, effect: Effect) -> None:
        """Somebody does so until a day, and no longer."""
        members.note_left(effect.conn, load(MemberLeftSchema, effect.data))

    @command(
        forms.ConfirmOnboardingSchema,
        "Bestätigen, dass jemand Neues in der WJH eingearbeitet ist",
        answers.OnboardingAnswer,
    )
    def confirm_onboarding(self, call: Call, asked: commands.ConfirmOnboarding) -> Json:
        """Fulfil the duty, also before anybody has planned it. Return {duty_id, person_id}.

        Raises Refused `no-onboarding-owed`, `onboarding-not-on-that-day`,
        `onboarding-already-confirmed`.
        """
        kernel: Engine = self.kernel
        person_id, duty_id = asked.person_id, duty_id_of(asked.person_id)
        with kernel.pool.connection() as conn:
            known = members.of_each(conn).get(person_id, [])
        new = newcomer(person_id, known, call.today)
        plan = None if new is None else new.owe(self.policies(), self.land)

        def decide(turn: Turn) -> Json:
            duty = turn.state(DUTY, duty_stream(duty_id))
            owed = DUTY.decide(plan, duty, call.today) if plan is not None else []
            for event in owed:
                duty = DUTY.evolve(duty, event)
            if duty is None:
                raise refusals.no_onboarding_owed()
            full = replace(asked, duty_id=duty_id, by=turn.actor)
            turn.add(duty_stream(duty_id), [*owed, *DUTY.decide(full, duty, call.today)])
            return {"duty_id": duty_id, "person_id": person_id}

        answer: Json = kernel.writer.execute(call, [duty_stream(duty_id)], decide)
        return answer

    @query(
        EmptySchema,
        "Listet, wer neu in der WJH ist und eingearbeitet wird",
        answers.OnboardingsAnswer,
    )
    def list_onboardings(self, call: Call, _asked: Json) -> Json:
        """Return {onboardings}: each that was ever owed, also of who has left since."""
        kernel: Engine = self.kernel
        with kernel.pool.connection() as conn:
            duties = self._duties(conn, [*members.of_each(conn)])
        told = [_told(it, call) for it, _ in duties.values() if it is not None]
        return {"onboardings": sorted(told, key=lambda it: (it["due_on"], it["person_id"]))}

    def plan_onboarding(self, me: Call) -> None:
        """Owe what is owed today and drop what is not any more; again and again to no effect."""
        kernel: Engine = self.kernel
        policies = self.policies()
        with kernel.pool.connection() as conn:
            known = members.of_each(conn)
            duties = self._duties(conn, [*known])
        for person_id, theirs in known.items():
            duty, version = duties[person_id]
            new = newcomer(person_id, theirs, me.today)
            follows = (
                commands.DropDuty(duty_id_of(person_id), "left")
                if new is None
                else new.owe(policies, self.land)
            )
            if DUTY.decide(follows, duty, me.today):
                self._carry_out(me, follows, version)

    def _carry_out(
        self, me: Call, it: commands.OweOnboarding | commands.DropDuty, version: int
    ) -> None:
        kernel: Engine = self.kernel
        command_id = str(uuid5(UUID(it.duty_id), f"after {version}"))
        call = replace(
            kernel.own_call(kernel.context(), me.now), method="remind", command_id=command_id
        )

        def decide(turn: Turn) -> None:
            act(turn, it, call.today)

        kernel.writer.execute(call, [duty_stream(it.duty_id)], decide)

    def _duties(self, conn: Any, person_ids: list[str]) -> dict[str, tuple[Duty | None, int]]:
        """Return the duties to introduce these persons, and how long their histories are."""
        names = {it: duty_stream(duty_id_of(it)) for it in person_ids}
        found = self.kernel.log.read(conn, *names.values()) if names else {}
        return {
            it: (DUTY.fold(found[name].events), found[name].version) for it, name in names.items()
        }


def _told(duty: Duty, call: Call) -> Json:
    assert duty.onboarding is not None, "No other duty has this id."
    owed, confirmed = duty.onboarding.owed, duty.onboarding.confirmed
    return {
        "duty_id": duty.duty_id,
        "person_id": owed.person_id,
        "began_on": owed.began_on.isoformat(),
        "due_on": duty.due_on.isoformat(),
        "standing": duty.standing,
        "overdue": duty.standing == "open" and duty.due_on < call.today,
        "held_on": confirmed.held_on.isoformat() if confirmed else None,
        "confirmed_by": confirmed.by if confirmed else None,
        "confirmed_on": confirmed.confirmed_on.isoformat() if confirmed else None,
    }
