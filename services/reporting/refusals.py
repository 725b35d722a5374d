"""What reporting refuses. Each code stands here once."""

from collections.abc import Sequence
from datetime import date

from shared.calendar import german
from shared.refusal import Fault, Refused


def duty_unknown() -> Refused:
    """Return the refusal of a duty that does not exist."""
    return Refused(
        "duty-unknown",
        "Diese Pflicht gibt es nicht",
        "Unter dieser Kennung ist keine Pflicht bekannt.",
        kind="unknown",
    )


def duty_dropped() -> Refused:
    """Return the refusal to fulfil what is not owed any more."""
    return Refused(
        "duty-dropped",
        "Diese Pflicht ist entfallen",
        "Hier wird nichts mehr erwartet.",
        kind="conflict",
    )


def no_interim_report() -> Refused:
    """Return the refusal to answer questions that nobody has asked."""
    return Refused(
        "no-interim-report",
        "Hier ist kein Zwischenbericht verlangt",
        "Unter dieser Kennung ist eine andere Pflicht bekannt.",
        kind="conflict",
    )


def already_handed_in() -> Refused:
    """Return the refusal to hand in a second time."""
    return Refused(
        "already-handed-in",
        "Das ist schon eingereicht",
        "Was eingereicht ist, wird nicht überschrieben.",
        kind="conflict",
    )


def answers_do_not_fit(questions: int, answers: int) -> Refused:
    """Return the refusal of a report that leaves a question open, or answers what nobody asked."""
    detail = f"Gefragt ist {questions}-mal, geantwortet {answers}-mal: je Frage eine Antwort."
    return Refused(
        "answers-do-not-fit",
        "Fragen und Antworten passen nicht zusammen",
        detail,
        errors=[Fault("/answers", "answers-do-not-fit", detail)],
    )


def no_project_report() -> Refused:
    """Return the refusal of a report where another form is owed."""
    return Refused(
        "no-project-report",
        "Hier ist kein Projektbericht verlangt",
        "Unter dieser Kennung ist eine andere Pflicht bekannt.",
        kind="conflict",
    )


def year_not_over(year: int) -> Refused:
    """Return the refusal of a report about a year that still goes on."""
    return Refused(
        "year-not-over",
        "Das Förderjahr ist noch nicht zu Ende",
        f"Über {year} wird erst berichtet, wenn es zu Ende ist.",
    )


def report_incomplete(gaps: Sequence[Fault]) -> Refused:
    """Return the refusal of a report with gaps: all of them at once."""
    return Refused(
        "report-incomplete",
        "Der Projektbericht ist noch nicht vollständig",
        f"Angaben, die fehlen oder nicht passen: {len(gaps)}.",
        errors=sorted(gaps, key=lambda it: (it.pointer, it.message)),
    )


def report_not_handed_in() -> Refused:
    """Return the refusal to judge what is not there."""
    return Refused(
        "report-not-handed-in",
        "Der Projektbericht ist noch nicht eingereicht",
        "Geprüft oder zurückgegeben wird nur, was eingereicht ist.",
        kind="conflict",
    )


def report_not_open(standing: str) -> Refused:
    """Return the refusal to judge a second time."""
    said = {"returned": "zurückgegeben", "checked": "geprüft"}[standing]
    return Refused(
        "report-not-open",
        "Über diesen Projektbericht ist schon entschieden",
        f"Er ist schon {said}.",
        kind="conflict",
    )


def own_report() -> Refused:
    """Return the refusal to check what one has handed in oneself."""
    return Refused(
        "own-report",
        "Niemand prüft den eigenen Bericht",
        "Wer einen Bericht eingereicht hat, prüft ihn nicht.",
        kind="denied",
    )


def project_unknown() -> Refused:
    """Return the refusal of a project that is not known here."""
    return Refused(
        "project-unknown",
        "Dieses Projekt gibt es nicht",
        "Unter dieser Kennung ist hier kein Projekt bekannt.",
        kind="unknown",
    )


def project_not_approved() -> Refused:
    """Return the refusal to ask for a report on what has not been approved."""
    return Refused(
        "project-not-approved",
        "Zu diesem Projekt gibt es keine Bewilligung",
        "Berichte werden erst nach der Bewilligung verlangt.",
    )


def due_day_passed() -> Refused:
    """Return the refusal of a deadline that is over already."""
    detail = "Die Frist muss nach dem heutigen Tag enden."
    return Refused(
        "due-day-passed",
        "Die Frist liegt nicht in der Zukunft",
        detail,
        errors=[Fault("/due_on", "due-day-passed", detail)],
    )


def notice_too_short(earliest: date, working_days: int) -> Refused:
    """Return the refusal of a deadline that comes too soon without a reason."""
    detail = (
        f"Für einen Zwischenbericht sind mindestens {working_days} Arbeitstage zu lassen: frühestens"
        f" {german(earliest)}. Eine kürzere Frist braucht eine Begründung."
    )
    return Refused(
        "notice-too-short",
        "Die Frist ist zu kurz",
        detail,
        errors=[
            Fault("/due_on", "notice-too-short", detail),
            Fault("/short_notice", "missing", "Für die kürzere Frist fehlt die Begründung."),
        ],
        facts={"earliest": earliest.isoformat()},
    )


def policy_not_heard() -> Refused:
    """Return the refusal to compute by a policy that was adopted a moment ago."""
    return Refused(
        "policy-not-heard",
        "Die Festlegungen des Amtes sind hier noch nicht angekommen",
        "Das dauert einen Augenblick. Bitte gleich noch einmal versuchen.",
        kind="unavailable",
    )


def draft_unknown() -> Refused:
    """There is no draft of this report, or no more."""
    return Refused(
        "draft-unknown",
        "Den Entwurf gibt es nicht",
        "Er wurde eingereicht, verworfen, nach einem Jahr gelöscht, oder es gab ihn nie.",
        kind="unknown",
    )


def draft_version_missing(version: int) -> Refused:
    """Who overwrites a draft says which one was seen."""
    text = "Den Entwurf gibt es schon mit anderem Inhalt. Bitte sagen, welche Fassung gilt."
    return Refused(
        "version-missing",
        "Die Fassung fehlt",
        text,
        kind="conflict",
        errors=(Fault("/expected_version", "version-missing", text),),
        facts={"version": version},
    )
