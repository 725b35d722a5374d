"""Projektstart: how long a project lasts."""

from datetime import date, timedelta
from typing import Final

from shared.calendar import german, last_day
from shared.refusal import Clause, Fault, Refused

DURATION: Final = Clause(
    "Projektstart",
    "Ein Projekt dauert höchstens 24 Monate; ausnahmsweise kommen durch Verlängerungen zusammen"
    " bis zu 12 Monate hinzu.",
)
DURATION_MONTHS_MAX: Final = 24
EXTENSION_MONTHS_MAX: Final = 12


def check_duration(start: date, end: date) -> None:
    """A project lasts 24 months at most. Reading: a hard limit; the exception is the extension.

    Raises Refused `duration-exceeds-24-months`, which names the last day allowed.
    """
    latest = last_day(start, DURATION_MONTHS_MAX)
    if end > latest:
        raise Refused(
            "duration-exceeds-24-months",
            "Das Projekt dauert zu lange",
            f"Bei Beginn am {german(start)} ist der {german(latest)} der letzte zulässige Tag.",
            clause=DURATION,
            errors=(
                Fault(
                    "/end",
                    "duration-exceeds-24-months",
                    f"Letzter zulässiger Tag ist der {german(latest)}.",
                ),
            ),
            facts={"latest": latest.isoformat()},
        )


def check_extension(first_end: date, end: date, new_end: date) -> None:
    """All extensions together add 12 months at most. Reading: to the end first approved.

    Raises Refused `extension-does-not-extend`, or `extension-exceeds-12-months`, which names the
    last day allowed.
    """
    if new_end <= end:
        raise Refused(
            "extension-does-not-extend",
            "Die Verlängerung verlängert nicht",
            f"Das Projekt läuft schon bis zum {german(end)}.",
            clause=DURATION,
            errors=(
                Fault(
                    "/new_end",
                    "extension-does-not-extend",
                    f"Das Projekt läuft schon bis zum {german(end)}.",
                ),
            ),
            facts={"end": end.isoformat()},
        )
    latest = last_day(first_end + timedelta(days=1), EXTENSION_MONTHS_MAX)
    if new_end > latest:
        raise Refused(
            "extension-exceeds-12-months",
            "Die Verlängerungen sind zusammen zu lang",
            f"Das zuerst bewilligte Ende war der {german(first_end)}; mit allen Verlängerungen ist"
            f" der {german(latest)} der letzte zulässige Tag.",
            clause=DURATION,
            errors=(
                Fault(
                    "/new_end",
                    "extension-exceeds-12-months",
                    f"Letzter zulässiger Tag ist der {german(latest)}.",
                ),
            ),
            facts={"latest": latest.isoformat()},
        )


def check_in_time(requested_on: date, end: date) -> None:
    """An extension is asked for while the project runs. Reading: the day of the request counts.

    Raises Refused `extension-too-late`.
    """
    if requested_on > end:
        raise Refused(
            "extension-too-late",
            "Die Verlängerung kommt zu spät",
            f"Das Projekt endete schon am {german(end)}.",
            clause=DURATION,
            errors=(
                Fault("/new_end", "extension-too-late", f"Das Projekt endete am {german(end)}."),
            ),
            facts={"end": end.isoformat()},
        )
