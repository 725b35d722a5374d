"""Mails about reminders over a real PostgreSQL and a real SMTP server: written first, sent once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from unittest.mock import patch
from uuid import UUID, uuid5

import pytest
from aiosmtpd.controller import Controller

from services.projects.events import CATALOGUE
from services.reporting.duties import mails
from shared.settings import Settings, SettingsError
from tests.direct import Line, direct
from tests.duty_office import APPROVED_ON, Office
from tests.heard import Source
from tests.kernel.test_project_reports import REPORT
from tests.servers import free_ports
from tests.toy import settings
from tests.unit.projects.changes import TERMINATED
from tests.unit.projects.examples import APPLIED, APPROVED

pytestmark = pytest.mark.postgres

AHEAD, DUE, WEEK = "2026-04-23", "2026-04-30", "2026-05-07"
FROM, LINK = "jugendamt@kalk.example", "https://sozialraum.kalk.example"
PERSONS = {"Theodor Freiherr": "vorstand@jugendwerk.example", "Dörte Vertreterin": None}


class Post:
    """A mail server on this machine: keeps what it takes, and refuses whom it is told to."""

    def __init__(self):
        self.taken, self.replies = [], {}
        (self.port,) = free_ports(1)
        self.controller = None

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        if address in self.replies:
            return self.replies[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        self.taken.append((envelope, message_from_bytes(envelope.content, policy=default)))
        return "250 taken"

    def start(self):
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def stop(self):
        if self.controller is not None:
            self.controller.stop()
            self.controller = None


@pytest.fixture
def post():
    made = Post()
    made.start()
    yield made
    made.stop()


class House(Office):
    """Reporting, told of one project of a Träger whose representatives projects knows."""

    def __init__(self, services, registered):
        super().__init__(services)
        self.registered = registered
        me = self.reporting.kernel
        me.rpc = Line(registered, me.gate.signer.token)
        asked = [{"name": name, "email": email} for name, email in PERSONS.items()]
        self.person_ids = [self.person(**it) for it in asked]
        name = {"name": "Jugendwerk Kalk e. V."}
        self.traeger_id = registered.ask("projects", "register_traeger", name)["traeger_id"]
        self.represent(*self.person_ids)
        told = replace(APPLIED, traeger_id=self.traeger_id)
        self.projects = Source("projects", CATALOGUE, self.reporting)
        self.projects.tell(told, APPROVED, on=APPROVED_ON)
        self.services.settle()

    def person(self, **personal):
        body = {"function": "Vorstand", **{k: it for k, it in personal.items() if it}}
        made = self.registered.ask("projects", "register_person", body)
        return made["person_id"]

    def represent(self, *person_ids):
        body = {"traeger_id": self.traeger_id, "person_ids": list(person_ids)}
        self.registered.ask("projects", "name_representatives", body)

    def duty_id(self):
        (found,) = [it for it in self.ask("list_duties", AHEAD)["duties"] if it["year"] == 2025]
        return found["duty_id"]

    def send(self, day, minutes=0):
        """Let the worker look at noon of a day, or so many minutes later."""
        self.services.settle()
        return self.reporting.send_due(at(day, minutes))

    def rows(self):
        with self.reporting.kernel.pool.connection() as conn:
            query = "select reminder, due_on::text, standing, attempts, reason from mail"
            return conn.execute(f"{query} order by written_at").fetchall()


def at(day, minutes=0):
    return datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=UTC) + timedelta(
        minutes=minutes
    )


def mail_environment(port):
    return {"SMTP_URL": f"smtp+plain://127.0.0.1:{port}", "MAIL_FROM": FROM, "MAIL_LINK": LINK}


@pytest.fixture
def known_persons(new_database, tmp_path):
    known = settings(
        new_database(), tmp_path, "projects", "vault", APP_ENV="demo", VAULT_KEY="k" * 32
    )
    with direct(known, "projects") as services:
        yield services


@pytest.fixture
def house(new_database, tmp_path, known_persons, post):
    environment = mail_environment(post.port)
    known = settings(new_database(), tmp_path, "reporting", APP_ENV="demo", **environment)
    with direct(known, "reporting") as services:
        yield House(services, known_persons)


def test_a_reminder_is_written_down_and_mailed_to_who_signs_for_the_recipient(house, post):
    assert house.remind(AHEAD) == 1
    assert house.rows() == [("ahead", DUE, "waiting", 0, None)]
    assert house.send(AHEAD) == 1
    assert house.rows() == [("ahead", DUE, "sent", 1, None)]

    ((envelope, mail),) = post.taken
    assert (envelope.mail_from, envelope.rcpt_tos) == (FROM, ["vorstand@jugendwerk.example"])
    assert mail["Subject"] == f"Bald fällig: Projektbericht 2025 zum Projekt {APPLIED.number}"
    mail_id = uuid5(UUID(house.duty_id()), "mail ahead 2026-04-30")
    assert mail["Message-ID"] == f"<{mail_id}@kalk.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content().replace("\r\n", "\n") == (
        "Guten Tag,\n\n"
        f"zum Projekt {APPLIED.number} ist der Projektbericht 2025 am 30.04.2026 fällig.\n\n"
        f"Einreichen können Sie ihn hier: {LINK}\n\n"
        "Diese Nachricht wurde automatisch verschickt. Bitte antworten Sie nicht darauf.\n"
    )


def test_each_reminder_has_one_mail_however_often_and_by_however_many_it_is_looked_for(house, post):
    for day in (AHEAD, AHEAD, DUE, "2026-05-01", WEEK, WEEK):
        house.remind(day)
    assert [it[0] for it in house.rows()] == ["ahead", "due", "one-week"]
    with ThreadPoolExecutor(4) as replicas:
        sent = [replicas.submit(house.reporting.send_due, at(WEEK)) for _ in range(4)]
        assert sum(it.result(30) for it in sent) == 3
    assert house.send(WEEK) == 0
    subjects = sorted(mail["Subject"].partition(":")[0] for _, mail in post.taken)
    assert subjects == ["Bald fällig", "Heute fällig", "Überfällig"]
    assert len({mail["Message-ID"] for _, mail in post.taken}) == 3


def test_while_the_server_is_away_a_mail_waits_longer_and_longer(house, post):
    house.remind(AHEAD)
    post.stop()
    assert [house.send(AHEAD, minutes) for minutes in (0, 4, 5, 14, 15)] == [0] * 5
    assert house.rows() == [("ahead", DUE, "waiting", 3, None)]
    post.start()
    assert (house.send(AHEAD, 34), len(post.taken)) == (0, 0)
    assert (house.send(AHEAD, 35), len(post.taken)) == (1, 1)
    assert house.rows() == [("ahead", DUE, "sent", 4, None)]


def test_what_is_sent_again_after_a_crash_has_the_same_message_id(house, post):
    house.remind(AHEAD)

    class Crashed(BaseException):
        pass

    with patch.object(mails, "note_sent", side_effect=Crashed), pytest.raises(Crashed):
        house.send(AHEAD)
    assert house.rows() == [("ahead", DUE, "waiting", 1, None)]
    assert house.send(AHEAD, 4) == 0  # Whoever took it may still be at it.
    assert house.send(AHEAD, 5) == 1
    first, second = [mail["Message-ID"] for _, mail in post.taken]
    assert first == second


def test_a_mail_is_given_up_after_many_attempts(house, post):
    post.stop()
    house.remind(AHEAD)
    for hours in range(16):
        house.send(AHEAD, 7 * 60 * hours)
    assert house.rows() == [("ahead", DUE, "not-sent", 16, "given-up")]


def test_nobody_is_reminded_of_what_is_handed_in_or_moved_meanwhile(house, post):
    house.remind(AHEAD)
    body = {"as_traeger": house.traeger_id, **REPORT, "duty_id": house.duty_id()}
    house.ask("submit_project_report", AHEAD, "recipient", **body)
    house.remind("2027-04-30")
    house.projects.tell(TERMINATED, on=datetime(2027, 4, 30, tzinfo=UTC).date())
    assert house.send("2027-04-30") == 0
    assert [(it[0], it[2], it[4]) for it in house.rows()] == [
        ("ahead", "not-sent", "not-owed"),
        ("due", "not-sent", "not-owed"),
    ]
    assert post.taken == []


def test_without_an_address_nothing_is_sent(house, post):
    house.remind(AHEAD)
    house.represent(house.person_ids[1])
    house.registered.ask("projects", "erase_person", {"person_id": house.person_ids[0]})
    assert house.send(AHEAD) == 0
    assert house.rows() == [("ahead", DUE, "not-sent", 1, "no-address")]


@pytest.mark.parametrize(
    ("reply", "row"),
    [
        ("550 unknown", ("ahead", DUE, "not-sent", 1, "refused")),
        ("450 come again", ("ahead", DUE, "waiting", 1, None)),
    ],
)
def test_whom_the_server_does_not_know_is_not_tried_again_whom_it_puts_off_is(
    house, post, reply, row
):
    house.remind(AHEAD)
    post.replies["vorstand@jugendwerk.example"] = reply
    assert house.send(AHEAD) == 0
    assert (house.rows(), post.taken) == ([row], [])


def test_who_cannot_be_reached_keeps_no_one_else_from_it(house, post):
    house.represent(*house.person_ids, house.person(name="Kim Neu", email="kim@jugendwerk.example"))
    post.replies["vorstand@jugendwerk.example"] = "550 unknown"
    house.remind(AHEAD)
    assert house.send(AHEAD) == 1
    ((envelope, _),) = post.taken
    assert envelope.rcpt_tos == ["kim@jugendwerk.example"]


def test_nothing_leaves_in_the_clear_where_encryption_is_set(house, post):
    house.remind(AHEAD)
    kernel = house.reporting.kernel
    safe = replace(kernel.settings.mail, security="starttls")
    kernel.settings = replace(kernel.settings, mail=safe)
    assert house.send(AHEAD) == 0
    assert (house.rows(), post.taken) == ([("ahead", DUE, "waiting", 1, None)], [])


def test_no_address_is_kept_beside_a_mail_or_in_the_log(house):
    house.remind(AHEAD)
    house.send(AHEAD)
    with house.reporting.kernel.pool.connection() as conn:
        rows = conn.execute("select to_jsonb(m)::text from mail m").fetchall()
        lines = conn.execute("select line from event").fetchall()
    for (text,) in [*rows, *lines]:
        assert "jugendwerk.example" not in text


def test_without_a_server_reminders_stay_what_they_were(new_database, tmp_path, known_persons):
    known = settings(new_database(), tmp_path, "reporting", APP_ENV="demo")
    assert known.mail is None
    with direct(known, "reporting") as services:
        house = House(services, known_persons)
        assert (house.remind(AHEAD), house.rows(), house.send(AHEAD)) == (1, [], 0)


def load(**given):
    known = Settings.load({"DATABASE_URL": "postgresql://localhost/x", **given})
    assert known.mail is not None
    return known.mail


def test_settings_say_how_mails_leave_the_house():
    mail = load(SMTP_URL="smtp://amt:ge%40heim@mail.example", MAIL_FROM=FROM)
    assert (mail.host, mail.port, mail.security) == ("mail.example", 587, "starttls")
    assert (mail.user, mail.password, mail.domain) == ("amt", "ge@heim", "kalk.example")
    assert "heim" not in repr(mail)
    assert load(SMTP_URL="smtps://mail.example", MAIL_FROM=FROM).port == 465


@pytest.mark.parametrize(
    ("given", "what"),
    [
        ({"SMTP_URL": "mail.example:25", "MAIL_FROM": FROM}, "SMTP_URL"),
        ({"SMTP_URL": "http://mail.example", "MAIL_FROM": FROM}, "SMTP_URL"),
        ({"SMTP_URL": "smtp://mail.example:99999", "MAIL_FROM": FROM}, "SMTP_URL"),
        ({"SMTP_URL": "smtp://mail.example"}, "MAIL_FROM"),
        ({"SMTP_URL": "smtp://mail.example", "MAIL_FROM": "jugendamt"}, "MAIL_FROM"),
        ({"SMTP_URL": "smtp://mail.example", "MAIL_FROM": "a@b.de\nBcc: c@d.de"}, "MAIL_FROM"),
    ],
)
def test_settings_that_make_no_sense_are_named(given, what):
    with pytest.raises(SettingsError, match=what):
        load(**given)
