"""What the claims of a year come to, project by project, for those who add up over projects. Pure.

A claim counts in the year in which it was made, with what has become of it since; what is void of it
no longer counts. So `claimed = received + open + waived` holds of each project and of each sum.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from services.funding.claims import Claim
from services.funding.grant import Grant


@dataclass(frozen=True, slots=True)
class ClaimSums:
    """Cents of claims, and what has become of them."""

    claimed_ct: int = 0
    received_ct: int = 0
    open_ct: int = 0
    waived_ct: int = 0

    def __add__(self, other: "ClaimSums") -> "ClaimSums":
        """Add figure by figure."""
        names = [it.name for it in fields(self)]
        return ClaimSums(**{it: getattr(self, it) + getattr(other, it) for it in names})


def of_year(year: int, grants: Mapping[str, Grant]) -> dict[str, ClaimSums]:
    """Return the sums of each project that has claims of the year, by its id."""
    found = {
        project_id: [it for it in grant.claims.values() if it.made.claimed_on.year == year]
        for project_id, grant in grants.items()
    }
    return {it: total(map(of_claim, claims)) for it, claims in sorted(found.items()) if claims}


def of_claim(claim: Claim) -> ClaimSums:
    """Return what is claimed and not void, and what has become of it."""
    return ClaimSums(
        claimed_ct=sum(claim.made.amount_ct.values()) - sum(claim.cancelled_ct.values()),
        received_ct=sum(claim.received_ct.values()),
        open_ct=sum(claim.open_ct.values()),
        waived_ct=sum(claim.waived_ct.values()),
    )


def total(sums: Iterable[ClaimSums]) -> ClaimSums:
    """Return the sum of sums."""
    return sum(sums, start=ClaimSums())
