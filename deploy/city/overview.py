"""What shows only when districts are laid side by side. Pure."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations
from typing import Final

from deploy.bundle.verifier.postings import SOURCES
from deploy.city.district import District, Project, Traeger
from shared.canonical import Json

ASSESSMENTS_MIN: Final = 3  # Below that a mean would tell of a single team or project.
ALIKE_PERCENT: Final = 60
FUNDED: Final = ("bewilligt", "vorzeitig beendet", "abgeschlossen")
NOT_FUNDED_FROM: Final = ("ceiling", "clause")


@dataclass(frozen=True, slots=True)
class Known:
    """A Träger in one district."""

    district: District
    traeger_id: str
    traeger: Traeger

    def projects(self) -> list[Project]:
        """Return its funded projects there."""
        return [
            it
            for it in self.district.projects.values()
            if it.traeger_id == self.traeger_id and it.status in FUNDED
        ]


def overview(districts: Sequence[District]) -> Json:
    """Return the whole: districts and totals, Träger in several, overlaps, transfers, quality."""
    districts = sorted(districts, key=lambda it: it.name)
    several = list(_in_several(districts))
    return {
        "districts": [_district(it) for it in districts],
        "years": _years(districts),
        "traeger": [_traeger(it) for it in several],
        "overlaps": [overlap for group in several for overlap in _overlaps(group)],
        "transfers": list(_unmatched(districts)),
        "uag": _uag(districts),
    }


def _district(district: District) -> Json:
    standing = Counter(it.status for it in district.projects.values())
    return {
        "name": district.name,
        "as_of": district.as_of,
        "sizes": district.sizes,
        "projects": dict(sorted(standing.items())),
    }


def _years(districts: Sequence[District]) -> list[Json]:
    """Return for each year what came in, and where it lies, in all districts together."""
    sums: defaultdict[int, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for district in districts:
        for year, account, cents in district.ledger.balances():
            sums[year][account] += cents
    return [
        {
            "year": year,
            "position_ct": sum(accounts[it] for it in SOURCES if it not in NOT_FUNDED_FROM),
            "free_ct": accounts["frei"],
            "bound_ct": accounts["reserviert"] + accounts["festgelegt"],
            "paid_ct": accounts["ausgezahlt"],
            "lapsed_ct": accounts["verfallen"],
        }
        for year, accounts in sorted(sums.items())
    ]


def _in_several(districts: Sequence[District]) -> Iterator[list[Known]]:
    """Yield each Träger that more than one district knows: by its register, else by its name."""
    groups: defaultdict[str, list[Known]] = defaultdict(list)
    for district in districts:
        for traeger_id, traeger in sorted(district.traeger.items()):
            key = _folded(traeger.register or traeger.name)
            groups[key].append(Known(district, traeger_id, traeger))
    for key in sorted(groups):
        if len({it.district.name for it in groups[key]}) > 1:
            yield groups[key]


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _traeger(group: Sequence[Known]) -> Json:
    """Tell where a Träger is known. One legal person has one head count on one day."""
    counts: defaultdict[str, set[int]] = defaultdict(set)
    for known in group:
        for day, hundredths in known.traeger.headcounts:
            counts[day].add(hundredths)
    return {
        "names": sorted({it.traeger.name for it in group}),
        "register": next((it.traeger.register for it in group if it.traeger.register), None),
        "districts": [
            {
                "district": it.district.name,
                "projects": len(it.projects()),
                "granted_ct": sum(sum(each.grant_ct.values()) for each in it.projects()),
            }
            for it in group
        ],
        "headcounts_differ_on": sorted(day for day, found in counts.items() if len(found) > 1),
    }


def _overlaps(group: Sequence[Known]) -> Iterator[Json]:
    """Yield pairs of funded projects in two districts that run at the same time."""
    for one, other in combinations(group, 2):
        if one.district is other.district:
            continue
        for here in one.projects():
            for there in other.projects():
                first, last = max(here.start, there.start), min(here.end, there.end)
                if first <= last:
                    yield {
                        "traeger": one.traeger.name,
                        "projects": [
                            {
                                "district": it.district.name,
                                "number": each.number,
                                "title": each.title,
                            }
                            for it, each in ((one, here), (other, there))
                        ],
                        "first": first,
                        "last": last,
                        "alike": _alike(here.title, there.title),
                    }


def _alike(one: str, other: str) -> bool:
    """Tell whether two titles may mean the same: that hints at double funding."""
    ratio = SequenceMatcher(None, one.casefold(), other.casefold()).ratio()
    return ratio * 100 >= ALIKE_PERCENT


def _unmatched(districts: Sequence[District]) -> Iterator[Json]:
    """Yield halves of transfers without the other half, or with another sum or year."""
    given = {key: (it.name, half) for it in districts for key, half in it.given.items()}
    received = {key: (it.name, half) for it in districts for key, half in it.received.items()}
    for key in sorted({*given, *received}):
        halves = given.get(key), received.get(key)
        if halves[0] and halves[1] and halves[0][1] == halves[1][1]:
            continue
        known = [it for it in halves if it]
        yield {
            "transfer_id": key,
            "fault": "differs"
            if len(known) > 1
            else "given-only"
            if halves[0]
            else "received-only",
            "halves": [
                {"district": name, "year": half.year, "amount_ct": half.amount_ct}
                for name, half in known
            ],
        }


def _uag(districts: Sequence[District]) -> Json:
    """Tell what the UAG may know: counts and means over all districts, nothing of a single one."""
    values: defaultdict[str, list[int]] = defaultdict(list)
    questions: dict[str, str] = {}
    for district in districts:
        questions |= district.questions
        for _, ratings in district.ratings.values():
            for indicator, value in ratings.items():
                values[indicator].append(value)
    standing = Counter(it.status for each in districts for it in each.projects.values())
    return {
        "projects": dict(sorted(standing.items())),
        "indicators": [
            {
                "key": key,
                "question": questions.get(key),
                "assessments": len(found),
                "mean_hundredths": _mean_hundredths(found),
            }
            for key, found in sorted(values.items())
        ],
    }


def _mean_hundredths(values: Sequence[int]) -> int | None:
    """Return the mean in hundredths, half up; None where there are too few."""
    count = len(values)
    return (200 * sum(values) + count) // (2 * count) if count >= ASSESSMENTS_MIN else None
