"""Receipts that stand in the lists of one Träger more than once, read from rows beside the log."""

from collections.abc import Iterator
from typing import Final

from deploy.audit.conspicuous import Double
from deploy.inspection import connect

_DOUBLES: Final = """
    select number, paid_on, gross_ct, array_agg(distinct project_id::text) from receipt
    group by traeger_id, number, paid_on, gross_ct having count(*) > 1 order by 2, 1, 3, 4"""


def doubles() -> Iterator[Double]:
    """Yield what stands in more than one list, or in two lines of one."""
    with connect("reporting") as conn:
        for number, paid_on, gross_ct, projects in conn.execute(_DOUBLES):
            yield Double(number, paid_on, gross_ct, tuple(projects))
