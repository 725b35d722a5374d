"""Asking again: servers may stop and come back, and what one service did reaches others later.

A repeated request carries the same command id, so that it takes effect once however often it is
sent.
"""

import time
from collections.abc import Callable
from typing import Final, TypeVar

from rich.console import Console

from shared.refusal import Refused

PATIENCE_SECONDS: Final = 120.0
QUIET_SECONDS: Final = 1.5  # A hiccup is not worth a word.
PAUSE_SECONDS_MIN: Final = 0.05
PAUSE_SECONDS_MAX: Final = 5.0

NOT_YET_HEARD: Final = frozenset(
    {
        "flat-rate-unknown",
        "grant-unknown",
        "insufficient-budget",
        "insufficient-commitment",
        "no-onboarding-owed",
        "no-statement-owed",
        "notice-not-final",
        "notice-unknown",
        "payment-exceeds-commitment",
        "payments-held",
        "plan-exceeds-commitment",
        "policy-not-heard",
        "policy-outdated",
        "project-not-approved",
        "project-not-over",
        "project-unknown",
        "reports-overdue",
        "sozialraum-unknown",
        "statement-not-checked",
    }
)
"""What services answer, too, as long as they have not yet heard what another one did."""

Answer = TypeVar("Answer")


class Patience:
    """Repeats what fails for a while, with growing pauses, and says so."""

    def __init__(
        self,
        out: Console,
        seconds: float = PATIENCE_SECONDS,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.out = out
        self.seconds = seconds
        self.clock = clock
        self.sleep = sleep

    def ask(self, ask: Callable[[], Answer], expected: str | None = None) -> Answer:
        """Return the answer. Raises Refused: a no that waiting does not change, or the last one."""
        begun, pause, told = self.clock(), PAUSE_SECONDS_MIN, False
        while True:
            try:
                answer = ask()
            except Refused as refused:
                if not _may_pass(refused, expected) or self.clock() - begun > self.seconds:
                    raise
                told = told or self._tell(refused, self.clock() - begun)
                self.sleep(pause)
                pause = min(pause * 2, PAUSE_SECONDS_MAX)
            else:
                if told:
                    self.out.print("         Es geht weiter.", style="yellow")
                return answer

    def _tell(self, refused: Refused, waited: float) -> bool:
        if waited < QUIET_SECONDS:
            return False
        self.out.print(
            f"         {refused.title}. Die Vorführung wartet und fragt mit derselben"
            f" Vorgangskennung wieder, höchstens {self.seconds:.0f} Sekunden lang …",
            style="yellow",
            highlight=False,
            soft_wrap=True,
        )
        return True


def _may_pass(refused: Refused, expected: str | None) -> bool:
    if refused.code == expected:
        return False
    return refused.kind in ("unavailable", "timeout") or refused.code in NOT_YET_HEARD
