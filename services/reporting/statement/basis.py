"""What the statement of a project is held against, put together from what is kept beside the log."""

from dataclasses import dataclass, replace
from datetime import date

from services.reporting import approved, commands, events, office_policy, projects, refusals
from services.reporting.line_shifts import rows as line_shift_rows
from services.reporting.projects import KnownProject
from services.reporting.statement import in_kind_rows, receipt_rows
from services.reporting.statement.approval import KnownApproval, approval_of
from services.reporting.statement.receipts import Rules
from shared.database import Conn
from shared.guideline import InKind, plan_lines, shifted
from shared.guideline.plan_lines import OTHER


@dataclass(frozen=True, slots=True)
class Project:
    """An approved project with its plan, and what its statement is held against."""

    known: KnownProject
    approval: KnownApproval
    basis: commands.StatementBasis
    planned: dict[int, commands.ApprovedYear]
    first_day: date

    @property
    def owner(self) -> receipt_rows.Owner:
        """Return whose receipts they are."""
        return receipt_rows.Owner(self.known.project_id, self.known.traeger_id)

    @property
    def sources(self) -> dict[str, str]:
        """Return who gives money besides, by names in lower case."""
        plans = self.approval.details.values()
        return {it.source.casefold(): it.source for plan in plans for it in plan.third_party}

    def rules(self, today: date) -> Rules:
        """Return what receipts are held against."""
        lines = self.basis.lines
        names = [it.name for it in lines.posts] + ([OTHER] if lines.other_ct else [])
        covered: dict[str, str] = {}
        for kind in sorted(lines.flat_rates_ct):
            rate = self.basis.policy.flat_rates.get(kind)
            covers = (kind, *rate.covers) if rate else (kind,)
            covered |= {it.casefold(): kind for it in covers}
        return Rules(
            project_id=self.known.project_id,
            first_day=self.first_day,
            last_day=self.basis.last_day,
            today=today,
            deducts_vat=self.approval.deducts_vat,
            lines=self.sources | {it.casefold(): it for it in names},
            covered=covered,
        )


def project_of(conn: Conn, project_id: str) -> Project:
    """Return an approved project. Raises Refused `project-unknown`, `project-not-approved`."""
    known, approval = projects.project_of(conn, project_id), approval_of(conn, project_id)
    if known is None or approval is None:
        raise refusals.project_unknown()
    if approval.approved_on is None or known.first_day is None or known.last_day is None:
        raise refusals.project_not_approved()
    last_year = max(known.first_day, known.last_day).year  # It may be void before it begins.
    years = tuple(range(known.first_day.year, last_year + 1))
    planned = approved.approved_years(conn, project_id)
    lines = plan_lines(
        approval.details,
        {year: it.planned_ct["costs"] for year, it in planned.items()},
        office_policy.at(conn, approval.quoted_position),
        reduced=approval.reduced,
    )
    lines = shifted(lines, line_shift_rows.of(conn, project_id))
    goals = next(iter(planned.values())).goals if planned else ()
    policy = office_policy.at(conn, approval.policy_position)
    basis = commands.StatementBasis(lines, policy, approval.edition, goals, known.last_day, years)
    return Project(known, approval, basis, planned, known.first_day)


def with_rows(
    conn: Conn, basis: commands.StatementBasis, project_id: str
) -> commands.StatementBasis:
    """Return a basis with receipts and in-kind entries as they are now."""
    count, sum_ct = receipt_rows.counted(conn, project_id)
    return replace(
        basis,
        receipts=receipt_rows.sums(conn, project_id),
        in_kind=in_kind_rows.by_year(in_kind_rows.listed(conn, project_id)),
        receipts_count=count,
        receipts_ct=sum_ct,
    )


def cuts_of(
    conn: Conn, project_id: str, found: events.ReceiptsDisallowed | None
) -> tuple[dict[tuple[int, str], int], dict[int, tuple[InKind, ...]]]:
    """Return what a check has cut by year and line, and the in-kind entries that it left."""
    receipts, in_kind = (found.receipts, found.in_kind) if found else ((), ())
    rows = receipt_rows.find(conn, project_id, [it.id for it in receipts])
    cuts: dict[tuple[int, str], int] = {}
    for it in receipts:
        key = rows[it.id]["year"], rows[it.id]["line"]
        cuts[key] = cuts.get(key, 0) + it.amount_ct
    gone = {it.id for it in in_kind}
    entries = in_kind_rows.listed(conn, project_id)
    return cuts, in_kind_rows.by_year([it for it in entries if str(it["entry_id"]) not in gone])
