"""What can be read of the years."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Final

from services.funding import claim_sums, commands, definitions, forms, ledger, refusals
from services.funding.across import effects, previewed, without_budget
from services.funding.answers import years as answers
from services.funding.budget import BUDGET
from services.funding.claim_sums import ClaimSums
from services.funding.grant import GRANT, Grant
from services.funding.ledger import Account
from services.funding.orders import under_way_ct
from services.funding.requested import REQUESTED, by_year
from services.funding.rpc.common import Funding, YearSchema, budget_stream, year_of
from services.funding.year_change import assess, carry_overs, council_list
from shared.asof.methods import internal_as_of, query_as_of
from shared.call import Call
from shared.canonical import Json
from shared.edge import at_the_edge
from shared.engine import Engine
from shared.form import Identifier, QuerySchema, Whole
from shared.money import to_wire
from shared.wire import query

NOTHING_BOOKED: Final = dict.fromkeys((*ledger.SOURCES, *ledger.USES), 0)
PREVIEW: Final = "preview"  # Stands where an approval's id would; nothing is written under it.


class CarryOversSchema(QuerySchema):
    """The carry-overs out of one year, or all."""

    year = Whole(1990, 2199)


class BudgetSchema(YearSchema):
    """One budget year; `after`: an event of projects that its memo must have heard of."""

    after = Identifier(load_default=None, allow_none=True)


class Reading(Funding):
    """Accounts, bookings, and the years that have any."""

    def _requested(self, without: str = "") -> dict[int, int]:
        """Return what applications ask of each year, of all projects or `without` one."""
        kernel: Engine = self.kernel
        told: dict[int, int] = kernel.read_models.ask(
            REQUESTED.name, lambda conn: by_year(conn, without)
        )
        return told

    @query_as_of(BudgetSchema, "Zeigt Budget und Bindungen eines Jahres", answers.BudgetAnswer)
    def get_budget(self, call: Call, asked: Json) -> Json:
        """Return the accounts of a year, what is over-committed or unfunded, each project's part.

        Sources and uses are both told as positive amounts: the sources equal the uses. What
        applications ask for is told as far as it is heard of: Raises Refused `not-yet-visible`.
        """
        self.wait_for(call, REQUESTED, asked["after"])
        history = self.history(asked["year"])
        requested_ct = self._requested().get(asked["year"], 0)
        if not (history or requested_ct):
            raise refusals.no_budget(asked["year"])
        budget, accounts = BUDGET.fold(history), ledger.balance(history)
        told: Json = at_the_edge(
            {
                "year": asked["year"],
                "council_resolved": budget.council is not None,
                "closed": budget.closed,
                "resolved_ct": budget.total_ct(),
                "position_ct": budget.position_ct(),
                "over_committed_ct": max(0, -budget.free_ct),
                "unfunded_ct": sum(budget.unfunded.values()),
                "requested_ct": requested_ct,
                "projects": [
                    {
                        "project_id": project_id,
                        "bound_ct": share.bound_ct,
                        "under_way_ct": under_way_ct(budget.orders, project_id),
                        "paid_ct": share.paid_ct,
                    }
                    for project_id, share in sorted(budget.shares.items())
                ],
                "definitions": definitions.BUDGET,
            }
        )
        told["accounts"] = _accounts(accounts)
        return told

    @internal_as_of(YearSchema, "Zeigt ein Jahr, Projekt für Projekt", answers.YearAccountAnswer)
    def account_year(self, _call: Call, asked: Json) -> Json:
        """Return {accounts, claims, projects: [{project_id, accounts, claims}], …}.

        Both accounts are sums of the same bookings, read at once: so they agree. Of a year without
        bookings they are zero. Claims are those that were made in the year.
        """
        year = asked["year"]
        history = self.history(year)
        budget, claims = BUDGET.fold(history), claim_sums.of_year(year, self._grants())
        told: Json = at_the_edge(
            {
                "year": asked["year"],
                "council_resolved": budget.council is not None,
                "closed": budget.closed,
                "resolved_ct": budget.total_ct(),
                "position_ct": budget.position_ct(),
                "over_committed_ct": max(0, -budget.free_ct),
                "unfunded_ct": sum(budget.unfunded.values()),
            }
        )
        projects = ledger.by_project(history)
        return {
            **told,
            "accounts": _accounts(ledger.balance(history)),
            "claims": at_the_edge(asdict(claim_sums.total(claims.values()))),
            "projects": [
                {
                    "project_id": it,
                    "accounts": _accounts(projects.get(it, NOTHING_BOOKED)),
                    "claims": at_the_edge(asdict(claims.get(it, ClaimSums()))),
                }
                for it in sorted({*projects, *claims})
            ],
        }

    def _grants(self) -> dict[str, Grant]:
        """Return the grants of all projects that have one."""
        kernel: Engine = self.kernel
        with kernel.pool.connection() as conn:
            names = kernel.log.streams(conn, "grant")
            histories = kernel.log.read(conn, *names) if names else {}
        found = {name.partition("-")[2]: GRANT.fold(it.events) for name, it in histories.items()}
        return {project_id: grant for project_id, grant in found.items() if grant is not None}

    @query(
        forms.PreviewSchema,
        "Zeigt, was eine Entscheidung mit den Jahren machte",
        answers.PreviewAnswer,
    )
    def preview(self, call: Call, asked: Json) -> Json:
        """Return {possible, years: [{year, amount, before, after, missing, refused}], …}.

        Asked with {grant: [{year, amount}], project_id?}; with a project, its own request is done
        with afterwards. Nothing is written and nothing is held.
        """
        project_id = asked.get("project_id", "")
        future_years = self.policy(call.today).future_years
        wanted = {
            it["year"]: commands.Reserve(
                it["year"], PREVIEW, project_id, it["amount"], future_years
            )
            for it in asked["grant"]
        }
        budgets = self.budgets()
        found = effects(wanted, budgets, call.today)
        requested_ct, others_ct = self._requested(), self._requested(without=project_id)
        told: Json = at_the_edge(
            {
                "possible": all(it.refused is None for it in found.values()),
                "years": [
                    previewed(year, it, requested_ct.get(year, 0), others_ct.get(year, 0))
                    for year, it in found.items()
                ],
                "under_reservation": without_budget(wanted, budgets),
                "definitions": definitions.PREVIEW,
            }
        )
        return told

    @query_as_of(
        CarryOversSchema,
        "Listet die Übertragungen für den Rat, auch als CSV",
        answers.CarryOversAnswer,
    )
    def list_carry_overs(self, _call: Call, asked: Json) -> Json:
        """Return {carry_overs, total, csv}: those out of one year, or all."""
        kernel: Engine = self.kernel
        with kernel.pool.connection() as conn:
            names = self.budget_streams(conn)
            if "year" in asked:
                names = [budget_stream(asked["year"])]
            histories = kernel.log.read(conn, *names) if names else {}
        rows = [row for name in sorted(names) for row in carry_overs(histories[name].events)]
        told: Json = at_the_edge(
            {
                "carry_overs": rows,
                "total_ct": sum(it["amount_ct"] for it in rows),
                "definitions": definitions.CARRY_OVERS,
            }
        )
        return {**told, "csv": council_list(rows)}

    @query_as_of(YearSchema, "Hilft beim Jahreswechsel", answers.YearChangeAnswer)
    def year_change(self, call: Call, asked: Json) -> Json:
        """Return what lapses, what is bound and unpaid, what could be carried over."""
        history = self.history(asked["year"])
        if not history:
            raise refusals.no_budget(asked["year"])
        made = assess(asked["year"], BUDGET.fold(history), call.today)
        told: Json = at_the_edge({**made, "definitions": definitions.YEAR_CHANGE})
        return told

    @query_as_of(YearSchema, "Listet die Buchungen eines Jahres", answers.LedgerAnswer)
    def get_ledger(self, _call: Call, asked: Json) -> Json:
        """Return {year, transactions: [{event, postings: [{account, project_id, amount}]}]}."""
        return {
            "year": asked["year"],
            "transactions": [
                {
                    "event": self.catalogue.name(event),
                    "postings": at_the_edge(ledger.postings(event)),
                }
                for event in self.history(asked["year"])
            ],
            "definitions": at_the_edge(definitions.LEDGER),
        }

    @query_as_of(QuerySchema, "Nennt die Jahre, zu denen es Buchungen gibt", answers.YearsAnswer)
    def list_years(self, _call: Call, _asked: Json) -> Json:
        """Return {years}."""
        with self.kernel.pool.connection() as conn:
            return {"years": [year_of(name) for name in self.kernel.log.streams(conn, "budget")]}


def _accounts(accounts: Mapping[Account, int]) -> Json:
    """Return sources and uses as they are told: both as positive amounts."""
    return {
        name: to_wire(-cents if name in ledger.SOURCES else cents)
        for name, cents in accounts.items()
    }
