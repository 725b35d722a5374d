"""A broker that tests of faults may do anything to, and instances on it."""

from itertools import count

import pytest

from tests.checker import check
from tests.processes import SERVICES, Instance
from tests.servers import Broker, Unavailable

_numbers = count(1)


@pytest.fixture(scope="package")
def frail_broker(request):
    """A RabbitMQ for this folder. Who kills it starts it again."""
    try:
        server = Broker()
    except Unavailable:
        request.getfixturevalue("broker")  # It says what to do without one.
        raise
    try:
        yield server.start()
    finally:
        server.destroy()


@pytest.fixture(scope="module")
def new_vhost(frail_broker):
    """Make virtual hosts: each call returns the URI of an empty one."""

    def make():
        name = f"faults-{next(_numbers)}"
        frail_broker.ctl("add_vhost", name)
        frail_broker.ctl("set_permissions", "-p", name, "guest", ".*", ".*", ".*")
        return frail_broker.uri.removesuffix("//") + f"/{name}"

    return make


@pytest.fixture(scope="module")
def new_instance(postgres, tmp_path_factory):
    """Make instances with an empty database each, running and furnished."""
    made = []

    def make(amqp_uri, services=SERVICES):
        url = postgres.create_database()
        instance = Instance(url, amqp_uri, tmp_path_factory.mktemp("instance"))
        made.append(instance)
        instance.migrate()
        instance.start(*services)
        instance.wait_ready()
        instance.furnish()
        return instance

    yield make
    for instance in made:
        instance.destroy()
        postgres.drop_database(instance.database_url)


@pytest.fixture(scope="module")
def _district(new_instance, new_vhost):
    return new_instance(new_vhost())


@pytest.fixture
def district(_district):
    """An instance that runs, and in which all that must hold is checked after each test."""
    _district.mend(*SERVICES)
    yield _district
    _district.mend(*SERVICES)
    check(_district.database_url, _district.journal, seconds=60)
