"""What was applied for and approved of a project, in rows beside the log: its money above all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from shared.canonical import Json, canonical, parse
from shared.database import Conn
from shared.guideline import FlatRateUse, Post, ThirdParty, YearPlan


@dataclass(frozen=True, slots=True)
class KnownApproval:
    """A project as it was approved.

    details          what the plan consists of by year; empty where only sums were applied for
    quoted_position  the policy by which the plan was computed
    own_share_ct     with what extensions have added
    """

    project_id: str
    number: str
    title: str
    details: Mapping[int, YearPlan]
    deducts_vat: bool
    quoted_position: int
    approved_on: date | None
    reduced: bool
    policy_position: int
    edition: str
    grant_ct: int
    own_share_ct: int


def note_applied(conn: Conn, told: Json) -> None:
    """Keep what the last application says."""
    statements = told["statements"]
    deducts = bool(statements and statements["declarations"]["vat_deduction"])
    conn.execute(
        "insert into known_approval"
        " (project_id, number, title, details, deducts_vat, quoted_position)"
        " values (%s, %s, %s, %s, %s, %s) on conflict (project_id) do update"
        " set title = excluded.title, details = excluded.details,"
        " deducts_vat = excluded.deducts_vat, quoted_position = excluded.quoted_position",
        [
            told["project_id"],
            told["number"],
            told["title"],
            canonical(told["details"]).decode(),
            deducts,
            told["policy_position"],
        ],
    )


def note_approved(conn: Conn, told: Json) -> None:
    """Keep what was approved."""
    conn.execute(
        "update known_approval set approved_on = %s, reduced = %s, policy_position = %s,"
        " edition = %s, grant_ct = %s, own_share_ct = %s where project_id = %s",
        [
            told["approved_on"],
            told["reduced"],
            told["policy_position"],
            told["edition"],
            sum(told["grant_ct"].values()),
            told["own_share"]["amount_ct"],
            told["project_id"],
        ],
    )


def note_changed(conn: Conn, project_id: str, grant_ct: Mapping[int, int], added_ct: int) -> None:
    """Keep what a change adds to the grant, or takes from it, and to the own share."""
    conn.execute(
        "update known_approval set grant_ct = grant_ct + %s, own_share_ct = own_share_ct + %s"
        " where project_id = %s",
        [sum(grant_ct.values()), added_ct, project_id],
    )


def note_refixed(conn: Conn, project_id: str, own_share_ct: int) -> None:
    """Keep the own share of a shortened plan."""
    conn.execute(
        "update known_approval set own_share_ct = %s where project_id = %s",
        [own_share_ct, project_id],
    )


def approval_of(conn: Conn, project_id: str) -> KnownApproval | None:
    """Return what is known of a project that was applied for."""
    row: Any = conn.execute(
        "select project_id, number, title, details, deducts_vat, quoted_position, approved_on,"
        " reduced, policy_position, edition, grant_ct, own_share_ct"
        " from known_approval where project_id = %s",
        [project_id],
    ).fetchone()
    if row is None:
        return None
    details = {int(year): _year(it) for year, it in parse(row[3].encode()).items()}
    values = [*row]
    values[3] = details
    return KnownApproval(*values)


def _year(told: Json) -> YearPlan:
    return YearPlan(
        tuple(Post(**it) for it in told["posts"]),
        tuple(FlatRateUse(**it) for it in told["flat_rates"]),
        tuple(ThirdParty(**it) for it in told["third_party"]),
    )
