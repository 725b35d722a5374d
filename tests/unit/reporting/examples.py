"""The duties of the example's project, typed by hand: no clock, no chance."""

from datetime import date

from services.reporting import events
from shared.documents import Document

PROJECT_ID = "6d5a1bb4-8a5e-5b1c-9d0e-1f2a3b4c5d6e"
REPORT_ID = "1f6b0c3e-5d24-5a7b-8c9d-0e1f2a3b4c5d"
STATEMENT_ID = "2a7c1d4f-6e35-5b8c-9dae-1f2a3b4c5d6e"
INTERIM_ID = "3b8d2e50-7f46-5c9d-aebf-2a3b4c5d6e7f"
AUTHOR = "8f3e9d4a-0b57-5c26-9d7e-9a5b4c3f2eb8"
HEAD = "7e2d8c39-0a46-5b15-8c6d-8f4a3b2e1da7"
DUE = date(2026, 4, 30)


def text(words: str) -> Document:
    """A document whose id and hash are the same each time."""
    number = sum(words.encode())
    return Document(
        f"00000000-0000-4000-8000-{number:012}", b"s" * 16, words.encode(), "text/plain"
    )


QUESTIONS = (text("Wie viele Mädchen kommen?"), text("Wer macht mit?"))
ANSWERS = (text("Etwa 30 in der Woche."), text("Die Grundschule."))
WHY_SO_SOON = text("Bericht an den Ausschuss am 20. Mai")

PLANNED = events.DutyPlanned(
    duty_id=REPORT_ID,
    project_id=PROJECT_ID,
    kind="annual-report",
    year=2025,
    due_on=DUE,
    cause="approved",
    planned_on=date(2025, 9, 22),
)
STATEMENT = events.DutyPlanned(
    duty_id=STATEMENT_ID,
    project_id=PROJECT_ID,
    kind="statement-of-use",
    year=2027,
    due_on=date(2028, 3, 31),
    cause="approved",
    planned_on=date(2025, 9, 22),
)
REPLANNED = events.DutyReplanned(
    duty_id=STATEMENT_ID,
    project_id=PROJECT_ID,
    year=2028,
    due_on=date(2028, 10, 2),
    old_due_on=date(2028, 3, 31),
    cause="extended",
    replanned_on=date(2027, 5, 3),
)
REQUESTED = events.InterimReportRequested(
    duty_id=INTERIM_ID,
    project_id=PROJECT_ID,
    questions=(QUESTIONS[0].ref, QUESTIONS[1].ref),
    due_on=date(2026, 5, 18),
    short_notice=None,
    by=HEAD,
    requested_on=date(2026, 5, 1),
)


SUBMITTED = events.InterimReportSubmitted(
    duty_id=INTERIM_ID,
    project_id=PROJECT_ID,
    answers=(ANSWERS[0].ref, ANSWERS[1].ref),
    by=AUTHOR,
    submitted_on=date(2026, 5, 11),
)


def reminded(reminder: events.Reminder, on: date) -> events.DutyReminded:
    return events.DutyReminded(REPORT_ID, PROJECT_ID, reminder, DUE, on)


def overdue(on: date) -> events.DutyOverdue:
    return events.DutyOverdue(REPORT_ID, PROJECT_ID, DUE, on)


def fulfilled(on: date) -> events.DutyFulfilled:
    return events.DutyFulfilled(REPORT_ID, PROJECT_ID, on)


def dropped(cause: events.DutyCause, on: date) -> events.DutyDropped:
    return events.DutyDropped(REPORT_ID, PROJECT_ID, cause, on)


FEED_ID = "d1f0a3b2-6c47-5e80-9b1a-2c3d4e5f6a7b"
FEED_OPENED = events.FeedOpened(
    feed_id=FEED_ID,
    everywhere=False,
    sozialraum_ids=("0b8f7c1e-3d52-5a64-8c0f-7e6d5c4b3a29",),
    traeger_id=None,
    ends_on=date(2027, 2, 28),
    by=HEAD,
    opened_on=date(2026, 2, 28),
)
FEED_CLOSED = events.FeedClosed(FEED_ID, HEAD, date(2026, 5, 4))

QUARTER_OWED = events.QuarterOwed(
    "4c9e3f61-8057-5dae-bfc0-3b4c5d6e7f80", "0b8f7c1e-3d52-5a64-8c0f-7e6d5c4b3a29", 2026, 1
)
COLLEAGUE_ID = "c2e1f0d3-5b48-4e79-8a6c-1d0b2f3e4a5c"
ONBOARDING_ID = "6208d1c4-912c-56c9-8c01-06c54ceec767"
ONBOARDING_OWED = events.OnboardingOwed(ONBOARDING_ID, COLLEAGUE_ID, date(2026, 3, 2))
ONBOARDING_CONFIRMED = events.OnboardingConfirmed(
    ONBOARDING_ID, COLLEAGUE_ID, date(2026, 4, 20), HEAD, date(2026, 4, 21)
)

DUTY_EXAMPLES = (
    PLANNED,
    REPLANNED,
    dropped("terminated", date(2026, 3, 2)),
    reminded("ahead", date(2026, 4, 23)),
    overdue(date(2026, 5, 1)),
    fulfilled(date(2026, 5, 11)),
    REQUESTED,
    SUBMITTED,
    QUARTER_OWED,
    ONBOARDING_OWED,
    ONBOARDING_CONFIRMED,
    FEED_OPENED,
    FEED_CLOSED,
)
