"""What one bundle tells of its district, gathered from the events of its logs."""

import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from deploy.bundle.verifier.check import SERVICES
from deploy.bundle.verifier.logs import Entry, Event
from deploy.bundle.verifier.postings import Ledger

STATUS: Final = {
    "applied": "beantragt",
    "resubmitted": "beantragt",
    "approved": "bewilligt",
    "rejected": "abgelehnt",
    "withdrawn": "zurückgezogen",
    "terminated": "vorzeitig beendet",
    "revoked": "widerrufen",
    "closed": "abgeschlossen",
}


@dataclass(slots=True)
class Traeger:
    """A recipient as a district knows it; head counts as (day, hundredths)."""

    name: str
    register: str | None
    headcounts: list[tuple[str, int]] = field(default_factory=list)


@dataclass(slots=True)
class Project:
    """A project: days inclusive, the grant in cents by year."""

    number: str
    title: str
    traeger_id: str
    start: str
    end: str
    status: str
    grant_ct: defaultdict[int, int] = field(default_factory=lambda: defaultdict(int))


@dataclass(frozen=True, slots=True)
class Half:
    """One district's half of a transfer between two."""

    year: int
    amount_ct: int


@dataclass(slots=True)
class District:
    """A district as of its bundle.

    as_of    when the last event in it was recorded (UTC)
    ratings  assessment → (its version, indicator → value)
    """

    name: str
    as_of: str = ""
    sizes: dict[str, int] = field(default_factory=dict)
    traeger: dict[str, Traeger] = field(default_factory=dict)
    projects: dict[str, Project] = field(default_factory=dict)
    given: dict[str, Half] = field(default_factory=dict)
    received: dict[str, Half] = field(default_factory=dict)
    ratings: dict[str, tuple[int, dict[str, int]]] = field(default_factory=dict)
    questions: dict[str, str] = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger)


def gathered(bundle: zipfile.ZipFile, name: str) -> District:
    """Return the district of a bundle that has been verified."""
    district = District(name)
    for service in SERVICES:
        for entry in _entries(bundle, service):
            district.sizes[service] = entry.position
            district.as_of = max(district.as_of, entry.recorded_at)
            _take(district, entry.event)
    return district


def _entries(bundle: zipfile.ZipFile, service: str) -> Iterator[Entry]:
    name = f"protokoll/{service}.jsonl"
    if name in bundle.namelist():
        with bundle.open(name) as lines:
            yield from map(Entry, lines)


def _take(district: District, event: Event) -> None:
    type_, told = event["type"], event["data"]
    district.ledger.book(event["stream"], type_, told)
    if type_ in ("traeger_registered", "traeger_amended"):
        register = (told.get("profile") or {}).get("register_number")
        known = district.traeger.setdefault(told["traeger_id"], Traeger("", None))
        known.name, known.register = told["name"], register
    elif type_ == "headcount_stated" and told["traeger_id"] in district.traeger:
        count = (told["on"], told["hundredths"])
        district.traeger[told["traeger_id"]].headcounts.append(count)
    elif type_ in ("transferred_out", "transferred_in"):
        halves = district.given if type_ == "transferred_out" else district.received
        halves[told["transfer_id"]] = Half(told["year"], told["amount_ct"])
    elif type_ == "catalogue_adopted":
        district.questions |= {it["key"]: it["question"] for it in told["indicators"]}
    elif type_ == "quality_assessed":
        _rate(district, told)
    elif event["stream"].startswith("project-"):
        _go_on(district, type_, told)


def _rate(district: District, told: dict[str, Any]) -> None:
    values = {it["indicator"]: it["value"] for it in told["ratings"] if it["value"] is not None}
    district.ratings[told["assessment_id"]] = (told["assessment_version"], values)


def _go_on(district: District, type_: str, told: dict[str, Any]) -> None:
    project_id = told.get("project_id", "")
    if type_ in ("applied", "resubmitted"):
        district.projects[project_id] = Project(
            *(told["number"], told["title"], told["traeger_id"]),
            *(told["start"], told["end"], STATUS[type_]),
        )
    project = district.projects.get(project_id)
    if project is None:
        return
    project.status = STATUS.get(type_, project.status)
    project.start = told.get("start", project.start)
    project.end = told.get("new_end") or told.get("terminated_on") or project.end
    if type_ == "closed":
        project.grant_ct.clear()
    granted = told.get("grant_ct") or told.get("grant_change_ct") or told.get("final_grant_ct")
    if isinstance(granted, dict):
        for year, cents in granted.items():
            project.grant_ct[int(year)] += cents
