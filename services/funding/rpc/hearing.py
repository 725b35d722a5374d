"""What is heard of projects: facts that were decided there, and what they do to the money."""

from marshmallow import Schema

from services.funding import commands, events, heard, recipients
from services.funding.across import debits
from services.funding.budget import BUDGET, Budget
from services.funding.grant import GRANT
from services.funding.project_payments import PAYMENTS
from services.funding.rpc.common import (
    budget_stream,
    budgets_of,
    grant_stream,
    payments_stream,
    year_of,
)
from services.funding.rpc.hearing_closings import HearingClosings
from services.funding.rpc.planning import plan_anew
from services.funding.rpc.planning import rule as planned_by
from shared.canonical import Json
from shared.form import load
from shared.service import Effect
from shared.wire import hears
from shared.writer import Turn


class Hearing(HearingClosings):
    """Debits, releases and settlements follow from what projects has recorded."""

    @hears("projects", "traeger_registered", 3)
    def on_traeger_registered(self, effect: Effect) -> None:
        """Its name and account are known."""
        recipients.keep_traeger(effect.conn, load(heard.TraegerSchema, effect.data))

    @hears("projects", "traeger_amended", 2)
    def on_traeger_amended(self, effect: Effect) -> None:
        """Pay lists made from now on name the new account."""
        recipients.keep_traeger(effect.conn, load(heard.TraegerSchema, effect.data))

    @hears("projects", "notice_issued")
    def on_notice_issued(self, effect: Effect) -> None:
        """From its posting on, which is the day of its issue unless the desk says other, time runs."""
        told = load(heard.NoticeIssuedSchema, effect.data)
        if told["approval_id"] is None:
            return
        mine = payments_stream(told["project_id"])
        note = commands.NoteNotice(
            told["project_id"], told["approval_id"], told["number"], told["issued_on"]
        )

        def decide(turn: Turn) -> None:
            turn.add(mine, PAYMENTS.decide(note, turn.state(PAYMENTS, mine), effect.today))

        effect.write([mine], decide)

    @hears("projects", "applied", 2)
    def on_applied(self, effect: Effect) -> None:
        """Whose project it is, and how it is called, is known."""
        self._apply(effect)

    @hears("projects", "resubmitted")
    def on_resubmitted(self, effect: Effect) -> None:
        """The newest version says whose project it is."""
        self._apply(effect)

    def _apply(self, effect: Effect) -> None:
        recipients.keep_project(effect.conn, load(heard.AppliedSchema, effect.data))

    @hears("projects", "approved", 2)
    def on_approved(self, effect: Effect) -> None:
        """The reservation becomes the debit of each year, and the grant is remembered."""
        told = load(heard.ApprovedSchema, effect.data)
        recipients.keep_days(effect.conn, told["project_id"], told["start"], told["end"])
        self._debit(effect, told, heard.grant_recorded(told))

    @hears("projects", "extended", 2)
    def on_extended(self, effect: Effect) -> None:
        """What was moved between years or added is debited and freed."""
        self._change(effect, heard.ExtendedSchema)

    @hears("projects", "amended")
    def on_amended(self, effect: Effect) -> None:
        """What was moved between years is debited and freed."""
        self._change(effect, heard.AmendedSchema)

    @hears("projects", "terminated")
    def on_terminated(self, effect: Effect) -> None:
        """The years after the end are free at once; that of the end stays until the settlement."""
        self._change(effect, heard.TerminatedSchema)

    @hears("projects", "revoked")
    def on_revoked(self, effect: Effect) -> None:
        """What was taken back is free again, as far as it is not paid."""
        self._change(effect, heard.RevokedSchema)

    def _change(self, effect: Effect, schema: type[Schema]) -> None:
        told = load(schema, effect.data)
        if (last := heard.last_day(told)) is not None:
            recipients.keep_days(effect.conn, told["project_id"], None, last)
        self._debit(effect, told, heard.grant_changed(told))

    def _debit(self, effect: Effect, told: Json, remember: commands.GrantCommand) -> None:
        """Book a decision in all years."""
        asked = heard.debits(told)
        names = [budget_stream(debit.year) for debit in asked]
        if any(debit.amount_ct < 0 for debit in asked):
            names = list(dict.fromkeys([*names, *self.budget_streams(effect.conn)]))
        mine = grant_stream(told["project_id"])
        rule = planned_by(self.kernel, effect.conn, told["project_id"], effect.today)
        cause: events.PlanCause = "approved" if "grant_ct" in told else "changed"

        def decide(turn: Turn) -> None:
            budgets = budgets_of(turn, names)
            changed = debits(asked, budgets)
            for debit in changed:
                budget = budgets.get(debit.year, Budget())
                turn.add(budget_stream(debit.year), BUDGET.decide(debit, budget, effect.today))
            turn.add(mine, GRANT.decide(remember, turn.state(GRANT, mine), effect.today))
            plan_anew(turn, rule, [debit.year for debit in changed], cause)

        effect.write([mine, payments_stream(told["project_id"]), *names], decide)

    @hears("projects", "rejected", 2)
    def on_rejected(self, effect: Effect) -> None:
        """Every reservation of the project is void."""
        told = load(heard.RejectedSchema, effect.data)
        self._release(effect, told["project_id"], None)

    @hears("projects", "withdrawn")
    def on_withdrawn(self, effect: Effect) -> None:
        """As after a rejection: nothing is held."""
        told = load(heard.RejectedSchema, effect.data)
        self._release(effect, told["project_id"], None)

    @hears("projects", "approval_lapsed")
    def on_approval_lapsed(self, effect: Effect) -> None:
        """The reservation, or the held settlement, of one prepared decision is void."""
        told = load(heard.ApprovalLapsedSchema, effect.data)
        self._release(effect, told["project_id"], told["approval_id"])

    def _release(self, effect: Effect, project_id: str, approval_id: str | None) -> None:
        years = self.budget_streams(effect.conn)
        mine = grant_stream(project_id)

        def decide(turn: Turn) -> None:
            for name in years:
                release = commands.Release(year_of(name), project_id, approval_id)
                made = BUDGET.decide(release, turn.state(BUDGET, name), effect.today)
                if approval_id is not None:
                    resume = commands.ResumePayments(year_of(name), project_id, approval_id)
                    made += BUDGET.decide(resume, turn.state(BUDGET, name), effect.today)
                turn.add(name, made)
            if approval_id is not None and turn.version(mine):
                drop = commands.DropSettlement(project_id, approval_id)
                turn.add(mine, GRANT.decide(drop, turn.state(GRANT, mine), effect.today))

        effect.write([mine, *years], decide)
