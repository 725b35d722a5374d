"""Whatever is changed of a grant in whatever order: both services count the same cents."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from services.funding.budget import BUDGET
from services.funding.ledger import balance
from services.projects import commands, events
from services.projects.told_changes import shown
from shared import guideline
from shared.guideline import Headcount
from shared.refusal import Refused
from tests.unit.changing import BJL, Office, plan, short_lived
from tests.unit.projects.changes import WHY
from tests.unit.projects.examples import PROJECT_ID, REASON

OFTEN = {"extend": 6, "amend": 5, "pay": 5, "part": 3, "terminate": 1, "whole": 1}
YEARS, CENTS = st.sampled_from([2026, 2027, 2028]), st.integers(1_000, 3_000_000)
ACTS = st.tuples(
    st.sampled_from([name for name, often in OFTEN.items() for _ in range(often)]),
    st.one_of(
        st.dates(date(2026, 1, 1), date(2027, 12, 31)),
        st.dates(date(2028, 1, 1), date(2029, 1, 31)),
    ),
    YEARS,
    YEARS,
    CENTS,
    st.booleans(),
)
NOW = date(2027, 9, 14)


class Model:
    """The grant as sums alone: what was taken back after it was paid is still owed."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.owed_ct = dict.fromkeys(range(2024, 2032), 0)

    def act(self, act: tuple[Any, ...]) -> None:
        bound = self.office.funding.accounts("festgelegt")
        seen = len(self.office.history)
        try:
            self._act(*act)
        except Refused:
            return
        for event in self.office.history[seen:]:
            if isinstance(event, (events.Terminated, events.Revoked)):
                for year, cents in event.grant_change_ct.items():
                    self.owed_ct[year] += max(0, -cents - bound[year])

    def _act(self, name: str, day: date, *amounts: int) -> None:
        year, other, cents, with_costs = amounts
        office, shift_ct = self.office, {year: -cents, other: cents} if year != other else {}
        match name:
            case "extend":
                costs = self._costs(day, cents) if with_costs else None
                office.extend(NOW, day, shift_ct=shift_ct, costs=costs)
            case "amend":
                request_id = office.request(NOW, None, shift_ct=shift_ct)
                version = len(office.history) + 1
                office.do(
                    commands.Amend(
                        *(PROJECT_ID, request_id, "delayed-payment", REASON),
                        version=version,
                        acting=BJL,
                    ),
                    NOW,
                )
            case "terminate":
                office.terminate(NOW, day)
            case "whole":
                office.revoke(NOW, effective_from=day if with_costs else None)
            case "part":
                office.revoke(NOW, reduction_ct={year: cents, other: cents})
            case "pay":
                office.funding.pay(year, cents)

    def _costs(self, new_end: date, cents: int) -> commands.PlannedCosts:
        begun = self.office.project.end + timedelta(days=1)
        years = range(begun.year, new_end.year + 1) or [begun.year]
        return commands.PlannedCosts(
            plan=plan(dict.fromkeys(years, cents)),
            reasons=dict.fromkeys(years, WHY),
            own_cash_ct=len(years) * cents * 5 // 100 + 1,
            in_kind=(),
            employees=Headcount("heads", 13_000),
            counted_on=NOW,
        )

    def check(self) -> None:
        office, project = self.office, self.office.project
        assert _some(office.decided.grant_ct) == _some(project.grant_ct)
        assert office.decided.own_share_ct == project.own_share_ct
        assert office.decided.own_cash_ct == project.own_cash_ct
        assert min(project.grant_ct.values()) >= 0
        bound, paid = office.funding.accounts("festgelegt"), office.funding.accounts("ausgezahlt")
        for year, cents in bound.items():
            assert cents + paid[year] - self.owed_ct[year] == project.grant_ct.get(year, 0)
        for history in office.funding.years.values():
            assert sum(balance(history).values()) == 0
            assert BUDGET.fold(history).free_ct >= 0
            assert balance(history)["reserviert"] >= 0
        assert guideline.extension_months(project.application.end, project.end) <= 12
        told = shown(project, office.history)
        numbers = [it["amendment"] for it in told["amendments"]]
        assert numbers == list(range(1, len(numbers) + 1))
        assert {it["amends"] for it in told["amendments"]} <= {office.approved.approval_id}


def _some(amounts_ct: Any) -> dict[int, int]:
    return {year: cents for year, cents in amounts_ct.items() if cents}


@settings(max_examples=150, deadline=None)
@given(st.lists(ACTS, max_size=12))
def test_whatever_is_changed_both_services_count_the_same_cents(acts):
    office = short_lived(dict.fromkeys(range(2024, 2032), 6_500_000))
    model = Model(office)
    model.check()
    for act in acts:
        model.act(act)
        model.check()
    again = [list(history) for history in office.funding.years.values()]
    for event in office.history:
        if hasattr(event, "approval_id"):
            office.funding.hear(event)
    assert [list(history) for history in office.funding.years.values()] == again
