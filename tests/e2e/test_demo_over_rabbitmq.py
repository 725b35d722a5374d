"""The demonstration on real servers comes to the same result, also if RabbitMQ loses everything."""

from threading import Thread

import pytest

from deploy.demo import play, story
from tests.e2e.test_demo import BUDGETS, REFUSALS, TOTALS, accounts, lasting, paper, report_totals
from tests.processes import Instance

pytestmark = [pytest.mark.slow, pytest.mark.postgres, pytest.mark.rabbitmq]

SERVICES = ("projects", "funding", "resources", "reporting")


@pytest.fixture
def district(own_broker, new_database, tmp_path):
    instance = Instance(new_database(), own_broker.uri, tmp_path / "district")
    try:
        instance.migrate()
        instance.start(*SERVICES)
        instance.wait_ready(*SERVICES)
        yield instance
    finally:
        instance.destroy()


class Playing:
    """A client that signs invented persons in."""

    def __init__(self, district):
        self.call = district.rpc.call
        self.sign_in = district.desk.issuer.token


class Wiping:
    """A client that loses the broker, with all that is in it, just before the one command."""

    def __init__(self, district, broker, method, times):
        self.rpc = district.rpc
        self.sign_in = district.desk.issuer.token
        self.broker = broker
        self.method = method
        self.left = times
        self.restart = Thread(target=broker.start)

    def call(self, service, method, body, context, timeout):
        if method == self.method:
            self.left -= 1
            if self.left == 0:
                self.broker.wipe()
                self.restart.start()
        return self.rpc.call(service, method, body, context, timeout)


def test_the_year_is_complete_although_the_broker_was_wiped(district, own_broker):
    client, out = Wiping(district, own_broker, "approve", times=9), paper()
    year = play.play(client, story.load(), out)
    client.restart.join()
    assert client.left <= 0, "the broker was wiped"
    assert accounts(year) == BUDGETS
    assert report_totals(year) == TOTALS
    assert len(year["refusals"]) == len(REFUSALS)
    assert [it for it in year["checks"] if not it["holds"]] == []

    again = play.play(Playing(district), story.load(), paper())
    assert lasting(again) == lasting(year)
