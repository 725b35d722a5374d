"""Notices over a real PostgreSQL: issued with the decision, kept as they were, shown before."""

from hashlib import sha256
from uuid import uuid4

import pytest

from services.projects.notices.office import SAMPLE
from shared.call import Context
from shared.refusal import Refused
from tests.direct import direct
from tests.kernel.test_following import District, refused
from tests.toy import settings
from tests.unit.projects.notices.words import Words

NO = {"reason_code": "no-need", "reason": "Im Sozialraum gibt es schon zwei Angebote."}


@pytest.fixture
def district(new_database, tmp_path):
    known = settings(new_database(), tmp_path, "projects", "funding", APP_ENV="demo")
    with direct(known, "projects", "funding") as services:
        yield District(services)


def text(page):
    return Words(page).text.replace("\N{NO-BREAK SPACE}", " ")


def test_an_approval_issues_its_notice_in_the_same_append(district):
    district.budget(2025, 2026)
    district.ask("funding", "set_ceiling", year=2027, amount=WIRE, resolution="Rat TOP 4")
    project_id = district.apply()

    approved = district.ask(
        "projects", "approve", project_id=project_id, conditions=["Öffnen Sie auch samstags."]
    )

    notice = district.ask("projects", "get_notice", project_id=project_id)
    html = notice.pop("html")
    (issued,) = district.log("projects", "notice_issued")
    assert notice == {
        "project_id": project_id,
        "number": 1,
        "kind": "approval",
        "title": "Zuwendungsbescheid",
        "amendment": 0,
        "approval_id": approved["approval_id"],
        "template": "approval",
        "template_version": 1,
        "issued_on": "2025-09-15",
        "document_id": issued["document"]["document_id"],
        "sha256": issued["document"]["sha256"],
    }
    assert len(approved["event_ids"]) == 2
    said = text(html)
    assert "Zuwendung von höchstens 136.800,00 €" in said
    assert "Jugendwerk Kalk e. V." in said
    assert "im Sozialraum Kalk" in said
    assert "Für 2027 hat der Rat noch keine Mittel beschlossen." in said
    assert "Öffnen Sie auch samstags." in said
    assert "i. V. Bezirksjugendamtsleitung" not in said
    assert district.ask("projects", "list_notices", project_id=project_id) == {"notices": [notice]}


def test_the_page_is_a_document_whose_hash_stands_in_the_log(district):
    district.budget(2025, 2026, 2027)
    project_id = district.apply()
    district.ask("projects", "approve", project_id=project_id)

    notice = district.ask("projects", "get_notice", project_id=project_id)

    with district.services.services["projects"].kernel.pool.connection() as conn:
        salt, hashed, media_type = conn.execute(
            "select salt, sha256, media_type from document where document_id = %s",
            [notice["document_id"]],
        ).fetchone()
    assert sha256(salt + notice["html"].encode()).digest() == hashed
    assert hashed.hex() == notice["sha256"]
    assert media_type == "text/html; charset=utf-8"


def test_a_notice_goes_to_the_address_that_is_known_on_its_day(district):
    district.budget(2025, 2026, 2027)
    first, second = district.apply(), district.apply()
    district.ask("projects", "reject", project_id=first, **NO)
    address = {"street": "Kalker Weg 12", "postcode": "51103", "city": "Köln"}
    traeger_id = district.application["traeger_id"]
    district.ask("projects", "amend_traeger", traeger_id=traeger_id, address=address)
    district.ask("projects", "reject", project_id=second, **NO)

    said = text(district.ask("projects", "get_notice", project_id=second)["html"])
    assert "Jugendwerk Kalk e. V. Kalker Weg 12 51103 Köln Aktenzeichen" in said
    before = text(district.ask("projects", "get_notice", project_id=first)["html"])
    assert "Jugendwerk Kalk e. V. Aktenzeichen" in before


def test_a_notice_stays_as_it_was_when_another_follows(district):
    district.budget(2025, 2026, 2027)
    project_id = district.apply()
    district.ask("projects", "approve", project_id=project_id)
    before = district.ask("projects", "get_notice", project_id=project_id)

    extend(district, project_id)

    assert district.ask("projects", "get_notice", project_id=project_id, number=1) == before


def request(district, project_id, **asked):
    """Ask for a change, as the team does; return the id of the request."""
    body = {
        "project_id": project_id,
        "what": "Ein anderes Ende, oder Geld in anderen Jahren.",
        "why": "Die Stelle war ein Vierteljahr lang nicht besetzt.",
        "known_since": "2025-09-01",
        **asked,
    }
    return district.ask("projects", "request_change", **body)["request_id"]


def extend(district, project_id, new_end="2027-12-31", **more):
    asked = {
        "project_id": project_id,
        "request_id": request(district, project_id, new_end=new_end, **more),
        "reason_code": "staff-shortage",
        "reason": "Die Stelle war ein Vierteljahr lang nicht besetzt.",
    }
    return district.ask("projects", "extend", **asked)


def test_an_amendment_shows_the_years_whose_tranche_changes(district):
    district.budget(2025, 2026, 2027)
    project_id = district.apply()
    district.ask("projects", "approve", project_id=project_id)
    district.services.settle()
    shift = [
        {"year": 2026, "amount": cents("-1000.01"), "reason": "Die Rechnung kommt später."},
        {"year": 2027, "amount": cents("1000.01"), "reason": "Die Rechnung kommt dann."},
    ]
    body = {
        "project_id": project_id,
        "request_id": request(district, project_id, shift=shift),
        "reason_code": "delayed-payment",
        "reason": "Die Rechnung kommt erst im Januar.",
    }
    draft = preview(district, amend=body)
    assert draft["kind"] == "amendment"
    amended = district.ask("projects", "amend", **body)
    notice = district.ask("projects", "get_notice", project_id=project_id)
    assert (notice["title"], notice["approval_id"]) == (
        "1. Änderungsbescheid",
        amended["approval_id"],
    )
    said = text(notice["html"])
    assert "ändert meinen Zuwendungsbescheid vom 15.09.2025." in said
    assert "Zuwendung 2026 " in said
    assert "Zuwendung 2027 51.300,00 € 52.300,01 €" in said
    assert "Die Rechnung kommt erst im Januar." in said


def test_an_early_end_is_told_with_its_day_and_what_is_taken_back(district):
    district.budget(2025, 2026, 2027)
    project_id = district.apply()
    district.ask("projects", "approve", project_id=project_id)
    body = {
        "project_id": project_id,
        "terminated_on": "2026-09-30",
        "cause": "goals-unreachable",
        "reason": "Der Raum ist gekündigt.",
        "heard_on": "2025-09-10",
    }
    assert preview(district, terminate=body)["kind"] == "termination"
    district.ask("projects", "terminate", **body)
    said = text(district.ask("projects", "get_notice", project_id=project_id)["html"])
    assert "Ende des Projekts 30.09.2027 30.09.2026" in said
    assert "Zuwendung 2027 51.300,00 € 0,00 €" in said
    assert "Ihre Äußerung vom 10.09.2025" in said


def test_what_is_taken_back_is_told_in_the_append_that_takes_it_back(district):
    district.budget(2025, 2026, 2027)
    project_id = district.apply()
    district.ask("projects", "approve", project_id=project_id)
    body = {
        "project_id": project_id,
        "basis": "section-47",
        "extent": "part",
        "effective_from": "2026-01-01",
        "reduction": [{"year": 2026, "amount": cents("1000.01")}],
        "reason_code": "misused",
        "reason": "Die Fachkraft arbeitet im Hort.",
        "known_since": "2025-08-01",
        "heard_on": "2025-09-10",
    }
    draft = preview(district, revoke=body)
    revoked = district.ask("projects", "revoke", **body)

    notice = district.ask("projects", "get_notice", project_id=project_id)
    assert (notice["kind"], notice["title"]) == (
        "revocation",
        "Aufhebungsbescheid (1. Änderungsbescheid)",
    )
    assert notice["approval_id"] == revoked["approval_id"]
    assert len(revoked["event_ids"]) == 2
    said = text(notice["html"])
    assert "Ich widerrufe die Bewilligung zum Teil" in said
    assert "Die Fachkraft arbeitet im Hort." in said
    assert "Klage" in said
    assert draft["kind"] == "revocation"


def test_a_change_that_is_not_granted_is_told_and_amends_nothing(district):
    district.budget(2025, 2026, 2027)
    project_id = district.apply()
    district.ask("projects", "approve", project_id=project_id)
    body = {
        "project_id": project_id,
        "request_id": request(district, project_id, new_end="2027-12-31"),
        "reason_code": "no-need",
        "reason": "Die Nachfrage sinkt.",
    }
    shown = preview(district, reject_change=body)
    rejected = district.ask("projects", "reject_change", **body)

    notice = district.ask("projects", "get_notice", project_id=project_id)
    assert (notice["kind"], notice["amendment"], notice["approval_id"]) == (
        "change-rejection",
        0,
        None,
    )
    assert len(rejected["event_ids"]) == 2
    said = text(notice["html"])
    assert "Ihren Antrag, das Projekt bis zum 31.12.2027 zu verlängern, lehne ich ab." in said
    assert "Die Nachfrage sinkt." in said
    draft = "Entwurf. Es ist noch nichts entschieden; aus diesem Text folgen keine Rechte. "
    assert text(shown["html"]).replace(draft, "") == said
    district.services.settle()


def test_an_extension_amends_the_approval_and_the_next_one_names_the_first(district):
    district.budget(2025, 2026, 2027)
    project_id = district.apply()
    district.ask("projects", "approve", project_id=project_id)
    district.ask("funding", "set_ceiling", year=2028, amount=WIRE, resolution="Rat TOP 4")
    district.services.settle()

    extend(district, project_id)
    extend(district, project_id, new_end="2028-03-31", shift=move("-1000.01", "1000.01"))

    first, second = (
        district.ask("projects", "get_notice", project_id=project_id, number=number)
        for number in (2, 3)
    )
    assert (first["title"], second["title"]) == (
        "Verlängerungsbescheid (1. Änderungsbescheid)",
        "Verlängerungsbescheid (2. Änderungsbescheid)",
    )
    assert "ändert meinen Zuwendungsbescheid vom 15.09.2025." in text(first["html"])
    assert "Auch die Tranchen der Haushaltsjahre bleiben, wie sie sind." in text(first["html"])
    said = text(second["html"])
    assert "Verlängerungsbescheid (1. Änderungsbescheid) vom 15.09.2025" in said
    assert "2027 51.300,00 € 50.299,99 € 2028 0,00 € 1.000,01 €" in said
    assert "Für 2028 hat der Rat noch keine Mittel beschlossen." in said


def test_an_approval_of_less_says_what_was_asked_for(district):
    district.budget(2025, 2026, 2027)
    project_id = district.apply()
    less = {
        "project_id": project_id,
        "plan": [
            {"year": 2025, "costs": cents("18000.00")},
            {"year": 2026, "costs": cents("33333.33"), "third_party": cents("0.01")},
            {"year": 2027, "costs": cents("33333.34")},
        ],
        "own_cash": cents("3386.67"),
        "reason_code": "scope-reduced",
        "reason": "Eine halbe Stelle genügt.",
    }
    shown = preview(district, approve_reduced=less)

    district.ask("projects", "approve_reduced", **less)

    notice = district.ask("projects", "get_notice", project_id=project_id)
    said = text(notice["html"])
    assert (notice["kind"], notice["title"]) == ("approval-reduced", "Zuwendungsbescheid")
    assert "Zuwendung von höchstens 81.279,99 €" in said
    assert "Beantragt sind 136.800,00 €." in said
    assert "Eine halbe Stelle genügt." in said
    assert "4 % der förderfähigen Kosten, das sind 3.386,67 €" in said
    assert text(shown["html"]).endswith(said[-400:])


def cents(amount):
    return {"amount": amount, "currency": "EUR"}


def test_a_rejection_has_its_notice_and_other_acts_have_none(district):
    project_id = district.apply()
    district.postpone(project_id, 1)
    assert district.ask("projects", "list_notices", project_id=project_id) == {"notices": []}
    assert missing(district, project_id) == "notice-unknown"
    district.ask("projects", "reopen", project_id=project_id)

    district.ask("projects", "reject", project_id=project_id, **NO)

    notice = district.ask("projects", "get_notice", project_id=project_id)
    assert (notice["kind"], notice["approval_id"]) == ("rejection", None)
    assert "Im Sozialraum gibt es schon zwei Angebote." in text(notice["html"])
    assert missing(district, project_id, number=2) == "notice-unknown"


def test_who_decides_for_a_biased_head_signs_in_the_heads_place(district):
    project_id = district.apply()
    district.ask("projects", "declare_bias", project_id=project_id, reason_code="personal-relation")
    given = Context.fresh("zentrale.kalk", "central_office")
    context = Context(given.actor, given.correlation_id, today=district.day)
    body = {"command_id": str(uuid4()), "project_id": project_id, **NO}

    district.services.call("projects", "reject", body, context, 15)

    said = text(district.ask("projects", "get_notice", project_id=project_id)["html"])
    assert "Mit freundlichen Grüßen i. V. Bezirksjugendamtsleitung" in said


def missing(district, project_id, **more):
    return refused(district.ask, "projects", "get_notice", project_id=project_id, **more).code


def test_of_an_unknown_project_there_are_no_notices(district):
    assert missing(district, str(uuid4())) == "project-unknown"


def test_approving_again_issues_nothing(district):
    district.budget(2025, 2026, 2027)
    project_id = district.apply()
    for _ in range(2):
        district.ask("projects", "approve", project_id=project_id)

    assert len(district.log("projects", "notice_issued")) == 1


def test_an_approval_that_is_refused_issues_nothing_and_keeps_no_page(district):
    project_id = district.apply()
    assert refused(district.ask, "projects", "approve", project_id=project_id).code == "no-ceiling"

    assert district.log("projects", "notice_issued") == []
    with district.services.services["projects"].kernel.pool.connection() as conn:
        assert conn.execute(
            "select count(*) from document where media_type like 'text/html%'"
        ).fetchone() == (0,)


def test_without_a_sender_nothing_is_decided(district, tmp_path, monkeypatch):
    (tmp_path / "office.json").write_text("{}")
    monkeypatch.setenv("OFFICE_FILE", str(tmp_path / "office.json"))
    project_id = district.apply()

    no = refused(district.ask, "projects", "reject", project_id=project_id, **NO)

    assert (no.code, no.kind) == ("office-incomplete", "unavailable")
    assert district.status(project_id) == "applied"


def test_the_office_speaks_in_its_own_name(district, tmp_path, monkeypatch):
    own = SAMPLE.read_text().replace("Bezirksjugendamt Kalk", "Bezirksjugendamt Porz")
    (tmp_path / "office.json").write_text(own)
    monkeypatch.setenv("OFFICE_FILE", str(tmp_path / "office.json"))
    project_id = district.apply()

    district.ask("projects", "reject", project_id=project_id, **NO)

    said = text(district.ask("projects", "get_notice", project_id=project_id)["html"])
    assert "Bezirksjugendamt Porz" in said
    assert "Muster. Die Angaben" not in said


# ---- before it is decided ------------------------------------------------------------------


def preview(district, **decision):
    ((method, body),) = decision.items()
    asked = {method: {"command_id": str(uuid4()), **body}}
    return district.ask("projects", "preview_notice", **asked)


def versions(district):
    with district.services.services["projects"].kernel.pool.connection() as conn:
        streams = conn.execute("select stream, version from stream order by stream").fetchall()
        return streams, conn.execute("select count(*) from document").fetchone()


def test_a_preview_is_the_notice_that_would_be_issued_and_changes_nothing(district):
    district.budget(2025, 2026)
    district.ask("funding", "set_ceiling", year=2027, amount=WIRE, resolution="Rat TOP 4")
    project_id = district.apply()
    before, body = versions(district), {"project_id": project_id, "conditions": ["Samstags offen."]}

    shown = preview(district, approve=body)

    assert versions(district) == before
    district.ask("projects", "approve", **body)
    issued = district.ask("projects", "get_notice", project_id=project_id)
    draft = "Entwurf. Es ist noch nichts entschieden; aus diesem Text folgen keine Rechte. "
    assert shown["kind"] == issued["kind"] == "approval"
    assert draft in text(shown["html"])
    assert text(shown["html"]).replace(draft, "") == text(issued["html"])


def test_a_rejection_and_an_extension_can_be_seen_before_as_well(district):
    district.budget(2025, 2026, 2027)
    project_id = district.apply()
    shown = preview(district, reject={"project_id": project_id, **NO})
    assert (shown["kind"], NO["reason"] in text(shown["html"])) == ("rejection", True)
    district.ask("projects", "approve", project_id=project_id)

    asked = {"new_end": "2028-01-31", "shift": move("-0.01", "0.01")}
    extension = {
        "project_id": project_id,
        "request_id": request(district, project_id, **asked),
        "reason_code": "demand-continues",
        "reason": "Der Bedarf besteht fort.",
    }
    said = text(preview(district, extend=extension)["html"])
    assert "Verlängerungsbescheid (1. Änderungsbescheid)" in said
    assert "Für 2028 hat der Rat noch keine Mittel beschlossen." in said


def test_what_would_be_refused_is_refused_before(district):
    district.budget(2025, 2026, 2027)
    project_id = district.apply()
    district.ask("projects", "approve", project_id=project_id)

    for decision, code in (
        ({"approve": {"project_id": project_id}}, "already-decided"),
        ({"reject": {"project_id": project_id, **NO}}, "already-decided"),
        ({"approve": {"project_id": str(uuid4())}}, "project-unknown"),
        ({"reject": {"project_id": project_id}}, "invalid-input"),
    ):
        assert refused(preview, district, **decision).code == code


@pytest.mark.parametrize("decisions", [(), ("approve", "reject")])
def test_one_decision_is_previewed_at_a_time(district, decisions):
    body = {"project_id": str(uuid4()), "command_id": str(uuid4())}
    asked = {"approve": body, "reject": {**body, **NO}}

    with pytest.raises(Refused) as no:
        district.ask("projects", "preview_notice", **{name: asked[name] for name in decisions})

    assert [(it.pointer, it.code) for it in no.value.errors] == [("", "one-decision")]


WIRE = {"amount": "900000.00", "currency": "EUR"}


def move(old, new):
    return [
        {"year": 2027, "amount": {"amount": old, "currency": "EUR"}, "reason": "später"},
        {"year": 2028, "amount": {"amount": new, "currency": "EUR"}, "reason": "dann"},
    ]
