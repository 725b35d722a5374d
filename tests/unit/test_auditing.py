"""What auditors look for in logs: changes, what is conspicuous, samples. Events typed by hand."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from deploy.audit import telling
from deploy.audit.changes import Asked, changes
from deploy.audit.conspicuous import Conspicuous, Double
from deploy.audit.events import Recorded
from deploy.audit.sampling import digest, drawn, number

P, Q, TRAEGER = "p-1", "p-2", "t-1"
ANNA, BERT = "anna", "bert"


def event(service, type_, data, day="2026-03-02", **more):
    on, by, stream = day, more.get("by", ANNA), more.get("stream")
    line = {
        "type": type_,
        "stream": stream or f"project-{data.get('project_id', '')}",
        "occurred_at": f"{on}T11:00:00.000000Z",
        "actor": {"sub": by, "role": "wjh", "on_behalf_of": None},
        "reason": None,
        "correlation_id": "c",
        "causation_id": "k",
        "data": data,
    }
    at = datetime.fromisoformat(line["occurred_at"])
    return Recorded(service, 7, at, b"", b"", line, type_.title())


def found(*events):
    told = Conspicuous("NW").look(events)
    return {it["rule"]: [hit["text"] for hit in it["hits"]] for it in told if it["count"]}


def asked(first="2026-01-01", last="2026-12-31", **more):
    zone = ZoneInfo("Europe/Berlin")
    return Asked(date.fromisoformat(first), date.fromisoformat(last), zone, **more)


# ---- changes ---------------------------------------------------------------------------------


def changed(*history):
    """Return what the last event changes."""
    return list(changes(history, asked()))[-1]["changed"]


def test_a_change_tells_old_and_new_and_what_went_from_a_list():
    known = {"traeger_id": TRAEGER}
    history = [
        event(
            "projects",
            "traeger_registered",
            {**known, "name": "Alt", "ids": [{"id": 1}, {"id": 2}]},
        ),
        event(
            "projects",
            "traeger_amended",
            {**known, "name": "Neu", "ids": [{"id": 2}]},
            "2026-05-04",
        ),
    ]
    (told,) = changes(history, asked(first="2026-05-04"))
    assert told["changed"] == [
        {"field": "ids", "removed": [{"id": 1}], "added": []},
        {"field": "name", "old": "Alt", "new": "Neu"},
    ]
    assert (told["person"], told["role"], told["refused"]) == (ANNA, "wjh", False)


def test_what_stands_in_one_stream_is_not_one_thing():
    """Two projects in the stream of a year, two payments of one project, two refusals."""
    year = {"stream": "pay-2026"}
    assert (
        changed(
            event(
                "funding",
                "payments_planned",
                {"project_id": P, "year": 2026, "by_rule": True},
                **year,
            ),
            event(
                "funding",
                "payments_planned",
                {"project_id": Q, "year": 2026, "by_rule": False},
                **year,
            ),
        )
        == []
    )
    first, second = (
        event(
            "funding",
            "payment_released",
            {"project_id": P, "year": 2026, "number": n, "amount_ct": n},
        )
        for n in (1, 2)
    )
    assert changed(first, second) == []
    denied = [event("funding", "access_denied", {"method": it}, stream="denials") for it in "ab"]
    assert changed(*denied) == []
    budget = [
        event(
            "funding",
            "reserved",
            {"project_id": P, "year": 2026, "amount_ct": it},
            stream="budget-2026",
        )
        for it in (1, 2)
    ]
    assert changed(*budget) == []


def test_the_same_thing_told_anew_is_a_change():
    year = {"project_id": P, "year": 2026}
    assert changed(
        event("funding", "payments_planned", {**year, "by_rule": True, "cause": "approved"}),
        event("funding", "payments_planned", {**year, "by_rule": False, "cause": "by-hand"}),
    ) == [{"field": "by_rule", "old": True, "new": False}]
    costs = {"project_id": P, "plan": {"2026": {"costs_ct": 5, "own_cash_ct": 1}}}
    more = {"project_id": P, "plan": {"2026": {"costs_ct": 7, "own_cash_ct": 1}}}
    assert changed(event("projects", "applied", costs), event("projects", "resubmitted", more)) == [
        {"field": "plan.2026.costs_ct", "old": 5, "new": 7}
    ]
    longer = {"project_id": P, "number": 1, "old_end": "2026-12-31", "new_end": "2027-03-31"}
    assert changed(event("projects", "extended", longer)) == [
        {"field": "end", "old": "2026-12-31", "new": "2027-03-31"}
    ]
    duty = {"duty_id": "d", "old_due_on": "2027-03-01", "due_on": "2027-06-01"}
    assert changed(
        event("reporting", "duty_planned", {"duty_id": "d", "due_on": "2027-03-01"}),
        event("reporting", "duty_replanned", duty),
    ) == [{"field": "due_on", "old": "2027-03-01", "new": "2027-06-01"}]


def test_a_change_is_told_in_words_with_the_number_of_the_project():
    zone = ZoneInfo("Europe/Berlin")
    costs = {"project_id": P, "plan": {"2026": {"costs_ct": 5}}}
    more = {"project_id": P, "plan": {"2026": {"costs_ct": 123_456}}}
    *_, told = changes(
        [
            event("projects", "number_assigned", {"project_id": P, "number": "2026-8-001"}),
            event("projects", "applied", costs),
            event("projects", "resubmitted", more, "2026-06-01"),
        ],
        asked(),
    )
    assert list(telling.change(told, zone)) == [
        "01.06.2026 13:00:00  Resubmitted (Wirtschaftliche Jugendhilfe)  2026-8-001  [projects 7]",
        "    Finanzierungsplan 2026 Kosten: 0,05 € → 1.234,56 €",
    ]


def test_days_are_those_of_the_instance_and_both_ends_count():
    late = event("projects", "a", {"x": 1})
    late = Recorded(
        "projects", 1, datetime(2026, 12, 31, 23, 30, tzinfo=UTC), b"", b"", late.event, "A"
    )
    assert list(changes([late], asked())) == []  # It is the new year in Berlin already.
    (told,) = changes([late], asked(by_effect=True))
    assert told["position"] == 1


def test_money_that_moves_and_who_was_turned_away_are_changes_too():
    told = list(
        changes(
            [
                event(
                    "funding",
                    "paid",
                    {"year": 2026, "project_id": P, "amount_ct": 1_490_500},
                    stream="budget-2026",
                ),
                event("funding", "access_denied", {"method": "set_budget"}, stream="denials"),
            ],
            asked(),
        )
    )
    assert told[0]["moved_ct"] == {"festgelegt": -1_490_500, "ausgezahlt": 1_490_500}
    assert [it["refused"] for it in told] == [False, True]
    assert list(changes([event("projects", "a", {"project_id": Q})], asked(project_id=P))) == []


def test_lines_that_went_are_told_with_their_ids():
    zone, known = ZoneInfo("Europe/Berlin"), {"project_id": P, "year": 2026}
    goals = [{"id": 2, "target": "25", "title": "Treff"}, {"id": 3, "target": "4"}]
    *_, told = changes(
        [
            event("projects", "applied", {"project_id": P, "goals": goals}),
            event("projects", "resubmitted", {"project_id": P, "goals": []}),
        ],
        asked(),
    )
    assert list(telling.change(told, zone))[1:] == [
        '    Ziele: − (id 2: Titel: „Treff“); {"id": 3, "target": "4"}  + –'
    ]
    rates = [{"number": 1, "due_on": "2026-07-01", "amount_ct": 1_450_000}]
    *_, told = changes(
        [
            event("funding", "payments_planned", {**known, "instalments": []}),
            event("funding", "payments_planned", {**known, "instalments": rates}),
        ],
        asked(),
    )
    assert list(telling.change(told, zone))[1:] == [
        "    Raten: − –  + (Nummer: 1, fällig am: 01.07.2026, Betrag: 14.500,00 €)"
    ]


# ---- what is conspicuous ---------------------------------------------------------------------


def test_a_payment_before_the_notice_is_final():
    posted = event(
        "funding",
        "posting_recorded",
        {"project_id": P, "approval_id": "a", "posted_on": "2026-03-02"},
    )
    early, due = (
        event("funding", "paid", {"project_id": P, "year": 2026, "paid_on": day})
        for day in ("2026-04-07", "2026-04-08")
    )
    # Posted 2 March, announced on the 6th; its month ends on 6 April, Easter Monday, so on the 7th.
    assert found(posted, due) == {}
    assert found(posted, early) == {
        "paid-before-final": ["gezahlt am 07.04.2026, bestandskräftig ab 08.04.2026"]
    }
    told = {"project_id": P, "approval_id": "a", "waived_on": "2026-03-03"}
    assert found(posted, event("funding", "appeal_waived", told), early) == {}
    assert found(early) == {"paid-before-final": ["gezahlt am 07.04.2026, kein Tag bekannt"]}


def test_a_notice_counts_as_posted_on_the_day_of_its_issue_until_somebody_says_otherwise():
    told = {"project_id": P, "approval_id": "a", "number": 1}
    noted = event("funding", "notice_noted", {**told, "issued_on": "2026-03-02"})
    paid = event("funding", "paid", {"project_id": P, "year": 2026, "paid_on": "2026-04-08"})
    assert found(noted, paid) == {}
    later = event("funding", "posting_recorded", {**told, "posted_on": "2026-03-09"})
    assert found(noted, later, paid) == {
        "paid-before-final": ["gezahlt am 08.04.2026, bestandskräftig ab 14.04.2026"]
    }


def test_a_receipt_that_stands_twice():
    events = [
        event("projects", "number_assigned", {"project_id": P, "number": "2026-8-001"}),
        event("projects", "number_assigned", {"project_id": Q, "number": "2026-8-002"}),
        event("reporting", "receipts_imported", {"project_id": P}),
    ]
    both = Double("17", date(2026, 5, 4), 119_00, (P, Q))
    alone = Double("18", date(2026, 5, 5), 1_234_56, (P,))
    told = Conspicuous("NW").look(events, [both, alone])
    (hits,) = [it["hits"] for it in told if it["rule"] == "receipt-doubles"]
    assert [(it["number"], it["service"], it["text"]) for it in hits] == [
        ("2026-8-001", "reporting", "Beleg 17 vom 04.05.2026 über 119,00 € auch in 2026-8-002"),
        (
            "2026-8-001",
            "reporting",
            "Beleg 18 vom 05.05.2026 über 1.234,56 € in zwei Zeilen dieses Projekts",
        ),
    ]


def test_one_person_in_two_steps():
    applied = event("projects", "applied", {"project_id": P, "traeger_id": TRAEGER})
    checked = {"project_id": P}
    assert found(applied, event("projects", "content_checked", checked, by=BERT)) == {}
    assert found(applied, event("projects", "content_checked", checked)) == {
        "same-person": ["beantragt und fachlich geprüft"]
    }


def test_a_new_grant_while_a_report_is_overdue():
    first = event("projects", "applied", {"project_id": P, "traeger_id": TRAEGER})
    second = event("projects", "applied", {"project_id": Q, "traeger_id": TRAEGER})
    overdue = event("reporting", "duty_overdue", {"project_id": P, "duty_id": "d"})
    handed_in = event("reporting", "duty_fulfilled", {"project_id": P, "duty_id": "d"})
    approved = event("projects", "approved", {"project_id": Q}, by=BERT)
    assert found(first, second, overdue, approved) == {"late-and-granted": [f"überfällig: {P}"]}
    assert found(first, second, overdue, handed_in, approved) == {}


def test_what_speaks_for_itself():
    against = event("projects", "approved", {"project_id": P, "reason_code": "deviates-from-check"})
    glass = event("projects", "glass_broken", {"role": "wjh", "until": "2026-03-02T13:00:00Z"})
    reopened = event("projects", "settlement_reopened", {"project_id": P})
    denied = event("projects", "access_denied", {"method": "approve"}, stream="denials")
    assert found(against, glass, reopened, *[denied] * 4) == {
        "against-check": ["deviates-from-check"],
        "reopened": ["Settlement_Reopened"],
        "emergency": ["als wjh, bis 2026-03-02T13:00:00Z"],
    }
    assert found(*[denied] * 5) == {"denied-often": ["anna am 2026-03-02: 5 Mal"]}


# ---- samples ---------------------------------------------------------------------------------


def test_a_sample_can_be_repeated_and_a_larger_one_holds_it():
    cases = [f"case-{n}" for n in range(100)]
    ten = drawn(cases, "Ziehung 2. Mai 2026: 3 7 19 22 41 48", 10)
    assert ten == drawn(reversed(cases), "Ziehung 2. Mai 2026: 3 7 19 22 41 48", 10)
    assert drawn(cases, "Ziehung 2. Mai 2026: 3 7 19 22 41 48", 25)[:10] == ten
    assert drawn(cases, "ein anderer Startwert", 10) != ten
    assert ten == sorted(ten, key=lambda case: number("Ziehung 2. Mai 2026: 3 7 19 22 41 48", case))


def test_whether_a_case_is_drawn_does_not_depend_on_other_cases():
    assert digest(["b", "a", "a"]) == digest(["a", "b"])
    assert number("s", "a") == ("009fa556751b7e96aae6f5d05d2fe3df806a6a1530e37d6a5f19a97166881340")
