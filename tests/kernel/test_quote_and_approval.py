"""What a quote promises is what an application is told, what the decision shows, and what is approved."""

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from deploy.bench.projects import CHECKS
from shared.money import from_wire
from shared.refusal import Refused
from tests.direct import direct
from tests.kernel.test_following import District
from tests.kernel.test_policy import euros
from tests.toy import settings as toy_settings

RULES = {
    "in_kind_cap_percent": 20,
    "flat_rates": [
        {"kind": "Verwaltung", "base": "personnel-percent", "percent_hundredths": 725},
        {"kind": "Platz", "base": "fte-month", "amount": euros("808.33")},
        {"kind": "Essen", "base": "participant-day", "amount": euros("4.55")},
    ],
    "salaries": [{"grade": "S 11b", "yearly_cost": euros("70200.00")}],
}


def cents(least, most):
    return st.integers(least, most).map(lambda ct: euros(f"{ct // 100}.{ct % 100:02}"))


posts = st.fixed_dictionaries(
    {
        "function": st.sampled_from(["Fachkraft", "Hilfskraft"]),
        "qualification": st.just("Soziale Arbeit"),
        "grade": st.sampled_from(["S 11b", "S 17", None]),
        "fte_percent": st.integers(1, 100),
        "months": st.integers(1, 12),
        "yearly_cost": cents(1_000_000, 9_000_000),
    }
)
rates = st.lists(
    st.fixed_dictionaries(
        {
            "kind": st.sampled_from(["Verwaltung", "Platz", "Essen"]),
            "quantity": st.integers(0, 2_000),
        }
    ),
    max_size=2,
    unique_by=lambda it: it["kind"],
)
money = st.lists(
    st.fixed_dictionaries(
        {
            "source": st.sampled_from(["Land", "Stiftung"]),
            "kind": st.sampled_from(["public", "donation", "fee"]),
            "amount": cents(0, 400_000),
            "granted": st.booleans(),
        }
    ),
    max_size=2,
)
in_kind = st.lists(
    st.one_of(
        st.fixed_dictionaries(
            {"kind": st.just("goods"), "text": st.just("Raum"), "value": cents(0, 90_000)}
        ),
        st.fixed_dictionaries(
            {
                "kind": st.just("volunteering"),
                "text": st.just("Begleitung"),
                "minutes": st.integers(1, 9_999),
            }
        ),
    ),
    max_size=2,
)


def year_plan(year):
    return st.fixed_dictionaries(
        {
            "year": st.just(year),
            "posts": st.lists(posts, min_size=1, max_size=2),
            "flat_rates": rates,
            "third_party": money,
        }
    )


financings = st.fixed_dictionaries(
    {
        "plan": st.tuples(*map(year_plan, (2025, 2026, 2027))).map(list).flatmap(st.permutations),
        "own_cash": cents(0, 0),
        "in_kind": in_kind,
        "employees": st.builds(
            lambda count: {"count": count, "method": "heads", "on": "2025-08-01"},
            st.integers(0, 150),
        ),
        "financing_type": st.sampled_from(["gap", "gap", "full"]),
        "full_funding_reason": st.just("Der Träger ist neu."),
    },
    optional={"requested": cents(40_000_000, 90_000_000)},
)


@pytest.fixture(scope="module")
def district(database_url, tmp_path_factory):
    folder = tmp_path_factory.mktemp("district")
    known = toy_settings(database_url, folder, "projects", "funding", APP_ENV="demo")
    with direct(known, "projects", "funding") as services:
        made = District(services)
        made.adopt(**RULES)
        made.budget(2025, 2026, 2027, amount="900000000.00")
        yield made


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(asked=financings, more_ct=st.integers(0, 200_000))
def test_quote_application_decision_and_approval_say_the_same_line_by_line(
    district, asked, more_ct
):
    """The cash is what the quote asks for, and more; so most of these can be approved."""
    form = {**district.application, **asked}
    needed = district.ask("funding", "quote", **form)["own_cash_required"]
    form["own_cash"] = _euros(from_wire(needed) + more_ct)
    quote = district.ask("funding", "quote", **form)
    problems = quote.pop("problems")
    event("refused" if problems else "approved")
    if problems:
        check_refused(district, form, problems)
    else:
        check_approved(district, form, quote)


def check_refused(district, form, problems):
    with pytest.raises(Refused) as no:
        district.ask("projects", "apply", **form)
    codes = {no.value.code, *(it.code for it in no.value.errors)}
    assert {it["code"] for it in problems} <= codes


def check_approved(district, form, quote):
    told = district.ask("projects", "apply", **form)
    assert told["quote"] == quote
    project_id = told["project_id"]
    for method, body in CHECKS.items():
        district.ask("projects", method, project_id=project_id, **body)
    page = district.ask("projects", "get_decision", project_id=project_id)
    assert page["calculation"] == quote
    district.ask("projects", "approve", project_id=project_id)
    (approved,) = [
        it for it in district.log("projects", "approved") if it["project_id"] == project_id
    ]
    assert [
        {"year": int(year), "amount": _euros(ct)} for year, ct in approved["grant_ct"].items()
    ] == quote["grant"]
    assert _euros(approved["own_share"]["amount_ct"]) == quote["own_share"]
    assert approved["policy_position"] == quote["policy_position"] == 1


def _euros(ct):
    return euros(f"{ct // 100}.{ct % 100:02}")


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"own_cash": euros("0.00")}, "own-share-too-small"),
        ({"requested": euros("1.00")}, "plan-not-balanced"),
        ({"financing_type": "institutional"}, "institutional-funding-excluded"),
        ({"financing_type": "full"}, "full-funding-needs-reason"),
    ],
)
def test_what_a_quote_finds_wrong_an_application_is_refused_for(district, other, code):
    form = {**district.application, **other}
    problems = district.ask("funding", "quote", **form)["problems"]
    assert code in [it["code"] for it in problems]
    check_refused(district, form, problems)
