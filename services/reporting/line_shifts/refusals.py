"""The refusals of shifts between lines."""

from datetime import date

from shared.calendar import german
from shared.guideline import REPORT
from shared.refusal import Fault, Refused


def too_late(last_day: date) -> Refused:
    """What is over was spent; nothing can be approved beforehand any more."""
    return Refused(
        "line-shift-too-late",
        "Dafür ist es zu spät",
        f"Verschoben wird vorher; das Projekt endete am {german(last_day)}.",
        kind="conflict",
        clause=REPORT,
    )


def request_unknown() -> Refused:
    """Nobody has asked for it."""
    text = "Zu dieser Kennung hat das Projekt keine Verschiebung beantragt."
    return Refused(
        "line-shift-unknown",
        "Diese Verschiebung gibt es nicht",
        text,
        kind="unknown",
        errors=(Fault("/request_id", "line-shift-unknown", text),),
    )


def four_eyes() -> Refused:
    """Who asks does not decide."""
    return Refused(
        "separation-of-duties",
        "Das muss jemand anderes tun",
        "Über eine Verschiebung entscheidet, wer sie nicht selbst beantragt hat.",
        kind="denied",
    )
