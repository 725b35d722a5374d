"""Plans of the domain document, in few words."""

import pytest

from shared.guideline import InKind, Post, ThirdParty, YearPlan
from shared.refusal import Refused


def refusal(code, ask, *asked):
    with pytest.raises(Refused) as no:
        ask(*asked)
    assert no.value.code == code
    return no.value


def post(cost_ct, *, grade=None, fte_percent=100, months=12):
    return Post("Fachkraft", "Diplom Soziale Arbeit", grade, fte_percent, months, cost_ct)


def year(costs_ct, third_party_ct=0, *rates):
    """A year whose costs are those of one post, and whose money of others is one grant."""
    others = (ThirdParty("Stiftung", "public", third_party_ct, granted=True),)
    return YearPlan((post(costs_ct),), rates, others if third_party_ct else ())


def worth(value_ct):
    """In-kind contributions of this value; none for nothing."""
    return (InKind("goods", "Raum", value_ct=value_ct),) if value_ct else ()


def volunteering(minutes):
    return (InKind("volunteering", "Begleitung", minutes=minutes),)
