"""The refusals of settlements."""

from datetime import date

from shared.calendar import german
from shared.guideline import REPORT
from shared.money import euros
from shared.refusal import Fault, Refused

HEARING = "Vor einer Rückforderung wird der Träger angehört (§ 24 SGB X)."


def statement_not_checked() -> Refused:
    """Nothing is settled on figures that nobody has checked."""
    return Refused(
        "statement-not-checked",
        "Der Verwendungsnachweis ist nicht geprüft",
        "Abgerechnet wird nach dem geprüften Verwendungsnachweis; noch liegt keiner vor.",
        kind="conflict",
        clause=REPORT,
    )


def goals_incomplete(count: int) -> Refused:
    """What was checked says of each goal how far it was reached."""
    return Refused(
        "goals-incomplete",
        "Die Angaben zu den Zielen sind unvollständig",
        f"Der geprüfte Verwendungsnachweis sagt nicht zu jedem der {count} Ziele genau eines.",
        kind="conflict",
        clause=REPORT,
    )


def not_closed() -> Refused:
    """What was not closed cannot be taken up again."""
    return Refused(
        "not-closed",
        "Das Projekt ist nicht abgeschlossen",
        "Wieder aufgenommen wird nur, was abgeschlossen ist.",
        kind="conflict",
    )


def hearing_missing(recovery_ct: int) -> Refused:
    """A burdening act needs a hearing before."""
    return Refused(
        "hearing-missing",
        "Der Träger ist nicht angehört",
        f"{HEARING} Es geht um {euros(recovery_ct)}; noch ist nichts vorgeschlagen.",
        kind="conflict",
        clause=REPORT,
        facts={"recovery_ct": recovery_ct},
    )


def hearing_outdated(heard_ct: int, recovery_ct: int) -> Refused:
    """The Träger was heard about something else."""
    return Refused(
        "hearing-outdated",
        "Der Träger ist zu etwas anderem angehört",
        f"{HEARING} Er konnte sich zu {euros(heard_ct)} äußern, nicht zu {euros(recovery_ct)} nach"
        " dem Nachweis, der jetzt gilt. Die Abrechnung wird neu vorgeschlagen.",
        kind="conflict",
        clause=REPORT,
        facts={"heard_ct": heard_ct, "recovery_ct": recovery_ct},
    )


def hearing_open(until: date) -> Refused:
    """The Träger can still answer."""
    return Refused(
        "hearing-open",
        "Die Anhörung läuft noch",
        f"{HEARING} Er kann sich bis zum {german(until)} äußern.",
        kind="conflict",
        clause=REPORT,
        facts={"until": until.isoformat()},
    )


def nobody_asked() -> Refused:
    """An answer belongs to a question."""
    return Refused(
        "nobody-asked",
        "Es läuft keine Anhörung",
        "Zu diesem Projekt ist keine Rückforderung vorgeschlagen.",
        kind="conflict",
    )


def answer_out_of_time(earliest: date, latest: date) -> Refused:
    """Nobody answers before the question, nor tomorrow."""
    detail = f"Möglich ist ein Tag vom {german(earliest)} bis zum {german(latest)}."
    return Refused(
        "answer-out-of-time",
        "An diesem Tag kann das nicht gewesen sein",
        detail,
        errors=(Fault("/answered_on", "answer-out-of-time", detail),),
    )


def interest_out_of_range(start: date, today: date) -> Refused:
    """A grant becomes ineffective after the project has begun, and not tomorrow."""
    detail = f"Möglich ist ein Tag vom {german(start)} bis zum {german(today)}."
    return Refused(
        "interest-out-of-range",
        "Von diesem Tag an laufen keine Zinsen",
        detail,
        errors=(Fault("/interest_from", "interest-out-of-range", detail),),
    )


def effective_out_of_range(closed_on: date, today: date) -> Refused:
    """What was settled on a day can be corrected from that day on, and not for tomorrow."""
    detail = f"Möglich ist ein Tag vom {german(closed_on)} bis zum {german(today)}."
    return Refused(
        "effective-out-of-range",
        "Für diesen Tag kann nichts nachgetragen werden",
        detail,
        errors=(Fault("/effective_on", "effective-out-of-range", detail),),
    )


def four_eyes() -> Refused:
    """Who proposes does not decide."""
    return Refused(
        "separation-of-duties",
        "Das muss jemand anderes tun",
        "Über eine Rückforderung entscheidet, wer sie nicht selbst vorgeschlagen hat.",
        kind="denied",
    )
