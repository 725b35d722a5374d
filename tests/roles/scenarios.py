"""For each method a request that succeeds, if only the person may: made anew for each test.

A new method needs a line here: `"service.method": lambda world, role: body`.
"""

from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from uuid import uuid4

from deploy.bench.projects import CHECKS
from services.reporting.quality.suggestion import suggestion
from shared.guideline import EDITION
from shared.refusal import Refused
from tests.direct import DAY, READ_MODELS
from tests.kernel.test_policy import RULES, WHY
from tests.packages import packed_card
from tests.paying import confirmations, pay
from tests.roles import interests
from tests.roles.line_shifts import LINE_SHIFTS
from tests.roles.quarterly import QUARTERLY
from tests.roles.world import IBAN, Body, World, command, euros, scope
from tests.spent import Spent
from tests.witnessed import cosigned

Scenario = Callable[[World, str], Body]

CSV = b64encode(b"Name;IBAN\nVerein;\n").decode()
RESOLVED = {"reason": "Beschlossen.", "resolution": "Rat TOP 7"}


def _project(**more: Any) -> Scenario:
    return lambda world, _: {"project_id": world.checked(), **more}


def _decided(**more: Any) -> Scenario:
    return lambda world, role: {"project_id": world.ready(role), **more}


def _approved(**more: Any) -> Scenario:
    return lambda world, _: {"project_id": world.approved(), **more}


def _nothing(**body: Any) -> Scenario:
    return lambda _world, _role: body


def _postponed(world: World, _role: str) -> Body:
    project_id = world.checked()
    body = {"reason_code": "budget-exhausted", "priority": 1, "reason": "Kein Geld."}
    world.ask("projects", "postpone", project_id=project_id, **body)
    return {"project_id": project_id}


def _resubmitted(world: World, _role: str) -> Body:
    project_id = world.applied()
    asked = {"fields": ["/need"], "text": "Bitte genauer.", "deadline": "2026-02-01"}
    world.ask("projects", "return_for_completion", project_id=project_id, **asked)
    application = world.application(need="Im Viertel fehlt ein Treff für Mädchen.")
    kept = {
        name: it for name, it in application.items() if name not in ("sozialraum_id", "traeger_id")
    }
    return {"project_id": project_id, **kept}


def _differences(world: World, role: str) -> Body:
    body = _resubmitted(world, role)
    world.ask("projects", "resubmit", **body)
    return {"project_id": body["project_id"], "old": 1, "new": 2}


def _bound(world: World, role: str) -> str:
    """Return an approved project on whose changes a role decides."""
    project_id = world.ready(role)
    decider = {"central_office": ("vertretung.kalk", "central_office")}.get(role, ("", ""))
    context = world.desk.context("projects", "approve", *decider, today="2026-01-05")
    body = {"project_id": project_id, "command_id": str(uuid4())}
    world.services.reply("projects", "approve", body, context, 15)
    world.services.settle()
    return project_id


MOVED = [
    {"year": 2026, "amount": euros("-1000.00"), "reason": "Die Honorare fallen später an."},
    {"year": 2027, "amount": euros("1000.00"), "reason": "Dann werden sie bezahlt."},
]
LATER = {"new_end": "2027-07-31"}


def _change(**asked: Any) -> Scenario:
    return lambda world, role: {
        "project_id": _bound(world, role),
        "what": "Es kommt anders.",
        "why": "Die Nachfrage hält an.",
        "known_since": "2026-01-04",
        **asked,
    }


def _requested(asked: Body, **more: Any) -> Scenario:
    def made(world: World, role: str) -> Body:
        request = _change(**asked)(world, role)
        told = world.ask("projects", "request_change", **request)
        return {"project_id": request["project_id"], "request_id": told["request_id"], **more}

    return made


SPENT = Spent(48_000_00, third_party_ct=4_000_00, in_kind_ct=1_000_00)


def _settlement(**more: Any) -> Body:
    amounts = {"costs": "48000.00", "third_party": "4000.00", "in_kind": "1000.00"}
    return {name: euros(amount) for name, amount in amounts.items()} | more


def _accounted(**more: Any) -> Scenario:
    return lambda world, _: {"project_id": world.accounted(SPENT), **more}


def _closed(world: World, _role: str) -> str:
    """Return a project that is closed and owes nothing."""
    project_id = world.accounted(SPENT)
    world.ask("projects", "close", project_id=project_id, cause="completed")
    world.services.settle()
    return project_id


def _asked_to_pay_back(world: World, _role: str) -> str:
    """Return a project whose Träger is being heard about ten euros."""
    project_id = world.approved()
    pay(world.funding, project_id, 2026, euros("10.00"))
    world.accounted(project_id=project_id)
    asked = {"reason": "Es wurde nichts gebraucht.", "known_since": DAY}
    world.ask("projects", "propose_settlement", project_id=project_id, **asked)
    return project_id


def _owing(world: World, role: str) -> str:
    """Return a closed project that owes ten euros."""
    project_id = _asked_to_pay_back(world, role)
    heard = {"answer": "Einverstanden.", "answered_on": DAY}
    world.ask("projects", "record_hearing", project_id=project_id, **heard)
    world.ask("projects", "close", project_id=project_id, cause="completed")
    world.services.settle()
    return project_id


def _waiver(world: World, role: str) -> Body:
    project_id = _owing(world, role)
    asked = {"kind": "remission", "amount": euros("1.00"), "reason": "Der Verein löst sich auf."}
    told = world.funding("propose_waiver", project_id=project_id, **asked)
    return {"project_id": project_id, "waiver_id": told["waiver_id"]}


def _of_person(**more: Any) -> Scenario:
    return lambda world, _: {"person_id": world.person(), **more}


def _erased(world: World, _role: str) -> Body:
    """Somebody was erased, and that has its position in the log."""
    person_id = world.person()
    world.ask("projects", "erase_person", person_id=person_id)
    world.services.settle()
    return {"person_id": person_id}


def _of_traeger(**more: Any) -> Scenario:
    return lambda world, _: {
        "traeger_id": world.ask("projects", "register_traeger", name="Verein")["traeger_id"],
        **more,
    }


def _in_team(world: World, **more: Any) -> Body:
    person_id = world.person()
    return {"sozialraum_id": world.foreign_sozialraum_id, "person_id": person_id, **more}


def _left_team(world: World, _role: str) -> Body:
    body = _in_team(world)
    part = {"part": "asd", "function": "Fachkraft", "start": "2025-01-01"}
    world.ask("projects", "join_team", **body, **part)
    return {**body, "end": "2026-01-31"}


def _delegation(world: World) -> Body:
    day = world.year()
    return {
        "person_id": world.person(),
        "start": f"{day}-01-01",
        "end": f"{day}-01-31",
        "reason_code": "holiday",
    }


def _revoked(world: World, _role: str) -> Body:
    made = world.ask("projects", "appoint_deputy", **_delegation(world))
    return {"delegation_id": made["delegation_id"]}


def _inactive(world: World, role: str) -> Body:
    body = _of_traeger()(world, role)
    world.ask("projects", "deactivate_traeger", **body, reason_code="dissolved")
    return body


PROJECTS: dict[str, Scenario] = {
    "save_draft": lambda world, _: {"content": world.application()},
    "discard_draft": lambda world, _: {"draft_id": world.draft()},
    "get_draft": lambda world, _: {"draft_id": world.draft()},
    "check_draft": lambda world, _: {"draft_id": world.draft()},
    "list_drafts": _nothing(),
    "submit_draft": lambda world, _: {"draft_id": world.draft()},
    "apply": lambda world, _: world.application(),
    "resubmit": _resubmitted,
    "withdraw": _project(reason_code="no-need"),
    "co_sign": lambda world, _: {"project_id": world.applied()},
    "return_for_completion": lambda world, _: {
        "project_id": world.applied(),
        "fields": ["/need"],
        "text": "Bitte genauer.",
        "deadline": "2026-02-01",
    },
    "check_content": lambda world, _: {
        "project_id": world.applied(),
        **CHECKS["check_content"],
    },
    "check_arithmetic": lambda world, _: {
        "project_id": world.applied(),
        **CHECKS["check_arithmetic"],
    },
    "approve": _decided(),
    "approve_reduced": _decided(
        plan=[
            {"year": 2026, "costs": euros("30000.00"), "third_party": euros("4000.00")},
            {"year": 2027, "costs": euros("10000.00")},
        ],
        own_cash=euros("500.00"),
        in_kind=euros("1000.00"),
        reason_code="scope-reduced",
        reason="Weniger Stunden reichen.",
    ),
    "reject": _decided(reason_code="no-need", reason="Es gibt schon einen Treff."),
    "postpone": _decided(reason_code="budget-exhausted", priority=1, reason="Kein Geld."),
    "prioritise": _decided(priority=2, reason="Es eilt."),
    "reopen": _postponed,
    "declare_bias": _project(reason_code="took-part"),
    "request_change": _change(**LATER),
    "withdraw_change": _requested(LATER, reason="Es geht auch so."),
    "get_change_request": _requested(LATER),
    "reject_change": _requested(LATER, reason_code="no-need", reason="Der Bedarf ist gedeckt."),
    "extend": _requested(LATER, reason_code="demand-continues", reason="Der Bedarf besteht fort."),
    "amend": _requested({"shift": MOVED}, reason_code="delayed-payment", reason="Wie beantragt."),
    "terminate": lambda world, role: {
        "project_id": _bound(world, role),
        "terminated_on": "2026-09-30",
        "cause": "given-up",
        "reason": "Die Stelle bleibt leer.",
    },
    "revoke": lambda world, role: {
        "project_id": _bound(world, role),
        "basis": "section-47",
        "extent": "whole",
        "reason_code": "condition-unmet",
        "reason": "Die Auflage ist nicht erfüllt.",
        "known_since": "2026-01-04",
        "heard_on": "2026-01-05",
    },
    "propose_settlement": _accounted(reason="Die Kosten waren niedriger.", known_since=DAY),
    "record_hearing": lambda world, role: {
        "project_id": _asked_to_pay_back(world, role),
        "answer": "Wir sind einverstanden.",
        "answered_on": DAY,
    },
    "close": _accounted(cause="completed"),
    "reopen_settlement": lambda world, role: {
        "project_id": _closed(world, role),
        "basis": "section-44",
        "reason": "Ein Beleg war falsch erfasst.",
    },
    **interests.scenarios("projects", _owing),
    "get_settlement": _approved(),
    "get_project": _project(),
    "get_application": _project(),
    "get_differences": _differences,
    "list_projects": _nothing(),
    "get_decision": _project(),
    "list_open_applications": _nothing(),
    "list_waiting": _nothing(),
    "list_notices": _approved(),
    "get_notice": _approved(number=1),
    "preview_notice": lambda world, role: {
        "approve": {"project_id": world.ready(role), "command_id": str(uuid4())}
    },
    "register_traeger": _nothing(name="Verein"),
    "amend_traeger": _of_traeger(iban=IBAN),
    "state_headcount": _of_traeger(employees={"method": "heads", "count": 31}, on="2026-01-05"),
    "name_representatives": lambda world, role: {
        **_of_traeger()(world, role),
        "person_ids": [world.person()],
    },
    "deactivate_traeger": _of_traeger(reason_code="dissolved"),
    "reactivate_traeger": _inactive,
    "get_traeger": lambda world, _: {"traeger_id": world.traeger_id},
    "list_traeger": _nothing(),
    "register_sozialraum": _nothing(name="Höhenberg", team_name="Team Höhenberg"),
    "rename_sozialraum": lambda world, _: {
        "sozialraum_id": world.foreign_sozialraum_id,
        "name": f"Vingst {next(world.number)}",
        "team_name": "Team Vingst",
    },
    "get_sozialraum": lambda world, _: {"sozialraum_id": world.sozialraum_id},
    "list_sozialraeume": _nothing(),
    "list_master_data": _nothing(),
    "check_import": _nothing(kind="traeger", content=CSV),
    "import_master_data": lambda world, _: {
        "kind": "traeger",
        "content": b64encode(f"Name;IBAN\nVerein {next(world.number)};\n".encode()).decode(),
    },
    "register_person": _nothing(function="Fachkraft", name="Erika Muster"),
    "amend_person": _of_person(name="Erika Beispiel"),
    "erase_person": _of_person(),
    "get_erasure_receipt": _erased,
    "get_person": _of_person(),
    "get_persons": lambda world, _: {"person_ids": [world.person()]},
    "list_persons": _nothing(),
    "join_team": lambda world, _: _in_team(
        world, part="asd", function="Fachkraft", start="2025-01-01"
    ),
    "leave_team": _left_team,
    "appoint_deputy": lambda world, _: _delegation(world),
    "revoke_deputy": _revoked,
    "list_deputies": _nothing(),
    "list_addresses": lambda world, _: {"traeger_id": world.traeger_id},
    "lapse": lambda world, _: {"project_id": (it := world.checked()), "approval_id": f"{it}:99"},
}


def _closed_year(world: World, _role: str) -> Body:
    return {"year": world.budget(next(world.past_years))}


def _carried(world: World, _role: str) -> Body:
    old = world.budget(world.year())
    world.budget(old + 1)
    years = {"from_year": old, "to_year": old + 1}
    return {**years, "amount": euros("10.00"), "reason_code": "earmarked", **RESOLVED}


def _transfer(**more: Any) -> Scenario:
    return lambda world, _: {
        "year": world.budget(world.year()),
        "amount": euros("10.00"),
        "reason_code": "need",
        **RESOLVED,
        **more,
    }


def _policy(world: World) -> Body:
    return {"valid_from": f"{world.year()}-01-01", "rules": RULES, **WHY}


def _proposal(world: World, _role: str) -> Body:
    return {"proposal_id": world.ask("funding", "propose_policy", **_policy(world))["proposal_id"]}


def _noticed(world: World) -> Body:
    """A decision whose notice was issued today; it counts as posted, but nobody has said so."""
    project_id = world.approved()
    (notice,) = world.funding("get_payments", project_id=project_id)["notices"]
    return {"project_id": project_id, "approval_id": notice["approval_id"]}


def _drawdown(world: World, _role: str) -> Body:
    project_id = world.approved()
    world.funding("plan_payments", project_id=project_id, year=2026, instalments=[])
    amounts = {"expected": "300.00", "own_money": "100.00", "amount": "200.00"}
    days = {"year": 2026, "first": "2026-02-01", "last": "2026-02-28"}
    told = {name: euros(amount) for name, amount in amounts.items()}
    return {"project_id": project_id, **days, **told}


def _ordered(world: World) -> tuple[Body, Body]:
    """Return a payment, and the pay list in which it stands."""
    payment = world.released()
    return payment, world.funding("make_pay_list")


def _reversed(world: World, _role: str) -> Body:
    payment, pay_list = _ordered(world)
    world.funding("import_confirmations", content=confirmations(pay_list))
    return {**payment, "reversed_on": "2026-01-05", "reason_code": "other"}


FUNDING: dict[str, Scenario] = {
    "set_budget": lambda world, _: {
        "year": world.year(),
        "amount": euros("1.00"),
        "resolution": "Rat",
    },
    "supplement": lambda world, _: {
        "year": 2026,
        "amount": euros("1.00"),
        "resolution": f"Nachtrag {next(world.number)}",
    },
    "set_ceiling": lambda world, _: {
        "year": world.year(),
        "amount": euros("1.00"),
        "resolution": "Rat",
    },
    "close_year": _closed_year,
    "carry_over": _carried,
    "transfer_out": _transfer(to_district=5),
    "transfer_in": lambda world, role: {
        **_transfer(from_district=5)(world, role),
        "transfer_id": str(uuid4()),
    },
    "get_budget": _nothing(year=2026),
    "get_ledger": _nothing(year=2026),
    "list_years": _nothing(),
    "list_carry_overs": lambda world, role: {"year": _carried(world, role)["from_year"]},
    "account_year": _nothing(year=2026),
    "year_change": _nothing(year=2025),
    "preview": lambda world, _: {
        "project_id": world.checked(),
        "grant": [{"year": 2026, "amount": euros("1.00")}],
    },
    "record_posting": lambda world, _: {**_noticed(world), "posted_on": "2026-01-05"},
    "waive_appeal": lambda world, _: {
        **_noticed(world),
        "waived_on": "2026-01-05",
        "document": "Wir verzichten.",
    },
    "plan_payments": _approved(year=2026, instalments=[]),
    "request_drawdown": _drawdown,
    "release_payments": lambda world, _: world.planned(),
    "cancel_payment": lambda world, _: {
        **world.released(),
        "reason_code": "other",
        "reason": "Erst im Herbst.",
    },
    "make_pay_list": lambda world, _: (world.released(), {})[1],
    "import_confirmations": lambda world, _: {"content": confirmations(_ordered(world)[1])},
    "fail_payment": lambda world, _: {**_ordered(world)[0], "reason_code": "other"},
    "reverse_payment": _reversed,
    "get_payments": _approved(),
    "has_paid": _approved(),
    "record_recovery": lambda world, role: {
        "project_id": _owing(world, role),
        "reference": "KA 2026-1",
        "amount": euros("1.00"),
        "received_on": DAY,
    },
    "propose_waiver": lambda world, role: {
        "project_id": _owing(world, role),
        "kind": "remission",
        "amount": euros("1.00"),
        "reason": "Der Verein löst sich auf.",
    },
    "waive_recovery": _waiver,
    **interests.scenarios("funding", _owing),
    "get_claims": lambda world, role: {"project_id": _owing(world, role)},
    "list_payments": _nothing(year=2026),
    "list_pay_lists": _nothing(year=2026),
    "propose_policy": lambda world, _: _policy(world),
    "adopt_policy": _proposal,
    "get_policy": _nothing(),
    "list_policies": _nothing(),
    "quote": _nothing(),
    "reserve": lambda world, _: {
        "project_id": (it := world.checked()),
        "approval_id": f"{it}:99",
        "grant": [{"year": 2026, "amount": euros("1.00")}],
        "edition": EDITION,
        "policy_position": 0,
    },
    "hold_settlement": lambda world, _: {
        **_settlement(project_id=(it := world.approved()), closing_id=f"{it}:99"),
        "grant": world.ask("projects", "get_project", project_id=it)["grant"],
        "planned": [],
        "policy_position": 0,
    },
    "preview_settlement": lambda world, _: {
        **_settlement(project_id=(it := world.approved())),
        "grant": world.ask("projects", "get_project", project_id=it)["grant"],
        "planned": [],
        "policy_position": 0,
    },
}


def _event(world: World, _role: str) -> Body:
    return {"event_id": world.ask("projects", "register_traeger", name="V")["event_ids"][0]}


def _logged(service: str, **body: Any) -> Scenario:
    """The log has an event with a position: somebody was turned away."""

    def made(world: World, _role: str) -> Body:
        context = world.context(service, world.token("planning"))
        with suppress(Refused):
            world.services.reply(service, "list_parked", {}, context, 15)
        world.services.settle(service)
        world.denials()
        world.last = None
        return body

    return made


def _uploaded(service: str) -> Scenario:
    def made(world: World, _role: str) -> Body:
        document_id = str(uuid4())
        world.ask(service, "put_document", **_piece(), document_id=document_id)
        return {"document_id": document_id, "number": 0}

    return made


def _piece() -> Body:
    return {"number": 0, "last": True, "content": b64encode(b"Beschluss").decode()}


def _old(service: str) -> Scenario:
    """There is a document that was kept long enough."""

    def made(world: World, _role: str) -> Body:
        world.old_document(service)
        return {}

    return made


def _proposed_to_go(service: str) -> Scenario:
    """Somebody else has proposed to delete it."""

    def made(world: World, _role: str) -> Body:
        world.old_document(service)
        return {"proposal_id": world.ask(service, "propose_deletions")["proposal_id"]}

    return made


def _cosigned(service: str) -> Scenario:
    """A witness has signed what the service has signed."""

    def made(world: World, role: str) -> Body:
        _logged(service)(world, role)
        return cosigned(world.services.services[service].kernel)

    return made


def kernel(service: str) -> dict[str, Scenario]:
    """What each service has."""
    return {
        "describe": _nothing(),
        "health": _nothing(),
        "read_log": _nothing(after=0),
        "position_of": _event,
        "position_at": _nothing(day="2026-11-01"),
        "get_checkpoint": _logged(service),
        "prove_inclusion": _logged(service, position=1),
        "prove_consistency": _logged(service, old_size=1),
        "keep_cosignature": _cosigned(service),
        "put_document": lambda _world, _role: {"document_id": str(uuid4()), **_piece()},
        "get_document": _uploaded(service),
        "forget_subject": _nothing(sub="niemand"),
        "break_glass": _nothing(role="recipient", reason="Rohrbruch im Archiv.", hours=1),
        "list_emergencies": _nothing(),
        "propose_deletions": _old(service),
        "confirm_deletions": _proposed_to_go(service),
        "list_deletions": _nothing(),
        "close_book_year": lambda world, _role: {"year": next(world.past_years)},
        "list_book_years": _nothing(),
        "list_parked": _nothing(),
        "retry_parked": _nothing(follower="funding", stream="project-x"),
        "discard_parked": lambda world, _role: {**world.parked(service), "reason": "Test"},
        "catch_up": _nothing(),
        "rebuild": _nothing(read_model=READ_MODELS.get(service, "directory")),
        **_rehearsal(service),
    }


def _rehearsal(service: str) -> dict[str, Scenario]:
    """What services with read models have."""
    name = READ_MODELS.get(service)
    if name is None:
        return {}

    def rehearsed(world: World, _role: str) -> Body:
        world.services.settle(service)
        told = world.ask(service, "rehearse", read_model=name)
        return {key: told[key] for key in ("read_model", "generation", "digest")}

    return {"rehearse": _nothing(read_model=name), "accept_read_model": rehearsed}


def _newcomer(world: World) -> str:
    """Somebody new in the WJH, of whom reporting has heard."""
    body = _in_team(world)
    part = {"part": "wjh", "function": "Sachbearbeitung", "start": "2026-01-05"}
    world.ask("projects", "join_team", **body, **part)
    world.services.settle()
    world.last = None
    return str(body["person_id"])


def _interim(world: World, _role: str) -> Body:
    asked = {"questions": ["Wie viele kommen?"], "due_on": "2026-03-02"}
    return {"project_id": world.approved(), **asked}


def _asked_for(**more: Any) -> Scenario:
    def made(world: World, role: str) -> Body:
        told = world.ask("reporting", "request_interim_report", **_interim(world, role))
        return {"duty_id": told["duty_id"], **more}

    return made


def _question(world: World, role: str) -> Body:
    """A question of an interim report, and whose it is."""
    asked = _interim(world, role)
    duty_id = world.ask("reporting", "request_interim_report", **asked)["duty_id"]
    document_id = world.referred("reporting", f"duty-{duty_id}", "interim_report_requested")
    return {"owner_id": asked["project_id"], "document_id": document_id, "number": 0}


def _owed(world: World, _role: str) -> Body:
    """The first year's report of a project, owed by its recipient."""
    project_id = world.approved()
    listed = world.ask("reporting", "list_duties", project_id=project_id)["duties"]
    reports = [it["duty_id"] for it in listed if it["kind"] == "annual-report"]
    return {"duty_id": reports[0]}


def _report(world: World, role: str) -> Body:
    owed = _owed(world, role)
    asked = world.ask("reporting", "get_project_report", **owed)
    return {
        **owed,
        "goals": [{"id": it["id"], "outcome": "pursued", "value": "12"} for it in asked["goals"]],
        "activities": [{"title": "Offener Treff", "held": 12, "participants": 140}],
        "reach": "Vor allem Mädchen aus der Siedlung.",
        "money": [{"line": it["line"], "actual": it["planned"]} for it in asked["planned"]],
        "outlook": "Es geht weiter.",
    }


def _path(world: World, role: str) -> tuple[str, str]:
    """What the address of a subscription says."""
    world.last = None
    context = world.context("reporting", world.token(role))
    told = world.services.reply("reporting", "open_feed", command({}), context, 15)
    _, feed_id, secret = told["path"].removesuffix(".ics").split("/")
    return feed_id, secret


def _subscribed(world: World, role: str) -> Body:
    return {"feed_id": _path(world, role)[0]}


def _drafted(world: World, role: str) -> Body:
    """A whole report, saved as a draft."""
    report = _report(world, role)
    owed = {"duty_id": report.pop("duty_id")}
    token = world.token("recipient", sub="traeger.kalk")
    body = command({**owed, "content": report})
    world.services.reply(
        "reporting", "save_report_draft", body, world.context("reporting", token), 15
    )
    return owed


def _handed_in(**more: Any) -> Scenario:
    def made(world: World, role: str) -> Body:
        body = _report(world, role)
        token = world.token("recipient", sub="traeger.kalk")
        context = world.context("reporting", token, day=LATER_DAY)
        world.services.reply("reporting", "submit_project_report", command(body), context, 15)
        return {"duty_id": body["duty_id"], **more}

    return made


def _adopting(world: World, _role: str) -> Body:
    indicators = suggestion()["indicators"]
    return {"valid_from": DAY, "indicators": indicators, "resolution": "UAG, TOP 2"}


def _assessing(world: World, role: str) -> Body:
    """An assessment of a project of the own Sozialraum and Träger."""
    project_id = world.approved()
    world.ask("reporting", "adopt_catalogue", **_adopting(world, role))
    asked = [it for it in suggestion()["indicators"] if it["applies_to"] != "team"]
    ratings = [{"indicator": it["key"], "value": 1} for it in asked]
    return {"project_id": project_id, "year": 2026, "ratings": ratings}


def _assessed(world: World, role: str) -> Body:
    body = _assessing(world, role)
    told = world.ask("reporting", "assess_quality", **body)
    return {"assessment_id": told["assessment_id"]}


def _developing(world: World, role: str) -> Body:
    project_id = _assessing(world, role)["project_id"]
    goal = {"indicator": "no-stigma", "target": 3, "text": "Der Eingang wird verlegt."}
    return {"project_id": project_id, **goal, "due_on": "2026-12-31"}


def _developed(world: World, role: str) -> Body:
    told = world.ask("reporting", "agree_development_goal", **_developing(world, role))
    return {"goal_id": told["goal_id"], "outcome": "reached", "text": "Er ist verlegt."}


def _quality_of(world: World, role: str) -> Body:
    """The quality of what the role reaches: own project, own Sozialraum, or all together."""
    if scope("reporting.quality_report", role) == "t":
        return {"year": 2026, "project_id": world.approved()}
    if role == "uag":
        return {"year": 2026}
    return {"year": 2026, "sozialraum_id": world.sozialraum_id}


def _appointing(_world: World, _role: str) -> Body:
    member = {"part": "youth-office", "function": "Leitung", "start": "2026-01-01"}
    return {"person_id": str(uuid4()), **member}


def _member(world: World, body: str) -> str:
    told = world.ask("reporting", f"appoint_{body}_member", **_appointing(world, ""))
    return str(told["member_id"])


def _meeting(world: World, body: str) -> Body:
    action = {"title": "Benennen", "responsible": "Leitung", "due_on": "2026-06-30"}
    present = [_member(world, body)]
    return {"held_on": DAY, "present": present, "agenda": ["Projekte"], "actions": [action]}


def _held_meeting(body: str, **more: Any) -> Scenario:
    def made(world: World, _role: str) -> Body:
        told = world.ask("reporting", f"record_{body}_meeting", **_meeting(world, body))
        return {"meeting_id": told["meeting_id"], **more}

    return made


def _corrected_meeting(body: str) -> Scenario:
    def made(world: World, role: str) -> Body:
        known = _held_meeting(body, reason="Die Tagesordnung fehlte.")(world, role)
        return {**_meeting(world, body), **known}

    return made


def _accompanying(world: World, _role: str) -> Body:
    world.services.settle()
    return {"sozialraum_id": world.sozialraum_id, "member_id": _member(world, "steering")}


def _accompanied(world: World, role: str) -> Body:
    world.ask("reporting", "accompany_team", **_accompanying(world, role))
    contact = {"contact_on": DAY, "next_on": "2026-05-04"}
    return {"sozialraum_id": world.sozialraum_id, **contact}


def bodies(body: str) -> dict[str, Scenario]:
    """What both bodies have."""
    return {
        f"appoint_{body}_member": _appointing,
        f"dismiss_{body}_member": lambda world, _: {
            "member_id": _member(world, body),
            "end": "2026-06-30",
        },
        f"plan_{body}_meeting": _nothing(on="2026-06-30", agenda=["Projekte"]),
        f"record_{body}_meeting": lambda world, _: _meeting(world, body),
        f"correct_{body}_meeting": _corrected_meeting(body),
        f"cancel_{body}_meeting": _held_meeting(body, reason="Sie fand nicht statt."),
        f"complete_{body}_action": _held_meeting(body, number=1),
        f"get_{body}_meeting": _held_meeting(body),
        f"get_{body}_pack": _nothing(year=2026),
    }


def _reply(world: World, method: str, role: str, sub: str, body: Body) -> Body:
    """Ask reporting as somebody on the day on which a project is over."""
    context = world.context("reporting", world.token(role, sub=sub), day=OVER)
    return world.services.reply("reporting", method, command(body), context, 15)


RECEIPTS = (
    "Nr.;Gezahlt am;Empfänger;Grund;Zeile;Betrag\n"
    "1;28.02.2026;Kasse;Gehalt;Fachkraft im Treff;100,00\n"
)


def _receipts(world: World, _role: str) -> Body:
    """A list of receipts of a project, as it was uploaded."""
    project_id, document_id = world.approved(), str(uuid4())
    content = b64encode(RECEIPTS.encode()).decode()
    piece = {"number": 0, "last": True, "content": content, "document_id": document_id}
    world.ask("reporting", "put_document", **piece)
    return {"project_id": project_id, "document_id": document_id}


def _with_receipt(world: World, role: str) -> Body:
    body = _receipts(world, role)
    _reply(world, "import_receipts", "recipient", "traeger.kalk", body)
    listed = _reply(world, "list_receipts", "recipient", "traeger.kalk", body)["receipts"]
    ids = [it["receipt_id"] for it in listed]
    return {"project_id": body["project_id"], "receipt_ids": ids}


def _in_kind(world: World, _role: str) -> Body:
    entry = {"kind": "goods", "text": "Raum", "on": "2026-02-01", "value": euros("10.00")}
    return {"project_id": world.approved(), "entries": [entry]}


def _with_in_kind(world: World, role: str) -> Body:
    body = _in_kind(world, role)
    made = _reply(world, "record_in_kind", "recipient", "traeger.kalk", body)
    return {"project_id": body["project_id"], "entry_ids": made["entry_ids"]}


def _statement(world: World, _role: str) -> Body:
    """A statement of a project for which nothing was spent."""
    project_id = world.approved()
    told = world.ask("reporting", "get_statement", project_id=project_id)
    goals = [{"id": it["id"], "outcome": "reached", "value": "12"} for it in told["goals"]]
    return {
        "project_id": project_id,
        "years": [{"year": it["year"], "own_cash": euros("0.00")} for it in told["plan"]["years"]],
        "goals": goals,
        "activities": [{"title": "Offener Treff", "held": 12, "participants": 140}],
        "reach": "Vor allem Mädchen aus der Siedlung.",
        "success": "Der Treff bleibt.",
        "confirmed": {"necessary": True, "economical": True, "books_agree": True},
    }


def _stated(**more: Any) -> Scenario:
    def made(world: World, role: str) -> Body:
        body = _statement(world, role)
        _reply(world, "submit_statement", "recipient", "traeger.kalk", body)
        return {"project_id": body["project_id"], **more}

    return made


def _laid_before(**more: Any) -> Scenario:
    """A statement that somebody else at the Träger has written."""

    def made(world: World, role: str) -> Body:
        body = {**_statement(world, role), "to_certify": True}
        _reply(world, "submit_statement", "recipient", "traeger.kalk", body)
        return {"project_id": body["project_id"], **more}

    return made


REACHED = {"purpose": "yes", "goals": [{"id": 1, "reached": "yes"}]}


def _half_checked(world: World, role: str) -> Body:
    body = _stated()(world, role)
    asked = {**body, **REACHED}
    _reply(world, "check_statement_content", "central_office", "vertretung.kalk", asked)
    return {**body, "scope": "full", "note": "Ohne Beanstandung."}


REPORTING: dict[str, Scenario] = {
    **QUARTERLY,
    **interests.scenarios("reporting", _owing),
    **LINE_SHIFTS,
    "import_receipts": _receipts,
    "get_import_progress": _receipts,
    "list_receipts": _approved(),
    "remove_receipts": _with_receipt,
    "record_in_kind": _in_kind,
    "remove_in_kind": _with_in_kind,
    "save_statement_draft": _approved(content={"reach": "Alle"}),
    "submit_statement": _statement,
    "certify_statement": _laid_before(),
    "decline_statement": _laid_before(reason="Die Stunden stimmen nicht."),
    "get_statement": _approved(),
    "list_statements": _nothing(),
    "return_statement": _stated(places=["/years/0"], text="Bitte ergänzen.", due_on="2027-03-31"),
    "check_statement_content": _stated(**REACHED),
    "check_statement": _half_checked,
    **bodies("steering"),
    **bodies("uag"),
    "accompany_team": _accompanying,
    "note_team_contact": _accompanied,
    "get_steering_group": _nothing(),
    "report_to_ag78": _nothing(year=2026, report="Die UAG hat beraten."),
    "get_uag": _nothing(),
    "adopt_catalogue": _adopting,
    "get_catalogue": _nothing(),
    "assess_quality": _assessing,
    "get_assessment": _assessed,
    "agree_development_goal": _developing,
    "follow_up_development_goal": _developed,
    "quality_report": _quality_of,
    "list_follow_ups": _nothing(),
    "submit_project_report": _report,
    "get_project_report": _owed,
    "save_report_draft": lambda world, role: {**_owed(world, role), "content": {"reach": "Alle"}},
    "discard_report_draft": _drafted,
    "get_report_draft": _drafted,
    "open_feed": _nothing(),
    "close_feed": _subscribed,
    "list_feeds": _nothing(),
    "read_feed": lambda world, role: dict(
        zip(("feed_id", "secret"), _path(world, role), strict=True)
    ),
    "get_district_report": _nothing(year=2026),
    "print_district_report": _nothing(year=2026),
    "submit_report_draft": _drafted,
    "check_project_report": _handed_in(),
    "return_project_report": _handed_in(
        places=["/goals/0/value"], text="Bitte ergänzen.", due_on="2027-03-31"
    ),
    "annual_report": _nothing(year=2026),
    "list_duties": _nothing(),
    "get_calendar": _nothing(),
    "my_tasks": _nothing(),
    "remind": _nothing(),
    "confirm_onboarding": lambda world, _: {
        "person_id": _newcomer(world),
        "held_on": "2026-01-05",
    },
    "list_onboardings": _nothing(),
    "request_interim_report": _interim,
    "submit_interim_report": _asked_for(answers=["Zwanzig am Tag."]),
    "get_interim_report": _asked_for(),
    "take_evidence": _nothing(
        manifest_sha256="0f" * 32,
        sizes=[{"service": "projects", "size": 3}],
        recipient="Rechnungsprüfungsamt",
    ),
    "list_evidence": _nothing(),
}


def _card(**more: Any) -> Scenario:
    def made(world: World, _role: str) -> Body:
        told = world.ask("resources", "record_card", **world.card())
        return {"card_id": told["card_id"], **more}

    return made


def _topic(world: World) -> Body:
    topic_id = world.ask("resources", "open_topic", **world.topic())["topic_id"]
    return {"topic_id": topic_id}


def _of_topic(*steps: str, **more: Any) -> Scenario:
    """What is asked of a topic after these steps."""

    def made(world: World, _role: str) -> Body:
        topic = _topic(world)
        for step in steps:
            world.ask("resources", step, **topic, **STEPS[step])
        return {**topic, **more}

    return made


def _linking(world: World, role: str) -> Body:
    project_id = world.applied()
    world.services.settle()
    return {**_of_topic("discuss_topic", "find_idea")(world, role), "project_id": project_id}


def _covering(world: World, role: str) -> Body:
    card_id = world.ask("resources", "record_card", **world.card())["card_id"]
    return {**_of_topic()(world, role), "cards": [card_id]}


STEPS: dict[str, Body] = {
    "discuss_topic": {
        "on": "2026-01-05",
        "result": "Dringend.",
        "took_part": [{"group": "ASD", "number": 2}],
    },
    "find_idea": {"checked_cards": [], "gap": "Es gibt nichts.", "idea": "Ein Treff."},
    "set_topic_aside": {"reason": "Die Siedlung ist leer."},
}
NEEDS: dict[str, Scenario] = {
    "record_observation": lambda world, _: world.observed(),
    "withdraw_observation": lambda world, _: {
        "observation_id": world.observation(),
        "reason_code": "mistaken",
    },
    "open_topic": lambda world, _: world.topic(),
    "bundle_observations": lambda world, _: {
        **_topic(world),
        "observations": [world.observation()],
    },
    "discuss_topic": _of_topic(**STEPS["discuss_topic"]),
    "find_idea": _of_topic("discuss_topic", **STEPS["find_idea"]),
    "link_project": _linking,
    "cover_topic": _covering,
    "set_topic_aside": _of_topic(**STEPS["set_topic_aside"]),
    "reopen_topic": _of_topic("set_topic_aside", reason="Neue Familien."),
    "list_observations": _nothing(),
    "list_topics": _nothing(),
    "get_gaps": _nothing(),
    "get_chain": _of_topic(),
}


def _proposed_card(**more: Any) -> Scenario:
    def made(world: World, _role: str) -> Body:
        told = world.as_traeger("resources", "propose_card", **world.card())
        return {"card_id": told["card_id"], **more}

    return made


def _archived_card(world: World, role: str) -> Body:
    card = _card()(world, role)
    world.ask("resources", "archive_card", **card, cause="dormant")
    return card


CONSENT = {"consent_on": "2026-01-01", "consent_until": "2026-12-31"}
CONTACT = {"function": "Jugendwart", "name": "Erika Muster", **CONSENT}


def _contact(**more: Any) -> Scenario:
    def made(world: World, role: str) -> Body:
        named = world.ask("resources", "name_contact", **_card()(world, role), **CONTACT)
        return {"card_id": named["card_id"], "contact_id": named["contact_id"], **more}

    return made


def _contacts_of_card(world: World, role: str) -> Body:
    card = _card()(world, role)
    token = world.token("auditor")
    context = world.context("resources", token)
    body = command({**card, "reason": "Stichprobe"})
    world.services.reply("resources", "open_contacts", body, context, 15)
    return card


def _contact_gone(world: World, role: str) -> Body:
    """Somebody has withdrawn the consent, and that has its position in the log."""
    named = _contact()(world, role)
    world.ask("resources", "withdraw_consent", **named)
    world.services.settle()
    return named


def _seen(world: World, _role: str) -> Body:
    """All that is new: each role has a mark of its own, and each time there is something new."""
    _card()(world, "")
    world.services.settle()
    here = {"sozialraum_id": world.sozialraum_id}
    return {**here, "position": world.ask("resources", "list_news", **here)["position"]}


RESOURCES: dict[str, Scenario] = {
    "merge_cards": lambda world, role: {
        **_card()(world, role),
        "into_card_id": _card()(world, role)["card_id"],
    },
    "find_duplicates": _nothing(name="Verein"),
    "list_news": lambda world, _: {"sozialraum_id": world.sozialraum_id},
    "mark_seen": _seen,
    "name_contact": _card(**CONTACT),
    "renew_consent": _contact(**{**CONSENT, "consent_until": "2027-12-31"}),
    "withdraw_consent": _contact(),
    "keep_contact": _contact(on="2026-01-05"),
    "open_contacts": _card(reason="Stichprobe"),
    "get_contacts": _contacts_of_card,
    "get_contact_receipt": _contact_gone,
    "erase_expired_contacts": _nothing(),
    "list_due_contacts": _nothing(),
    "record_card": lambda world, _: world.card(),
    "amend_card": lambda world, role: {**world.card(name="Neuer Name"), **_card()(world, role)},
    "propose_card": lambda world, _: world.card(),
    "withdraw_proposal": _proposed_card(),
    "accept_proposal": _proposed_card(),
    "decline_proposal": _proposed_card(reason="Noch nicht."),
    "verify_card": _card(),
    "archive_card": _card(cause="ended"),
    "reopen_card": _archived_card,
    "remark_card": _card(remark="Hilft, wenn Worte fehlen."),
    "get_remarks": _card(),
    "get_card": _card(),
    "find_cards": _nothing(),
    "export_package": _nothing(),
    "import_package": lambda world, _: {"content": packed_card(world.sozialraum_id)},
    "check_package": lambda world, _: {"content": packed_card(world.sozialraum_id)},
    "list_hsds": _nothing(entity="services"),
    "get_hsds": _nothing(entity="taxonomies", id="0be76675-dca2-50bd-9f42-a384182349ab"),
    "list_due_cards": _nothing(),
    "list_proposals": _nothing(),
}

SCENARIOS: dict[str, Scenario] = {
    **{f"projects.{name}": made for name, made in PROJECTS.items()},
    **{f"funding.{name}": made for name, made in FUNDING.items()},
    **{f"resources.{name}": made for name, made in RESOURCES.items()},
    **{f"resources.{name}": made for name, made in NEEDS.items()},
    **{f"reporting.{name}": made for name, made in REPORTING.items()},
    **{
        f"{service}.{name}": made
        for service in ("projects", "funding", "resources", "reporting")
        for name, made in kernel(service).items()
    },
    "projects.get_document": lambda world, _: {
        "owner_id": (project_id := world.approved()),
        "document_id": world.ask("projects", "list_notices", project_id=project_id)["notices"][0][
            "document_id"
        ],
        "number": 0,
    },
    "reporting.get_document": _question,
}

LATER_DAY = "2027-01-15"
OVER = "2027-02-15"
DAY_BEFORE = "2026-01-04"
DAYS = {
    **interests.DAYS,
    **{
        f"reporting.{name}": OVER
        for name in (
            *("import_receipts", "remove_receipts", "record_in_kind", "remove_in_kind"),
            *("submit_statement", "return_statement", "list_statements"),
            *("certify_statement", "decline_statement"),
            *("check_statement_content", "check_statement"),
        )
    },
    **{  # What is opened here is over when the others come.
        f"{service}.break_glass": DAY_BEFORE
        for service in ("projects", "funding", "resources", "reporting")
    },
    **{
        f"reporting.{name}": LATER_DAY
        for name in (
            *("submit_project_report", "submit_report_draft"),
            *("check_project_report", "return_project_report"),
        )
    },
}
"""When something can be done at all, where that is not on the day of all others."""

UNDONE = {
    "retry_parked": "nothing-parked",
    "projects.rebuild": "read-model-unknown",
}
"""What a permitted person hears where there is nothing to do: it came through the gate."""
