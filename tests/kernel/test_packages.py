"""Packages over a real PostgreSQL: into an empty instance and out again, by whom, all or nothing."""

from base64 import b64encode

import pytest

from services.resources.exchange import answers
from shared.refusal import Refused
from tests.direct import direct
from tests.resources_office import ELSEWHERE, PLACE, TREFF, Network
from tests.toy import settings
from tests.unit.projects.registered import SOZIALRAUM_ID
from tests.unit.resources.test_importing import BARE, NEW_ID, other, packed

pytestmark = pytest.mark.postgres

GIVEN = {"kind": "association", "sozialraum_id": SOZIALRAUM_ID}


@pytest.fixture
def networks(new_database, tmp_path):
    """Two instances: one with cards, one without."""
    made = []
    for name in ("full", "empty"):
        (tmp_path / name).mkdir()
        made.append(settings(new_database(), tmp_path / name, "resources", APP_ENV="demo"))
    with direct(made[0], "resources") as full, direct(made[1], "resources") as empty:
        yield Network(full), Network(empty)


def sent(content):
    return b64encode(content).decode()


def refused(network, method, role="central_office", **body):
    with pytest.raises(Refused) as no:
        network.ask(method, role, **body)
    return no.value


def fill(network):
    card_id = network.card(visibility="public")
    network.card(
        "district_head",
        name="+Haus",
        description="=Schutz\n\nund Rat; „sofort“",
        sozialraum_ids=[ELSEWHERE, SOZIALRAUM_ID],
        visibility="public",
        place={**PLACE, "masked": True, "latitude_e6": 50_938_100, "longitude_e6": 7_008_500},
        contact={"channel": "phone", "address": "+49 221 12345"},
        functions=[{"function": "Leitung"}],
        cost={"kind": "paid", "amount": {"amount": "2.50", "currency": "EUR"}},
        opening=[{"days": ["sunday"], "opens": "10:00", "closes": "24:00"}],
    )
    network.card(name="Mobil", venue="mobile", place=None, traeger_id=None, visibility="public")
    network.ask("verify_card", card_id=card_id)
    return card_id


def test_out_in_and_out_again_gives_the_same_bytes(networks):
    full, empty = networks
    fill(full)
    package = full.ask("export_package")

    content = package["content"]
    checked = empty.ask("check_package", "central_office", content=content)
    assert answers.CheckPackageAnswer().validate(checked) == {}
    assert (checked["added"], checked["faults"], checked["warnings"]) == (3, [], [])
    assert empty.log() == []
    done = empty.ask("import_package", "central_office", content=content)
    assert (done["added"], done["changed"], done["unchanged"], done["warnings"]) == (3, 0, 0, [])
    assert empty.log() == ["card_recorded"] * 3
    assert empty.ask("export_package") == package

    again = empty.ask("import_package", "central_office", content=content)
    assert answers.ImportPackageAnswer().validate(again) == {}
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 3)
    assert empty.log() == ["card_recorded"] * 3


def test_back_at_home_a_package_changes_nothing_that_it_does_not_say(networks):
    full, _ = networks
    fill(full)
    content = full.ask("export_package")["content"]
    full.day = "2026-02-01"
    done = full.ask("import_package", "central_office", content=content)
    assert (done["added"], done["changed"], done["unchanged"]) == (0, 0, 3)
    (hidden,) = full.ask("find_cards", words="Haus")["cards"]
    assert hidden["place"]["street"] == PLACE["street"]


def test_what_has_changed_is_changed_and_nothing_else(networks):
    full, empty = networks
    card_id = fill(full)
    empty.ask("import_package", "central_office", content=full.ask("export_package")["content"])
    full.ask("amend_card", card_id=card_id, **{**TREFF, "visibility": "public", "age_to": 18})
    package = full.ask("export_package")

    empty.ask("import_package", "central_office", content=package["content"])
    assert empty.log() == [*["card_recorded"] * 3, "card_amended"]
    assert empty.ask("export_package") == package
    assert empty.ask("get_card", card_id=card_id)["description"] == TREFF["description"]


def test_one_fault_and_nothing_of_a_package_is_read(networks):
    _, empty = networks
    files = {**BARE, "services.csv": [*BARE["services.csv"]]}
    files["services.csv"].append({**BARE["services.csv"][0], "id": ELSEWHERE, "minimum_age": "200"})
    content = sent(packed(files))

    no = refused(empty, "import_package", content=content, **GIVEN)
    assert (no.code, no.kind) == ("package-refused", "invalid")
    assert [(it.pointer, it.code) for it in no.errors] == [
        ("/services.csv/3/minimum_age", "too-large")
    ]
    assert (empty.log(), empty.names()) == ([], [])
    checked = empty.ask("check_package", "central_office", content=content, **GIVEN)
    assert [(it["file"], it["line"], it["column"]) for it in checked["faults"]] == [
        ("services.csv", 3, "minimum_age")
    ]
    assert (checked["fault_count"], checked["added"]) == (1, 1)
    schema = refused(empty, "import_package", content=sent(other("services.csv", status="zu")))
    assert [it.pointer for it in schema.errors] == ["/services.csv/2/status"]
    broken = empty.ask("check_package", content=sent(b"PK"))
    assert [it["code"] for it in broken["faults"]] == ["no-package"]
    nothing = refused(
        empty, "import_package", content=sent(other("services.csv", status="defunct"))
    )
    assert [it.code for it in nothing.errors] == ["empty-package"]


def test_the_team_reads_for_its_own_sozialraum_only(networks):
    _, empty = networks
    content = sent(packed(BARE))

    for method in ("import_package", "check_package"):
        no = refused(empty, method, "asd_member", content=content, areas=[ELSEWHERE], **GIVEN)
        assert no.code == "not-permitted"
    for role in ("traeger_member", "recipient", "wjh", "auditor", "planning", "operator"):
        denied = refused(empty, "import_package", role, content=content, **GIVEN)
        assert denied.code == "not-permitted"
        assert (
            refused(empty, "check_package", role, content=content, **GIVEN).code == "not-permitted"
        )
    assert "card_recorded" not in empty.log()
    both = {
        **BARE,
        "services.csv": [*BARE["services.csv"], {**BARE["services.csv"][0], "id": ELSEWHERE}],
    }
    area = {"id": NEW_ID, "service_id": ELSEWHERE, "uri": f"urn:uuid:{ELSEWHERE}"}
    mixed = sent(packed({**both, "service_areas.csv": [area]}))
    no = refused(empty, "import_package", "asd_member", content=mixed, **GIVEN)
    assert [(it.pointer, it.code) for it in no.errors] == [("/services.csv/3/id", "not-permitted")]
    assert "card_recorded" not in empty.log()
    empty.ask("import_package", "asd_member", content=content, **GIVEN)
    assert empty.names() == ["Boxclub"]


def test_a_package_does_not_make_an_internal_card_public(networks):
    _, empty = networks
    empty.ask("import_package", "central_office", content=sent(packed(BARE)), **GIVEN)
    shown = empty.ask("get_card", card_id=NEW_ID)
    said = {name: shown[name] for name in ("name", "kind", "sozialraum_ids", "venue")}
    empty.ask("amend_card", card_id=NEW_ID, **said, visibility="team")

    changed = sent(other("services.csv", name="Boxverein"))
    empty.ask("import_package", "central_office", content=changed, **GIVEN)
    shown = empty.ask("get_card", card_id=NEW_ID)
    assert (shown["name"], shown["visibility"]) == ("Boxverein", "team")
    assert empty.ask("export_package")["cards"] == 0
