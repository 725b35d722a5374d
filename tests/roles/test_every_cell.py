"""Every cell of the table: who may sees the effect; who may not changes nothing, and it is noted."""

import pytest

from services.access import ROLES
from services.registry import NAMES, service_class
from shared.refusal import Refused
from shared.wire import methods
from tests.direct import DAY
from tests.roles.scenarios import DAYS, SCENARIOS, UNDONE
from tests.roles.world import command, scope

pytestmark = pytest.mark.postgres

METHODS = {
    f"{service}.{name}": method
    for service in NAMES
    for name, method in methods(service_class(service)).items()
}
CELLS = [(name, role) for name in METHODS for role in ROLES.roles]
NARROWER = {
    ("projects.declare_bias", "central_office"): "not-yours-to-declare",
    ("reporting.get_assessment", "uag"): "only-aggregated",
    ("reporting.list_follow_ups", "uag"): "only-aggregated",
}
"""Where a rule of the method is narrower than the cell: what those hear whom it does not mean."""


def rule(name):
    service, _, method = name.partition(".")
    return ROLES.rule(service, method)


def allowed(name, role):
    by_person = rule(name) is not None and rule(name).who in ("person", "either", "both")
    return by_person and scope(name, role)


def callers(name):
    """The service beside the person, where a method needs one."""
    return min(rule(name).callers) if rule(name) and rule(name).who == "both" else None


PERMITTED = [cell for cell in CELLS if allowed(*cell)]
DENIED = [cell for cell in CELLS if not allowed(*cell)]


def body_of(world, name, role):
    """A request that would succeed, made anew."""
    body = SCENARIOS[name](world, role) if name in SCENARIOS else {}
    return command(body) if needs_id(name) else body


def body_without_effect(world, name):
    """A request that nobody carries out: one is enough for all who may not."""
    if name not in world.bodies:
        world.bodies[name] = body_of(world, name, "district_head")
    return world.bodies[name]


def needs_id(name):
    return "command_id" in METHODS[name].request().fields


def day_of(name):
    return DAYS.get(name, DAY)


def ask(world, name, body, token, caller=None):
    service, _, method = name.partition(".")
    context = world.context(service, token, caller, day_of(name))
    return world.services.reply(service, method, body, context, 15)


def code_of(world, *asked, **more):
    try:
        ask(world, *asked, **more)
    except Refused as refused:
        return refused.code
    return None


def check_recorded(world, name, role):
    """One denial is recorded, in the right service, and by a random id."""
    ((service, event, sub),) = world.denials()
    assert (service, event["stream"]) == (name.partition(".")[0], "denials")
    assert event["data"] == {
        "method": name.partition(".")[2],
        "roles": [role],
        "code": "not-permitted",
    }
    assert event["actor"]["role"] == role
    assert sub == f"{role}.am-tor"
    assert sub not in str(event)


@pytest.mark.parametrize("name", METHODS)
def test_each_method_has_its_scenario(name):
    assert name in SCENARIOS, f"Give {name} a line in tests/roles/scenarios.py."


@pytest.mark.parametrize(("name", "role"), PERMITTED)
def test_who_may_sees_the_effect(world, name, role):
    body = body_of(world, name, role)
    world.last = None
    world.denials()
    drafts = drafts_of(world)
    service, _, method = name.partition(".")
    if (name, role) in NARROWER:
        assert code_of(world, name, body, world.token(role)) == NARROWER[name, role]
        assert [event["data"]["code"] for _, event, _ in world.denials()] == [NARROWER[name, role]]
        return
    expected = UNDONE.get(name) or UNDONE.get(method)
    if expected:
        assert code_of(world, name, body, world.token(role)) == expected
        return
    answer = ask(world, name, body, world.token(role), caller=callers(name))
    assert isinstance(answer, dict)
    assert world.denials() == []
    if METHODS[name].kind == "write":
        assert answer["event_ids"] or drafts_of(world) != drafts
        check_written(world, service, answer, role)
    if method == "discard_parked":
        assert body["position"] not in [it["position"] for it in answer["parked"]]


DRAFTS = {
    "projects": ("select draft_id, version from draft order by 1",),
    "reporting": (
        "select duty_id, version from report_draft order by 1",
        "select project_id, version from statement_draft order by 1",
    ),
    "resources": ("select actor_id, position from read_mark order by 1",),
}
"""What is written down beside the logs."""


def drafts_of(world):
    found = []
    for service, questions in DRAFTS.items():
        with world.services.services[service].kernel.pool.connection() as conn:
            found += [conn.execute(it).fetchall() for it in questions]
    return found


def check_written(world, service, answer, role):
    """The events of an act carry the role in which it was allowed."""
    with world.services.services[service].kernel.pool.connection() as conn:
        rows = conn.execute(
            "select line::jsonb -> 'actor' ->> 'role' from event where event_id::text = any(%s)",
            [answer["event_ids"]],
        ).fetchall()
    assert {told for (told,) in rows} <= {role}
    assert len(rows) == len(answer["event_ids"])


@pytest.mark.parametrize(("name", "role"), DENIED)
def test_who_may_not_changes_nothing_and_it_is_recorded(world, name, role):
    body = body_without_effect(world, name)
    before = world.seen()
    world.denials()
    refused = code_of(world, name, body, world.token(role), caller=callers(name))
    assert refused == "not-permitted"
    assert world.image() == before
    check_recorded(world, name, role)


# ---- the same over HTTP ------------------------------------------------------------------------


OVER_HTTP = [cell for cell in CELLS if METHODS[cell[0]].kind != "internal"]


def post(world, name, body, token):
    service, _, method = name.partition(".")
    today = world.play(day_of(name))
    headers = {"Authorization": f"Bearer {token}", "X-Today": today}
    return world.browser().post(f"/api/v1/{service}/{method}", json=body, headers=headers)


@pytest.mark.parametrize(("name", "role"), [it for it in OVER_HTTP if allowed(*it)])
def test_who_may_sees_the_effect_over_http(world, name, role):
    body = body_of(world, name, role)
    world.last = None
    world.denials()
    drafts = drafts_of(world)
    answer = post(world, name, body, world.token(role))
    if (name, role) in NARROWER:
        assert (answer.status_code, answer.json["code"]) == (403, NARROWER[name, role])
        return
    expected = UNDONE.get(name) or UNDONE.get(name.partition(".")[2])
    assert (answer.status_code, answer.json.get("code")) == (
        (404, expected) if expected else (200, None)
    ), answer.json
    assert world.denials() == []
    if METHODS[name].kind == "write" and not expected:
        assert answer.json["event_ids"] or drafts_of(world) != drafts
        check_written(world, name.partition(".")[0], answer.json, role)


@pytest.mark.parametrize("name", sorted({name for name, _ in OVER_HTTP}))
def test_who_may_not_is_refused_over_http_and_it_is_recorded(world, name):
    body = body_without_effect(world, name)
    before = world.seen()
    for role in (role for it, role in DENIED if it == name):
        world.denials()
        answer = post(world, name, body, world.token(role))
        assert (answer.status_code, answer.json["code"]) == (403, "not-permitted")
        check_recorded(world, name, role)
    assert world.image() == before
