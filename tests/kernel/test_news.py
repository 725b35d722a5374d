"""What is new in a Sozialraum, over a real PostgreSQL: since last time, for whom, known to whom."""

import pytest

from services.resources.answers import news as answers
from shared.refusal import Refused
from tests.direct import direct
from tests.resources_office import ELSEWHERE, TREFF, Network
from tests.toy import settings
from tests.unit.projects.registered import SOZIALRAUM_ID

pytestmark = pytest.mark.postgres


@pytest.fixture
def network(new_database, tmp_path):
    known = settings(new_database(), tmp_path, "resources", APP_ENV="demo")
    with direct(known, "resources") as services:
        yield Network(services)


def listed(network, role="asd_member", **who):
    told = network.ask("list_news", role, sozialraum_id=SOZIALRAUM_ID, **who)
    assert answers.NewsAnswer().validate(told) == {}
    return told


def news(network, role="asd_member", **who):
    return [(it["name"], it["change"]) for it in listed(network, role, **who)["news"]]


def mark(network, role="asd_member", **who):
    """Mark all as seen that is new now."""
    position = listed(network, role, **who)["position"]
    told = network.ask("mark_seen", role, sozialraum_id=SOZIALRAUM_ID, position=position, **who)
    assert answers.MarkedAnswer().validate(told) == {}
    assert told["seen_until"] == position


def share(network, role="asd_member", **who):
    told = listed(network, role, **who)["share"]
    return tuple(told[it] for it in ("cards", "seen_by_me", "seen_by_asd", "asd_percent"))


def test_what_was_seen_is_no_news_until_it_changes(network):
    first, second = network.card(name="Erste"), network.card(name="Zweite")
    network.card(name="Anderswo", sozialraum_ids=[ELSEWHERE], areas=[ELSEWHERE])
    assert news(network) == [("Zweite", "new"), ("Erste", "new")]
    mark(network)
    assert news(network) == []

    network.ask("verify_card", card_id=first)
    network.ask("remark_card", card_id=first, remark="Gut.")
    assert news(network) == []
    network.ask("amend_card", card_id=first, **{**TREFF, "name": "Erste, neu"})
    network.ask("archive_card", card_id=second, cause="ended")
    third = network.card(name="Dritte")
    network.ask("amend_card", card_id=third, **{**TREFF, "name": "Dritte, geändert"})
    fourth = network.card(name="Kam und ging")
    network.ask("archive_card", card_id=fourth, cause="mistaken")
    assert news(network) == [
        ("Dritte, geändert", "new"),
        ("Zweite", "archived"),
        ("Erste, neu", "changed"),
    ]
    mark(network)
    network.ask("merge_cards", card_id=first, into_card_id=third)
    assert news(network) == [("Erste, neu", "merged")]


def test_everybody_has_a_mark_of_their_own(network):
    network.card()
    mark(network)
    assert news(network) == []
    assert news(network, sub="asd.zwei") == [(TREFF["name"], "new")]
    assert news(network, "recipient") == [(TREFF["name"], "new")]


def test_nobody_hears_of_what_they_may_not_see(network):
    network.card(visibility="team")
    assert news(network) == [(TREFF["name"], "new")]
    assert news(network, "uag") == []


def test_the_share_tells_what_the_asd_knows(network):
    assert share(network) == (0, 0, 0, None)
    cards = [network.card(name=name) for name in "ABC"]
    assert share(network) == (3, 0, 0, 0)
    mark(network)
    assert share(network) == (3, 3, 3, 100)
    network.ask("amend_card", card_id=cards[0], **{**TREFF, "name": "A, neu"})
    assert share(network) == (3, 2, 2, 66)
    assert share(network, "district_head") == (3, 0, 2, 66)
    mark(network, sub="asd.zwei")
    assert share(network) == (3, 2, 3, 100)
    network.ask("archive_card", card_id=cards[0], cause="ended")
    assert share(network) == (2, 2, 2, 100)


def test_only_the_asd_of_the_sozialraum_counts_as_such(network):
    network.card()
    mark(network, "traeger_member")
    mark(network, "district_head")
    mark(network, areas=[ELSEWHERE])
    assert share(network, "traeger_member") == (1, 1, 0, 0)


def test_a_mark_never_moves_back_nor_beyond_what_there_is(network):
    network.card()
    mark(network)
    back = network.ask("mark_seen", sozialraum_id=SOZIALRAUM_ID, position=0)
    assert back["seen_until"] == listed(network)["position"] == 1
    with pytest.raises(Refused) as no:
        network.ask("mark_seen", sozialraum_id=SOZIALRAUM_ID, position=2)
    assert (no.value.code, [it.pointer for it in no.value.errors]) == (
        "position-not-reached",
        ["/position"],
    )
    with pytest.raises(Refused, match="stale-version"):
        network.ask("mark_seen", sozialraum_id=SOZIALRAUM_ID, position=1, expected_version=0)


def test_the_log_does_not_know_who_has_read_what(network):
    network.card()
    mark(network)
    assert network.log() == ["card_recorded"]
    with network.kernel.pool.connection() as conn:
        rows = conn.execute("select sozialraum_id::text, of_asd, position from read_mark")
        assert rows.fetchall() == [(SOZIALRAUM_ID, True, 1)]


def test_a_rebuild_keeps_what_is_new(network):
    network.card()
    mark(network)
    network.card(name="Neu")
    network.ask("rebuild", "operator", read_model="directory")
    assert news(network) == [("Neu", "new")]
