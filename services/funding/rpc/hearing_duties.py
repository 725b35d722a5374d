"""What is heard of reporting: an overdue report blocks payments until it is there."""

from services.funding import commands, duties
from services.funding import heard_duties as heard
from services.funding.project_payments import PAYMENTS
from services.funding.rpc.common import Funding, payments_stream
from shared.form import load
from shared.service import Effect
from shared.wire import hears
from shared.writer import Turn


class HearingDuties(Funding):
    """Payments wait for reports. The block stands in the stream that each payment must pass."""

    @hears("reporting", "duty_planned")
    def on_duty_planned(self, effect: Effect) -> None:
        """What is owed is known."""
        told = load(heard.PlannedSchema, effect.data)
        duties.keep(effect.conn, told["duty_id"], told["kind"], told["year"])

    @hears("reporting", "interim_report_requested")
    def on_interim_report_requested(self, effect: Effect) -> None:
        """Answers are owed like a report."""
        told = load(heard.RequestedSchema, effect.data)
        duties.keep(effect.conn, told["duty_id"], "interim-report", told["requested_on"].year)

    @hears("reporting", "duty_overdue")
    def on_duty_overdue(self, effect: Effect) -> None:
        """Nothing is released or ordered any more. What is under way is not called back."""
        told = load(heard.OverdueSchema, effect.data)
        known = duties.find(effect.conn, told["duty_id"])
        kind = next((it for it in duties.BLOCKING if it == known.kind), None)
        if kind is None:
            return
        self._decide(
            effect,
            commands.BlockPayments(
                told["project_id"], told["duty_id"], kind, known.year, told["due_on"]
            ),
        )

    @hears("reporting", "duty_replanned")
    def on_duty_replanned(self, effect: Effect) -> None:
        """There is time until another day."""
        told = load(heard.ReplannedSchema, effect.data)
        duties.move(effect.conn, told["duty_id"], told["year"])
        self._lift(effect)

    @hears("reporting", "duty_fulfilled")
    def on_duty_fulfilled(self, effect: Effect) -> None:
        """The report is there."""
        self._lift(effect)

    @hears("reporting", "duty_dropped")
    def on_duty_dropped(self, effect: Effect) -> None:
        """The report is not owed any more."""
        self._lift(effect)

    def _lift(self, effect: Effect) -> None:
        told = load(heard.DoneSchema, effect.data)
        self._decide(effect, commands.UnblockPayments(told["project_id"], told["duty_id"]))

    def _decide(self, effect: Effect, command: commands.PaymentCommand) -> None:
        mine = payments_stream(command.project_id)

        def decide(turn: Turn) -> None:
            turn.add(mine, PAYMENTS.decide(command, turn.state(PAYMENTS, mine), effect.today))

        effect.write([mine], decide)
