"""What applications ask of the years that nobody has decided on (vorgemerkt): a memo beside the ledger.

It informs and holds nothing back, so it is no fact of this service's log but a read model of what
projects tells: a thousand applications cost no booking. Amounts are cents.
"""

from typing import Any, Final

from psycopg import Connection

from shared.projection import ReadModel

_ASKED: Final = """
    with plan as (
        select key::integer as year,
            greatest(0, (value ->> 'costs_ct')::bigint - (value ->> 'third_party_ct')::bigint
                - (value ->> 'own_cash_ct')::bigint) as amount_ct
        from jsonb_each(%(plan)s::jsonb)),
    gone as (
        delete from requested
        where project_id = %(project_id)s and year not in (select year from plan))
    insert into requested (project_id, year, amount_ct)
    select %(project_id)s, year, amount_ct from plan
    on conflict (project_id, year) do update set amount_ct = excluded.amount_ct"""
_DONE: Final = "delete from requested where project_id = %(project_id)s"

REQUESTED: Final = ReadModel(
    name="requested",
    tables="""
create table requested (
    project_id text not null,
    year integer not null,
    amount_ct bigint not null,
    primary key (project_id, year)
);
create index on requested (year);
""",
    on={
        "applied": _ASKED,
        "resubmitted": _ASKED,
        "approved": _DONE,
        "rejected": _DONE,
        "withdrawn": _DONE,
    },
    versions={"applied": 2, "resubmitted": 1, "approved": 2, "rejected": 2, "withdrawn": 1},
    sources=("projects",),
)


def by_year(conn: Connection[Any], without: str = "") -> dict[int, int]:
    """Return what is asked of each year, by all projects or `without` one."""
    rows = conn.execute(
        "select year, sum(amount_ct)::bigint from requested where project_id <> %s group by year",
        [without],
    )
    return dict(rows.fetchall())
