"""Genehmigung und Umsetzung, Projektantrag stellen: from when, out of what, and what is asked."""

from datetime import date
from typing import Final

from shared.calendar import german
from shared.refusal import Clause, Fault, Refused

START: Final = Clause(
    "Genehmigung und Umsetzung", "Vor dem Tag der Genehmigung beginnt kein Projekt."
)


def check_start(approved_on: date, start: date, *, early_from: date | None = None) -> None:
    """No project begins before it is approved. Reading: it may begin on that day.

    early_from  the day of the application, where the office permits an early start (vorzeitiger
                Maßnahmebeginn) at the Träger's own risk; None where it does not, as a rule

    Raises Refused `start-before-approval`.
    """
    earliest = approved_on if early_from is None else min(approved_on, early_from)
    if start < earliest:
        raise Refused(
            "start-before-approval",
            "Der Beginn liegt vor der Genehmigung",
            f"Geplant ist der Beginn am {german(start)}, genehmigt würde am {german(approved_on)}.",
            clause=START,
            errors=(Fault("/start", "start-before-approval", "Der Beginn ist zu früh."),),
            facts={"earliest": earliest.isoformat()},
        )


BUDGET: Final = Clause(
    "Genehmigung und Umsetzung",
    "Für Projekte steht jedem Bezirksjugendamt ein Budget je Jahr zur Verfügung.",
)
"""Its sums are the ledger of the years: what is not there cannot be approved."""

APPLICATION: Final = Clause(
    "Projektantrag stellen",
    "Ein Antrag nennt Bedarf, Ziele, Zielgruppe, Maßnahmen, Dauer und Kosten.",
)
"""All six are fields of the form, and none may be empty."""
