"""Emergency access over a real PostgreSQL: what it opens, for how long, and that all of it is seen."""

from dataclasses import replace
from uuid import uuid4

import jsonschema
import pytest

from shared.call import Context
from shared.refusal import Refused
from tests.direct import DAY, direct
from tests.toy import settings

pytestmark = pytest.mark.postgres

OPERATOR = ("betrieb.kalk", "operator")
WHY = "Die Leitung ist verunglückt; eine Familie wartet auf den Bescheid ihres Treffs."


class Instance:
    """A district with one Träger; everybody asks in one role."""

    def __init__(self, services):
        self.services = services
        made = services.ask("projects", "register_traeger", {"name": "Jugendwerk"})
        self.traeger_id = made["traeger_id"]

    def by(self, who, method, day=DAY, service="projects", **body):
        context = replace(Context.fresh(*who), today=day)
        return self.services.call(service, method, body, context, 15)

    def code(self, *args, **body):
        with pytest.raises(Refused) as no:
            self.by(*args, **body)
        return no.value.code

    def break_glass(self, who=OPERATOR, role="district_head", hours=4, **more):
        asked = {"command_id": str(uuid4()), "role": role, "reason": WHY, "hours": hours}
        return self.by(who, "break_glass", **asked, **more)

    def listed(self, service="projects"):
        told = self.by(("pruefung", "auditor"), "list_emergencies", service=service)
        methods = self.services.ask(service, "describe", {})["methods"]
        jsonschema.validate(told, methods["list_emergencies"]["answer"])
        return told["emergencies"]

    def events(self, kind):
        with self.services.services["projects"].kernel.pool.connection() as conn:
            rows = conn.execute(
                "select line::jsonb -> 'data' from event where type = %s order by id", [kind]
            )
            return [data for (data,) in rows]


@pytest.fixture
def instance(new_database, tmp_path):
    known = settings(new_database(), tmp_path, "projects", "funding", APP_ENV="demo")
    with direct(known, "projects", "funding") as services:
        yield Instance(services)


def test_the_operator_reads_nothing_until_the_glass_is_broken_and_then_each_look_is_recorded(
    instance,
):
    asked = {"traeger_id": instance.traeger_id}
    assert instance.code(OPERATOR, "get_traeger", **asked) == "not-permitted"
    broken = instance.break_glass()
    assert broken["until"] == "2026-01-05T15:00:00.000000Z"

    assert instance.by(OPERATOR, "get_traeger", **asked)["name"] == "Jugendwerk"
    assert instance.by(OPERATOR, "list_open_applications")["applications"] == []
    (seen,) = instance.listed()
    assert {name: seen[name] for name in ("role", "own_role", "reason", "until")} == {
        "role": "district_head",
        "own_role": "operator",
        "reason": WHY,
        "until": "2026-01-05T15:00:00.000000Z",
    }
    assert [(it["method"], it["ids"]) for it in seen["uses"]] == [
        ("get_traeger", [instance.traeger_id]),
        ("list_open_applications", []),
    ]
    assert instance.events("glass_broken")[0]["by"] == seen["by"]


def test_it_opens_questions_only_and_no_act(instance):
    instance.break_glass()
    command = {"command_id": str(uuid4()), "project_id": str(uuid4())}
    assert instance.code(OPERATOR, "declare_bias", reason_code="took-part", **command) == (
        "not-permitted"
    )
    piece = {"document_id": str(uuid4()), "number": 0}
    assert instance.code(OPERATOR, "get_document", **piece) == "not-permitted"
    assert instance.code(OPERATOR, "read_log", after=0) == "not-permitted"
    assert instance.events("glass_used") == []


def test_it_opens_no_more_than_the_role_that_was_named_reads(instance):
    instance.break_glass(role="planning")
    assert instance.code(OPERATOR, "get_traeger", traeger_id=instance.traeger_id) == "not-permitted"
    assert instance.by(OPERATOR, "list_projects")["projects"] == []


def test_it_is_over_after_its_hours_and_was_never_anybody_elses(instance):
    asked = {"traeger_id": instance.traeger_id}
    instance.break_glass(hours=24)
    other = ("andere.kalk", "operator")
    assert instance.code(other, "get_traeger", **asked) == "not-permitted"
    assert instance.code(OPERATOR, "get_traeger", day="2026-01-06", **asked) == "not-permitted"


def test_it_is_for_one_service(instance):
    instance.break_glass()
    year = {"year": 2026}
    assert instance.code(OPERATOR, "get_budget", service="funding", **year) == "not-permitted"
    assert instance.listed("funding") == []


def test_only_central_office_and_operator_take_it_with_a_reason_and_a_limit(instance):
    assert instance.code(("leitung", "district_head"), "list_emergencies") == "not-permitted"
    with pytest.raises(Refused) as no:
        instance.break_glass(("asd.kalk", "asd_member"))
    assert no.value.code == "not-permitted"
    for wrong, pointer in (({"hours": 25}, "/hours"), ({"role": "leitung"}, "/role")):
        with pytest.raises(Refused) as no:
            instance.break_glass(**wrong)
        assert [it.pointer for it in no.value.errors] == [pointer]
    assert instance.events("glass_broken") == []


def test_a_look_that_cannot_be_recorded_is_none(instance, monkeypatch):
    instance.break_glass()
    monkeypatch.setattr("shared.emergency.opened.append_alone", lambda *_: False)
    assert instance.code(OPERATOR, "get_traeger", traeger_id=instance.traeger_id) == (
        "use-not-recorded"
    )


def test_the_same_command_again_opens_nothing_more(instance):
    command_id = str(uuid4())
    body = {"command_id": command_id, "role": "wjh", "reason": WHY, "hours": 1}
    first = instance.by(OPERATOR, "break_glass", **body)
    assert instance.by(OPERATOR, "break_glass", **body) == first
    assert len(instance.listed()) == 1
