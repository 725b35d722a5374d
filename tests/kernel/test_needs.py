"""From an observation to the resource that answers it, over a real PostgreSQL."""

from datetime import date
from uuid import uuid4

import pytest

from services.projects.events import CATALOGUE
from services.resources.needs.answers import (
    ChainAnswer,
    GapsAnswer,
    ObservationsAnswer,
    TopicsAnswer,
)
from services.resources.needs.gaps import AGES
from services.resources.topics import IDS
from shared.call import Context
from shared.refusal import Refused
from tests.direct import direct
from tests.heard import Source
from tests.toy import settings
from tests.unit.projects.examples import APPLIED, APPROVED, CLOSED, PROJECT_ID
from tests.unit.projects.registered import SOZIALRAUM_ID

pytestmark = pytest.mark.postgres

DAY = "2026-05-04"
ELSEWHERE = "0c9f7c1e-3d52-5a64-8c0f-7e6d5c4b3a30"
GIRLS = [{"group": "Mädchen von 10 bis 14", "number": 24}]
TEAM = [{"group": "ASD", "number": 2}, {"group": "Träger", "number": 3}]
NONE = {"observation_id": None, "topic_id": None, "project_id": None, "card_id": None}


class Team:
    """Those who work in one Sozialraum, and what projects tells resources."""

    def __init__(self, services):
        self.services = services
        self.projects = Source("projects", CATALOGUE, services.services["resources"])

    def ask(self, method, role="asd_member", area=SOZIALRAUM_ID, **body):
        self.services.settle()
        token = self.services.desk.issuer.sign(
            sub=f"{role}.kalk", realm_access={"roles": [role]}, sozialraeume=[area]
        )
        asked = {"command_id": str(uuid4()), **body}
        return self.services.call("resources", method, asked, Context.of(token, DAY), 15)

    def observe(self, words="Mädchen haben keinen Ort.", role="asd_member", **more):
        asked = {
            "sozialraum_id": SOZIALRAUM_ID,
            "observed_on": "2026-05-02",
            "text": words,
            "subjects": ["gender"],
            **more,
        }
        return self.ask("record_observation", role, **asked)["observation_id"]

    def open(self, *observations):
        return self.ask(
            "open_topic",
            sozialraum_id=SOZIALRAUM_ID,
            title="Orte für Mädchen",
            subject="gender",
            age_from=10,
            age_to=14,
            observations=list(observations),
        )["topic_id"]

    def card(self, name, **more):
        return self.ask(
            "record_card",
            name=name,
            kind="youth-facility",
            sozialraum_ids=[SOZIALRAUM_ID],
            place={"postcode": "51103", "city": "Köln"},
            description="Offen für alle.",
            **more,
        )["card_id"]

    def refused(self, *args, **body):
        with pytest.raises(Refused) as no:
            self.ask(*args, **body)
        return no.value


@pytest.fixture
def team(new_database, tmp_path):
    known = settings(new_database(), tmp_path, "resources", APP_ENV="demo")
    with direct(known, "resources") as services:
        yield Team(services)


def walked(team):
    """From two observations to a covered topic; the ids on the way."""
    seen = (
        team.observe(took_part=GIRLS),
        team.observe("Auf dem Platz gibt es Streit.", "traeger_member"),
    )
    topic_id = team.open(*seen)
    topic = {"topic_id": topic_id}
    hall, meeting = team.card("Jugendzentrum"), team.card("Mädchentreff")
    team.ask("discuss_topic", **topic, on="2026-05-03", result="Dringend.", took_part=TEAM)
    team.ask(
        "find_idea",
        **topic,
        checked_cards=[hall],
        gap="Keine Zeiten nur für Mädchen.",
        idea="Ein offener Treff.",
        took_part=GIRLS,
    )
    team.projects.tell(APPLIED, on=date(2026, 5, 4))
    team.ask("link_project", **topic, project_id=PROJECT_ID)
    team.projects.tell(APPROVED, CLOSED, on=date(2026, 5, 4))
    team.ask("cover_topic", **topic, cards=[meeting], project_id=PROJECT_ID, took_part=GIRLS)
    return seen, topic_id, hall, meeting


def test_need_gap_project_and_resource_are_one_chain_from_wherever_it_is_taken_up(team):
    seen, topic_id, hall, meeting = walked(team)
    told = team.ask("get_chain", topic_id=topic_id)
    assert ChainAnswer().validate(told) == {}
    for end in (
        *({"observation_id": it} for it in seen),
        {"project_id": PROJECT_ID},
        {"card_id": hall},
        {"card_id": meeting},
    ):
        assert team.ask("get_chain", **end) == told
    (topic,) = told["topics"]
    assert (topic["status"], topic["seen_by"], topic["observations"]) == (
        "covered",
        ["asd", "traeger"],
        2,
    )
    assert sorted(it["text"] for it in topic["of_observations"]) == [
        "Auf dem Platz gibt es Streit.",
        "Mädchen haben keinen Ort.",
    ]
    assert [(it["kind"], it["texts"], it["took_part"]) for it in topic["steps"]] == [
        ("opened", {}, []),
        ("discussed", {"result": "Dringend."}, TEAM),
        ("idea", {"gap": "Keine Zeiten nur für Mädchen.", "idea": "Ein offener Treff."}, GIRLS),
        ("covered", {}, GIRLS),
    ]
    assert [(it["project_id"], it["status"]) for it in topic["projects"]] == [
        (PROJECT_ID, "closed")
    ]
    assert topic["checked"] == [{"card_id": hall, "name": "Jugendzentrum", "project_id": None}]
    assert topic["cards"] == [
        {"card_id": meeting, "name": "Mädchentreff", "project_id": PROJECT_ID}
    ]


def test_data_of_a_client_in_an_observation_are_shown_to_who_writes_and_not_kept(team):
    words = "J. M., geb. 12.3.2012, sitzt jeden Tag am Platz."
    no = team.refused(
        "record_observation", sozialraum_id=SOZIALRAUM_ID, observed_on="2026-05-02", text=words
    )
    assert (no.code, no.errors[0].pointer) == ("case-references-found", "/text")
    assert team.ask("list_observations")["observations"] == []
    team.observe("Az. 2020 des Rates", confirm_no_case_data=True)
    assert len(team.ask("list_observations")["observations"]) == 1


def test_what_stays_in_the_log_for_ever_is_looked_through_as_well(team):
    seen = team.observe()
    asked = {
        "sozialraum_id": SOZIALRAUM_ID,
        "title": "Az. 51-1234 und andere",
        "subject": "gender",
        "observations": [seen],
    }
    no = team.refused("open_topic", **asked)
    assert (no.code, [it.pointer for it in no.errors]) == ("case-references-found", ["/title"])
    topic_id = team.ask("open_topic", **asked, confirm_no_case_data=True)["topic_id"]
    discussed = {"topic_id": topic_id, "on": "2026-05-03", "result": "Dringend."}
    group = [{"group": "Familie K. L. (2014)", "number": 3}]
    no = team.refused("discuss_topic", **discussed, took_part=group)
    assert [it.pointer for it in no.errors] == ["/took_part/0/group"]
    cover = {"topic_id": topic_id, "cards": [team.card("Treff")], "took_part": group}
    no = team.refused("cover_topic", **cover)
    assert [it.pointer for it in no.errors] == ["/took_part/0/group"]
    price = {"kind": "reduced", "explanation": "Mutter anrufen: 0176-12345678"}
    with pytest.raises(Refused) as found:
        team.card("Haus", cost=price)
    assert [it.pointer for it in found.value.errors] == ["/cost/explanation"]


def test_a_withdrawn_observation_is_told_to_nobody(team):
    seen, other = team.observe(), team.observe("Die Bibliothek schließt früh.")
    topic_id = team.open(seen, other)
    team.ask("withdraw_observation", observation_id=seen, reason_code="case-data")
    told = team.ask("list_observations")
    assert ObservationsAnswer().validate(told) == {}
    assert [it["text"] for it in told["observations"]] == ["Die Bibliothek schließt früh."]
    (topic,) = team.ask("get_chain", topic_id=topic_id)["topics"]
    assert [it["observation_id"] for it in topic["of_observations"]] == [other]
    assert team.ask("get_chain", observation_id=seen)["topics"] == [topic]
    no = team.refused("bundle_observations", topic_id=topic_id, observations=[seen])
    assert [(it.pointer, it.code) for it in no.errors] == [
        ("/observations/0", "observation-unknown")
    ]


def test_a_text_with_data_of_a_client_is_deleted_and_the_others_stay(team):
    seen, other, late = (team.observe(it) for it in ("Ein Kind.", "Noch ein Kind.", "Ein drittes."))
    kernel = team.services.services["resources"].kernel

    def documents():
        with kernel.pool.connection() as conn:
            return conn.execute(
                "select (select count(*) from document), (select count(*) from document_chunk),"
                " (select count(*) from document_deleted)"
            ).fetchone()

    team.ask("withdraw_observation", observation_id=seen, reason_code="case-data")
    assert documents() == (2, 2, 1)
    for observation_id in (other, late):
        team.ask("withdraw_observation", observation_id=observation_id, reason_code="mistaken")
    assert documents() == (2, 2, 1)
    team.ask("withdraw_observation", observation_id=late, reason_code="case-data")
    team.ask("withdraw_observation", observation_id=late, reason_code="case-data")
    assert documents() == (1, 1, 2)
    no = team.refused("withdraw_observation", observation_id=late, reason_code="duplicate")
    assert no.code == "already-decided"


def test_only_the_own_sozialraum_is_seen_and_written_about(team):
    seen = team.observe()
    topic_id = team.open(seen)
    assert team.ask("list_topics", area=ELSEWHERE)["topics"] == []
    assert team.ask("list_observations", area=ELSEWHERE)["observations"] == []
    assert team.ask("get_chain", area=ELSEWHERE, topic_id=topic_id)["topics"] == []
    for method, body in (
        ("withdraw_observation", {"observation_id": seen, "reason_code": "mistaken"}),
        ("set_topic_aside", {"topic_id": topic_id, "reason": "Grund"}),
    ):
        assert team.refused(method, area=ELSEWHERE, **body).code == "not-permitted"
    told = team.ask("list_topics", "steering_group")
    assert TopicsAnswer().validate(told) == {}
    assert [it["topic_id"] for it in told["topics"]] == [topic_id]


def test_lists_say_whether_there_is_more(team):
    first, second = (
        team.observe(),
        team.observe("Am Platz ist es dunkel.", subjects=["neighbourhood"]),
    )
    assert team.ask("list_observations", limit=1)["complete"] is False
    assert team.ask("list_observations", limit=2)["complete"] is True
    found = [team.ask("list_observations", limit=1, offset=it) for it in (0, 1, 2)]
    assert [len(it["observations"]) for it in found] == [1, 1, 0]
    assert {it["observations"][0]["observation_id"] for it in found[:2]} == {first, second}
    assert [it["complete"] for it in found] == [False, True, True]
    team.open(first)
    (alone,) = team.ask("list_observations", unbundled=True)["observations"]
    assert alone["observation_id"] == second
    (light,) = team.ask("list_observations", subject="neighbourhood")["observations"]
    assert light["observation_id"] == second
    topics = [team.ask("list_topics", offset=it)["topics"] for it in (0, 1)]
    assert [len(it) for it in topics] == [1, 0]


def test_a_card_that_is_not_in_the_network_covers_nothing(team):
    topic_id = team.open(team.observe())
    no = team.refused("cover_topic", topic_id=topic_id, cards=[str(uuid4())])
    assert (no.code, [it.pointer for it in no.errors]) == ("cards-unknown", ["/cards/0"])
    assert team.refused("link_project", topic_id=topic_id, project_id=PROJECT_ID).code == (
        "topic-without-idea"
    )


def test_what_comes_back_is_no_longer_covered(team):
    _, topic_id, _, _ = walked(team)
    team.ask("reopen_topic", topic_id=topic_id, reason="Der Treff ist voll.")
    (topic,) = team.ask("get_chain", topic_id=topic_id)["topics"]
    assert (topic["status"], topic["cards"]) == ("observed", [])
    assert topic["steps"][-1]["texts"] == {"reason": "Der Treff ist voll."}


def test_a_gap_is_where_something_is_needed_and_no_verified_card_answers(team):
    topic_id = team.open(team.observe())  # gender, 10 to 14
    young = team.card("Mädchentreff", topics=["gender"], age_from=8, age_to=13)
    team.card("Jungengruppe", topics=["gender"], age_from=14, age_to=17)
    told = team.ask("get_gaps")
    assert GapsAnswer().validate(told) == {}
    assert matrix(told) == [
        ("gender", 6, 9, 1, 0, 0, False),
        ("gender", 10, 13, 1, 0, 1, True),
        ("gender", 14, 17, 1, 0, 1, True),
    ]
    team.ask("verify_card", card_id=young)
    assert matrix(team.ask("get_gaps"))[1] == ("gender", 10, 13, 1, 1, 1, False)
    team.ask("cover_topic", topic_id=topic_id, cards=[young])
    assert [cell[-1] for cell in matrix(team.ask("get_gaps"))] == [False, False, False]
    assert team.ask("get_gaps", area=ELSEWHERE)["cells"] == []
    assert team.ask("get_gaps", "planning", sozialraum_ids=[ELSEWHERE])["cells"] == []


def test_the_whole_matrix_shows_topics_that_nobody_offers_anything_for(team):
    team.card("Mädchentreff", topics=["gender"], age_from=10, age_to=13)
    told = team.ask("get_gaps", with_empty=True)
    assert GapsAnswer().validate(told) == {}
    assert len(told["cells"]) == len(IDS) * len(AGES) == 168
    assert {it["sozialraum_id"] for it in told["cells"]} == {SOZIALRAUM_ID}
    full = [it for it in matrix(told) if it[3:6] != (0, 0, 0)]
    assert full == matrix(team.ask("get_gaps")) == [("gender", 10, 13, 1, 0, 0, False)]
    assert ("early-years", 0, 5, 0, 0, 0, False) in matrix(told)
    named = team.ask("get_gaps", "planning", sozialraum_ids=[ELSEWHERE], with_empty=True)["cells"]
    assert len(named) == 168
    everywhere = team.ask("get_gaps", "planning", with_empty=True)["cells"]
    assert {it["sozialraum_id"] for it in everywhere} == {SOZIALRAUM_ID}
    others = team.ask("get_gaps", sozialraum_ids=[ELSEWHERE], with_empty=True)["cells"]
    assert others == []


def matrix(told):
    names = ("subject", "age_from", "age_to", "cards", "verified", "open_topics", "gap")
    assert {cell["sozialraum_id"] for cell in told["cells"]} == {SOZIALRAUM_ID}
    return [tuple(cell[name] for name in names) for cell in told["cells"]]
