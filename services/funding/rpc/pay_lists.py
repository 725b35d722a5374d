"""Pay lists out, confirmations in, and what went wrong in between."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import Any

from services.funding import (
    commands,
    confirmations,
    definitions,
    forms,
    payment_refusals,
    recipients,
)
from services.funding.answers import payments as answers
from services.funding.budget import BUDGET
from services.funding.grant import GRANT
from services.funding.pay_list import (
    PAY_LISTS,
    Candidate,
    Ordered,
    When,
    candidates,
    name,
    order,
    written,
)
from services.funding.project_payments import PAYMENTS
from services.funding.recoveries import Owing
from services.funding.rpc import planning
from services.funding.rpc.common import (
    Funding,
    YearSchema,
    budget_stream,
    budgets_of,
    grant_stream,
    payments_stream,
)
from shared.call import Call
from shared.canonical import Json
from shared.database import Conn
from shared.documents import CSV, Document
from shared.edge import at_the_edge
from shared.engine import Engine
from shared.wire import command, query
from shared.writer import Turn


def pay_lists_stream(year: int) -> str:
    """Return the stream of the pay lists made in a year."""
    return f"pay_lists-{year}"


class PayLists(Funding):
    """What goes to the city's finance system, and what comes back from it."""

    @command(forms.MakePayListSchema, "Eine Zahlliste erstellen", answers.PayListAnswer)
    def make_pay_list(self, call: Call, asked: Json) -> Json:
        """Order all that is released and due, as far as possible. Return the list and its file.

        All payments of the list are ordered in one append, or none.
        """
        when = When(asked["due_until"] or call.today, call.today, self.terms())
        kernel: Engine = self.kernel
        mine, names = pay_lists_stream(call.today.year), self.all_years()
        with kernel.pool.connection() as conn:
            projects = _concerned(kernel, conn, names)
            known = recipients.find(conn, projects)
        plans = [kind(it) for it in projects for kind in (payments_stream, grant_stream)]

        def decide(turn: Turn) -> Json:
            before = turn.state(PAY_LISTS, mine)
            called = name(call.today.year, len(before) + 1)
            budgets = budgets_of(turn, names)
            due = [
                candidate
                for it in projects
                for candidate in candidates(
                    it,
                    planning.state(turn, it),
                    planning.room_of(turn, it, budgets),
                    known.get(it),
                    when,
                )
            ]
            found = order(due, budgets, called, turn.actor, call.today)
            if not found.lines:
                raise payment_refusals.nothing_to_pay([it.refused.detail for it in found.left_out])
            file = replace(Document.of_text(written(found)), media_type=CSV)
            made = commands.MakePayList(
                call.today.year, len(found.lines), found.total_ct(), file.ref, turn.actor
            )
            turn.add(mine, PAY_LISTS.decide(made, before, call.today))
            turn.keep(file)
            for year, happened in found.made.items():
                turn.add(budget_stream(year), happened)
            return {**_told(found, called), "document_id": file.document_id}

        return self.execute(call, [mine, *names, *plans], decide, lock=True)

    @command(
        forms.ImportConfirmationsSchema,
        "Zahlungsbestätigungen aus einer CSV-Datei einlesen",
        answers.ConfirmationsAnswer,
    )
    def import_confirmations(self, call: Call, asked: Json) -> Json:
        """Record what a file says was paid, and what has come back on recoveries.

        Each line counts for itself; the same again: nothing. Return {new, recoveries, known, open,
        errors, warnings}.
        """
        table = confirmations.table(asked["content"])
        owing = self._owing(confirmations.repaid(table))
        there = self.all_years(*([call.today.year] if owing else []))
        named = [budget_stream(year) for year in confirmations.years(table)]
        names = [it for it in named if it in there] or there[:1] or [budget_stream(call.today.year)]
        names = there if owing else names  # What comes back may belong to any year.

        def decide(turn: Turn) -> Json:
            grants = {
                number: (project_id, grant)
                for number, project_id in owing.items()
                if (grant := turn.state(GRANT, grant_stream(project_id))) is not None
            }
            owed = Owing(grants, turn.actor)
            found = confirmations.confirm(table, budgets_of(turn, names), call.today, owed)
            for year, happened in found.made.items():
                turn.add(budget_stream(year), happened)
            for project_id, received in found.received.items():
                turn.add(grant_stream(project_id), received)
            return {
                "new": found.new,
                "recoveries": found.recoveries,
                "known": found.known,
                "open": found.open,
                "errors": [asdict(it) for it in found.errors],
                "warnings": [asdict(it) for it in found.warnings],
            }

        grants = [grant_stream(it) for it in owing.values()]
        return self.execute(call, [*grants, *names], decide, lock=True)

    def _owing(self, numbers: list[str]) -> dict[str, str]:
        """Return the ids of the projects that a file says somebody has paid back for."""
        if not numbers:
            return {}
        with self.kernel.pool.connection() as conn:
            return recipients.by_number(conn, numbers)

    @command(forms.FailPaymentSchema, "Einen Fehlschlag vermerken", answers.PaymentAnswer)
    def fail_payment(self, call: Call, asked: commands.FailPayment) -> Json:
        """Record that an ordered payment did not leave; it is planned once more, to be released anew."""
        return self._undo(call, asked)

    @command(forms.ReversePaymentSchema, "Eine Rückbuchung vermerken", answers.PaymentAnswer)
    def reverse_payment(self, call: Call, asked: commands.ReversePayment) -> Json:
        """Record that a payment came back: its money is bound again, and planned once more."""
        return self._undo(call, asked)

    def _undo(self, call: Call, asked: commands.FailPayment | commands.ReversePayment) -> Json:
        year, project_id = budget_stream(asked.year), asked.project_id
        mine = payments_stream(project_id)

        def decide(turn: Turn) -> Json:
            full = replace(asked, by=turn.actor)
            budget = turn.state(BUDGET, year)
            made = BUDGET.decide(full, budget, call.today)
            turn.add(year, made)
            number = asked.number
            if made:
                payments = planning.state(turn, project_id)
                number = payments.next_number(asked.year)
                failed = budget.orders[project_id, asked.number].ordered
                repeat = commands.RepeatPayment(
                    project_id, asked.year, failed.amount_ct, turn.actor
                )
                turn.add(mine, PAYMENTS.decide(repeat, payments, call.today))
                turn.draft.reason = asked.reason_code
            return {"project_id": project_id, "year": asked.year, "number": number}

        return self.execute(call, [year, mine], decide, lock=True)

    @query(YearSchema, "Listet die Zahllisten eines Jahres", answers.PayListsAnswer)
    def list_pay_lists(self, _call: Call, asked: Json) -> Json:
        """Return {pay_lists: [{name, count, total, made_on, document_id}]}: of all recipients."""
        stream = pay_lists_stream(asked["year"])
        with self.kernel.pool.connection() as conn:
            made = PAY_LISTS.fold(self.kernel.log.read(conn, stream)[stream].events)
        told: Json = at_the_edge(
            {
                "year": asked["year"],
                "pay_lists": [
                    {
                        "name": it.name,
                        "count": it.count,
                        "total_ct": it.total_ct,
                        "made_on": it.made_on,
                        "document_id": it.document.document_id,
                    }
                    for it in made
                ],
                "definitions": definitions.PAY_LISTS,
            }
        )
        return told


def _concerned(kernel: Engine, conn: Conn, names: Iterable[str]) -> list[str]:
    """Return the projects for which any year has money that can be ordered."""
    read = kernel.log.read(conn, *names)
    budgets = [BUDGET.fold(it.events) for it in read.values()]
    found = {key for it in budgets for key in it.shares if it.left_ct(key) > 0}
    return sorted(found)


def _told(found: Ordered, called: str) -> Json:
    """Return a list as it is answered."""
    told: Json = at_the_edge(
        {
            "name": called,
            "total_ct": found.total_ct(),
            "payments": [
                {**_payment(it), "due_on": it.instalment.due_on, "reference": reference}
                for it, reference in found.lines
            ],
            "left_out": [
                {
                    **_payment(it.candidate),
                    "code": it.refused.code,
                    "detail": it.refused.detail,
                }
                for it in found.left_out
            ],
        }
    )
    return {**told, "csv": written(found)}


def _payment(it: Candidate) -> dict[str, Any]:
    return {
        "project_id": it.project_id,
        "year": it.year,
        "number": it.instalment.number,
        "amount_ct": it.instalment.amount_ct,
    }
