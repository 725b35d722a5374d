"""How long documents are kept, and how they go, over a real PostgreSQL."""

from dataclasses import replace
from uuid import uuid4

import psycopg
import pytest

from services.projects.answers.master_data import ErasureReceiptAnswer
from shared.call import Context
from shared.canonical import digest, leaf, parse_instant
from shared.proof.checkpoint import opened
from shared.proof.keeper import known_keys
from shared.proof.tree import includes
from shared.refusal import Refused
from shared.retention.forms import ConfirmDeletionsAnswer, DeletionsAnswer, ProposeDeletionsAnswer
from shared.retention.years import retention_settings
from shared.verify import verify
from tests.direct import direct
from tests.old import old_document
from tests.toy import settings

pytestmark = pytest.mark.postgres

ANNA, BERT = ("anna.kalk", "central_office"), ("bert.kalk", "central_office")


class Archive:
    def __init__(self, services):
        self.services = services
        self.kernel = services.services["projects"].kernel

    def ask(self, method, who=ANNA, day="2037-01-11", **body):
        context = replace(Context.fresh(*who), today=day)
        asked = {"command_id": str(uuid4()), **body}
        self.kernel.clock._latest = None
        return self.services.call("projects", method, asked, context, 15)

    def refused(self, *args, **body):
        with pytest.raises(Refused) as no:
            self.ask(*args, **body)
        return no.value

    def documents(self):
        with self.kernel.pool.connection() as conn:
            return {str(id_) for (id_,) in conn.execute("select document_id from document")}

    def age(self, years):
        """Let all that was recorded have been recorded earlier, as nobody but a test can."""
        url = self.services.desk.settings.database_url
        with psycopg.connect(url, autocommit=True) as conn:
            conn.execute("set session_replication_role = replica")
            conn.execute(
                "update projects.sealed set recorded_at = recorded_at - make_interval(years => %s)",
                [years],
            )


@pytest.fixture
def archive(new_database, tmp_path):
    known = settings(new_database(), tmp_path, "projects", APP_ENV="demo")
    with direct(known, "projects") as services:
        yield Archive(services)


def test_what_was_kept_long_enough_goes_by_four_eyes(archive):
    old, young = old_document(archive.kernel, 2026), old_document(archive.kernel, 2027)
    proposed = archive.ask("propose_deletions")
    assert ProposeDeletionsAnswer().validate(proposed) == {}
    assert proposed["documents"] == 1
    assert archive.refused("confirm_deletions", proposal_id=proposed["proposal_id"]).code == (
        "same-person"
    )
    assert old in archive.documents()
    done = archive.ask("confirm_deletions", BERT, proposal_id=proposed["proposal_id"])
    assert ConfirmDeletionsAnswer().validate(done) == {}
    assert (done["deleted"], done["kept"]) == (1, 0)
    assert old not in archive.documents()
    assert young in archive.documents()
    again = archive.refused("confirm_deletions", BERT, proposal_id=proposed["proposal_id"])
    assert again.code == "already-confirmed"


def test_ten_whole_years_after_the_year_of_the_last_event(archive):
    old_document(archive.kernel, 2026)
    assert archive.refused("propose_deletions", day="2036-12-31").code == "nothing-due"
    assert archive.ask("propose_deletions", day="2037-01-01")["documents"] == 1


def test_a_text_is_kept_as_long_as_anything_goes_on_with_its_thing(archive):
    traeger = {"name": "Jugendwerk e. V."}
    traeger_id = archive.ask("register_traeger", day="2026-01-05", **traeger)["traeger_id"]
    archive.ask(
        "deactivate_traeger",
        day="2026-01-05",
        traeger_id=traeger_id,
        reason_code="merged",
        reason="Aufgegangen in einem anderen.",
    )
    archive.services.settle()
    (text,) = archive.documents()
    archive.age(12)
    archive.ask("reactivate_traeger", day="2026-01-05", traeger_id=traeger_id)
    archive.services.settle()
    assert archive.refused("propose_deletions", day="2030-01-01").code == "nothing-due"
    archive.age(12)
    assert archive.ask("propose_deletions", day="2030-01-01")["documents"] == 1
    assert text in archive.documents()


def test_what_is_needed_again_before_the_confirmation_stays(archive):
    kept, gone = old_document(archive.kernel, 2020), old_document(archive.kernel, 2020)
    proposal = archive.ask("propose_deletions")["proposal_id"]
    with archive.kernel.pool.connection() as conn:
        conn.execute("update document set created_at = '2036-05-04' where document_id = %s", [kept])
    done = archive.ask("confirm_deletions", BERT, proposal_id=proposal)
    assert (done["deleted"], done["kept"]) == (1, 1)
    assert kept in archive.documents()
    assert gone not in archive.documents()


def test_after_the_deletion_the_log_verifies_and_the_document_says_when_it_went(archive):
    old = old_document(archive.kernel, 2020)
    proposal = archive.ask("propose_deletions")["proposal_id"]
    archive.ask("confirm_deletions", BERT, proposal_id=proposal)
    archive.services.settle()
    with archive.kernel.pool.connection() as conn:
        rows = conn.execute(
            "select s.position, s.recorded_at, s.leaf, convert_to(e.line, 'UTF8'), e.digest"
            " from sealed s join event e on e.id = s.id order by s.position"
        ).fetchall()
    assert list(verify(rows)) == []
    no = archive.refused("get_document", document_id=old, number=0)
    assert (no.code, "11.01.2037" in no.detail) == ("document-deleted", True)


def test_what_was_proposed_and_confirmed_is_listed(archive):
    old_document(archive.kernel, 2010)
    day = "2030-01-11"
    proposal = archive.ask("propose_deletions", day=day)["proposal_id"]
    archive.ask("confirm_deletions", BERT, day, proposal_id=proposal)
    told = archive.ask("list_deletions", ("rpa.kalk", "auditor"), day)
    assert DeletionsAnswer().validate(told) == {}
    assert (told["retention_class"], told["years"], told["due"]) == ("grant-file", 10, 0)
    (only,) = told["deletions"]
    assert only["proposed_by"] != only["confirmed_by"]
    assert (only["documents"], only["deleted"]) == (1, 1)


def test_the_office_sets_other_years(new_database, tmp_path):
    known = settings(
        new_database(), tmp_path, "projects", APP_ENV="demo", RETENTION_YEARS="grant-file=30"
    )
    with direct(known, "projects") as services:
        old_document(services.services["projects"].kernel, 2010)
        assert Archive(services).refused("propose_deletions").code == "nothing-due"


@pytest.mark.parametrize("text", ["grant-file", "grant-file=0", "grant-file=101", "A=5", "x=-1"])
def test_a_period_that_is_none_is_refused(text):
    assert retention_settings(f"network=5 {text}")[0] == {}
    assert "RETENTION_YEARS" in retention_settings(text)[1][0]


def test_who_was_erased_gets_a_receipt_that_proves_it(archive):
    asked = {"function": "Fachkraft", "name": "Ayşe Öztürk", "email": "ayse@kalk.example"}
    person_id = archive.ask("register_person", day="2026-01-05", **asked)["person_id"]
    no = archive.refused("get_erasure_receipt", day="2026-01-05", person_id=person_id)
    assert no.code == "person-not-erased"
    archive.ask("erase_person", day="2026-01-06", person_id=person_id)
    no = archive.refused("get_erasure_receipt", day="2026-01-06", person_id=person_id)
    assert no.code == "not-yet-visible"
    archive.services.settle()
    told = archive.ask("get_erasure_receipt", day="2026-01-06", person_id=person_id)
    assert ErasureReceiptAnswer().validate(told) == {}
    assert told["erased_on"] == "2026-01-06"
    assert "Öztürk" not in str(told)
    keys = [verifier for verifier, _ in keeper_keys(archive)]
    stated = opened(told["checkpoint"], keys)
    known = leaf(
        told["position"], parse_instant(told["recorded_at"]), digest(told["line"].encode())
    )
    path = [bytes.fromhex(each) for each in told["path"]]
    assert includes(known, told["position"] - 1, stated.size, path, stated.root)
    assert archive.refused("get_erasure_receipt", person_id=str(uuid4())).code == "person-unknown"


def keeper_keys(archive):
    with archive.kernel.pool.connection() as conn:
        return known_keys(conn)
