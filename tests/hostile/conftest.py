"""One database with all services for all of these tests: none of them may change what it refuses."""

from collections.abc import Iterator

import psycopg
import pytest

from services.registry import NAMES
from tests.direct import direct
from tests.hostile.office import Office
from tests.hostile.refusals import Tables
from tests.servers import Postgres
from tests.toy import settings


@pytest.fixture(scope="package")
def district_url(postgres: Postgres) -> Iterator[str]:
    url = postgres.create_database()
    yield url
    postgres.drop_database(url)


@pytest.fixture(scope="package")
def office(district_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    known = settings(district_url, folder, *NAMES, APP_ENV="demo", CITY_WIDE="yes")
    with direct(known, *NAMES) as services:
        yield Office(services)


@pytest.fixture(scope="package")
def tables(district_url: str) -> Iterator[Tables]:
    with psycopg.connect(district_url, autocommit=True) as conn:
        yield Tables(conn)
