"""Tokens and rights over a real RabbitMQ: each service as its own user, who may do nothing else."""

import json
import secrets
from uuid import uuid4

import amqp
import pytest
from kombu import Queue

from deploy.broker_rights import GATEWAY, definitions
from services.follows import is_followed
from services.registry import NAMES
from shared.broker import connection
from shared.call import Context
from shared.publisher import event_exchange
from shared.refusal import Refused
from shared.rpc import RPC_EXCHANGE, RpcClient
from shared.settings import Settings
from tests.processes import Instance

pytestmark = [pytest.mark.rabbitmq, pytest.mark.postgres, pytest.mark.slow]

VHOST = "rights"


@pytest.fixture(scope="module")
def instance(postgres, frail_broker, tmp_path_factory):
    """An instance whose services have users of their own; the tests' client is an administrator."""
    url = postgres.create_database()
    folder = tmp_path_factory.mktemp("rights")
    given = {f"{name.upper()}_BROKER_PASSWORD": secrets.token_hex(8) for name in (*NAMES, GATEWAY)}
    uri = frail_broker.uri.removesuffix("//") + f"/{VHOST}"
    made = Instance(url, uri, folder, **given)
    file = folder / "definitions.json"
    file.write_text(json.dumps(definitions(settings(made), VHOST)))
    frail_broker.ctl("import_definitions", str(file))
    frail_broker.ctl("set_permissions", "-p", VHOST, "guest", ".*", ".*", ".*")
    made.migrate()
    made.start(*NAMES)
    made.wait_ready(*NAMES)
    made.furnish()
    yield made
    made.destroy()
    postgres.drop_database(url)


def settings(instance):
    return Settings.load(instance.environment)


@pytest.fixture
def as_user(instance):
    """Open connections as a service's user."""
    opened = []

    def user(service):
        made = connection(settings(instance).broker_uri(service))
        opened.append(made)
        return made.channel()

    yield user
    for each in opened:
        each.collect()


def test_a_projects_whole_life_needs_no_more_rights_than_these(instance):
    project_id = instance.play()
    instance.wait_quiet()
    assert {it["project_id"] for it in instance.report()["projects"]} >= {project_id}
    card = {
        "name": "Verein",
        "kind": "association",
        "sozialraum_ids": [instance.sozialraum_id],
        "place": {"postcode": "51103", "city": "Köln"},
        "description": "Offen für alle.",
    }
    told = instance.call("resources", "record_card", card)
    assert instance.call("resources", "find_cards", {"after": told["event_ids"][0]})["cards"]


SAMPLE = {
    "projects": ("list_projects", {}, "planning", "uag"),
    "funding": ("get_budget", {"year": 2026}, "wjh", "asd_member"),
    "resources": ("find_cards", {}, "uag", "operator"),
    "reporting": ("annual_report", {"year": 2026}, "steering_group", "wjh"),
}


@pytest.mark.parametrize("service", NAMES)
def test_a_role_is_admitted_or_turned_away_over_the_broker(instance, service):
    method, body, may, may_not = SAMPLE[service]
    assert isinstance(instance.call(service, method, body, role=may), dict)
    denied = f"select line from {service}.event where type = 'access_denied'"
    before = len(instance.sql(denied))
    with pytest.raises(Refused, match="not-permitted"):
        instance.call(service, method, body, role=may_not)
    lines = instance.sql(denied)
    assert len(lines) == before + 1
    assert json.loads(lines[-1][0])["data"] == {
        "method": method,
        "roles": [may_not],
        "code": "not-permitted",
    }


@pytest.mark.parametrize("service", NAMES)
def test_nobody_is_answered_without_a_token(instance, service):
    with pytest.raises(Refused, match="token-missing"):
        instance.rpc.call(service, "health", {}, Context.of(None), 5)


def test_what_a_caller_says_of_itself_is_not_believed(instance):
    """The headers of old, and a role that no issuer has signed."""
    forged = Context.fresh("bjl.kalk", "district_head")
    with pytest.raises(Refused, match="token-missing"):
        instance.rpc.call("funding", "list_years", {}, forged, 5)


# ---- rights at the broker ------------------------------------------------------------------


FOREIGN = [(mine, other) for mine in (*NAMES, GATEWAY) for other in NAMES if mine != other]


def refused(act):
    """The broker closes the channel: 403."""
    with pytest.raises(amqp.exceptions.AccessRefused):
        act()


@pytest.mark.parametrize(("mine", "other"), FOREIGN)
def test_a_service_cannot_write_to_anothers_exchange(instance, as_user, mine, other):
    channel = as_user(mine)
    channel.confirm_select()

    def publish():
        channel.basic_publish_confirm(amqp.Message("{}"), f"{other}.events", "approved")

    if is_followed(other):
        refused(publish)
    refused(lambda: event_exchange(other)(as_user(mine)).declare())
    refused(lambda: as_user(mine).exchange_delete(f"{other}.events"))


@pytest.mark.parametrize(("mine", "other"), FOREIGN)
def test_a_service_cannot_read_anothers_queue(as_user, mine, other):
    refused(lambda: as_user(mine).basic_get(f"rpc-{other}"))
    refused(lambda: as_user(mine).queue_purge(f"rpc-{other}"))
    refused(lambda: as_user(mine).queue_delete(f"rpc-{other}"))


@pytest.mark.parametrize("mine", ["projects", "funding", "resources", GATEWAY])
def test_the_queue_of_a_read_model_is_its_services_alone(as_user, mine):
    refused(lambda: as_user(mine).basic_get("annual_report.projects.events"))


@pytest.mark.parametrize(("mine", "other"), FOREIGN)
def test_a_service_cannot_listen_to_requests_for_another(as_user, mine, other):
    """Tokens travel in them."""
    for key in (f"{other}.*", f"{other}.health", "#", "*.*"):
        queue = Queue(
            f"rpc.reply-{uuid4()}", RPC_EXCHANGE, routing_key=key, exclusive=True, durable=False
        )
        refused(queue(as_user(mine)).declare)


def test_who_follows_nobody_hears_nobody(as_user):
    channel = as_user(GATEWAY)
    name = f"rpc.reply-{uuid4()}"
    queue = Queue(name, exclusive=True, durable=False)(channel)
    queue.declare()
    refused(lambda: channel.queue_bind(name, "projects.events", "#"))


def test_the_gateway_asks_and_is_answered_as_its_own_user(instance):
    known = settings(instance)
    client = RpcClient(lambda: connection(known.broker_uri(GATEWAY)))
    context = instance.desk.context("funding", "list_years", role="wjh")
    assert 2026 in client.call("funding", "list_years", {}, context, 10)["years"]
    client.close()


def test_the_users_of_another_instance_reach_nothing_of_this_one(instance, frail_broker):
    other = Settings.load({**instance.environment, "DISTRICT": "nippes"})
    frail_broker.ctl("add_vhost", "elsewhere")
    file = instance.folder / "other.json"
    file.write_text(json.dumps(definitions(other, "elsewhere")))
    frail_broker.ctl("import_definitions", str(file))
    stranger = connection(other.broker_uri("projects"))
    with pytest.raises(amqp.exceptions.NotAllowed):
        stranger.connect()
    stranger.collect()
