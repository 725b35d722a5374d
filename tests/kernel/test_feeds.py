"""Subscriptions of the calendar over a real PostgreSQL: a secret address, as far as its owner saw."""

import json
from uuid import UUID, uuid4, uuid5

import pytest

from services.reporting.feeds.answers import FeedAnswer, FeedsAnswer
from shared.refusal import Refused
from tests.direct import direct
from tests.duty_office import APPROVED_ON, Office
from tests.toy import settings
from tests.unit.projects.changes import TERMINATED
from tests.unit.projects.examples import APPLIED, APPROVED
from tests.unit.projects.registered import SOZIALRAUM_ID, TRAEGER_ID

pytestmark = pytest.mark.postgres

DAY, YEAR_ON, DAY_AFTER = "2026-02-02", "2027-02-02", "2027-02-03"


class Calendars(Office):
    """The office, and who subscribes to its calendar."""

    def open(self, role="wjh", day=DAY, **who):
        told = self.ask("open_feed", day, role, **who)
        assert FeedAnswer().validate(told) == {}
        kind, feed_id, secret = told["path"].split("/")
        assert (kind, feed_id) == ("feeds", told["feed_id"])
        return feed_id, secret.removesuffix(".ics")

    def read(self, feed_id, secret, day=DAY):
        """Ask as the gateway does, for nobody."""
        self.services.settle()
        body = {"feed_id": feed_id, "secret": secret}
        gateway = "service:gateway"
        context = self.services.desk.context("reporting", "read_feed", gateway, gateway, day)
        return self.services.call("reporting", "read_feed", body, context, 15)["calendar"]

    def log_data(self, type_):
        with self.reporting.kernel.pool.connection() as conn:
            rows = conn.execute("select line::jsonb -> 'data' from event where type = %s", [type_])
            return [data for (data,) in rows.fetchall()]

    def feeds(self, role="wjh", day=DAY):
        told = self.ask("list_feeds", day, role)
        assert FeedsAnswer().validate(told) == {}
        return told["feeds"]


@pytest.fixture
def office(new_database, tmp_path):
    known = settings(new_database(), tmp_path, "reporting", APP_ENV="demo")
    with direct(known, "reporting") as services:
        made = Calendars(services)
        made.projects.tell(APPLIED, APPROVED, on=APPROVED_ON)
        yield made


def unknown(ask, *args, **more):
    with pytest.raises(Refused) as no:
        ask(*args, **more)
    assert (no.value.code, no.value.kind) == ("feed-unknown", "unknown")


def test_who_has_the_address_sees_the_calendar_as_it_is_now(office):
    feed = office.open()
    assert office.read(*feed).count("BEGIN:VEVENT") == 3
    office.projects.tell(TERMINATED, on=APPROVED_ON.replace(year=2026))
    assert office.read(*feed).count("BEGIN:VEVENT") == 2


def test_a_feed_reaches_as_far_as_who_opened_it(office):
    mine = office.open("recipient", as_traeger=TRAEGER_ID)
    another = office.open("recipient", as_traeger=str(uuid4()))
    assert office.read(*mine).count("BEGIN:VEVENT") == 3
    assert office.read(*another).count("BEGIN:VEVENT") == 0
    (feed,) = [it for it in office.log_data("feed_opened") if it["feed_id"] == mine[0]]
    assert (feed["everywhere"], feed["traeger_id"]) == (False, TRAEGER_ID)
    assert SOZIALRAUM_ID not in feed["sozialraum_ids"]


def test_a_wrong_address_a_closed_one_and_none_are_all_the_same(office):
    feed_id, secret = office.open()
    unknown(office.read, feed_id, secret[:-1])
    unknown(office.read, feed_id, secret[:-1] + ("0" if secret[-1] != "0" else "1"))
    unknown(office.read, feed_id, "ä")
    unknown(office.read, str(uuid4()), secret)
    office.ask("close_feed", DAY, "wjh", feed_id=feed_id)
    unknown(office.read, feed_id, secret)
    assert office.ask("close_feed", DAY, "wjh", feed_id=feed_id)["event_ids"] == []


def test_an_address_is_good_for_a_year(office):
    feed = office.open()
    assert "BEGIN:VCALENDAR" in office.read(*feed, day=YEAR_ON)
    unknown(office.read, *feed, day=DAY_AFTER)
    assert [it["open"] for it in office.feeds(day=DAY_AFTER)] == [False]


def test_the_same_command_again_opens_nothing_and_tells_the_same_address(office):
    command_id = str(uuid4())
    first, second = (office.ask("open_feed", DAY, "wjh", command_id=command_id) for _ in range(2))
    assert first == second
    assert first["feed_id"] == str(uuid5(UUID(command_id), "reporting.open_feed"))
    assert len(office.feeds()) == 1


def test_everybody_lists_and_closes_the_own_ones_the_central_office_any(office):
    feed_id, secret = office.open()
    assert office.feeds("district_head") == []
    unknown(office.ask, "close_feed", DAY, "district_head", feed_id=feed_id)
    assert "BEGIN:VCALENDAR" in office.read(feed_id, secret)
    (seen,) = office.feeds("central_office")
    assert (seen["feed_id"], seen["own"], seen["ends_on"]) == (feed_id, False, YEAR_ON)
    office.ask("close_feed", DAY, "central_office", feed_id=feed_id)
    unknown(office.read, feed_id, secret)
    assert [it["closed_on"] for it in office.feeds()] == [DAY]


def test_auditors_see_who_has_subscribed_but_subscribe_and_close_nothing(office):
    feed_id, secret = office.open()
    assert [(it["feed_id"], it["own"]) for it in office.feeds("auditor")] == [(feed_id, False)]
    for method, body in (("open_feed", {}), ("close_feed", {"feed_id": feed_id})):
        with pytest.raises(Refused, match="not-permitted"):
            office.ask(method, DAY, "auditor", **body)
    assert "BEGIN:VEVENT" in office.read(feed_id, secret)


def test_neither_log_nor_answers_hold_the_secret(office):
    _, secret = office.open()
    with office.reporting.kernel.pool.connection() as conn:
        kept = conn.execute(
            "select line from event union all select answer::text from command"
        ).fetchall()
    assert kept
    assert not [text for (text,) in kept if secret in (text or "")]


def test_nobody_but_the_gateway_asks_with_an_address(office):
    feed_id, secret = office.open()
    for role in ("wjh", "auditor", "operator"):
        with pytest.raises(Refused, match="not-permitted"):
            office.ask("read_feed", DAY, role, feed_id=feed_id, secret=secret)


def test_what_is_subscribed_names_no_person_and_no_money(office):
    office.open()
    data = json.dumps(office.log_data("feed_opened"))
    assert "wjh.kalk" not in data
