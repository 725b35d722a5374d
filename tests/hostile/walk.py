"""A walk through a district by chance: whoever does whatever, plausible or not, while days go by.

All chance comes of one seed, ids included, so that a walk that failed can be walked again. What a
step may meet is an answer or a refusal that explains itself; what must hold after it, the tests say.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from deploy.bench.projects import euros
from shared.call import Context
from shared.refusal import Refused
from tests.direct import Direct
from tests.persons import person
from tests.spent import Spent

Body = dict[str, Any]

YEARS: Final = range(2025, 2031)
PERSONS: Final = [
    *(("team.kalk", "asd_member"), ("fachkraft.kalk", "asd_member")),
    *(("traeger.kalk", "traeger_member"), ("vorstand.kalk", "recipient"), ("wjh.kalk", "wjh")),
    *(("wjh2.kalk", "wjh"), ("bjl.kalk", "district_head"), ("zentrale.kalk", "central_office")),
    *(("vertretung.kalk", "central_office"), ("rpa.kalk", "auditor"), ("netz.kalk", "operator")),
]
CENTRAL: Final = ("zentrale.kalk", "central_office")
HEAD: Final = ("bjl.kalk", "district_head")
QUERIES: Final = [
    *("get_project", "get_decision", "get_application", "list_notices"),
    *("list_projects", "list_waiting", "list_open_applications", "list_drafts"),
]


NEXT: Final[dict[str, dict[str, float]]] = {
    "applied": {
        "projects.approve": 12,
        "projects.approve_reduced": 2,
        "projects.postpone": 1,
        "projects.reject": 0.5,
        "projects.return_for_completion": 1,
        "projects.withdraw": 0.3,
    },
    "returned": {"projects.resubmit": 5, "projects.withdraw": 1},
    "postponed": {"projects.reopen": 5, "projects.prioritise": 1, "projects.reject": 1},
    "approved": {
        "funding.waive_appeal": 3,
        "funding.plan_payments": 3,
        "funding.release_payments": 4,
        "funding.make_pay_list": 3,
        "funding.import_confirmations": 3,
        "funding.fail_payment": 0.5,
        "funding.reverse_payment": 1,
        "projects.request_change": 4,
        "projects.extend": 3,
        "projects.amend": 3,
        "projects.reject_change": 1,
        "funding.carry_over": 2,
        "projects.terminate": 0.6,
        "projects.revoke": 1,
        "projects.close": 0.6,
        "projects.propose_settlement": 0.4,
    },
    "terminated": {
        "projects.close": 1,
        "projects.propose_settlement": 1,
        "funding.plan_payments": 1,
        "projects.revoke": 1,
    },
    "revoked": {
        "projects.close": 1,
        "projects.propose_settlement": 1,
        "funding.reverse_payment": 1,
    },
    "closed": {
        "projects.close": 1,
        "projects.reopen_settlement": 0.5,
        "funding.record_recovery": 2,
        "projects.propose_interest": 1,
        "funding.propose_waiver": 0.5,
        "funding.reverse_payment": 1,
        "projects.revoke": 1,
    },
    "rejected": {"projects.approve": 1},
    "withdrawn": {"projects.resubmit": 1},
}
"""By status, what usually comes next, and how often beside the others."""
FOLLOWS: Final = {
    "funding.propose_policy": "funding.adopt_policy",
    "funding.propose_deletions": "funding.confirm_deletions",
    "projects.propose_deletions": "projects.confirm_deletions",
    "projects.register_person": "projects.appoint_deputy",
    "projects.appoint_deputy": "projects.revoke_deputy",
    "projects.join_team": "projects.leave_team",
    "projects.request_change": "projects.withdraw_change",
    "projects.propose_settlement": "projects.record_hearing",
    "projects.record_hearing": "projects.close",
    "funding.propose_waiver": "funding.waive_recovery",
    "projects.propose_interest": "projects.fix_interest",
    "projects.fix_interest": "funding.record_interest",
    "funding.waive_appeal": "funding.request_drawdown",
}
"""What would seldom come about by itself, since it needs just this before."""
ACCOUNTED_ON: Final = "2035-01-02"
"""The day of reporting: whatever a walk has planned is over then."""
OWED_UNTIL: Final = "2035-02-01"
ABOUT_REQUESTS: Final = (
    *("projects.extend", "projects.amend", "projects.reject_change", "projects.withdraw_change"),
)


@dataclass(frozen=True)
class Act:
    """How the body of a command is made, and how often beside the others."""

    make: Callable[["Walk"], Body]
    weight: float = 1


@dataclass
class Step:
    """What was asked by whom on which day, and what came of it."""

    day: date
    who: tuple[str, str]
    key: str
    body: Body
    answer: Body | None = None
    refused: Refused | None = None

    def __str__(self) -> str:
        came = self.refused.code if self.refused else "ok"
        return f"{self.day} {self.who[0]:16} {self.key:32} → {came}"


@dataclass
class Walk:
    """Where a walk has come to. `known` holds ids by what they name, the newest last.

    `focus` is the project that the next step is about, if it is about one.
    """

    services: Direct
    acts: Mapping[str, Act]
    seed: int
    day: date = date(2026, 1, 5)
    focus: str | None = None
    known: dict[str, list[Any]] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)
    steps: list[Step] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)

    # ---- chance --------------------------------------------------------------------------------

    def new_id(self) -> str:
        return str(UUID(int=self.chance.getrandbits(128), version=4))

    def one_of(self, name: str) -> Any:
        """Return something that is known by its id, mostly something recent; seldom nothing's."""
        there = self.known.get(name, [])
        if not there or self.chance.random() < 0.03:
            return self.new_id()
        return there[-1 - min(int(self.chance.expovariate(0.6)), len(there) - 1)]

    def cents(self, most: int) -> int:
        return self.chance.choice([0, 1, self.chance.randint(0, most), most])

    def after(self, least: int, most: int) -> str:
        return (self.day + timedelta(days=self.chance.randint(least, most))).isoformat()

    def year(self) -> int:
        return int(self.chance.choice([*YEARS, self.day.year, self.day.year]))

    # ---- steps ---------------------------------------------------------------------------------

    def begin(self) -> None:
        """Register a Sozialraum and a Träger, set budgets: else most steps would be refused."""
        begun: list[tuple[str, Body]] = [
            ("projects.register_sozialraum", {"name": "Kalk", "team_name": "Team Kalk"}),
            ("projects.register_traeger", {"name": "Jugendwerk", "iban": "DE02370501980001802057"}),
        ]
        for year in (2026, 2027, 2028):
            body = {"year": year, "amount": euros(250_000_00), "resolution": "Rat 1"}
            begun.append(("funding.set_budget", body))
        for key, body in begun:
            step = self._take(Step(self.day, CENTRAL, key, {"command_id": self.new_id(), **body}))
            assert step.refused is None, step.refused

    def step(self) -> Step:
        """Let somebody do something, or ask something, or time go by."""
        if self.chance.random() < 0.1:
            self.day += timedelta(days=self.chance.choice([1, 1, 1, 7, 30, 60]))
        if self.chance.random() < 0.5:
            self.services.settle("projects", "funding")
        if self.steps and self.chance.random() < 0.05:
            return self._again(self.chance.choice(self.steps[-5:]))
        key = self._next()
        service, _, method = key.partition(".")
        who = self.chance.choice(PERSONS) if self.chance.random() < 0.1 else person(method, service)
        body = {"command_id": self.new_id(), **self.acts[key].make(self)}
        return self._take(Step(self.day, who, key, body))

    def _next(self) -> str:
        """Choose what is done next: what follows from the last step, something sensible, anything."""
        last = self.steps[-1]
        if last.answer is not None and last.key in FOLLOWS and self.chance.random() < 0.4:
            return FOLLOWS[last.key]
        return self._sensible() if self.chance.random() < 0.7 else self._anything()

    def _anything(self) -> str:
        weights = [it.weight for it in self.acts.values()]
        self.focus = None
        return self.chance.choices([*self.acts], weights)[0]

    def _sensible(self) -> str:
        """Choose a project, and what a district would do with it next."""
        projects = [it for it in self.known.get("project_id", []) if it not in self.done]
        if not projects or self.chance.random() < 0.08:
            self.focus = None
            return "projects.apply"
        self.focus = self.chance.choice(projects[-4:])
        page = self.ask(HEAD, "projects.get_decision", {"project_id": self.focus})
        told = self.ask(HEAD, "projects.get_application", {"project_id": self.focus})
        self.services.desk.traeger_id = told["traeger_id"]
        if page["status"] in ("closed", "rejected", "withdrawn") and self.chance.random() < 0.7:
            self.done.add(self.focus)
        if page["status"] == "applied":
            codes = {no["code"] for it in page["decisions"][:1] for no in it["in_the_way"]}
            if "co-signature-missing" in codes:
                return "projects.co_sign"
            checks = ("content", "arithmetic")
            missing = [it for it in checks if not (page[f"{it}_check"] or {}).get("is_current")]
            if missing and self.chance.random() < 0.9:
                return f"projects.check_{missing[0]}"
        asked = any(project == self.focus for project, _ in self.known.get("request", []))
        ways = {
            it: n for it, n in NEXT[page["status"]].items() if asked or it not in ABOUT_REQUESTS
        }
        return self.chance.choices([*ways], [*ways.values()])[0]

    def _take(self, step: Step) -> Step:
        self.steps.append(step)
        try:
            step.answer = self.ask(step.who, step.key, step.body)
        except Refused as refused:
            step.refused = refused
        else:
            self.remember(step.key, step.body, step.answer)
        return step

    def _again(self, before: Step) -> Step:
        """The same command by the same person: once it was carried out, it is answered the same."""
        return self._take(Step(self.day, before.who, before.key, before.body))

    def ask(self, who: tuple[str, str], key: str, body: Body) -> Body:
        """Ask as somebody, on the day it is. Raises Refused."""
        service, _, method = key.partition(".")
        context = replace(Context.fresh(*who), today=self.day.isoformat())
        return self.services.call(service, method, body, context, 15)

    def account(self, project_id: str) -> None:
        """Have the statement of use of a project checked, and now and then once more."""
        body = {"project_id": project_id}
        is_checked = project_id in self.known.get("accounted", [])
        if is_checked and self.chance.random() < 0.7:
            return
        application = self.ask(HEAD, "projects.get_application", body)
        self.services.desk.traeger_id = application["traeger_id"]
        self.services.settle()

        def ask(method: str, **more: Any) -> Body:
            return self.services.ask("reporting", method, {**body, **more}, ACCOUNTED_ON)

        if is_checked:
            ask("return_statement", places=["/years/0"], text="Bitte prüfen.", due_on=OWED_UNTIL)
            receipts = [it["receipt_id"] for it in ask("list_receipts")["receipts"]]
            if receipts:
                ask("remove_receipts", receipt_ids=receipts)
        costs_ct = self.chance.choice([0, 20_000_00, self.cents(90_000_00)])
        third_party_ct = self.chance.choice([0, 0, self.cents(1_000_00)])
        self.services.account(project_id, Spent(costs_ct, third_party_ct), ACCOUNTED_ON)
        self.know("accounted", project_id)

    def look(self) -> None:
        """Look at something. Raises Refused."""
        method = self.chance.choice(QUERIES)
        body = {"project_id": self.one_of("project_id")}
        self.ask(person(method, "projects"), f"projects.{method}", body)

    def remember(self, key: str, body: Body, answer: Body) -> None:
        if key in ("projects.apply", "projects.submit_draft"):
            self.know("project_id", answer["project_id"])
        for name in ("draft_id", "person_id", "delegation_id", "interest_id"):
            self.know(name, answer.get(name))
        service, _, method = key.partition(".")
        about = f"{service}.deletions" if method == "propose_deletions" else "proposal_id"
        self.know(about, answer.get("proposal_id"))
        for name in ("traeger_id", "sozialraum_id"):
            self.know(name, answer.get(name) if "register" in key else None)
        if "request_id" in answer:
            self.know("request", (body["project_id"], answer["request_id"]))
        if key == "funding.reserve":
            self.know("approval", (body["project_id"], body["approval_id"]))
        if key == "funding.make_pay_list":
            self.know("pay_list", answer["csv"])

    def know(self, name: str, it: Any) -> None:
        if it is not None and it not in self.known.setdefault(name, []):
            self.known[name].append(it)

    def __str__(self) -> str:
        return "\n".join([f"seed {self.seed}", *map(str, self.steps[-30:])])
