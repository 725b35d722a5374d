"""What a form comes to while it is filled in."""

from services.funding import quoting
from services.funding.forms import QuoteSchema
from shared.form import load
from shared.guideline import FlatRate, Policy

POLICY = Policy(
    position=3,
    salaries_ct={"S 11b": 7_020_000},
    flat_rates={"Verwaltung": FlatRate("Verwaltung", "personnel-percent", 1_000)},
)


def euros(amount):
    return {"amount": amount, "currency": "EUR"}


POST = {
    "function": "Fachkraft",
    "qualification": "Soziale Arbeit",
    "grade": "S 11b",
    "fte_percent": 75,
    "months": 8,
    "yearly_cost": euros("76800.00"),
}
LAND = {"source": "Land", "kind": "public", "amount": euros("4000.00"), "granted": True}
YEAR = {
    "year": 2026,
    "posts": [POST],
    "flat_rates": [{"kind": "Verwaltung"}],
    "third_party": [LAND],
}
COMPLETE = {
    "title": "Mädchentreff Kalk",
    "plan": [YEAR],
    "own_cash": euros("300.00"),
    "in_kind": [{"kind": "volunteering", "text": "Begleitung", "minutes": 4_800}],
    "employees": {"method": "heads", "count": 75, "on": "2025-08-01"},
}


def quote(policy=POLICY, **body):
    return quoting.quote(load(QuoteSchema, body), policy)


def problems(made):
    return [(fault.pointer, fault.code) for fault in made.problems]


def test_a_complete_form_is_computed_whole():
    made = quote(**COMPLETE)
    assert made.problems == ()
    assert (made.eligible_ct, made.disallowed_ct, made.third_party_ct) == (
        3_861_000,
        330_000,
        400_000,
    )
    assert (made.own_share_percent, made.own_share_ct, made.in_kind_ct) == (3, 115_830, 120_000)
    assert made.grant_ct == {2026: 3_431_000}
    assert made.policy_position == 3


def test_of_an_empty_form_it_is_said_what_a_sum_needs():
    assert problems(quote()) == [
        ("/plan", "missing"),
        ("/employees", "missing"),
        ("/own_cash", "missing"),
    ]
    nothing = dict.fromkeys(
        ["plan", "employees", "own_cash", "in_kind", "financing_type", "requested"]
    )
    assert quote(**nothing) == quote() == quote(plan=[])


def test_what_is_half_said_is_left_out_and_named_and_the_rest_counts():
    half = {"function": "Leitung", "fte_percent": 50}
    body = COMPLETE | {
        "plan": [{"posts": [POST]}, {**YEAR, "posts": [half, POST]}],
        "employees": {"method": "heads"},
        "in_kind": [{"kind": "goods", "text": "Raum"}],
    }
    made = quote(**body)
    assert problems(made) == [
        ("/plan/0/year", "missing"),
        ("/plan/1/posts/0/qualification", "missing"),
        ("/plan/1/posts/0/months", "missing"),
        ("/plan/1/posts/0/yearly_cost", "missing"),
        ("/employees/count", "missing"),
        ("/in_kind/0/value", "missing"),
    ]
    assert (made.costs_ct, made.in_kind_ct) == ({2026: 3_861_000}, 0)
    assert (made.own_share_ct, made.grant_ct) == (None, None)


def test_what_would_be_refused_is_named_where_it_was_sent():
    rates = [{}, {"kind": "Büro"}, {"kind": "Verwaltung"}]
    body = COMPLETE | {
        "plan": [{}, {**YEAR, "flat_rates": rates}],
        "own_cash": euros("0.00"),
        "in_kind": [],
        "financing_type": "institutional",
    }
    assert problems(quote(**body)) == [
        ("/plan/0/year", "missing"),
        ("/plan/1/flat_rates/0/kind", "missing"),
        ("/financing_type", "institutional-funding-excluded"),
        ("/plan/1/flat_rates/1/kind", "flat-rate-unknown"),
        ("/own_cash", "own-share-too-small"),
    ]


def test_employees_counted_otherwise_than_the_office_does_are_named_and_still_count():
    employees = {"method": "fte", "hundredths": 9_025}
    body = COMPLETE | {"employees": employees, "own_cash": euros("400.00")}
    made = quote(**body)
    assert problems(made) == [("/employees/method", "headcount-method")]
    assert made.own_share_percent == 4
    assert quote(Policy(headcount_method="fte"), **{**body, "plan": []}).own_share_percent == 4


def test_full_funding_needs_its_words():
    full = COMPLETE | {"financing_type": "full", "own_cash": euros("0.00")}
    assert problems(quote(**full)) == [("/full_funding_reason", "full-funding-needs-reason")]
    assert quote(**full, full_funding_reason="Notlage").grant_ct == {2026: 3_461_000}
