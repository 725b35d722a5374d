"""Funding (Mittel): the district's budget of each year, and what approvals do to it."""

from dataclasses import replace
from typing import Any

from services.follows import is_followed
from services.funding import answers, commands, events, forms, heard, lapsing, ledger, refusals
from services.funding.budget import BUDGET, Budget, reserve_all
from services.funding.grant import GRANT, Grant, settlement
from shared.call import Call
from shared.canonical import Json
from shared.edge import at_the_edge
from shared.engine import Engine
from shared.form import QuerySchema, Whole, load
from shared.guideline import EDITION
from shared.money import to_wire
from shared.refusal import Refused
from shared.service import Effect, Service
from shared.wire import command, every, hears, internal, query
from shared.writer import Turn

POLICY_POSITION = 0  # No office policy is recorded yet; the guideline alone decides.


class YearSchema(QuerySchema):
    """One budget year."""

    year = Whole(1990, 2199, required=True)


def budget_stream(year: int) -> str:
    """Return the stream of a budget year."""
    return f"budget-{year}"


def grant_stream(project_id: str) -> str:
    """Return the stream of a project's grant."""
    return f"grant-{project_id}"


class FundingService(Service):
    """Every cent of the district's yearly project budget, from the council to the Träger."""

    name = "funding"
    catalogue = events.CATALOGUE
    followed = is_followed("funding")

    # ---- the council's resolutions, and payments -------------------------------------------

    @command(forms.SetBudgetSchema, "Das Jahresbudget festsetzen", answers.YearAnswer)
    def set_budget(self, call: Call, asked: commands.SetBudget) -> Json:
        """Record the budget of a year."""
        return self._of_year(call, asked)

    @command(forms.SupplementSchema, "Einen Nachtrag buchen", answers.YearAnswer)
    def supplement(self, call: Call, asked: commands.Supplement) -> Json:
        """Add to the budget of a year, or cut it."""
        return self._of_year(call, asked)

    @command(forms.PaySchema, "Eine Auszahlung buchen", answers.YearAnswer)
    def pay(self, call: Call, asked: commands.Pay) -> Json:
        """Record a payment out of what is bound for a project."""
        return self._of_year(call, asked)

    def _of_year(
        self, call: Call, asked: commands.SetBudget | commands.Supplement | commands.Pay
    ) -> Json:
        mine = budget_stream(asked.year)

        def decide(turn: Turn) -> Json:
            turn.add(mine, BUDGET.decide(asked, turn.state(BUDGET, mine), call.today))
            return {"year": asked.year}

        return self._execute(call, [mine], decide, lock=True)

    # ---- what projects asks for ------------------------------------------------------------

    @internal(forms.ReserveSchema, "Merkt Mittel für eine Genehmigung vor", answers.ReserveAnswer)
    def reserve(self, call: Call, asked: dict[int, commands.Reserve]) -> Json:
        """Reserve in all years or none. The rows of the years are locked before they are read."""
        _check_rules(call.body)
        streams = {year: budget_stream(year) for year in asked}

        def decide(turn: Turn) -> Json:
            budgets = {year: turn.state(BUDGET, name) for year, name in streams.items()}
            for year, made in reserve_all(asked, budgets, call.today).items():
                turn.add(streams[year], made)
            return {"approval_id": call.body["approval_id"]}

        names = list(streams.values()) or [budget_stream(call.today.year)]
        return self._execute(call, names, decide, lock=True)

    @internal(
        forms.HoldSettlementSchema,
        "Berechnet die Festsetzung und hält Zahlungen an",
        answers.SettlementAnswer,
    )
    def hold_settlement(self, call: Call, asked: commands.HoldSettlement) -> Json:
        """Compute the final grant and hold it, and all payments, until the project is closed."""
        mine = grant_stream(asked.project_id)
        with self.kernel.pool.connection() as conn:
            years = self.kernel.log.streams(conn, "budget")

        def decide(turn: Turn) -> Json:
            budgets = {name: turn.state(BUDGET, name) for name in years}
            paid = {_year(name): it.share(asked.project_id).paid_ct for name, it in budgets.items()}
            paid = {year: cents for year, cents in paid.items() if cents}
            full = replace(asked, paid_ct=paid)
            grant = turn.state(GRANT, mine)
            made = GRANT.decide(full, grant, call.today)
            turn.add(mine, made)
            if made:
                self._hold_payments(turn, budgets, full, call)
            assert isinstance(grant, Grant), "Otherwise it would have been refused."
            told: Json = at_the_edge(settlement(full, grant))
            return told

        return self._execute(call, [mine, *years], decide, lock=True)

    def _hold_payments(
        self, turn: Turn, budgets: dict[str, Budget], asked: commands.HoldSettlement, call: Call
    ) -> None:
        for name, budget in budgets.items():
            if asked.project_id in budget.shares:
                hold = commands.HoldPayments(_year(name), asked.project_id, asked.closing_id)
                turn.add(name, BUDGET.decide(hold, budget, call.today))

    # ---- what is heard of projects ---------------------------------------------------------

    @hears("projects", "approved")
    def on_approved(self, effect: Effect) -> None:
        """The reservation becomes the debit of each year, and the grant is remembered."""
        told = load(heard.ApprovedSchema, effect.data)
        self._debit(effect, told, heard.grant_recorded(told))

    @hears("projects", "extended")
    def on_extended(self, effect: Effect) -> None:
        """What was moved between years is debited and freed."""
        told = load(heard.ExtendedSchema, effect.data)
        self._debit(effect, told, heard.grant_changed(told))

    def _debit(self, effect: Effect, told: Json, remember: commands.GrantCommand) -> None:
        debits = {budget_stream(debit.year): debit for debit in heard.debits(told)}
        mine = grant_stream(told["project_id"])

        def decide(turn: Turn) -> None:
            for name, debit in debits.items():
                turn.add(name, BUDGET.decide(debit, turn.state(BUDGET, name), effect.today))
            turn.add(mine, GRANT.decide(remember, turn.state(GRANT, mine), effect.today))

        effect.write([mine, *debits], decide)

    @hears("projects", "closed")
    def on_closed(self, effect: Effect) -> None:
        """The final grant is booked: what was bound beyond it is free again."""
        told = load(heard.ClosedSchema, effect.data)
        settles = {budget_stream(it.year): it for it in heard.settlements(told)}
        mine = grant_stream(told["project_id"])
        final = heard.grant_settled(told)

        def decide(turn: Turn) -> None:
            for name, settle in settles.items():
                turn.add(name, BUDGET.decide(settle, turn.state(BUDGET, name), effect.today))
            turn.add(mine, GRANT.decide(final, turn.state(GRANT, mine), effect.today))

        effect.write([mine, *settles], decide)

    @hears("projects", "rejected")
    def on_rejected(self, effect: Effect) -> None:
        """Every reservation of the project is void."""
        told = load(heard.RejectedSchema, effect.data)
        self._release(effect, told["project_id"], None)

    @hears("projects", "approval_lapsed")
    def on_approval_lapsed(self, effect: Effect) -> None:
        """The reservation, or the held settlement, of one prepared decision is void."""
        told = load(heard.ApprovalLapsedSchema, effect.data)
        self._release(effect, told["project_id"], told["approval_id"])

    def _release(self, effect: Effect, project_id: str, approval_id: str | None) -> None:
        years = self.kernel.log.streams(effect.conn, "budget")
        mine = grant_stream(project_id)

        def decide(turn: Turn) -> None:
            for name in years:
                release = commands.Release(_year(name), project_id, approval_id)
                made = BUDGET.decide(release, turn.state(BUDGET, name), effect.today)
                if approval_id is not None:
                    resume = commands.ResumePayments(_year(name), project_id, approval_id)
                    made += BUDGET.decide(resume, turn.state(BUDGET, name), effect.today)
                turn.add(name, made)
            if approval_id is not None and turn.version(mine):
                drop = commands.DropSettlement(project_id, approval_id)
                turn.add(mine, GRANT.decide(drop, turn.state(GRANT, mine), effect.today))

        effect.write([mine, *years], decide)

    @every(seconds=lapsing.LOOK_SECONDS)
    def release_forgotten(self) -> None:
        """Ask projects about reservations and holds whose decision never came."""
        lapsing.ask_about_forgotten(self.kernel)

    # ---- reading ---------------------------------------------------------------------------

    @query(YearSchema, "Zeigt Budget und Bindungen eines Jahres", answers.BudgetAnswer)
    def get_budget(self, _call: Call, asked: Json) -> Json:
        """Return the accounts of a year, what is over-committed or unfunded, each project's part.

        Sources and uses are both told as positive amounts: the sources equal the uses.
        """
        history = self._history(asked["year"])
        budget = BUDGET.fold(history)
        if not history:
            raise refusals.no_budget(asked["year"])
        accounts = ledger.balance(history)
        told: Json = at_the_edge(
            {
                "year": asked["year"],
                "resolved_ct": budget.total_ct(),
                "over_committed_ct": max(0, -budget.free_ct),
                "unfunded_ct": sum(budget.unfunded.values()),
                "projects": [
                    {"project_id": project_id, "bound_ct": share.bound_ct, "paid_ct": share.paid_ct}
                    for project_id, share in sorted(budget.shares.items())
                ],
            }
        )
        told["accounts"] = {
            name: to_wire(-cents if name in ledger.SOURCES else cents)
            for name, cents in accounts.items()
        }
        return told

    @query(YearSchema, "Listet die Buchungen eines Jahres", answers.LedgerAnswer)
    def get_ledger(self, _call: Call, asked: Json) -> Json:
        """Return {year, transactions: [{event, postings: [{account, project_id, amount}]}]}."""
        return {
            "year": asked["year"],
            "transactions": [
                {
                    "event": self.catalogue.name(event),
                    "postings": at_the_edge(ledger.postings(event)),
                }
                for event in self._history(asked["year"])
            ],
        }

    @query(QuerySchema, "Nennt die Jahre, zu denen es Buchungen gibt", answers.YearsAnswer)
    def list_years(self, _call: Call, _asked: Json) -> Json:
        """Return {years}."""
        with self.kernel.pool.connection() as conn:
            return {"years": [_year(name) for name in self.kernel.log.streams(conn, "budget")]}

    def _history(self, year: int) -> list[Any]:
        kernel: Engine = self.kernel
        name = budget_stream(year)
        with kernel.pool.connection() as conn:
            return kernel.log.read(conn, name)[name].events

    def _execute(self, call: Call, streams: list[str], decide: Any, *, lock: bool) -> Json:
        answer: Json = self.kernel.writer.execute(call, streams, decide, lock=lock)
        return answer


def _year(stream: str) -> int:
    return int(stream.partition("-")[2])


def _check_rules(body: Json) -> None:
    """What projects computed must rest on the rules that funding knows."""
    if (body["edition"], body["policy_position"]) != (EDITION, POLICY_POSITION):
        raise Refused(
            "policy-outdated",
            "Die Regeln haben sich geändert",
            "Die Berechnung beruht nicht auf den geltenden Regeln. Bitte noch einmal versuchen.",
            kind="conflict",
        )
