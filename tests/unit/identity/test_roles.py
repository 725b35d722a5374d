"""The table of roles as the domain has it, typed by hand, against the file that services read."""

import tomllib

import pytest

from services.access import FILE, ROLES
from services.registry import NAMES, service_class
from shared.access import cell
from shared.wire import methods

TYPED = """
                    asd_member traeger_member recipient wjh  district_head central_office steering_group uag   planning auditor operator
draft_application   C,s        C,s            C,t       R,s  R,d           R,a            -              -     -        R,a     -
read_application    R,s        R,s            R,t       R,d  R,d           R,a            -              -     R,a      R,a     -
submit_application  S,s        S,s            M,t       -    -             -              -              -     -        -       -
check_content       X,s        -              -         -    X,d           X,a            -              -     -        R,a     -
check_arithmetic    -          -              -         X,d  R,d           X,a            -              -     -        R,a     -
decide              -          -              -         -    X,d           X,a            -              -     -        -       -
set_budget          -          -              -         R,d  R,d           X,a            -              -     R,a      R,a     -
request_payout      -          -              S,t       R,d  R,d           R,a            -              -     -        R,a     -
record_payout       -          -              R,t       X,d  L,d           X,a            -              -     -        R,a     -
enter_receipts      R,s        R,s            C,S,t     R,d  R,d           R,a            -              -     -        R,a     -
subscribe_calendar  C,s        C,s            C,t       C,d  C,d           C,a            -              -     -        R,a     -
check_use           -          -              -         X,d  R,d           X,a            -              -     -        R,a     -
settle              -          -              R,t       P,d  X,d           X,a            -              -     -        R,a     -
publish_quarter     -          -              -         X,d  R,d           R,a            R,d            R,a   R,a      R,a     -
read_quarter        R,s        R,s            -         R,d  R,d           R,a            R,d            R,a   R,a      R,a     -
read_full_quarter   -          -              -         R,d  R,d           R,a            -              -     -        R,a     -
onboard             -          -              -         R,d  X,d           X,a            -              -     -        R,a     -
assess_quality      C,s        C,s            R,t       C,s  R,d           R,a            R,d            R,a   R,a      R,a     -
steering_report     -          -              -         -    C,d           R,a            C,X,d          R,a   R,a      R,a     -
indicator_catalogue -          -              -         -    R,d           R,a            R,d            C,X,a R,a      R,a     -
need                C,s        C,s            -         R,s  R,d           R,a            R,d            R,a   R,a      R,a     -
resource_card       C,s        C,s            P,t       R,d  C,d           R,a            R,d            R,a   R,a      R,a     -
find_card           R,d        R,d            R,d       R,d  R,d           R,a            R,d            R,a   R,a      R,a     -
import_cards        C,s        -              -         -    -             C,a            -              -     -        -       -
mark_news           C,d        C,d            C,d       C,d  C,d           C,a            C,d            C,a   C,a      -       -
card_remark         C,s        -              -         R,d  C,d           R,a            -              -     -        R,a     -
contact_person      R,s        R,s            R,t       R,d  R,d           -              -              -     -        R,a     -
open_contacts       -          -              -         -    -             -              -              -     -        X,a     -
administer          -          -              -         -    -             X,a            -              -     -        R,a     -
traeger_file        -          R,t            R,t       R,d  R,d           R,a            -              -     -        R,a     -
persons             -          -              -         R,d  R,d           X,a            -              -     -        -       -
audit_log           R,s        R,s            R,t       R,d  R,d           R,a            -              -     -        R,a     -
master_data         R,a        R,a            R,a       R,a  R,a           X,a            R,a            R,a   R,a      R,a     -
raw_log             -          -              -         -    -             -              -              -     -        R,a     -
keep_cosignature    -          -              -         -    -             -              -              -     -        X,a     X,a
take_evidence       -          -              -         -    R,d           R,a            -              -     -        X,a      -
read_document       -          -              -         R,d  R,d           R,a            -              -     -        R,a     -
read_own_document   R,s        R,s            R,t       R,d  R,d           R,a            -              -     -        R,a     -
upload_document     C,s        C,s            C,t       C,d  C,d           C,a            C,d            C,a   -        -       -
break_glass         -          -              -         -    -             X,a            -              -     -        R,a     X,a
end_retention       -          -              -         -    R,d           X,a            -              -     -        R,a     -
close_books         -          -              -         R,d  R,d           X,a            -              -     -        R,a     -
operate             -          -              -         -    -             -              -              -     -        -       X,a
"""
"""Rows and columns of the domain's table; below it what its rows leave to the system.

Quarterly figures in full are for whom the domain lets read them without „suppressed“ or „aggregated“; members
of the team read them as it sees them, the ASD among them, since it shares a table with Träger.
Reading an application stands alone, since planning reads it „but no drafts“, and since who checks
figures or pays does so in the whole district. Money is requested by its recipient alone. „R own district if member“ of the steering group is
the role steering_group, which such a member has besides. Cards are searched in the whole district;
a Träger proposes its own, the team accepts them. Internal notes on them never leave the office.
"""

HOW_TO = (
    "Write `{0}` into services/roles.toml: into `methods` of the one row that it belongs to, under"
    ' the letter that opens it; or, if only services call it, to the end as [service."{0}"].'
)


def typed():
    head, *rows = [line.split() for line in TYPED.strip().splitlines()]
    for action, *cells in rows:
        assert len(cells) == len(head), action
        for role, told in zip(head, cells, strict=True):
            *letters, scope = told.split(",")
            yield action, role, (letters, scope) if told != "-" else None


@pytest.mark.parametrize(("action", "role", "expected"), [*typed()])
def test_each_cell_of_the_file_is_the_cell_of_the_domain(action, role, expected):
    told = ROLES.actions[action]["may"].get(role)
    if expected is None:
        assert told is None
    else:
        letters, scope = expected
        assert told == f"{','.join(letters)} {scope}"
        assert cell(told) == (frozenset(letters) | {"R"}, scope)


def test_the_file_has_no_row_and_no_role_besides():
    listed = {action for action, _, _ in typed()}
    assert ROLES.actions.keys() - listed == {"look_after"}
    assert ROLES.actions["look_after"]["may"] == {"*": "R a"}
    assert list(ROLES.roles) == TYPED.strip().splitlines()[0].split()


def test_no_role_stands_in_a_row_that_the_table_of_roles_does_not_know():
    told = tomllib.loads(FILE.read_text())
    found = {role for row in told["action"].values() for role in row["may"]}
    assert found - {"*"} == set(told["roles"])


EXISTING = [(name, method) for name in NAMES for method in methods(service_class(name))]


@pytest.mark.parametrize(("service", "method"), EXISTING)
def test_every_method_has_its_row(service, method):
    assert ROLES.rule(service, method) is not None, HOW_TO.format(f"{service}.{method}")


def test_every_row_speaks_of_methods_that_exist():
    existing = {f"{name}.{method}" for name, method in EXISTING}
    everywhere = {f"*.{method}" for _, method in EXISTING}
    assert ROLES.rules.keys() - existing - everywhere == set()


@pytest.mark.parametrize(("service", "method"), EXISTING)
def test_what_changes_something_is_not_opened_by_reading(service, method):
    rule = ROLES.rule(service, method)
    row = ROLES.actions.get(rule.action, {}) if rule else {}
    read = {*row.get("methods", {}).get("R", ())}
    writes = methods(service_class(service))[method].kind == "write"
    assert not (writes and f"{service}.{method}" in read)


@pytest.mark.parametrize(("service", "method"), EXISTING)
def test_what_is_for_services_is_not_opened_to_every_person(service, method):
    rule = ROLES.rule(service, method)
    if rule and methods(service_class(service))[method].kind == "internal":
        assert rule.roles.keys() <= set(ROLES.roles)
        assert "operator" not in rule.roles


def test_rows_whose_methods_come_later_are_told(record_property):
    unfinished = {
        f"{action}: {letter}"
        for action, row in ROLES.actions.items()
        for letter, named in row.get("methods", {}).items()
        if not named
    }
    for each in sorted(unfinished):
        print("open:", each)
        record_property("open", each)
    used = {
        letter
        for row in ROLES.actions.values()
        for told in row["may"].values()
        for letter in cell(told)[0]
    }
    assert used == {"R", "C", "S", "M", "X", "P", "L"}
