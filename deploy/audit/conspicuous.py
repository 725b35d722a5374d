"""What an audit looks at first (Auffälligkeiten): rules over the logs, each hit with its place. Pure.

A hit is a reason to look, not a fault: each of them can have a good one.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from deploy.audit.events import Recorded
from services.funding.commands import Terms
from services.funding.finality import Notice, final_from
from shared.canonical import Json
from shared.guideline import FinalityRules
from shared.money import euros
from shared.workdays import Land

DENIALS_MIN: Final = 5  # Of one person on one day.

TITLES: Final = {
    "paid-before-final": "Ausgezahlt, bevor der Bescheid bestandskräftig war",
    "same-person": "Dieselbe Person in zwei Schritten, die zwei Personen tun sollen",
    "late-and-granted": "Neue Bewilligung, während ein Bericht desselben Trägers überfällig war",
    "against-check": "Anders entschieden als fachlich geprüft oder als die Warteliste",
    "reopened": "Wieder aufgenommene Vorgänge",
    "receipt-doubles": "Belege, die bei demselben Träger mehrmals stehen",
    "emergency": "Notfallzugriffe",
    "denied-often": "Oft abgewiesen: dieselbe Person, derselbe Tag",
}
STEPS: Final = {
    "applied": "beantragt",
    "resubmitted": "beantragt",
    "content_checked": "fachlich geprüft",
    "arithmetic_checked": "rechnerisch geprüft",
    "approved": "bewilligt",
    "payment_released": "Zahlung freigegeben",
    "payment_ordered": "Zahlung angewiesen",
    "statement_content_checked": "Verwendung fachlich geprüft",
    "statement_checked": "Verwendung rechnerisch geprüft",
}
"""What somebody else has to do each time, within one service: ids of persons differ between them."""
APART: Final = (
    *({"applied", "content_checked"}, {"applied", "arithmetic_checked"}, {"applied", "approved"}),
    *({"content_checked", "arithmetic_checked"}, {"content_checked", "approved"}),
    *({"arithmetic_checked", "approved"}, {"payment_released", "payment_ordered"}),
    {"statement_content_checked", "statement_checked"},
)
REOPENED: Final = ("reopened", "settlement_reopened", "topic_reopened")


@dataclass(frozen=True, slots=True)
class Double:
    """One receipt by number, day and amount, and the projects in whose lists it stands."""

    number: str
    paid_on: date
    gross_ct: int
    projects: tuple[str, ...]


@dataclass(slots=True)
class _Case:
    """What is known of a project so far."""

    number: str | None = None
    notices: dict[str, Notice] = field(default_factory=dict)
    traeger_id: str | None = None
    by: dict[str, str] = field(default_factory=dict)
    imported: Recorded | None = None


@dataclass(slots=True)
class Conspicuous:
    """Looks at one event after the other and keeps the hits."""

    land: Land
    hits: dict[str, list[Json]] = field(default_factory=lambda: {name: [] for name in TITLES})
    _cases: defaultdict[str, _Case] = field(default_factory=lambda: defaultdict(_Case))
    _waits: list[tuple[date, FinalityRules]] = field(default_factory=list)
    _overdue: dict[str, str] = field(default_factory=dict)
    _denied: defaultdict[tuple[str, str, str], list[Recorded]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def look(self, events: Iterable[Recorded], doubles: Iterable[Double] = ()) -> list[Json]:
        """Return [{rule, title, count, hits}] of all rules."""
        for it in events:
            if it.type == "number_assigned":
                self._cases[it.data["project_id"]].number = it.data["number"]
            elif it.type == "receipts_imported":
                self._cases[it.data["project_id"]].imported = it
            elif it.type == "policy_adopted":
                waits = FinalityRules(**it.data["rules"].get("finality", {}))
                self._waits.append((date.fromisoformat(it.data["valid_from"]), waits))
            self._money(it)
            self._persons(it)
            self._reports(it)
            self._acts(it)
        for (_, person, day), found in sorted(self._denied.items()):
            if len(found) >= DENIALS_MIN:
                text = f"{person} am {day}: {len(found)} Mal"
                self._hit("denied-often", found[0], text)
        for double in doubles:
            self._twice(double)
        return [
            {"rule": name, "title": TITLES[name], "count": len(hits), "hits": hits}
            for name, hits in self.hits.items()
        ]

    def _hit(self, rule: str, it: Recorded, text: str) -> None:
        self.hits[rule].append(
            {
                "service": it.service,
                "position": it.position,
                "project_id": it.project_id,
                "number": self._cases[it.project_id].number if it.project_id else None,
                "text": text,
            }
        )

    def _twice(self, double: Double) -> None:
        """A receipt that stands more than once; its place is the newest file that was read."""
        read = [it for it in map(self._imported, double.projects) if it is not None]
        if not read:
            return
        newest = max(read, key=lambda it: it.position)
        others = [self._called(it) for it in double.projects if it != newest.project_id]
        where = "auch in " + ", ".join(others) if others else "in zwei Zeilen dieses Projekts"
        told = f"Beleg {double.number} vom {_day(double.paid_on)} über {euros(double.gross_ct)}"
        self._hit("receipt-doubles", newest, f"{told} {where}")

    def _imported(self, project_id: str) -> Recorded | None:
        return self._cases[project_id].imported

    def _called(self, project_id: str) -> str:
        return self._cases[project_id].number or project_id

    def _money(self, it: Recorded) -> None:
        """A payment counts against the notice that was final first, as funding counts it.

        A notice counts as posted on the day of its issue, until somebody says when it was.
        """
        told = it.data
        if it.type == "notice_noted":
            issued = date.fromisoformat(told["issued_on"])
            self._notice(it, issued_on=issued, posted_on=issued)
        elif it.type == "posting_recorded":
            posted = date.fromisoformat(told["posted_on"])
            self._notice(it, posted_on=posted, posting_recorded=True)
        elif it.type == "appeal_waived":
            self._notice(it, waived_on=date.fromisoformat(told["waived_on"]))
        elif it.type == "paid" and told["paid_on"]:
            paid_on = date.fromisoformat(told["paid_on"])
            notices = self._cases[it.project_id or ""].notices.values()
            terms = Terms(self.land, tuple(self._waits))
            known = [final_from(each, terms) for each in notices]
            days = [day for day in known if day is not None]
            if not days or paid_on < min(days):
                says = f"bestandskräftig ab {_day(min(days))}" if days else "kein Tag bekannt"
                self._hit("paid-before-final", it, f"gezahlt am {_day(paid_on)}, {says}")

    def _notice(self, it: Recorded, **told: Any) -> None:
        notices = self._cases[it.project_id or ""].notices
        before = notices.get(it.data["approval_id"], Notice())
        notices[it.data["approval_id"]] = replace(before, **told)

    def _persons(self, it: Recorded) -> None:
        """Two steps that two persons should take; a resubmission counts as the application."""
        if it.type not in STEPS or not it.project_id:
            return
        case = self._cases[it.project_id]
        case.traeger_id = it.data.get("traeger_id", case.traeger_id)
        step = "applied" if it.type == "resubmitted" else it.type
        case.by[step] = it.event["actor"]["sub"]
        for pair in APART:
            (other,) = pair - {step} if step in pair else (None,)
            if other is not None and case.by.get(other) == case.by[step]:
                self._hit("same-person", it, f"{STEPS[other]} und {STEPS[step]}")

    def _reports(self, it: Recorded) -> None:
        """An approval for a Träger of whom a report is overdue in another project."""
        if it.type == "duty_overdue" and it.project_id:
            self._overdue[it.data["duty_id"]] = it.project_id
        elif it.type in ("duty_fulfilled", "duty_dropped", "duty_replanned"):
            self._overdue.pop(it.data["duty_id"], None)
        elif it.type == "approved":
            traeger_id = self._cases[it.project_id or ""].traeger_id
            late = [
                project
                for project in self._overdue.values()
                if traeger_id and self._cases[project].traeger_id == traeger_id
            ]
            if late:
                called = sorted({self._called(project) for project in late})
                self._hit("late-and-granted", it, f"überfällig: {', '.join(called)}")

    def _acts(self, it: Recorded) -> None:
        """What speaks for itself."""
        if it.type == "approved" and str(it.data.get("reason_code")).startswith("deviates"):
            self._hit("against-check", it, it.data["reason_code"])
        elif it.type in REOPENED:
            self._hit("reopened", it, it.title)
        elif it.type == "glass_broken":
            self._hit("emergency", it, f"als {it.data['role']}, bis {it.data['until']}")
        elif it.type == "access_denied":
            day, person = it.event["occurred_at"][:10], it.event["actor"]["sub"]
            self._denied[it.service, person, day].append(it)


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"
