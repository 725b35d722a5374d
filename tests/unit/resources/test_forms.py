"""What the forms of cards take and refuse."""

import pytest

from services.resources.events import Contact
from tests.unit.projects.registered import SOZIALRAUM_ID
from tests.unit.test_forms import CARD, command, eur, faults

PLACE = CARD["place"]
RULE = CARD["opening"][0]


def content(**more):
    return command("record_card", **more).content


def test_what_stands_in_a_list_counts_once_in_the_order_given():
    made = content(languages=["tr", "de", "tr"], links=["https://a.example"] * 2)
    assert made.keywords == ("Sport", "Mädchen")
    assert made.topics == ("sports",)
    assert made.sozialraum_ids == (SOZIALRAUM_ID,)
    assert made.languages == ("tr", "de")
    assert made.links == ("https://a.example",)
    assert made.opening[0].days == ("monday", "friday")


def test_a_card_without_a_place_is_refused_unless_it_comes_or_is_online():
    assert faults("record_card", place=None) == [("/place", "place-missing")]
    assert faults("amend_card", place=None, venue="fixed") == [("/place", "place-missing")]
    assert faults("propose_card", place=None) == [("/place", "place-missing")]
    assert content(place=None, venue="mobile").place is None
    assert content(place=None, venue="online").place is None


def test_a_place_has_a_postcode_a_city_and_a_whole_point_or_none():
    assert faults("record_card", place={"city": "Köln"}) == [("/place/postcode", "missing")]
    short = {**PLACE, "postcode": "5110"}
    assert faults("record_card", place=short) == [("/place/postcode", "invalid-postcode")]
    half = {**PLACE, "latitude_e6": 50_938_100}
    assert faults("record_card", place=half) == [("/place/longitude_e6", "missing")]
    half = {**PLACE, "longitude_e6": 7_008_500}
    assert faults("record_card", place=half) == [("/place/latitude_e6", "missing")]
    beyond = {**PLACE, "latitude_e6": 90_000_001, "longitude_e6": 0}
    assert faults("record_card", place=beyond) == [("/place/latitude_e6", "too-large")]


def test_opening_rules_that_overlap_are_refused_each_where_it_stands():
    second = {**RULE, "days": ["monday"], "opens": "17:59", "closes": "20:00"}
    third = {**second, "days": ["sunday"]}
    overlap = ("/opening/1", "opening-overlaps")
    assert faults("record_card", opening=[RULE, second, third]) == [overlap]
    assert len(content(opening=[RULE, third]).opening) == 2


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        ({"closes": "16:00"}, ("/opening/0/closes", "end-before-start")),
        ({"closes": "24:01"}, ("/opening/0/closes", "invalid-time")),
        ({"opens": "9:00"}, ("/opening/0/opens", "invalid-time")),
        ({"opens": "24:00"}, ("/opening/0/closes", "end-before-start")),
        ({"days": []}, ("/opening/0/days", "too-few")),
        ({"days": ["montag"]}, ("/opening/0/days/0", "not-allowed")),
        (
            {"valid_from": "2026-02-01", "valid_to": "2026-01-31"},
            ("/opening/0/valid_to", "end-before-start"),
        ),
    ],
)
def test_an_opening_rule_is_a_time_within_a_day(rule, fault):
    assert faults("record_card", opening=[{**RULE, **rule}]) == [fault]


def test_a_rule_may_end_at_midnight_and_hold_for_one_day():
    day = {"valid_from": "2026-02-01", "valid_to": "2026-02-01"}
    (rule,) = content(opening=[{**RULE, "closes": "24:00", **day}]).opening
    assert (rule.closes, rule.valid_from, rule.valid_to) == ("24:00", *(rule.valid_from,) * 2)


def test_what_is_free_has_no_amount():
    assert content(cost={"kind": "paid", "amount": eur("5.00")}).cost.amount_ct == 500
    assert content(cost={"kind": "free"}).cost.amount_ct is None
    free = {"kind": "free", "amount": eur("0.00")}
    assert faults("record_card", cost=free) == [("/cost/amount", "not-allowed")]


def test_a_language_is_a_known_code():
    assert content(languages=["gsg"]).languages == ("gsg",)
    assert faults("record_card", languages=["xx"]) == [("/languages/0", "unknown-language")]


def test_a_topic_is_one_of_the_list():
    assert faults("record_card", topics=["Sport"]) == [("/topics/0", "not-allowed")]


def test_a_proposal_names_its_traeger_and_perhaps_its_card():
    assert faults("propose_card", traeger_id=None) == [("/traeger_id", "missing")]
    assert command("propose_card").card_id == ""


def test_an_amendment_says_why_unless_the_offer_has_changed():
    assert command("amend_card").reason_code == "offer-changed"
    assert faults("amend_card", reason_code="unstated") == [("/reason_code", "not-allowed")]


def test_a_link_is_a_page_on_the_web():
    assert faults("record_card", links=["javascript://x.y"]) == [("/links/0", "invalid-address")]


def test_a_card_names_the_organisation_not_a_person():
    assert content().contact == Contact("phone", "+49 221 12345")
    contact = {"channel": "website", "address": "+49 221 12345"}
    assert faults("record_card", contact=contact) == [("/contact/address", "invalid-address")]
    contact = {"channel": "website", "address": "javascript://x.y/%0aalert(1)"}
    assert faults("record_card", contact=contact) == [("/contact/address", "invalid-address")]
    functions = [{"function": "Jugendwart", "contact": contact}]
    wrong = ("/functions/0/contact/address", "invalid-address")
    assert faults("record_card", functions=functions) == [wrong]


def test_ages_are_a_range():
    assert content(age_to=6).age_to == 6
    assert faults("record_card", age_to=5) == [("/age_to", "end-before-start")]
    assert content(age_from=None, age_to=5).age_from is None
    assert content(age_from=0, age_to=0).age_to == 0
    assert faults("record_card", age_to=121) == [("/age_to", "too-large")]


def test_a_card_has_at_most_20_keywords():
    assert len(content(keywords=[f"T{n}" for n in range(20)]).keywords) == 20
    assert faults("record_card", keywords=["T"] * 21) == [("/keywords", "too-many")]


def test_what_is_personal_of_a_contact_stays_together_and_out_of_the_function():
    assert command("name_contact").personal == {"name": "Erika Muster", "phone": "0221 4711"}
    personal = ("/function", "personal-data")
    assert faults("name_contact", function="Trainerin erika") == [personal]
    assert faults("name_contact", function="Muster") == [personal]
    assert faults("name_contact", function="Trainerin (Erika)") == [personal]
    assert faults("name_contact", function="Training, 0221 4711") == [personal]
    assert faults("name_contact", function="erika@verein.example") == [personal]
    assert faults("name_contact", email="0221 4711") == [("/email", "invalid-address")]
    assert faults("name_contact", phone="a@b.example") == [("/phone", "invalid-address")]
