from datetime import date

from services.reporting.duties.ical import calendar

DUTY = {
    "duty_id": "1f6b0c3e-5d24-5a7b-8c9d-0e1f2a3b4c5d",
    "kind": "annual-report",
    "year": 2025,
    "quarter": None,
    "due_on": date(2026, 4, 30),
    "changed_at": "2025-09-22T10:00:00.000000Z",
    "overdue": False,
    "number": "2025-8-017",
    "title": "Mädchentreff; Kalk, Süd",
}


def lines(*duties):
    return calendar(duties).split("\r\n")


def test_a_duty_is_a_whole_day_that_blocks_nobody():
    assert lines(DUTY) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Sozialraum//Pflichten//DE",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:Berichte und Nachweise",
        "BEGIN:VEVENT",
        "SUMMARY:Projektbericht 2025 – Mädchentreff\\; Kalk\\, Süd",
        "DTSTART;VALUE=DATE:20260430",
        "DTEND;VALUE=DATE:20260501",
        "DTSTAMP:20250922T100000Z",
        "UID:1f6b0c3e-5d24-5a7b-8c9d-0e1f2a3b4c5d@sozialraum",
        "DESCRIPTION:Aktenzeichen 2025-8-017",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_what_is_late_says_so():
    late = {**DUTY, "kind": "statement-of-use", "overdue": True, "title": "Treff"}
    assert "SUMMARY:überfällig: Verwendungsnachweis 2025 – Treff" in lines(late)


def test_a_leap_day_ends_on_the_first_of_march():
    assert "DTEND;VALUE=DATE:20280301" in lines({**DUTY, "due_on": date(2028, 2, 29)})


def test_no_line_is_longer_than_the_standard_allows_and_nothing_is_a_line_of_its_own():
    long = lines({**DUTY, "title": "Ü" * 150 + "\nEND:VCALENDAR"})
    assert max(len(it.encode()) for it in long) <= 75
    assert long.count("END:VCALENDAR") == 1


def test_nobody_owing_anything_makes_an_empty_calendar():
    assert [it for it in lines() if "EVENT" in it] == []


def test_figures_are_about_a_quarter_of_a_sozialraum():
    quarter = {**DUTY, "kind": "wjh-quarter", "quarter": 2, "number": None, "title": "Kalk-Nord"}
    assert "SUMMARY:Quartalsdaten der WJH 2/2025 – Kalk-Nord" in lines(quarter)
