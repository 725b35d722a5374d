"""What the money of a project allows for its payments, read from its years and its grant. Pure."""

from collections.abc import Mapping

from services.funding.budget import Budget
from services.funding.claims import received_ct
from services.funding.commands import Room
from services.funding.grant import Grant
from services.funding.orders import under_way_ct


def room(project_id: str, budgets: Mapping[int, Budget], grant: Grant | None) -> Room:
    """Return the room that these years leave; without its grant nothing is granted."""
    shares = {year: budget.share(project_id) for year, budget in budgets.items()}
    return Room(
        left_ct={year: budget.left_ct(project_id) for year, budget in budgets.items()},
        ordered=frozenset(
            (year, number)
            for year, budget in budgets.items()
            for project, number in budget.orders
            if project == project_id
        ),
        gone_ct=sum(
            shares[year].paid_ct + under_way_ct(budget.orders, project_id)
            for year, budget in budgets.items()
        )
        - (sum(received_ct(grant.claims).values()) if grant else 0),
        granted_ct=_granted_ct(grant) if grant else {},
        is_held=any(share.closing_id is not None for share in shares.values()),
    )


def _granted_ct(grant: Grant) -> dict[str, int]:
    """Return what decisions granted; the settlement takes back what is beyond the final grant."""
    final = grant.settled
    if final is None:
        return dict(grant.approvals)
    kept_ct = sum(final.final_grant_ct.values())
    return {**grant.approvals, final.closing_id: kept_ct - sum(grant.approvals.values())}
