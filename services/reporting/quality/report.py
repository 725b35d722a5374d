"""The quality report of a year (Qualitätsbericht): means, trend, what is missing, who took part. Pure.

Means are hundredths of a point, rounded half up; what does not apply is left out of them. Values
of different versions of the catalogue are never compared.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from services.reporting.events import CatalogueAdopted, QualityIndicator
from services.reporting.quality.catalogue import BASES
from shared.canonical import Json

AGGREGATE_MIN: Final = 3
"""A mean that is shown beyond those whom it is about rests on so many assessments at least."""
OUTCOMES: Final = ("reached", "reached-in-part", "pursued", "not-reached", "given-up")

Key = tuple[int, str]
Values = Mapping[Key, Sequence[int | None]]


def mean(values: Iterable[int | None]) -> int | None:
    """Return the mean in hundredths; None where nothing applies."""
    counted = [it for it in values if it is not None]
    if not counted:
        return None
    return (200 * sum(counted) + len(counted)) // (2 * len(counted))


def report(year: int, rows: Json, catalogues: Sequence[CatalogueAdopted]) -> Json:
    """Return the report of a year from the rows that `model.gathered` gives."""
    yearly = [it for it in rows["assessments"] if it["months_after_end"] == 0]
    now = [it for it in yearly if it["year"] == year]
    before = [it for it in yearly if it["year"] == year - 1]
    versions = sorted({it["catalogue_version"] for it in now})
    former = sorted({it["catalogue_version"] for it in before})
    questions = {
        (it.catalogue_version, indicator.key): indicator
        for it in catalogues
        for indicator in it.indicators
    }
    indicators = _indicators(_values(now), _values(before), questions)
    return {
        "year": year,
        "catalogue_versions": versions,
        "comparable": bool(versions) and versions == former and len(versions) == 1,
        "indicators": indicators,
        "bases": _bases(_values(now), questions),
        "assessments": [_assessment(it) for it in now],
        "missing": _missing(rows, now),
        "development_goals": [_goal(it) for it in rows["goals"]],
        "participation": {
            "application": [_groups(it, it["participation"]) for it in rows["projects"]],
            "report": [_groups(it, it["participation"]) for it in _of_year(rows, year)],
            "assessment": [_groups(it, it["participation"]) for it in now],
        },
        "goal_attainment": attainment(rows["outcomes"]),
        "long_term": _long_term(year, rows["assessments"]),
    }


def attainment(outcomes: Sequence[Json]) -> dict[str, int]:
    """Return how many goals of projects stand how, by what was said of each last."""
    said = [goal["outcome"] for it in outcomes for goal in it["goals"]]
    return {it: said.count(it) for it in OUTCOMES}


def aggregated(told: Json) -> Json:
    """Return a report without what is about one team or one project, and no mean of a few.

    Nor what a few could be told from: where an indicator of a basis is hidden, so is its basis.
    """
    hidden = {basis for it in told["indicators"] if _is_few(it["rated"]) for basis in it["basis"]}
    return {
        **told,
        "indicators": [_in_sums(it) for it in told["indicators"]],
        "bases": [{**it, "mean": None} if it["basis"] in hidden else it for it in told["bases"]],
        "assessments": [],
        "missing": [],
        "development_goals": [],
        "participation": {name: _together(it) for name, it in told["participation"].items()},
        "long_term": [],
    }


def _is_few(rated: int) -> bool:
    return 0 < rated < AGGREGATE_MIN


def _in_sums(it: Json) -> Json:
    """Return an indicator without the mean of a few, of this year and of the one before."""
    here = None if _is_few(it["rated"]) else it["mean"]
    there = None if _is_few(it["previous_rated"]) else it["previous_mean"]
    change = None if here is None or there is None else it["change"]
    return {**it, "mean": here, "previous_mean": there, "change": change}


def _together(told: Sequence[Json]) -> list[Json]:
    """Return the groups of all as one entry: nobody sees of which project they were."""
    if not told:
        return []
    counted: dict[str, int] = defaultdict(int)
    for it in told:
        for group in it["groups"]:
            counted[group["group"]] += group["number"]
    groups = [{"group": group, "number": number} for group, number in sorted(counted.items())]
    return [{"kind": "all", "id": None, "title": None, "groups": groups}]


def _values(assessments: Sequence[Json]) -> Values:
    found: dict[Key, list[int | None]] = defaultdict(list)
    for it in assessments:
        for rating in it["ratings"]:
            found[it["catalogue_version"], rating["indicator"]].append(rating["value"])
    return found


def _indicators(
    now: Values, before: Values, questions: Mapping[Key, QualityIndicator]
) -> list[Json]:
    told = []
    for (version, key), indicator in questions.items():
        if (version, key) not in now:
            continue
        values = now[version, key]
        former = before.get((version, key), ())
        here, there = mean(values), mean(former)
        told.append(
            {
                "catalogue_version": version,
                "key": key,
                "question": indicator.question,
                "basis": list(indicator.basis),
                "rated": sum(it is not None for it in values),
                "not_applicable": sum(it is None for it in values),
                "mean": here,
                "previous_rated": sum(it is not None for it in former),
                "previous_mean": there,
                "change": None if here is None or there is None else here - there,
            }
        )
    return told


def _bases(now: Values, questions: Mapping[Key, QualityIndicator]) -> list[Json]:
    found: dict[str, list[int | None]] = defaultdict(list)
    for key, values in now.items():
        for basis in questions[key].basis:
            found[basis] += values
    return [
        {
            "basis": it,
            "rated": sum(value is not None for value in found[it]),
            "mean": mean(found[it]),
        }
        for it in BASES
        if it in found
    ]


def _named(it: Json) -> Json:
    """Return what something is about: a project by its title, a team by its Sozialraum."""
    if it.get("kind", "project") == "project":
        return {"kind": "project", "id": it["project_id"], "title": it["title"]}
    return {"kind": "team", "id": it["sozialraum_id"], "title": it["sozialraum_name"]}


def _assessment(it: Json) -> Json:
    return {
        **_named(it),
        "assessment_id": it["assessment_id"],
        "assessment_version": it["assessment_version"],
        "assessed_on": it["assessed_on"],
        "mean": mean(rating["value"] for rating in it["ratings"]),
    }


def _missing(rows: Json, now: Sequence[Json]) -> list[Json]:
    """Return the teams, and the projects that run this year, which nobody has assessed yet."""
    done = {it["project_id"] or it["sozialraum_id"] for it in now}
    teams = [{**it, "kind": "team", "sozialraum_name": it["name"]} for it in rows["sozialraeume"]]
    asked = [*rows["projects"], *teams]
    return [named for it in asked if (named := _named(it))["id"] not in done]


def _goal(it: Json) -> Json:
    return {**it, "project_id": it["project_id"] or None}


def _groups(it: Json, groups: Any) -> Json:
    return {**_named(it), "groups": [dict(group) for group in groups]}


def _of_year(rows: Json, year: int) -> list[Json]:
    projects = {it["project_id"]: it for it in rows["projects"]}
    return [
        {**projects[it["project_id"]], "participation": it["participation"]}
        for it in rows["outcomes"]
        if it["year"] == year and it["project_id"] in projects
    ]


def _long_term(year: int, assessments: Sequence[Json]) -> list[Json]:
    """Return what projects were said to have effected, at their end and so many months after."""
    last: dict[str, Json] = {}
    for it in assessments:
        if it["kind"] == "project" and it["months_after_end"] == 0:
            last[it["project_id"]] = it  # In the order of the years.
    told = []
    for it in assessments:
        if it["months_after_end"] == 0 or it["year"] > year:
            continue
        at_end = last.get(it["project_id"])
        same = at_end is not None and at_end["catalogue_version"] == it["catalogue_version"]
        before = (
            {one["indicator"]: one["value"] for one in at_end["ratings"]} if same and at_end else {}
        )
        told.append(
            {
                **_named(it),
                "months_after_end": it["months_after_end"],
                "assessed_on": it["assessed_on"],
                "comparable": same,
                "indicators": [
                    {
                        "key": one["indicator"],
                        "at_end": before.get(one["indicator"]),
                        "value": one["value"],
                    }
                    for one in it["ratings"]
                ],
            }
        )
    return told
