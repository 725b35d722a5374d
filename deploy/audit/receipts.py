"""Receipts, read from rows beside the log: those that stand more than once, and all to draw from."""

from collections.abc import Iterator
from typing import Final

from deploy.audit.conspicuous import Double
from deploy.inspection import connect
from shared.canonical import Json

_DOUBLES: Final = """
    select number, paid_on, gross_ct, array_agg(distinct project_id::text) from receipt
    group by traeger_id, number, paid_on, gross_ct having count(*) > 1 order by 2, 1, 3, 4"""

_ALL: Final = """
    select receipt_id::text, project_id::text, number, paid_on, year, line, gross_ct from receipt"""


def doubles() -> Iterator[Double]:
    """Yield what stands in more than one list, or in two lines of one."""
    with connect("reporting") as conn:
        for number, paid_on, gross_ct, projects in conn.execute(_DOUBLES):
            yield Double(number, paid_on, gross_ct, tuple(projects))


def listed() -> dict[str, Json]:
    """Return id → {project_id, number, paid_on, year, line, gross_ct} of all receipts, without names."""
    with connect("reporting") as conn:
        return {
            receipt_id: {
                "project_id": project_id,
                "number": number,
                "paid_on": paid_on.isoformat(),
                "year": year,
                "line": line,
                "gross_ct": gross_ct,
            }
            for receipt_id, project_id, number, paid_on, year, line, gross_ct in conn.execute(_ALL)
        }
