"""One district for the table of roles: what there is to be read, and who comes to the door."""

from dataclasses import replace
from functools import cached_property
from itertools import count
from typing import Any
from uuid import uuid4

import psycopg
from werkzeug.test import Client

from deploy.bench.projects import CHECKS, STATEMENTS, goods, year_plan
from services.access import ROLES
from services.gateway.app import create_app
from services.gateway.exchange import Identity
from services.registry import NAMES
from shared import parking
from shared.access import ANYBODY
from shared.call import Context
from shared.signing import Signer
from tests.direct import DAY, Direct
from tests.old import old_document
from tests.paying import plan, waive
from tests.spent import NOTHING, OVER, Spent

Body = dict[str, Any]
IBAN = "DE02370501980001802057"


def euros(amount: str) -> Body:
    return {"amount": amount, "currency": "EUR"}


class World:
    """Two Sozialräume and two Träger: those of the person under test, and those of others."""

    def __init__(self, services: Direct) -> None:
        self.services = services
        self.desk = services.desk
        self.number = count(1)
        self.past_years, self.coming_years = count(1990), count(2061)
        self.denied: dict[str, int] = {}  # How many denials of each service are known.
        self.bodies: dict[str, Body] = {}
        self.rated = False  # Whether the office knows base rates.
        self.last: dict[str, str] | None = None  # The image that a test has just looked at.
        self.traeger_id, self.foreign_traeger_id = (
            self.ask("projects", "register_traeger", name=name, iban=IBAN)["traeger_id"]
            for name in ("Jugendwerk", "Anderes Werk")
        )
        self.sozialraum_id, self.foreign_sozialraum_id = (
            self.ask("projects", "register_sozialraum", name=name, team_name=f"Team {name}")[
                "sozialraum_id"
            ]
            for name in ("Kalk-Nord", "Vingst")
        )
        for year in (2025, 2026, 2027):
            self.budget(year)

    # ---- asking ----------------------------------------------------------------------------

    def ask(self, service: str, method: str, **body: Any) -> Body:
        """Ask as whoever may, with all Sozialräume in the token."""
        self.last = None
        self.play(DAY)
        return self.services.ask(service, method, body)

    def as_traeger(self, service: str, method: str, **body: Any) -> Body:
        """Ask as a recipient of the own Träger."""
        self.last = None
        token = self.token("recipient", sub="traeger.kalk")
        return self.services.reply(service, method, command(body), self.context(service, token), 15)

    def token(self, role: str, *, foreign: bool = False, **claims: Any) -> str:
        """Return the token of a person in one role, of the own teams and Träger or of others."""
        area = self.foreign_sozialraum_id if foreign else self.sozialraum_id
        works_for = self.foreign_traeger_id if foreign else self.traeger_id
        said = {
            "sub": f"{role}.am-tor",
            "realm_access": {"roles": [role, "offline_access"]},
            "sozialraeume": [area],
            "traeger_id": works_for if role in ("traeger_member", "recipient") else None,
            **claims,
        }
        return self.desk.issuer.sign(**said)

    def play(self, day: str) -> str:
        """Let another day be played, an earlier one as well: each cell stands for itself."""
        for service in self.services.services.values():
            service.kernel.clock._latest = None
        return day

    def context(
        self, service: str, token: str | None, caller: str | None = None, day: str = DAY
    ) -> Context:
        context = Context.of(token, self.play(day))
        if caller is None:
            return context
        return replace(context, service_token=self.desk.service(caller, service))

    def browser(self) -> Client:
        """Return a client of a gateway that reaches the services."""
        sign = Signer(self.desk.settings, "gateway").token
        return Client(create_app(Reply(self.services), identity=Identity(sign)))

    # ---- what there is ---------------------------------------------------------------------

    def budget(self, year: int, amount: str = "90000000.00") -> int:
        self.ask("funding", "set_budget", year=year, amount=euros(amount), resolution=f"Rat {year}")
        return year

    def year(self) -> int:
        """Return a year of which nobody has spoken yet."""
        return next(self.coming_years)

    def application(self, **other: Any) -> Body:
        return {
            "sozialraum_id": self.sozialraum_id,
            "traeger_id": self.traeger_id,
            "title": "Mädchentreff",
            "need": "Im Viertel fehlt ein Treff.",
            "goals": [{"text": "Genutzt", "indicator": "Gäste", "target": "20"}],
            "target_group": "Mädchen",
            "measures": "Treff",
            "start": "2026-02-01",
            "end": "2027-01-31",
            "plan": [year_plan(2026, 40_000_00, 4_000_00), year_plan(2027, 10_000_00)],
            "own_cash": euros("500.00"),
            "in_kind": goods(1_000_00),
            "employees": {"count": 75, "method": "heads", "on": "2026-01-05"},
            **STATEMENTS,
            **other,
        }

    def applied(self) -> str:
        project_id: str = self.ask("projects", "apply", **self.application())["project_id"]
        return project_id

    def checked(self) -> str:
        project_id = self.applied()
        self.desk.traeger_id = self.traeger_id
        for method, body in CHECKS.items():
            self.ask("projects", method, project_id=project_id, **body)
        return project_id

    def biased(self) -> str:
        """Return a project on which the central office decides."""
        project_id = self.checked()
        self.ask("projects", "declare_bias", project_id=project_id, reason_code="took-part")
        return project_id

    def empty_waiting_list(self) -> None:
        """Let nobody stand before a project that is to be approved."""
        for it in self.ask("projects", "list_open_applications")["applications"]:
            if it["priority"] is not None:
                self.ask("projects", "withdraw", project_id=it["project_id"], reason_code="no-need")

    def ready(self, role: str) -> str:
        """Return a project that may be decided in a role."""
        self.empty_waiting_list()
        return self.biased() if role == "central_office" else self.checked()

    def approved(self) -> str:
        self.empty_waiting_list()
        project_id = self.checked()
        self.ask("projects", "approve", project_id=project_id)
        self.services.settle()
        return project_id

    def accounted(self, spent: Spent = NOTHING, project_id: str = "") -> str:
        """Have the statement of use of a project checked; return the project's id."""
        about = project_id or self.approved()
        self.last = None
        self.play(OVER)
        self.services.account(about, spent)
        return about

    def funding(self, method: str, **body: Any) -> Body:
        return self.ask("funding", method, **body)

    def planned(self) -> Body:
        """Return what releases a payment of a new project."""
        project_id = self.approved()
        waive(self.funding, project_id)
        return plan(self.funding, project_id, 2026, euros("1.00"))

    def released(self) -> Body:
        """Return a payment that a pay list would take: {project_id, year, number}."""
        asked = self.planned()
        self.funding("release_payments", **asked)
        (payment,) = asked["payments"]
        named = {name: payment[name] for name in ("year", "number")}
        return {"project_id": asked["project_id"], **named}

    def draft(self) -> str:
        content = self.application()
        draft_id: str = self.ask("projects", "save_draft", content=content)["draft_id"]
        return draft_id

    def person(self) -> str:
        made = self.ask("projects", "register_person", function="Fachkraft", name="Erika Muster")
        person_id: str = made["person_id"]
        return person_id

    def card(self, **other: Any) -> Body:
        return {
            "name": f"Verein {next(self.number)}",
            "kind": "association",
            "sozialraum_ids": [self.sozialraum_id],
            "traeger_id": self.traeger_id,
            "place": {"postcode": "51103", "city": "Köln"},
            "description": "Offen für alle.",
            **other,
        }

    def observed(self, **other: Any) -> Body:
        return {
            "sozialraum_id": self.sozialraum_id,
            "observed_on": "2026-01-02",
            "text": "Mädchen haben keinen Ort.",
            **other,
        }

    def observation(self) -> str:
        made = self.ask("resources", "record_observation", **self.observed())
        observation_id: str = made["observation_id"]
        return observation_id

    def topic(self) -> Body:
        return {
            "sozialraum_id": self.sozialraum_id,
            "title": "Orte für Mädchen",
            "subject": "gender",
            "observations": [self.observation()],
        }

    def referred(self, service: str, stream: str, kind: str) -> str:
        """Return the first document that an event refers to."""
        with self.services.services[service].kernel.pool.connection() as conn:
            row = conn.execute(
                'select substring(line from \'"document_id":"([0-9a-f-]{36})"\') from event'
                " where stream = %s and type = %s",
                [stream, kind],
            ).fetchone()
        document_id: str = row[0]
        return document_id

    def old_document(self, service: str) -> None:
        """Let there be a document that no event names, made long ago."""
        self.last = None
        old_document(self.services.services[service].kernel)

    def parked(self, service: str) -> Body:
        """Let an event wait before a service as if it had failed; return where."""
        kernel = self.services.services[service].kernel
        follower = kernel.consumers[0].follower
        self.ask(follower.source, "break_glass", role="auditor", reason="Test", hours=1)
        self.services.settle()
        with self.services.services[follower.source].kernel.pool.connection() as conn:
            position, event_id = conn.execute(
                "select s.position, e.event_id::text from event e join sealed s using (id)"
                " where e.type = 'glass_broken' order by 1 desc limit 1"
            ).fetchone()
        with kernel.pool.connection() as conn:
            at = {"follower": follower.target.begin(conn), "source": follower.source}
            named = {"stream": f"test-{uuid4()}", "event_id": event_id, "type": "glass_broken"}
            parking.park(conn, parking.Parked(**at, position=position, **named), "Test", 5)
        return {**at, "position": position}

    # ---- what is written down --------------------------------------------------------------

    def denials(self) -> list[tuple[str, Body, str]]:
        """Return (service, event, who was meant) of each denial since this was asked last."""
        found = []
        for name in NAMES:
            kernel = self.services.services[name].kernel
            with kernel.pool.connection() as conn:
                rows = conn.execute(
                    "select e.id, e.line::jsonb, a.sub from event e join actor a"
                    " on a.actor_id::text = e.line::jsonb -> 'actor' ->> 'sub'"
                    " where e.stream = 'denials' and e.version > %s order by e.id",
                    [self.denied.get(name, 0)],
                ).fetchall()
            self.denied[name] = self.denied.get(name, 0) + len(rows)
            found += [(name, line, sub) for _, line, sub in rows]
        return found

    def seen(self) -> dict[str, str]:
        """Return the image that was looked at last, if nothing has been asked for since."""
        if self.last is None:
            self.last = self.image()
        return self.last

    @cached_property
    def watcher(self) -> psycopg.Connection[Any]:
        """One connection looks all the time: it knows all tables already, and its plan is made."""
        return psycopg.connect(self.desk.settings.database_url, autocommit=True)

    def image(self) -> dict[str, str]:
        """Return a digest of each table with all its parts, but for what a denial itself leaves behind."""
        tables = self.watcher.execute(
            "select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
            " where c.relkind in ('r', 'p') and not c.relispartition"
            " and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema' order by 1, 2"
        ).fetchall()
        digests = " union all ".join(
            f"select '{schema}.{table}', coalesce(md5(string_agg(t::text, e'\\n' order by"
            f' t::text)), \'\') from "{schema}"."{table}" t {_without_denials(table)}'
            for schema, table in tables
        )
        return dict(self.watcher.execute(digests.encode(), prepare=True).fetchall())


_DENIED = "(select event_id from {} where type = 'access_denied')"


def _without_denials(table: str) -> str:
    """Leave out the denial's event, its version, its mark, and the id of who was turned away."""
    return {
        "event": "where t.type <> 'access_denied'",
        "stream": "where t.stream <> 'denials'",
        "unsealed": "where false",
        "actor": "where t.sub not like '%.am-tor' and t.sub not like 'service:%'",
    }.get(table, "")


class Reply:
    """What the gateway needs of the services: whatever tokens it sends, it sends itself."""

    def __init__(self, services: Direct) -> None:
        self._services = services

    def call(self, service: str, method: str, body: Body, context: Context, timeout: float) -> Body:
        return self._services.reply(service, method, body, context, timeout)


def command(body: Body) -> Body:
    return {"command_id": str(uuid4()), **body}


def scope(name: str, role: str) -> str | None:
    """Return how far a role reaches for a method, by the file; None: not at all."""
    rule = ROLES.rule(*name.split(".", 1))
    return rule.roles.get(role) or rule.roles.get(ANYBODY) if rule else None
