"""On which day how much of a project's recognised costs was spent, as its receipts say.

A flat rate has no receipts: what is recognised of a year beyond them counts as spent on the first day
of the project in that year, so nobody is late for want of a receipt. What a rule has cut (a line that
was overrun, a salary above its comparison) counts as spent all the same; what is not recognised
receipt by receipt does not.
"""

from collections import defaultdict
from datetime import date
from typing import Any

from services.reporting import events
from services.reporting.statement.basis import Project
from shared.database import Conn

_SPENT = """
    select r.paid_on, r.year, sum(r.counted_ct - r.disallowed_ct - coalesce(cut.amount_ct, 0))::bigint
    from receipt r
    left join unnest(%(ids)s::uuid[], %(cuts)s::bigint[]) as cut (receipt_id, amount_ct)
        on cut.receipt_id = r.receipt_id
    where r.project_id = %(project_id)s and r.line <> all(%(income)s)
    group by r.paid_on, r.year order by r.paid_on, r.year"""


def spent_by_day(
    conn: Conn,
    project: Project,
    checked: events.StatementChecked,
    disallowed: events.ReceiptsDisallowed | None,
) -> dict[date, int]:
    """Return the cents by day; below zero where more came back than was spent."""
    cuts = {it.id: it.amount_ct for it in disallowed.receipts} if disallowed else {}
    asked = {
        "project_id": project.known.project_id,
        "income": list(project.sources.values()),
        "ids": list(cuts),
        "cuts": list(cuts.values()),
    }
    found: defaultdict[date, int] = defaultdict(int)
    by_year: defaultdict[int, int] = defaultdict(int)
    rows: Any = conn.execute(_SPENT, asked)
    for paid_on, year, cents in rows:
        found[paid_on] += cents
        by_year[year] += cents
    for year, recognised in checked.recognised.items():
        rest_ct = recognised.costs_ct - by_year[year]
        if rest_ct > 0:
            found[max(project.first_day, date(year, 1, 1))] += rest_ct
    return {day: cents for day, cents in sorted(found.items()) if cents}
