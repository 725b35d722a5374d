"""The payments of a project: what they wait for, their plan, their release."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import reduce
from typing import Any

from services.funding import (
    commands,
    definitions,
    events,
    forms,
    payment_view,
    recipients,
    releasing,
)
from services.funding.answers import payments as answers
from services.funding.budget import BUDGET
from services.funding.finality import Notice, final_from
from services.funding.grant import GRANT
from services.funding.payments import Payments
from services.funding.project_payments import PAYMENTS
from services.funding.recipient import Recipient
from services.funding.room import room
from services.funding.rpc import planning
from services.funding.rpc.common import (
    Funding,
    YearSchema,
    budgets_of,
    grant_stream,
    payments_stream,
)
from shared.asof.methods import query_as_of
from shared.asof.past import standing
from shared.call import Call
from shared.canonical import Json
from shared.edge import at_the_edge
from shared.engine import Engine
from shared.wire import command
from shared.writer import Turn

Build = Callable[[commands.Room, str], Sequence[commands.PaymentCommand]]
"""`(what the money allows, who asks) → what is asked`."""


class ProjectPayments(Funding):
    """What the desk plans, recipients ask for and the district head releases."""

    @command(forms.RecordPostingSchema, "Die Aufgabe zur Post vermerken", answers.NoticeAnswer)
    def record_posting(self, call: Call, asked: commands.RecordPosting) -> Json:
        """Record when a notice was posted, if not on the day of its issue. Return {final_from}."""
        return self._notice(call, asked)

    @command(forms.WaiveAppealSchema, "Einen Rechtsbehelfsverzicht vermerken", answers.NoticeAnswer)
    def waive_appeal(self, call: Call, asked: commands.WaiveAppeal) -> Json:
        """Record that the recipient will not turn against a notice. Return {final_from}."""
        return self._notice(call, asked)

    def _notice(self, call: Call, asked: commands.RecordPosting | commands.WaiveAppeal) -> Json:
        terms = self.terms()

        def build(room: commands.Room, by: str) -> list[commands.PaymentCommand]:
            return [replace(asked, by=by, room=room)]

        def told(payments: Payments, turn: Turn, made: Sequence[Any]) -> Json:
            if made and isinstance(asked, commands.WaiveAppeal):
                turn.keep(asked.document)
            notice = payments.notices.get(asked.approval_id, Notice())
            day = final_from(notice, terms)
            return {
                "approval_id": asked.approval_id,
                "final_from": day.isoformat() if day else None,
            }

        return self._on_payments(call, asked.project_id, build, told)

    @command(forms.PlanPaymentsSchema, "Den Zahlungsplan aufstellen", answers.PlanAnswer)
    def plan_payments(self, call: Call, asked: commands.PlanPayments | Json) -> Json:
        """Plan what is not yet released or asked for; without instalments as the policy has it."""
        project_id, year = call.body["project_id"].lower(), call.body["year"]
        kernel: Engine = self.kernel
        with kernel.pool.connection() as conn:
            rule = planning.rule(kernel, conn, project_id, call.today)

        def build(room: commands.Room, by: str) -> list[commands.PaymentCommand]:
            if isinstance(asked, commands.PlanPayments):
                return [replace(asked, by=by, room=room)]
            days, rhythm = rule.period, rule.rhythm
            return [commands.PlanByRule(project_id, year, days, rhythm, "by-hand", by, room)]

        def told(payments: Payments, _turn: Turn, _made: Sequence[Any]) -> Json:
            plan: Json = at_the_edge({"instalments": payments.plans.get(year, ())})
            return {"year": year, **plan}

        return self._on_payments(call, project_id, build, told, year)

    @command(forms.RequestDrawdownSchema, "Mittel anfordern", answers.PaymentAnswer)
    def request_drawdown(self, call: Call, asked: commands.RequestDrawdown) -> Json:
        """Ask for what falls due within two months and own money does not cover."""

        def build(room: commands.Room, by: str) -> list[commands.PaymentCommand]:
            return [replace(asked, by=by, room=room)]

        def told(_payments: Payments, _turn: Turn, made: Sequence[Any]) -> Json:
            (requested,) = made
            return {"year": asked.year, "number": requested.number}

        return self._on_payments(call, asked.project_id, build, told, asked.year)

    @command(forms.ReleasePaymentsSchema, "Zahlungen freigeben", answers.ReleaseAnswer)
    def release_payments(self, call: Call, asked: Json) -> Json:
        """Release payments that somebody else has planned, all of them or none."""
        terms = self.terms()

        def build(room: commands.Room, by: str) -> list[commands.PaymentCommand]:
            return [
                commands.ReleasePayment(
                    asked["project_id"], it["year"], it["number"], it["amount"], by, room, terms
                )
                for it in asked["payments"]
            ]

        def told(_payments: Payments, _turn: Turn, made: Sequence[Any]) -> Json:
            return {"released": len(made)}

        return self._on_payments(call, asked["project_id"], build, told)

    @command(forms.CancelPaymentSchema, "Eine Zahlung stornieren", answers.PaymentAnswer)
    def cancel_payment(self, call: Call, asked: commands.CancelPayment) -> Json:
        """Cancel what stands in no pay list yet; its money can be planned anew."""

        def build(room: commands.Room, by: str) -> list[commands.PaymentCommand]:
            return [replace(asked, by=by, room=room)]

        def told(_payments: Payments, turn: Turn, made: Sequence[Any]) -> Json:
            if made:
                turn.keep(asked.reason)
                turn.draft.reason = asked.reason_code
            return {"year": asked.year, "number": asked.number}

        return self._on_payments(call, asked.project_id, build, told)

    def _on_payments(
        self,
        call: Call,
        project_id: str,
        build: Build,
        told: Callable[[Payments, Turn, Sequence[events.PaymentEvent]], Json],
        *years: int,
    ) -> Json:
        """Carry commands out on the payments of a project, each on what the one before has left."""
        self.permit(call, project_id)
        mine, names = payments_stream(project_id), self.all_years(*years)

        def decide(turn: Turn) -> Json:
            allowed = planning.room_of(turn, project_id, budgets_of(turn, names))
            payments, made = planning.state(turn, project_id), list[events.PaymentEvent]()
            for asked in build(allowed, turn.actor):
                happened = PAYMENTS.decide(asked, payments, call.today)
                payments = reduce(PAYMENTS.evolve, happened, payments)
                made += happened
            turn.add(mine, made)
            return {"project_id": project_id, **told(payments, turn, made)}

        return self.execute(call, [mine, grant_stream(project_id), *names], decide, lock=True)

    # ---- reading ---------------------------------------------------------------------------

    @query_as_of(forms.ProjectSchema, "Zeigt die Zahlungen eines Projekts", answers.PaymentsAnswer)
    def get_payments(self, call: Call, asked: Json) -> Json:
        """Return {blocks, notices, years: [{year, bound, payments: [{number, due_on, amount, shown}]}], …}.

        A recipient sees what matters to it; `state` and `pay_list` are for the office. A look back does
        not name project and recipient, who are kept as they are now.
        """
        project_id = asked["project_id"]
        recipient = self.permit(call, project_id)
        inside = bool(call.scopes & {"a", "d"})
        kernel: Engine = self.kernel
        budgets, terms = self.budgets(), self.terms()
        names = payments_stream(project_id), grant_stream(project_id)
        with kernel.pool.connection() as conn:
            read = kernel.log.read(conn, *names)
        payments = PAYMENTS.fold(read[names[0]].events)
        allowed = room(project_id, budgets, GRANT.fold(read[names[1]].events))
        told: Json = at_the_edge(
            {
                "project_id": project_id,
                **_named(None if standing(kernel) else recipient),
                "payable_ct": releasing.payable_ct(payments, allowed, terms, call.today),
                "blocks": payment_view.blocks(payments),
                "notices": payment_view.notices(payments, allowed, terms, call.today),
                "years": payment_view.years(project_id, payments, budgets, inside=inside),
                "definitions": definitions.PAYMENTS,
            }
        )
        return told

    @query_as_of(YearSchema, "Listet alle Zahlungen eines Jahres", answers.ListedPaymentsAnswer)
    def list_payments(self, call: Call, asked: Json) -> Json:
        """Return {payments, total}: those of all projects that the caller may see, by due day."""
        year, kernel = asked["year"], self.kernel
        budget = BUDGET.fold(self.history(year))
        inside = bool(call.scopes & {"a", "d"})
        with kernel.pool.connection() as conn:
            known = recipients.find(conn, budget.shares)
            names = {payments_stream(it): it for it in budget.shares if _sees(call, known.get(it))}
            histories = kernel.log.read(conn, *names) if names else {}
        rows = []
        for name, project_id in names.items():
            payments = PAYMENTS.fold(histories[name].events)
            (of_year,) = [
                it
                for it in payment_view.years(project_id, payments, {year: budget}, inside=inside)
                if it["year"] == year
            ]
            recipient = _named(None if standing(kernel) else known.get(project_id))
            named = {
                "project_number" if key == "number" else key: it for key, it in recipient.items()
            }
            rows += [{"project_id": project_id, **named, **it} for it in of_year["payments"]]
        rows.sort(key=lambda it: (it["due_on"], it["project_id"], it["number"]))
        told: Json = at_the_edge(
            {
                "year": year,
                "payments": rows,
                "total_ct": sum(it["amount_ct"] for it in rows),
                "definitions": definitions.LISTED_PAYMENTS,
            }
        )
        return told


def _sees(call: Call, recipient: Recipient | None) -> bool:
    if recipient is None:
        return call.sees()
    return call.sees(recipient.sozialraum_id, recipient.traeger_id)


def _named(recipient: Recipient | None) -> dict[str, str | None]:
    return {
        "number": recipient.number if recipient else None,
        "title": recipient.title if recipient else None,
        "recipient": recipient.name if recipient else None,
    }
