"""A grant that ends, or is taken back, before its time: what of each year is free again. Pure.

What is taken back by law follows §§ 45 and 47 SGB X: grants of youth welfare are acts of social
administration.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from services.projects import change_refusals, commands, events, refusals
from services.projects.application import financing, lumps
from services.projects.approval import id_of
from services.projects.standing import Project
from shared import guideline
from shared.calendar import last_day, years_of
from shared.guideline import EDITION, InKind, Quote
from shared.money import split
from shared.refusal import Fault, Refused

CODES: Final[dict[events.RevocationBasis, tuple[events.RevocationCode, ...]]] = {
    "section-45": ("deception", "wrong-statements", "knew-unlawful", "unlawful"),
    "section-47": ("reserved", "condition-unmet", "misused"),
}
ONLY_FOR_THE_FUTURE: Final = ("unlawful", "reserved")
"""§ 45 Abs. 4 Satz 1, § 47 Abs. 1 SGB X: who may trust keeps what lies behind."""
MONTHS_SINCE_KNOWN: Final = 12
"""§ 45 Abs. 4 Satz 2, § 47 Abs. 2 Satz 5 SGB X."""


def amended_by(project: Project) -> str:
    """Return the id of the approval that a change amends: it stays as it was decided."""
    before = project.decided
    assert isinstance(before, events.Approved), "It runs, so it was approved."
    return before.approval_id


# ---- ending early --------------------------------------------------------------------------


def terminated(command: commands.Terminate, project: Project, today: date) -> events.Terminated:
    """Return the fact that a project ends early. Raises Refused."""
    found = list(_wrong_days(command, project, today))
    if found:
        raise change_refusals.together(found)
    kept_ct = {
        year: cents
        for year, cents in project.grant_ct.items()
        if year <= command.terminated_on.year
    }
    return events.Terminated(
        project_id=command.project_id,
        approval_id=id_of(command),
        amendment=project.amendments + 1,
        amends=amended_by(project),
        old_end=project.end,
        terminated_on=command.terminated_on,
        grant_change_ct=_back_to(kept_ct, project),
        refixed=_refixed(command, project, sum(kept_ct.values())),
        cause=command.cause,
        reason=command.reason.ref,
        heard_on=command.heard_on,
        edition=EDITION,
        policy_position=command.policy.position,
        decided_on=today,
        by=command.acting.by,
        as_deputy=not command.acting.as_head,
    )


def _wrong_days(command: commands.Terminate, project: Project, today: date) -> Iterator[Refused]:
    if command.terminated_on < project.application.start:
        yield change_refusals.termination_before_start(project.application.start)
    if command.terminated_on >= project.end:
        yield change_refusals.termination_not_early(project.end)
    if command.heard_on is not None and command.heard_on > today:
        yield change_refusals.day_to_come("/heard_on")


def _back_to(kept_ct: Mapping[int, int], project: Project) -> dict[int, int]:
    """Return what has to change so that only this is left."""
    change_ct = {
        year: kept_ct.get(year, 0) - cents for year, cents in sorted(project.grant_ct.items())
    }
    return {year: cents for year, cents in change_ct.items() if cents}


def _refixed(command: commands.Terminate, project: Project, grant_ct: int) -> events.Refixed | None:
    """Return what the plan of the time that was used fixes; it has to balance like any other.

    Reading: it takes the place of all that was planned, extensions included, and the head count of
    the application measures its own share.
    """
    if command.shortened is None:
        return None
    shortened, years = command.shortened, years_of(project.application.start, command.terminated_on)
    if sorted(shortened.plan) != years:
        raise change_refusals.within("/shortened", refusals.years_do_not_match(years))
    try:
        made = _financed(shortened, project, command)
    except Refused as refused:
        raise change_refusals.within("/shortened", refused) from refused
    if sum(made.grant_ct.values()) > grant_ct:
        raise change_refusals.more_than_granted(sum(made.grant_ct.values()), grant_ct)
    in_kind_ct = split(shortened.in_kind_ct, made.costs_ct)
    return events.Refixed(
        eligible_ct=made.eligible_ct,
        own_share=events.OwnShare(
            made.own_share_percent, made.own_share_ct, made.own_cash_ct, made.in_kind_ct
        ),
        third_party_ct=made.third_party_ct,
        plan={
            year: events.PlanYear(
                costs_ct,
                shortened.plan[year].third_party_ct,
                made.own_cash_by_year_ct[year],
                in_kind_ct[year],
            )
            for year, costs_ct in sorted(made.costs_ct.items())
        },
    )


def _financed(
    shortened: commands.ShortenedPlan, project: Project, command: commands.Terminate
) -> Quote:
    asked = replace(
        financing(project.application),
        plan=lumps(shortened.plan),
        own_cash_ct=shortened.own_cash_ct,
        in_kind=(InKind("goods", "Leistungen", value_ct=shortened.in_kind_ct),),
        requested_ct=None,
    )
    return guideline.finance(asked, command.policy)


# ---- taking back ---------------------------------------------------------------------------


def revoked(command: commands.Revoke, project: Project, today: date) -> events.Revoked:
    """Return the fact that a grant is taken back, in whole or in part. Raises Refused."""
    found = [*_unlawful(command, today), *_out_of_range(command, project)]
    if found:
        raise change_refusals.together(found)
    begun = command.effective_from
    end = project.end if begun is None else begun - timedelta(days=1)
    if command.extent == "part":
        change_ct = {year: -cents for year, cents in sorted(command.reduction_ct.items())}
        end = project.end
    else:
        kept_ct = {} if begun is None else project.grant_ct
        change_ct = _back_to({it: ct for it, ct in kept_ct.items() if it <= end.year}, project)
    return events.Revoked(
        project_id=command.project_id,
        approval_id=id_of(command),
        amendment=project.amendments + 1,
        amends=amended_by(project),
        basis=command.basis,
        extent=command.extent,
        effective_from=begun,
        old_end=project.end,
        end=end,
        grant_change_ct=change_ct,
        reason_code=command.reason_code,
        reason=command.reason.ref,
        known_since=command.known_since,
        heard_on=command.heard_on,
        edition=EDITION,
        policy_position=command.policy.position,
        revoked_on=today,
        by=command.acting.by,
        as_deputy=not command.acting.as_head,
    )


def _unlawful(command: commands.Revoke, today: date) -> Iterator[Refused]:
    """Yield what the law does not let happen."""
    if command.reason_code not in CODES[command.basis]:
        yield change_refusals.code_does_not_fit(CODES[command.basis])
    for pointer, day in (("/known_since", command.known_since), ("/heard_on", command.heard_on)):
        if day > today:
            yield change_refusals.day_to_come(pointer)
    if command.effective_from is not None and command.effective_from >= today:
        return
    if command.reason_code in ONLY_FOR_THE_FUTURE:
        yield change_refusals.only_for_the_future(today)
    latest = last_day(command.known_since + timedelta(days=1), MONTHS_SINCE_KNOWN)
    if today > latest:
        yield change_refusals.known_too_long(latest)


def _out_of_range(command: commands.Revoke, project: Project) -> Iterator[Refused]:
    """Yield what there is not to take back."""
    begun, start = command.effective_from, project.application.start
    if begun is not None and not start < begun <= project.end:
        yield change_refusals.effective_out_of_range(start, project.end)
    if command.extent == "whole":
        return
    faults = [
        Fault(f"/reduction/{number}/amount", "reduction-not-possible", detail)
        for number, (year, cents) in enumerate(command.reduction_ct.items())
        if (detail := _too_much(year, cents, project, begun))
    ]
    if faults:
        yield change_refusals.reduction_not_possible(faults)
    elif sum(command.reduction_ct.values()) >= sum(project.grant_ct.values()):
        yield change_refusals.reduction_is_the_whole()


def _too_much(year: int, cents: int, project: Project, begun: date | None) -> str:
    if begun is not None and year < begun.year:
        return f"Das Jahr {year} liegt vor dem Tag, ab dem es gelten soll."
    return change_refusals.lacking(year, cents - project.grant_ct.get(year, 0))
