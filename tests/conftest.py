"""Servers for all tests; what belongs to one service lies in its own folder."""

import os
from collections.abc import Callable, Iterator

import pytest

from tests.servers import Broker, Postgres, Unavailable


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL for the whole run. Tests that stop or kill it take `own_postgres`."""
    server = Postgres(given=os.environ.get("TEST_DATABASE_URL"))
    try:
        yield server.start()
    finally:
        server.destroy()


@pytest.fixture
def own_postgres() -> Iterator[Postgres]:
    """A PostgreSQL for one test, which may do anything to it."""
    server = Postgres()
    try:
        yield server.start()
    finally:
        server.destroy()


@pytest.fixture(scope="module")
def database_url(postgres: Postgres) -> Iterator[str]:
    """An empty database for one module: the URL of its owner, a superuser."""
    url = postgres.create_database()
    yield url
    postgres.drop_database(url)


@pytest.fixture
def new_database(postgres: Postgres) -> Iterator[Callable[[], str]]:
    """Make empty databases within a test: each call returns the URL of another one."""
    made: list[str] = []

    def make() -> str:
        made.append(postgres.create_database())
        return made[-1]

    yield make
    for url in made:
        postgres.drop_database(url)


@pytest.fixture(scope="session")
def _private_broker() -> Iterator[Broker]:
    yield from _broker()


@pytest.fixture(scope="session")
def broker(request: pytest.FixtureRequest) -> str:
    """The URI of a real RabbitMQ for the whole run: AMQP_URI, or a private one."""
    given = os.environ.get("AMQP_URI")
    return given or request.getfixturevalue("_private_broker").uri


@pytest.fixture
def own_broker() -> Iterator[Broker]:
    """A RabbitMQ for one test, which may do anything to it."""
    yield from _broker()


def _broker() -> Iterator[Broker]:
    try:
        server = Broker()
    except Unavailable as lack:
        _do_without(str(lack))
    try:
        yield server.start()
    finally:
        server.destroy()


def _do_without(why: str) -> None:
    """Skip where a developer has no RabbitMQ, and say so; fail where we rely on the outcome."""
    if os.environ.get("CI"):
        pytest.fail(f"no RabbitMQ, and in CI that is a failure: {why}")
    pytest.skip(f"NO RABBITMQ, NOT TESTED: {why}")
