"""The data of the demonstration is sound, and its player is patient, but not for ever."""

import json
from dataclasses import replace
from importlib.resources import files
from io import StringIO
from itertools import pairwise

import pytest
from rich.console import Console

from deploy.demo import play, stage, story
from deploy.demo.patience import Patience
from deploy.remote import HttpClient
from services.access import ROLES
from services.gateway.issuer import PERSONS
from services.projects.forms import ApplySchema
from shared.form import load_command
from shared.guideline import own_share_percent
from shared.refusal import Refused
from tests.servers import free_ports

STORY = story.load()
YEARS = story.load(story.THREE_YEARS)
BOTH = pytest.mark.parametrize("told", [STORY, YEARS], ids=lambda told: told.title)
RAW = json.loads((files("deploy.demo") / story.FILE).read_text("utf-8"))
QUOTE = {
    "own_share": {"amount": "1.00", "currency": "EUR"},
    "own_share_percent": 1,
    "grant": [{"year": 2026, "amount": {"amount": "99.00", "currency": "EUR"}}],
}
ID = "0190b5a0-7e0b-4a6e-8d0e-5a3f1b2c4d5e"


def refused(code, kind="unavailable", **facts):
    return Refused(code, f"Titel {code}", f"Einzelheit {code}.", kind=kind, facts=facts)


# ---- the data ------------------------------------------------------------------------------


def test_the_days_never_run_back_and_lie_in_the_year():
    assert all(before.day <= after.day for before, after in pairwise(STORY.acts))
    assert {act.day[:4] for act in STORY.acts} == {"2026"}
    assert all(before.day <= after.day for before, after in pairwise(YEARS.acts))


def test_three_years_have_days_and_budgets_of_their_own():
    assert max(STORY.years) < 2040 <= int(YEARS.acts[0].day[:4])
    assert min(YEARS.years) == 2040


def test_the_texts_of_an_application_say_something():
    assert len(RAW["applications"]) == 16
    for application in RAW["applications"].values():
        assert 200 <= len(application["need"]) <= 1_000
        assert 100 <= len(application["target_group"]) <= 500
        assert 150 <= len(application["measures"]) <= 1_000
        assert 1 <= len(application["goals"]) <= 3


def test_every_size_of_traeger_occurs():
    sizes = {it["employees"]["count"] for it in RAW["applications"].values()}
    assert {own_share_percent(size) for size in sizes} == {1, 2, 3, 4, 5}


def test_each_application_is_complete():
    class Ids(dict):
        def __missing__(self, _key):
            return ID

    for application in RAW["applications"].values():
        body = story.resolved(application, Ids()) | {"command_id": ID}
        load_command(ApplySchema, body)


def test_every_role_acts():
    assert {PERSONS[act.person] for act in STORY.acts} == set(ROLES.roles)


@BOTH
def test_each_act_is_of_somebody_who_may_unless_it_is_refused(told):
    for act in told.acts:
        rule = ROLES.rule(act.service, act.method)
        assert rule is not None
        assert (PERSONS[act.person] in rule.roles) == (act.refused != "not-permitted")


@BOTH
def test_keys_are_made_before_they_are_meant(told):
    made: set[str] = set()
    for act in told.acts:
        asked = [*texts(act.body), *texts({**act.takes})]
        assert {value[1:] for value in asked if value.startswith("@")} <= made
        made |= set(act.takes)
        if act.key and not act.refused:
            made.add(act.key)


def texts(value):
    if isinstance(value, dict):
        return [text for each in value.values() for text in texts(each)]
    if isinstance(value, list):
        return [text for each in value for text in texts(each)]
    return [value] if isinstance(value, str) else []


def test_every_act_has_a_command_id_of_its_own_that_only_the_story_decides():
    ids = [STORY.command_id(act, "1") for act in STORY.acts]
    assert len(set(ids)) == len(STORY.acts)
    assert ids == [story.load().command_id(act, "1") for act in STORY.acts]
    assert not set(ids) & {STORY.command_id(act, "2") for act in STORY.acts}
    other = replace(STORY, digest="other")
    assert not set(ids) & {other.command_id(act, "1") for act in STORY.acts}


def test_what_is_taken_of_an_answer_lies_at_the_end_of_its_way():
    answer = {"duties": [{"year": 2040, "id": "a"}, {"year": 2041, "id": "b"}], "none": None}
    assert story.taken(answer, []) == answer
    assert story.taken(answer, ["duties", {"year": 2041}, "id"]) == "b"
    assert story.taken(answer, ["duties", {"year": 2042}, "id"]) is None
    assert story.taken(answer, ["none", "id"]) is None


# ---- the player ----------------------------------------------------------------------------


class Clock:
    """Time passes only while somebody sleeps."""

    def __init__(self):
        self.now = 0.0
        self.pauses = []

    def read(self):
        return self.now

    def sleep(self, seconds):
        self.pauses.append(seconds)
        self.now += seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def out():
    return Console(file=StringIO(), width=120)


@pytest.fixture
def patience(out, clock):
    return Patience(out, clock=clock.read, sleep=clock.sleep)


def failing(*failures):
    """Return a question that fails in these ways and is then answered."""
    left = list(failures)

    def ask():
        if left:
            raise left.pop(0)
        return {"answer": 1}

    return ask


@pytest.mark.parametrize(
    "failure",
    [
        refused("service-unavailable"),
        refused("request-timeout", "timeout"),
        refused("payment-exceeds-commitment", "rule"),
        refused("payments-held", "conflict"),
        refused("grant-unknown", "unknown"),
    ],
    ids=lambda failure: failure.code,
)
def test_what_may_pass_is_asked_again_after_growing_pauses(patience, clock, failure):
    assert patience.ask(failing(*[failure] * 9)) == {"answer": 1}
    assert clock.pauses == [0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 5.0, 5.0]


def test_a_hiccup_is_not_worth_a_word_and_a_longer_wait_is(patience, out):
    patience.ask(failing(*[refused("service-unavailable")] * 3))
    assert out.file.getvalue() == ""
    patience.ask(failing(*[refused("service-unavailable")] * 8))
    assert out.file.getvalue().count("Titel service-unavailable. Die Vorführung wartet") == 1
    assert out.file.getvalue().endswith("Es geht weiter.\n")


def test_patience_ends(patience, clock):
    with pytest.raises(Refused) as no:
        patience.ask(failing(*[refused("service-unavailable")] * 1_000))
    assert no.value.code == "service-unavailable"
    assert 120 < clock.now <= 125


def test_a_no_for_good_and_an_expected_one_are_not_waited_for(patience, clock):
    with pytest.raises(Refused):
        patience.ask(failing(refused("own-share-too-small", "rule")))
    with pytest.raises(Refused):
        patience.ask(failing(refused("insufficient-budget", "rule")), "insufficient-budget")
    assert clock.pauses == []


class Services:
    """Answers questions about master data and years; every command comes out as given."""

    def __init__(self, *outcomes, known=(), years=()):
        self.outcomes = list(outcomes)
        self.known = [{"traeger_id": it} for it in known]
        self.years = years
        self.asked = []

    def sign_in(self, person, sozialraeume=(), traeger_id=None):
        return f"the token of {person}"

    def call(self, service, method, body, context, timeout):
        if method == "list_master_data":
            return {"traeger": self.known, "sozialraeume": []}
        if method == "list_years":
            return {"years": self.years}
        self.asked.append((body["command_id"], context.today))
        outcome = self.outcomes.pop(0)
        if isinstance(outcome, Refused):
            raise outcome
        return outcome


def test_an_instance_that_is_not_for_playing_is_left_alone(out):
    services = Services(refused("day-not-allowed", "invalid"))
    with pytest.raises(Refused, match="APP_ENV=demo") as no:
        play.play(services, STORY, out)
    assert no.value.kind == "rule"
    assert len(services.asked) == 1


def test_an_instance_in_which_it_is_a_later_day_cannot_go_back(out):
    services = Services(refused("day-not-allowed", "invalid", latest="2026-06-15"))
    with pytest.raises(Refused) as no:
        play.play(services, STORY, out)
    assert no.value.code == "day-not-allowed"
    assert "beginnt am 05.01.2026" in no.value.detail
    assert "sozialraum demo --fresh" in no.value.detail


def test_a_repeat_has_the_same_command_id_and_day(out):
    services = Services(refused("request-timeout", "timeout"), refused("other", "rule"))
    with pytest.raises(Refused, match="other"):
        play.play(services, STORY, out)
    assert services.asked == [(STORY.command_id(STORY.acts[0], "1"), "2026-01-05")] * 2


def test_a_year_that_was_begun_goes_on_on_the_day_it_has_reached(out):
    first = next(act for act in STORY.acts if act.method == "register_traeger")
    services = Services(
        refused("day-not-allowed", "invalid", latest="2026-06-15"),
        refused("other", "rule"),
        known=[STORY.id_made(first, "1")],
    )
    with pytest.raises(Refused, match="other"):
        play.play(services, STORY, out)
    assert [day for _, day in services.asked] == ["2026-01-05", "2026-06-15"]


def test_where_budgets_are_fixed_already_nothing_is_played(out):
    services = Services(years=[2025, 2027, 2028])
    with pytest.raises(Refused) as no:
        play.play(services, STORY, out)
    assert no.value.code == "demo-years-taken"
    assert "schon ein Budget festgesetzt: 2027, 2028." in no.value.detail
    assert "sozialraum demo --fresh" in no.value.detail
    assert services.asked == []


def test_what_was_refused_may_be_refused_for_another_reason_later(out):
    first, refusal = STORY.acts[0], next(act for act in STORY.acts if act.refused)
    told = replace(STORY, acts=(first, replace(refusal, body={})))
    made = {"traeger_id": STORY.id_made(first, "1"), "event_ids": []}
    services = Services(made, refused("already-decided", "conflict"), known=[made["traeger_id"]])
    player = play.Player(services, told, out, "1")
    player.play()
    assert player.refusals == []
    assert "Damals war es ein anderer Grund." in out.file.getvalue()
    fresh = play.Player(Services(made, refused("already-decided", "conflict")), told, out, "1")
    with pytest.raises(Refused, match="already-decided"):
        fresh.play()


def test_a_draft_that_is_ahead_of_an_interrupted_run_is_left_as_it_is(out):
    first = STORY.acts[0]
    saving = next(act for act in STORY.acts if act.method == "save_draft" and act.key)
    submitting = next(act for act in STORY.acts if act.method == "submit_draft")
    told = replace(STORY, acts=(first, replace(saving, body={}, traeger=None), submitting))
    made = {"traeger_id": STORY.id_made(first, "1"), "event_ids": []}
    submitted = {"project_id": ID, "event_ids": [], "number": "2026-8-001", "quote": QUOTE}
    services = Services(
        made, refused("version-missing", "conflict"), submitted, known=[made["traeger_id"]]
    )
    play.Player(services, told, out, "1").play()
    assert services.asked[-1][0] == STORY.command_id(submitting, "1")


# ---- where it is played --------------------------------------------------------------------


def test_where_nothing_answers_it_says_who_is_missing(out, monkeypatch):
    (port,) = free_ports(1)
    monkeypatch.setattr(stage, "SERVICES_SECONDS_MAX", 0)
    monkeypatch.setenv("SOZIALRAUM_URL", f"http://127.0.0.1:{port}")
    monkeypatch.delenv("AMQP_URI", raising=False)
    with pytest.raises(Refused) as no, stage.instance(out):
        pass
    assert no.value.code == "services-missing"
    assert "projects, funding, resources, reporting" in no.value.detail


def test_where_real_persons_work_no_invented_one_plays(out, monkeypatch, tmp_path):
    (port,) = free_ports(1)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.delenv("APP_ENV", raising=False)
    monkeypatch.setenv("AMQP_URI", f"amqp://guest:guest@127.0.0.1:{port}//")
    with pytest.raises(Refused) as no, stage.instance(out):
        pass
    assert no.value.code == "no-demo"


def test_without_a_broker_it_says_what_to_start(out, monkeypatch, tmp_path):
    (port,) = free_ports(1)
    monkeypatch.setattr(stage, "SERVICES_SECONDS_MAX", 0)
    monkeypatch.setattr(stage, "HEALTH_SECONDS", 0.5)
    monkeypatch.setenv("APP_ENV", "demo")
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("AMQP_URI", f"amqp://guest:secret@127.0.0.1:{port}//")
    with pytest.raises(Refused) as no, stage.instance(out):
        pass
    assert "„sozialraum run funding“" in no.value.detail
    assert "secret" not in no.value.detail


@pytest.mark.postgres
@pytest.mark.slow
def test_a_throw_away_instance_touches_no_other_and_leaves_nothing(out, monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    for name in ("AMQP_URI", "DATABASE_URL", "FUNDING_SIGNING_KEY_FILE", "SOZIALRAUM_URL"):
        monkeypatch.setenv(name, "/nowhere")
    with stage.instance(out, fresh=True) as client:
        assert isinstance(client, HttpClient)
        assert len(list(tmp_path.iterdir())) == 1
        assert play.Player(client, STORY, out, "1").ask("funding", "list_years", {}) == {
            "years": []
        }
    assert list(tmp_path.iterdir()) == []
    assert not stage._answers(client.url)
