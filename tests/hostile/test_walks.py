"""Whatever a district does by chance, every step explains itself and every cent is accounted for."""

import time

import psycopg
import pytest

from services.funding.ledger import SOURCES, USES
from services.registry import NAMES, service_class
from shared.money import from_wire
from shared.refusal import Refused
from shared.wire import methods
from tests.checker import check
from tests.direct import direct
from tests.hostile.acts import ACTS
from tests.hostile.refusals import UNEXPLAINED, assert_clear
from tests.hostile.walk import HEAD, YEARS, Walk
from tests.toy import settings

STEPS = 350
SECONDS_MAX = 25


@pytest.fixture
def district(new_database, tmp_path):
    url = new_database()
    known = settings(url, tmp_path, *NAMES, APP_ENV="demo")
    with direct(known, *NAMES) as services:
        yield url, services


def test_each_command_of_projects_and_funding_is_part_of_the_walks():
    commands = {
        f"{service}.{name}"
        for service in ("projects", "funding")
        for name, method in methods(service_class(service)).items()
        if "command_id" in method.request().fields
    }
    assert commands == ACTS.keys()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_walk_reaches_a_state_that_breaks_an_invariant(district, seed):
    url, services = district
    walk = Walk(services, ACTS, seed)
    until = time.monotonic() + SECONDS_MAX
    walk.begin()
    for _ in range(STEPS):
        take(walk)
        if time.monotonic() > until:
            break  # Fewer steps on a busy machine; the same ones.
    assert_sound(url, walk)


def take(walk):
    """One step: answered, or refused clearly; and the same command is answered the same."""
    step = walk.step()
    if step.refused is not None:
        assert step.refused.code not in UNEXPLAINED, f"{walk}\n{step.refused}\n{step.body}"
        assert_clear(step.refused, step.body)
    before = [it for it in walk.steps[:-1] if it.body is step.body and it.answer is not None]
    if before and step.key not in ("projects.save_draft", "projects.discard_draft"):
        assert step.answer == before[0].answer, f"{walk}\n{step.refused}"
    if len(walk.steps) % 5 == 0:
        look(walk)


def look(walk):
    try:
        walk.look()
    except Refused as no:
        assert_clear(no, None)


def assert_sound(url, walk):
    walk.services.settle()
    with psycopg.connect(url) as conn:
        for name in NAMES:
            parked = conn.execute(f"select * from {name}.parked").fetchall()
            assert not parked, f"{walk}\n{parked}"
    for year in YEARS:
        assert_balanced(walk, year)
    check(url, published=False, seconds=0)


def assert_balanced(walk, year):
    """The ledger equation, as a reader of the answer would compute it."""
    asked = {"year": year}
    if year not in walk.ask(HEAD, "funding.list_years", {})["years"]:
        return
    told = walk.ask(HEAD, "funding.get_budget", asked)
    sums = {name: from_wire(it) for name, it in told["accounts"].items()}
    assert sum(sums[name] for name in SOURCES) == sum(sums[name] for name in USES), (
        f"{walk}\n{sums}"
    )
    assert all(cents >= 0 for name, cents in sums.items() if name not in ("frei", "supplementary"))
