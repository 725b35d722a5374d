"""One world for all cells: each test makes what it changes anew."""

import pytest

from services.registry import NAMES
from tests.direct import direct
from tests.roles.world import World
from tests.toy import settings


@pytest.fixture(scope="module")
def world(database_url, tmp_path_factory):
    data = tmp_path_factory.mktemp("roles")
    known = settings(database_url, data, *NAMES, APP_ENV="demo", CITY_WIDE="yes", DISTRICT="kalk")
    with direct(known, *NAMES) as services:
        made = World(services)
        with made.watcher:
            yield made
