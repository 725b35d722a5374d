"""Every field of every command, wrong in every way its form knows: one clear refusal, nothing done."""

import json
from typing import Any
from uuid import uuid4

import pytest
from werkzeug.test import Client

from services.gateway.app import create_app
from services.gateway.issuer import identity
from services.registry import NAMES, service_class
from shared.refusal import Fault, Refused
from shared.wire import methods
from tests.hostile.office import Body, Office
from tests.hostile.raw import TYPED, spoilt_texts
from tests.hostile.refusals import assert_clear
from tests.hostile.wrong import extremes, spoilt, uncovered, with_unknown_ids


def commands() -> list[str]:
    """Return `service.method` of all that changes a log: what carries a command id."""
    return [
        f"{service}.{name}"
        for service in NAMES
        for name, method in methods(service_class(service)).items()
        if "command_id" in method.request().fields
    ]


class Asking:
    """One command as who usually gives it, and two bodies that would be accepted."""

    def __init__(self, office: Office, key: str) -> None:
        self.office, self.key = office, key
        self.service, _, self.method = key.partition(".")
        self.body, self.other = office.body(key), office.body(key)
        self.office.hear()
        described = office.ask(self.service, "describe")["methods"][self.method]
        self.schema: Body = described["request"]
        self.is_internal: bool = described["kind"] == "internal"
        office.introduce(self.service, self.method)

    def refused(self, body: Any) -> Refused | None:
        return self.office.refused(self.service, self.method, body)

    def send(self, body: Body) -> Body:
        return self.office.send(self.service, self.method, body)


@pytest.fixture(scope="module", params=commands())
def asking(request, office):
    return Asking(office, request.param)


@pytest.fixture(scope="module")
def http(office):
    """POST bytes through the gateway, with the token of who usually asks."""
    gateway = create_app(office.services, identity=identity(office.services.desk.settings))
    browser = Client(gateway)

    def post(asking, text):
        asked = office.context(asking.service, asking.method)
        who = asked.actor
        desk = office.services.desk
        signed = desk.context(asking.service, asking.method, who.sub, who.role)
        return browser.post(
            f"/api/v1/{asking.service}/{asking.method}",
            data=text,
            content_type="application/json",
            headers={
                "Authorization": f"Bearer {signed.token}",
                "X-Today": asked.today,
            },
        )

    return post


def assert_problem(answer, asking, sent):
    """As a refusal has to be, and a fault of who has sent it: never one of ours."""
    problem = answer.get_json()
    allowed = {404} if asking.is_internal else {400, 413, 422}
    assert answer.status_code in allowed, (sent, problem)
    faults = [Fault(**it) for it in problem["errors"]]
    assert_clear(Refused(problem["code"], problem["title"], problem["detail"], errors=faults), sent)


def test_each_field_wrong_in_each_way_is_refused_where_it_is_wrong(asking, tables):
    assert not uncovered(asking.schema, asking.body), f"{asking.key} lacks this in BODIES"
    before = tables()
    for pointer, wrong in spoilt(asking.schema, asking.body):
        refused = asking.refused(wrong)
        shown = f"{pointer} of {str(wrong)[:2000]}"
        assert_clear(refused, shown)
        assert refused.code == "invalid-input", shown
        assert pointer in [it.pointer for it in refused.errors], f"{shown}: {refused.errors}"
    assert tables() == before


def test_an_id_of_nothing_is_refused(asking, tables):
    before = tables()
    for pointer, body in with_unknown_ids(asking.schema, asking.body):
        if f"{asking.key}{pointer}" not in MAY_BE_NEW and pointer != "/command_id":
            refused = asking.refused(body)
            assert_clear(refused, body)
            assert refused.kind != "denied", pointer
    assert tables() == before


MAY_BE_NEW = {
    "projects.save_draft/draft_id": "who saves a draft first may name it",
    "projects.discard_draft/draft_id": "what is gone is gone",
    "projects.apply/sozialraum_id": "an area that is not one's own is denied, and that is recorded",
    "funding.request_drawdown/project_id": "what is not one's own is denied, and that is recorded",
    "funding.reserve/project_id": "projects knows it, and asks",
    "funding.transfer_in/transfer_id": "the giving district knows it",
    "funding.transfer_out/transfer_id": "the two districts agree on it",
    "reporting.appoint_steering_member/person_id": "projects knows it",
    "reporting.appoint_steering_member/traeger_id": "projects knows it",
    "reporting.appoint_uag_member/person_id": "projects knows it",
    "reporting.appoint_uag_member/traeger_id": "projects knows it",
    "resources.import_package/sozialraum_id": "projects knows it",
    "reporting.submit_project_report/card_ids/0": "resources knows it",
    "reporting.submit_statement/card_ids/0": "resources knows it",
    "resources.open_topic/sozialraum_id": "not one's own area: denied, and that is recorded",
    "resources.record_observation/sozialraum_id": "not one's own: denied, and that is recorded",
    "resources.mark_seen/sozialraum_id": "projects knows it",
    **{
        f"resources.{command}_card/{field}": "projects knows it"
        for command in ("record", "amend", "propose")
        for field in ("sozialraum_ids/0", "traeger_id")
    },
}
"""Ids that this service has never heard of and takes nevertheless, and why."""


def test_who_has_not_seen_the_newest_version_changes_nothing(asking, tables):
    before = tables()
    refused = asking.refused({**asking.body, "expected_version": 4711})
    assert_clear(refused, asking.body)
    is_draft = asking.key in DRAFTS
    assert refused.code == ("draft-unknown" if is_draft else "stale-version")
    assert tables() == before


def test_over_http_each_field_wrong_is_a_problem_that_names_it(asking, tables, http):
    before = tables()
    for pointer, wrong in dict(spoilt(asking.schema, asking.body)).items():
        if pointer == "/command_id":
            continue  # The gateway makes one where none is.
        answer = http(asking, json.dumps(wrong).encode())
        assert_problem(answer, asking, wrong)
        if answer.status_code == 422:
            assert pointer in [it["pointer"] for it in answer.get_json()["errors"]]
    assert tables() == before


def test_over_http_whatever_bytes_come_are_a_problem_and_change_nothing(asking, tables, http):
    before = tables()
    for text in spoilt_texts(asking.body):
        if asking.key in DRAFTS and text.endswith(b'"content": {%s}}' % TYPED):
            continue  # In a draft anything may stand.
        assert_problem(http(asking, text), asking, text[:2000])
    assert tables() == before


def test_a_command_has_one_effect_and_one_answer_however_often_it_comes(asking, tables):
    answer = asking.send(asking.body)
    once = tables()
    assert asking.send(asking.body) == answer
    if asking.key not in {*WITHOUT_EVENTS, *WITHOUT_WORDS}:
        reused = asking.refused({**asking.other, "command_id": asking.body["command_id"]})
        assert_clear(reused, asking.other)
        assert reused.code == "command-id-reused"
    assert tables() == once


DRAFTS = {
    "projects.save_draft",
    "reporting.save_report_draft",
    "reporting.save_statement_draft",
}
"""Where anything may stand in what is kept."""
WITHOUT_WORDS = {
    "reporting.open_feed",
    *(f"{service}.propose_deletions" for service in NAMES),
}
"""What says nothing but who asks: with the same command id it is the same command."""

WITHOUT_EVENTS = {
    *DRAFTS,
    "resources.mark_seen",
    "projects.discard_draft",
    "reporting.discard_report_draft",
}
"""No log knows of them, so none knows their command ids: the same again is harmless by itself."""


def test_the_extremes_that_a_form_admits_are_answered_or_refused(asking):
    for _, body in extremes(asking.schema, asking.other):
        refused = asking.refused({**body, "command_id": str(uuid4())})
        if refused is not None:
            assert_clear(refused, body)
