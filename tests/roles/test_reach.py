"""How far a token reaches: own Sozialraum, own Träger, own district, this system, this minute."""

import time
from dataclasses import replace

import pytest

from services.access import ROLES
from shared.access import Table
from shared.refusal import Refused
from shared.settings import Settings, SettingsError
from shared.signing import Signer
from shared.tokens import LEEWAY_SECONDS
from tests.issuers import Key
from tests.roles.scenarios import SCENARIOS
from tests.roles.test_every_cell import (
    METHODS,
    PERMITTED,
    ask,
    body_of,
    body_without_effect,
    code_of,
    post,
    rule,
)
from tests.roles.world import World, scope
from tests.unit.identity.test_tokens import by_hand

pytestmark = pytest.mark.postgres

PLACELESS = {
    "funding.list_payments",
    "funding.quote",  # computes what it is given
    "projects.list_drafts",
    "projects.list_projects",
    "reporting.list_duties",
    "reporting.get_calendar",
    "reporting.my_tasks",
    *("reporting.open_feed", "reporting.close_feed", "reporting.list_feeds"),  # one's own
    "resources.find_duplicates",
    "resources.get_chain",
    "resources.get_gaps",
    "resources.list_due_cards",
    "resources.list_due_contacts",
    "resources.list_observations",
    "resources.list_proposals",
    "resources.list_topics",
    "reporting.get_catalogue",
    "reporting.list_follow_ups",
    *(name for name in METHODS if name.endswith(".put_document")),
}
"""What belongs to no Sozialraum; a list shows what one may see, which other tests look at."""
NARROW = [
    (name, role)
    for name, role in PERMITTED
    if scope(name, role) in ("s", "t") and name not in PLACELESS
]


@pytest.mark.parametrize(("name", "role"), NARROW)
def test_another_sozialraum_or_another_traeger_is_out_of_reach(world, name, role):
    body = body_of(world, name, role)
    before, _ = world.seen(), world.denials()
    assert code_of(world, name, body, world.token(role, foreign=True)) == "not-permitted"
    assert world.image() == before
    ((service, event, _),) = world.denials()
    assert (f"{service}.{event['data']['method']}", event["data"]["code"]) == (
        name,
        "not-permitted",
    )


@pytest.mark.parametrize("role", ["asd_member", "traeger_member", "recipient"])
def test_a_list_shows_the_own_and_nothing_else(world, role):
    draft_id, project_id = world.draft(), world.checked()
    for method, key, made in (
        ("list_drafts", "draft_id", draft_id),
        ("list_projects", "project_id", project_id),
    ):
        seen = [
            [it[key] for it in listed[next(iter(set(listed) & {"drafts", "projects"}))]]
            for listed in (
                ask(world, f"projects.{method}", {}, world.token(role, foreign=foreign))
                for foreign in (False, True)
            )
        ]
        assert made in seen[0]
        assert seen[1] == []


def test_a_person_without_a_team_reaches_no_sozialraum(world):
    body = body_of(world, "projects.apply", "asd_member")
    token = world.token("asd_member", sozialraeume=[])
    assert code_of(world, "projects.apply", body, token) == "not-permitted"


# ---- another district ----------------------------------------------------------------------


@pytest.mark.scenario("wrong decider")
@pytest.mark.parametrize("district", ["nippes", ["nippes", "porz"], None, 8, ""])
def test_the_head_of_another_district_decides_nothing_here(world, district):
    body = body_without_effect(world, "projects.approve")
    token = world.token("district_head", district=district)
    before, _ = world.seen(), world.denials()
    assert code_of(world, "projects.approve", body, token) == "wrong-district"
    answer = post(world, "projects.approve", body, token)
    assert (answer.status_code, answer.json["code"]) == (403, "wrong-district")
    assert world.image() == before
    assert [event["data"] for _, event, _ in world.denials()] == [
        {"method": "approve", "roles": ["district_head"], "code": "wrong-district"}
    ] * 2


def test_who_works_for_several_districts_names_them(world):
    token = world.token("central_office", district=["nippes", "kalk"])
    assert ask(world, "funding.get_budget", {"year": 2026}, token)["year"] == 2026


# ---- no token, or none that is one ---------------------------------------------------------


def bad_tokens(world: World):
    issuer, now = world.desk.issuer, int(time.time())
    said = {"sub": "x", "realm_access": {"roles": ["central_office"]}}
    claims = {"iss": "urn:sozialraum:demo", "aud": "sozialraum", "exp": now + 60, **said}
    stranger = Key(issuer._key.kid)
    return {
        "expired": (issuer.sign(**said, exp=now - LEEWAY_SECONDS - 5), "token-expired"),
        "not yet": (issuer.sign(**said, nbf=now + LEEWAY_SECONDS + 60), "token-invalid"),
        "another audience": (issuer.sign(**said, aud="lohn"), "token-invalid"),
        "another issuer": (issuer.sign(**said, iss="https://x.test"), "token-invalid"),
        "forged": (_forged(stranger, claims), "token-invalid"),
        "unsigned": (by_hand({"alg": "none", "kid": issuer._key.kid}, claims), "token-invalid"),
        "no token": ("abc", "token-invalid"),
        "a service's": (world.desk.service("projects", "funding"), "token-invalid"),
    }


def _forged(key, claims):
    import jwt  # noqa: PLC0415 - nothing else here signs by itself

    return jwt.encode(claims, key.private, algorithm=key.algorithm, headers={"kid": key.kid})


@pytest.mark.parametrize(
    "what",
    [
        *("expired", "not yet", "another audience", "another issuer"),
        *("forged", "unsigned", "no token", "a service's"),
    ],
)
def test_a_bad_token_is_refused_and_only_counted(world, what):
    token, code = bad_tokens(world)[what]
    body = body_without_effect(world, "funding.set_budget")
    before, _ = world.seen(), world.denials()
    counted = counts(world)
    assert code_of(world, "funding.set_budget", body, token) == code
    answer = post(world, "funding.set_budget", body, token)
    assert (answer.status_code, answer.json["code"]) == (401, code)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer ")
    assert world.image() == before
    assert world.denials() == []
    assert counts(world)[code] == counted.get(code, 0) + 2


def counts(world):
    told = ask(world, "funding.health", {}, world.token("operator"))
    return told["bad_tokens"]


@pytest.mark.parametrize("name", METHODS)
def test_nothing_is_answered_without_a_token(world, name):
    assert code_of(world, name, {}, None) == "token-missing"


def test_the_probes_need_none_and_the_description_neither(world):
    browser = world.browser()
    for path in ("/livez", "/readyz", "/api/v1/openapi.json"):
        assert browser.get(path).status_code == 200, path
    answer = browser.post("/api/v1/funding/health", json={})
    assert (answer.status_code, answer.json["code"]) == (401, "token-missing")


def test_a_withdrawn_key_of_the_issuer_ends_its_tokens(world):
    """The file of keys is replaced; tokens of the old key are none any more, new ones are."""
    file = world.desk.settings.keys / "demo.json"
    kept = file.read_bytes()
    token = world.token("wjh", sub="vor-dem-wechsel")
    try:
        new = Key("new")
        file.write_text('{"keys": [%s]}' % str(new.public).replace("'", '"'))  # noqa: UP031
        now = int(time.time())
        said = {"iss": "urn:sozialraum:demo", "aud": "sozialraum", "district": "kalk"}
        claims = {**said, "sub": "neu", "exp": now + 60, "realm_access": {"roles": ["wjh"]}}
        fresh = _forged(new, claims)
        assert code_of(world, "funding.list_years", {}, fresh) is None
        assert code_of(world, "funding.list_years", {}, token) == "token-invalid"
    finally:
        file.write_bytes(kept)


# ---- services ------------------------------------------------------------------------------


def reserve(world, **how):
    body = body_without_effect(world, "funding.reserve")
    context = world.context("funding", how.get("token"), how.get("caller"))
    try:
        world.services.reply("funding", "reserve", body, context, 15)
    except Refused as refused:
        return refused.code
    return None


def test_funding_reserves_for_a_person_and_a_service_together_and_for_neither_alone(world):
    head, wjh = world.token("district_head"), world.token("wjh")
    body_without_effect(world, "funding.reserve")
    before, _ = world.seen(), world.denials()
    assert reserve(world, token=head) == "not-permitted"
    assert reserve(world, caller="projects") == "not-permitted"
    assert reserve(world, token=head, caller="reporting") == "not-permitted"
    assert reserve(world, token=head, caller="gateway") == "not-permitted"
    assert reserve(world, token=wjh, caller="projects") == "not-permitted"
    assert world.image() == before
    roles = [event["data"]["roles"] for _, event, _ in world.denials()]
    assert roles == [
        ["district_head"],
        ["service:projects"],
        ["district_head"],
        ["district_head"],
        ["wjh"],
    ]


def test_a_service_cannot_pass_on_the_token_that_another_has_sent_it(world):
    """Funding, taken over, asks reporting as projects: the token was for funding alone."""
    stolen = world.desk.service("projects", "funding")
    context = replace(world.context("reporting", None), service_token=stolen)
    with pytest.raises(Refused, match="token-invalid"):
        world.services.reply("reporting", "health", {}, context, 15)


def test_the_gateways_own_token_opens_nothing_but_looking_after(world):
    for name in METHODS:
        service, _, method = name.partition(".")
        context = world.context(service, None, "gateway")
        code = None
        try:
            world.services.reply(service, method, {}, context, 15)
        except Refused as refused:
            code = refused.code
        if rule(name).callers & {"*", "gateway"}:
            assert code != "not-permitted", name
        else:
            assert code == "not-permitted", name


@pytest.mark.parametrize("caller", ["funding", "projects", "reporting", "gateway"])
@pytest.mark.parametrize(
    "name",
    [
        "projects.lapse",
        "projects.list_addresses",
        "reporting.read_feed",
        "funding.account_year",
        "funding.forget_subject",
    ],
)
def test_what_services_ask_by_themselves_is_open_to_those_that_are_named(world, name, caller):
    service, _, method = name.partition(".")
    body = body_of(world, name, "district_head")
    world.last = None
    context = world.context(service, None, caller)
    if caller in rule(name).callers:
        assert isinstance(world.services.reply(service, method, body, context, 15), dict)
    else:
        with pytest.raises(Refused, match="not-permitted"):
            world.services.reply(service, method, body, context, 15)


def test_a_service_of_another_instance_is_none(world, tmp_path):
    known = Settings.load({"DATA_DIR": str(tmp_path), "APP_ENV": "demo"}, database=False)
    token = Signer(known, "projects").token("funding")
    context = replace(world.context("funding", None), service_token=token)
    with pytest.raises(Refused, match="token-invalid"):
        world.services.reply("funding", "health", {}, context, 15)


# ---- denials inside ------------------------------------------------------------------------


def test_who_has_applied_and_then_checks_is_turned_away_and_it_is_recorded(world):
    body = body_of(world, "projects.check_content", "asd_member")
    token = world.token("asd_member", sub="team.kalk")
    before, _ = world.seen(), world.denials()
    assert code_of(world, "projects.check_content", body, token) == "separation-of-duties"
    assert world.image() == before
    ((service, event, _),) = world.denials()
    assert (service, event["data"]["code"]) == ("projects", "separation-of-duties")


def test_who_belongs_to_the_recipient_does_not_decide_and_it_is_recorded(world):
    body = body_of(world, "projects.approve", "district_head")
    token = world.token("district_head", traeger_id=world.traeger_id)
    before, _ = world.seen(), world.denials()
    answer = post(world, "projects.approve", body, token)
    assert (answer.status_code, answer.json["code"]) == (403, "conflict-of-interest")
    assert world.image() == before
    assert [event["data"]["code"] for _, event, _ in world.denials()] == ["conflict-of-interest"]


def test_what_funding_denies_is_recorded_there_and_not_once_more_by_projects(world, monkeypatch):
    nobody = {name: replace(rule, roles={}) for name, rule in ROLES.rules.items()}
    gate = world.services.services["funding"].kernel.gate
    monkeypatch.setattr(gate, "table", Table(ROLES.roles, ROLES.actions, nobody))
    body = body_of(world, "projects.approve", "district_head")
    before, _ = world.seen(), world.denials()
    assert code_of(world, "projects.approve", body, world.token("district_head")) == (
        "not-permitted"
    )
    assert world.image() == before
    ((service, event, _),) = world.denials()
    assert (service, event["data"]["method"]) == ("funding", "reserve")


def test_a_rule_that_says_no_is_no_denial(world):
    body = {"project_id": world.applied()}
    world.denials()
    token = world.token("district_head")
    code = code_of(world, "projects.approve", body_of_command(body), token)
    assert code not in (None, "not-permitted")
    assert world.denials() == []


def body_of_command(body):
    return {"command_id": "0190b5a0-7e0b-4a6e-8d0e-5a3f1b2c4d5e", **body}


def test_sixteen_at_once_are_each_recorded(world):
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - here alone

    token = world.token("uag")
    world.denials()
    with ThreadPoolExecutor(16) as pool:
        codes = list(pool.map(lambda _: code_of(world, "funding.list_years", {}, token), range(32)))
    assert codes == ["not-permitted"] * 32
    assert len(world.denials()) == 32


def test_every_scenario_is_of_a_method_that_exists():
    assert SCENARIOS.keys() - METHODS.keys() == set()


# ---- where there is no demonstration -------------------------------------------------------


def test_invented_persons_are_believed_in_a_demonstration_only(tmp_path):
    given = {"DATA_DIR": str(tmp_path), "OIDC_ISSUER": "urn:sozialraum:demo"}
    with pytest.raises(SettingsError, match="APP_ENV=demo"):
        Settings.load({**given, "APP_ENV": "production"}, database=False)
    assert Settings.load({**given, "APP_ENV": "demo"}, database=False).demo


def test_an_issuer_without_keys_is_told(tmp_path):
    given = {"DATA_DIR": str(tmp_path), "OIDC_ISSUER": "https://anmeldung.stadt.test"}
    with pytest.raises(SettingsError, match="OIDC_JWKS"):
        Settings.load(given, database=False)
