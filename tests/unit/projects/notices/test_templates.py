"""What the templates themselves have to keep: no amount twice, none unformatted, no word unescaped."""

from typing import get_args

import pytest
from jinja2 import nodes

from services.projects.events import (
    ChangeRejectionCode,
    ExtensionCode,
    ReductionCode,
    RejectionCode,
    RevocationCode,
    RevocationExtent,
    TerminationCause,
)
from services.projects.notices.rendering import ENVIRONMENT, TEMPLATES, VERSIONS
from services.projects.notices.wording import (
    CHANGE_REJECTION,
    EXTENSION,
    EXTENT,
    REDUCTION,
    REJECTION,
    REVOCATION,
    TERMINATION,
)

STRANGERS = {
    "letter.addressee.name",
    "line",  # of an address
    "letter.title",
    "letter.sozialraum",
    "goal.text",
    "goal.qualitative",
    "sign.indicator",
    "sign.target",
    "condition",
    "step.text",
    "part.text",
    "notice.reason",
    "notice.reduction.reason",
    "notice.full_funding_reason",
}
"""What others have written, and what we have put together from it."""
ROOTS = [
    f"{kind}.v{version}.html"
    for kind, newest in VERSIONS.items()
    for version in range(1, newest + 1)
]


def tree(name):
    return ENVIRONMENT.parse((TEMPLATES / name).read_text())


def parts_of(name):
    """The template, what it extends and includes, and so on."""
    made = tree(name)
    others = [it.template.value for it in made.find_all((nodes.Include, nodes.Extends))]
    return [name, *(part for other in others for part in parts_of(other))]


def placeholders(name):
    """Each expression that is printed, as (what is printed, the filter that prints it)."""
    for output in tree(name).find_all(nodes.Output):
        for node in output.nodes:
            if not isinstance(node, nodes.TemplateData):
                filtered = node.name if isinstance(node, nodes.Filter) else None
                yield path(node.node if filtered else node), filtered


def path(node):
    match node:
        case nodes.Getattr():
            return f"{path(node.node)}.{node.attr}"
        case nodes.Name():
            return node.name
        case nodes.Getitem():
            return f"{path(node.node)}[{path(node.arg)}]"
        case nodes.Call():
            return f"{path(node.node)}()"
        case nodes.CondExpr():
            return "one of two words"
    raise AssertionError(node)


@pytest.mark.parametrize("root", ROOTS)
def test_each_amount_has_one_place_in_a_template(root):
    amounts = [what for part in parts_of(root) for what, by in placeholders(part) if by == "euros"]
    assert sorted({it for it in amounts if amounts.count(it) > 1}) == []


def test_the_amounts_of_an_approval():
    found = {
        what
        for part in parts_of("approval.v1.html")
        for what, by in placeholders(part)
        if by == "euros"
    }
    assert found == {
        "notice.grant_ct",
        "notice.eligible_ct",
        "notice.third_party_ct",
        "notice.own_cash_ct",
        "notice.own_share.amount_ct",
        "notice.own_share.in_kind_ct",
        "year.costs_ct",
        "year.third_party_ct",
        "year.own_cash_ct",
        "year.grant_ct",
        "part.amount_ct",
        "step.result_ct",
    }


@pytest.mark.parametrize(
    "file", sorted(it.relative_to(TEMPLATES).as_posix() for it in TEMPLATES.rglob("*.v*.*"))
)
def test_amounts_are_euros_and_words_of_strangers_are_set_apart(file):
    for what, by in placeholders(file):
        assert (by == "euros") == what.endswith("_ct"), what
        assert by == "foreign" or what not in STRANGERS, what


def test_every_file_belongs_to_a_template_and_none_is_unversioned():
    used = {part for root in ROOTS for part in parts_of(root)}
    assert used == {it.relative_to(TEMPLATES).as_posix() for it in TEMPLATES.rglob("*.*")}


def test_all_that_strangers_write_is_printed_somewhere():
    printed = {what for root in ROOTS for part in parts_of(root) for what, _ in placeholders(part)}
    assert STRANGERS - printed == set()


def test_every_reason_has_its_words():
    assert REJECTION.keys() == set(get_args(RejectionCode))
    assert REDUCTION.keys() == set(get_args(ReductionCode))
    assert EXTENSION.keys() == set(get_args(ExtensionCode))
    assert TERMINATION.keys() == set(get_args(TerminationCause))
    assert REVOCATION.keys() == set(get_args(RevocationCode))
    assert CHANGE_REJECTION.keys() == set(get_args(ChangeRejectionCode))
    assert EXTENT.keys() == set(get_args(RevocationExtent))
