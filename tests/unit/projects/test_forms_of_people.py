"""What is refused in the forms of master data and persons, fault by fault."""

import pytest

from services.projects import commands, events
from services.projects.forms import FORMS
from shared.form import load_command
from shared.guideline import Headcount
from tests.unit.projects.registered import TRAEGER_ID
from tests.unit.test_forms import BODIES, COMMAND_ID, command, faults


def test_an_iban_is_checked_and_kept_without_blanks():
    assert command("amend_traeger").changes == {"iban": "DE02370501980001802057"}
    for wrong in ("DE03370501980001802057", "DE0237050198000180205", "DE", "\u0663" * 22):
        assert faults("amend_traeger", iban=wrong) == [("/iban", "invalid-iban")]
    assert faults("amend_traeger", iban="D" * 43) == [("/iban", "too-long")]


def test_an_amendment_holds_what_is_named_and_null_takes_back():
    asked = command("amend_traeger", iban=None, expert=True, recognised_on="2020-02-29")
    assert {name: str(it) for name, it in asked.changes.items()} == {
        "iban": "None",
        "expert": "True",
        "recognised_on": "2020-02-29",
    }
    assert faults("amend_traeger", name=None) == [("/name", "missing")]
    assert faults("amend_traeger", recognised_on="2021-02-29") == [
        ("/recognised_on", "invalid-date")
    ]
    assert faults("amend_traeger", legal_form="GbR") == [("/legal_form", "not-allowed")]


def test_a_registration_may_tell_the_whole_profile():
    asked = command("register_traeger", legal_form="foundation", deducts_vat=True)
    assert asked.profile == events.TraegerProfile(legal_form="foundation", deducts_vat=True)


def test_employees_are_heads_or_hundredths_of_full_time():
    assert command("state_headcount").employees == Headcount("fte", 3_025)
    wrong = {"method": "heads", "count": 30.5}
    assert faults("state_headcount", employees=wrong) == [("/employees/count", "invalid-type")]


def test_who_signs_is_named_once():
    assert len(command("name_representatives").person_ids) == 1
    many = [f"6d5a1bb4-8a5e-5b1c-9d0e-{number:012}" for number in range(21)]
    assert faults("name_representatives", person_ids=many) == [("/person_ids", "too-many")]


@pytest.mark.parametrize(
    "function", ["Frau Öztürk", "ayşe", "a@b.example", "Durchwahl 4711", "ÖZTÜRK im ASD"]
)
def test_a_function_holds_nothing_personal(function):
    assert faults("register_person", function=function) == [("/function", "personal-data")]


def test_a_function_may_share_short_words_with_a_name():
    assert command("register_person", function="im ASD", name="Im Ho").function == "im ASD"


def test_what_is_personal_stays_together_and_out_of_sight():
    asked = command("register_person")
    assert asked == commands.RegisterPerson(
        "Fachkraft im ASD",
        {"name": "Ayşe Öztürk", "email": "ayse@kalk.example"},
        "oidc|ayse",
    )
    assert "Öztürk" not in repr(asked)
    assert command("amend_person").personal == {"phone": "+49 221 4711", "email": None}


@pytest.mark.parametrize(
    ("field", "value"), [("email", "ayse"), ("email", "a b@c.de"), ("phone", "ayse@kalk.example")]
)
def test_addresses_have_their_shape(field, value):
    assert faults("register_person", **{field: value}) == [(f"/{field}", "invalid-address")]


def test_who_comes_for_a_traeger_says_for_which_and_nobody_else_does():
    assert faults("join_team", traeger_id=None) == [("/traeger_id", "missing")]
    assert faults("join_team", part="asd") == [("/traeger_id", "not-allowed")]
    assert command("join_team", part="asd", traeger_id=None).part == "asd"
    assert command("join_team").traeger_id == TRAEGER_ID


def test_periods_end_after_they_start():
    assert faults("join_team", end="2025-07-31") == [("/end", "end-before-start")]
    assert command("join_team", end="2025-08-01").end == command("join_team").start
    assert faults("appoint_deputy", end="2025-07-31") == [("/end", "end-before-start")]
    assert faults("appoint_deputy", end=None) == [("/end", "missing")]


def test_a_file_is_base64_and_its_kind_is_known():
    assert command("import_master_data").content == b"Name"
    assert faults("import_master_data", content="Name;") == [("/content", "invalid-type")]
    assert faults("import_master_data", kind="personen") == [("/kind", "not-allowed")]
    body = {"command_id": COMMAND_ID} | BODIES["import_master_data"]
    assert "Name" not in repr(load_command(FORMS["import_master_data"], body).command)
