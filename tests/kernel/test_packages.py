"""Packages over a real PostgreSQL: into an empty instance and out again, by whom, all or nothing."""

from base64 import b64decode, b64encode
from dataclasses import asdict
from hashlib import sha256
from typing import Any
from uuid import NAMESPACE_URL, uuid4, uuid5

import pytest

from services.resources.events import CardContent
from services.resources.exchange import answers, package, rpc
from services.resources.exchange.hsds import Shown
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


# ---- what is too large for one call ----------------------------------------------------------


def uploaded(network, content, piece=1024 * 1024):
    """Upload a file in pieces, as the gateway does; return the id of the document."""
    document_id = str(uuid4())
    pieces = [content[start : start + piece] for start in range(0, len(content), piece)]
    for number, each in enumerate(pieces):
        chunk = {"number": number, "last": number == len(pieces) - 1, "content": sent(each)}
        zipped = {"document_id": document_id, "media_type": "application/zip"}
        network.ask("put_document", "central_office", **zipped, **chunk)
    return document_id


def exported(network, **asked):
    """Return the whole package, and in how many pieces it came."""
    content, number, told = b"", 0, dict[str, Any](last=False)
    while not told["last"]:
        told = network.ask("export_package", number=number, **asked)
        assert answers.PackageAnswer().validate(told) == {}
        content, number = content + b64decode(told["content"]), number + 1
    assert (len(content), sha256(content).hexdigest()) == (told["size"], told["sha256"])
    return content, number


def test_a_package_goes_out_in_pieces_and_comes_in_as_a_document(networks, monkeypatch):
    full, empty = networks
    fill(full)
    whole, _ = exported(full)
    monkeypatch.setattr(rpc, "PIECE_BYTES", 1_000)
    content, pieces = exported(full)
    assert (content, pieces) == (whole, -(-len(whole) // 1_000))
    assert pieces > 3
    beyond = refused(full, "export_package", "asd_member", number=pieces)
    assert beyond.code == "hsds-unknown"

    document_id = uploaded(empty, content, piece=1_500)
    checked = empty.ask("check_package", "central_office", document_id=document_id)
    assert (checked["added"], checked["faults"], empty.log()) == (3, [], [])
    done = empty.ask("import_package", "central_office", document_id=document_id)
    assert (done["added"], done["warnings"]) == (3, [])
    assert exported(empty) == (content, pieces)
    again = empty.ask("import_package", "central_office", document_id=document_id)
    assert (again["added"], again["unchanged"]) == (0, 3)


def test_a_network_that_changes_between_two_pieces_is_told_by_its_hash(networks, monkeypatch):
    full, _ = networks
    fill(full)
    monkeypatch.setattr(rpc, "PIECE_BYTES", 1_000)
    first = full.ask("export_package")
    assert full.ask("export_package", number=1)["sha256"] == first["sha256"]
    only = full.ask("export_package", sozialraum_id=ELSEWHERE)
    assert only["cards"] == 1
    assert only["sha256"] != first["sha256"]
    full.card(name="Neu", visibility="public")
    assert full.ask("export_package", number=1)["sha256"] != first["sha256"]


def test_a_package_is_sent_in_one_way_and_is_there(networks):
    _, empty = networks
    content, unknown = sent(packed(BARE)), str(uuid4())
    for method in ("import_package", "check_package"):
        both = refused(empty, method, content=content, document_id=unknown, **GIVEN)
        assert [(it.pointer, it.code) for it in both.errors] == [("/document_id", "not-allowed")]
        neither = refused(empty, method, **GIVEN)
        assert [(it.pointer, it.code) for it in neither.errors] == [("/content", "missing")]
        nowhere = refused(empty, method, document_id=unknown, **GIVEN)
        assert [(it.pointer, it.code) for it in nowhere.errors] == [
            ("/document_id", "document-unknown")
        ]
    assert empty.log() == []


def test_a_package_is_forgotten_after_a_day_and_what_was_read_of_it_stays(networks):
    _, empty = networks
    document_id = uploaded(empty, packed(BARE))
    asked = {"document_id": document_id, **GIVEN}
    empty.ask("import_package", "central_office", **asked)
    service = empty.services.services["resources"]
    service.forget_packages()
    assert empty.ask("check_package", "central_office", **asked)["unchanged"] == 1
    with empty.kernel.pool.connection() as conn:
        conn.execute("update document set created_at = created_at - interval '25 hours'")
    service.forget_packages()
    no = refused(empty, "check_package", **asked)
    assert no.code == "document-unknown"
    with empty.kernel.pool.connection() as conn:
        (pieces,) = conn.execute("select count(*) from document_chunk").fetchone() or (0,)
    assert pieces == 1
    assert empty.ask("get_card", card_id=NEW_ID)["description"]


@pytest.mark.slow
def test_the_whole_network_of_a_district_goes_out_and_comes_in(networks):
    """5,000 cards, more than a district has: one file, all or nothing, the same bytes again."""
    _, empty = networks
    cards = [
        Shown(
            str(uuid5(NAMESPACE_URL, str(number))),
            asdict(
                CardContent(f"Verein {number}", "association", (SOZIALRAUM_ID,), venue="online")
            ),
            f"Training Nummer {number}",
            "NW",
        )
        for number in range(5_000)
    ]
    content = package.write(sorted(cards, key=lambda it: it.card_id))
    document_id = uploaded(empty, content)
    body = {"command_id": str(uuid4()), "document_id": document_id}
    empty.asked({})
    done = empty.services.reply(
        "resources", "import_package", body, empty.who("central_office"), 60
    )
    assert (done["added"], done["warnings"]) == (5_000, [])
    assert exported(empty)[0] == content
