"""What the claims of a year come to, project by project, for those who add up over projects. Pure.

A claim counts in the year in which it was made, interest in that of its notice, each with what has
become of it since; what is void no longer counts. So `claimed = received + open + waived` holds of
each project and of each sum, and the same of interest.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from services.funding.claims import Claim
from services.funding.grant import Grant
from services.funding.interests import Fixed


@dataclass(frozen=True, slots=True)
class ClaimSums:
    """Cents of claims and, apart from them, of interest that was fixed; what has become of both."""

    claimed_ct: int = 0
    received_ct: int = 0
    open_ct: int = 0
    waived_ct: int = 0
    interest_ct: int = 0
    interest_received_ct: int = 0
    interest_open_ct: int = 0
    interest_waived_ct: int = 0

    def __add__(self, other: "ClaimSums") -> "ClaimSums":
        """Add figure by figure."""
        names = [it.name for it in fields(self)]
        return ClaimSums(**{it: getattr(self, it) + getattr(other, it) for it in names})


def of_year(year: int, grants: Mapping[str, Grant]) -> dict[str, ClaimSums]:
    """Return the sums of each project that has claims of the year, by its id."""
    found = {project_id: _of_grant(year, grant) for project_id, grant in sorted(grants.items())}
    return {project_id: total(sums) for project_id, sums in found.items() if sums}


def _of_grant(year: int, grant: Grant) -> list[ClaimSums]:
    claims = [it for it in grant.claims.values() if it.made.claimed_on.year == year]
    interests = [it for it in grant.interests.values() if it.made.fixed_on.year == year]
    return [*map(of_claim, claims), *map(of_interest, interests)]


def of_claim(claim: Claim) -> ClaimSums:
    """Return what is claimed and not void, and what has become of it."""
    return ClaimSums(
        claimed_ct=sum(claim.made.amount_ct.values()) - sum(claim.cancelled_ct.values()),
        received_ct=sum(claim.received_ct.values()),
        open_ct=sum(claim.open_ct.values()),
        waived_ct=sum(claim.waived_ct.values()),
    )


def of_interest(it: Fixed) -> ClaimSums:
    """Return what a notice has fixed that is not void, and what has become of it."""
    return ClaimSums(
        interest_ct=it.made.amount_ct - it.void_ct,
        interest_received_ct=it.received_ct,
        interest_open_ct=it.open_ct,
        interest_waived_ct=it.waived_ct,
    )


def total(sums: Iterable[ClaimSums]) -> ClaimSums:
    """Return the sum of sums."""
    return sum(sums, start=ClaimSums())
