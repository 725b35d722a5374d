"""What was paid to a project, by the day on which it was. Pure."""

from datetime import date

from services.funding.across import Budgets


def paid_by_day(project_id: str, budgets: Budgets) -> dict[date, int]:
    """Return the cents by day; what came back from the bank was not paid."""
    found: dict[date, int] = {}
    for budget in budgets.values():
        for (project, _), it in budget.orders.items():
            if project == project_id and it.state == "paid" and it.on is not None:
                found[it.on] = found.get(it.on, 0) + it.ordered.amount_ct
    return found
