"""What each figure of the district's report means. German, for people.

A figure is named by its place in the answer; what is told of `totals` holds for each Träger, each
Sozialraum and each project as well.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Definition:
    """What a figure says, and how it comes about from other figures of the same answer."""

    text: str
    formula: str


REPORT: Final[Mapping[str, Definition]] = {
    "budget.resolved": Definition(
        "Was der Rat für das Jahr beschlossen hat, mit allen Nachträgen.",
        "budget.accounts.budget + budget.accounts.supplementary",
    ),
    "budget.position": Definition(
        "Worüber der Bezirk im Jahr verfügen kann: beschlossen, übertragen und umgeschichtet.",
        "budget.resolved + budget.accounts.carry_in + budget.accounts.transfer_in"
        " - budget.accounts.transfer_out",
    ),
    "budget.accounts": Definition(
        "Die Konten des Haushaltsbuchs. Was auf ihnen liegt, ist so viel wie das, woher es kommt.",
        "budget + supplementary + ceiling + clause + carry_in + transfer_in + refill = frei"
        " + reserviert + festgelegt + ausgezahlt + verfallen + vereinnahmt + carry_out"
        " + transfer_out",
    ),
    "budget.over_committed": Definition(
        "Was für schon festgelegte Mittel fehlt, weil das Budget unter sie gekürzt wurde.",
        "max(0, -budget.accounts.frei)",
    ),
    "budget.unfunded": Definition(
        "Was genehmigt wurde, ohne dass Mittel dafür da sind. Es ist auf keinem Konto gebucht.",
        "Summe der ungedeckten Beträge aller Projekte",
    ),
    "totals.projects": Definition(
        "Projekte, die im Jahr laufen, abgeschlossen werden oder Mittel des Jahres haben.",
        "Anzahl in projects",
    ),
    "totals.committed": Definition(
        "Was im Jahr für Projekte gebunden ist, ausgezahlt oder nicht.",
        "totals.bound + totals.paid",
    ),
    "totals.bound": Definition(
        "Was bewilligt und noch nicht ausgezahlt ist.", "budget.accounts.festgelegt"
    ),
    "totals.paid": Definition("Was an die Träger gegangen ist.", "budget.accounts.ausgezahlt"),
    "totals.carried_in": Definition(
        "Was für Projekte aus dem Vorjahr hierher übertragen wurde.",
        "Summe über projects.carried_in",
    ),
    "totals.carried_out": Definition(
        "Was für Projekte in das nächste Jahr übertragen wurde.", "Summe über projects.carried_out"
    ),
    "totals.repaid": Definition(
        "Was Träger zurückgezahlt haben, gebucht in diesem Jahr.", "budget.accounts.refill"
    ),
    "totals.claimed": Definition(
        "Was in diesem Jahr zurückgefordert wurde und noch gilt, ohne Zinsen.",
        "totals.received + totals.open + totals.waived",
    ),
    "totals.received": Definition(
        "Was davon zurückkam, in welchem Jahr auch immer.",
        "Summe der Rückzahlungen auf die Forderungen dieses Jahres",
    ),
    "totals.open": Definition(
        "Was davon noch zurückzuzahlen ist.",
        "totals.claimed - totals.received - totals.waived",
    ),
    "totals.waived": Definition(
        "Was davon erlassen oder niedergeschlagen ist.",
        "Summe der Verzichte auf die Forderungen dieses Jahres",
    ),
    "totals.interest": Definition(
        "Was in diesem Jahr an Zinsen festgesetzt wurde und noch gilt, neben den Forderungen.",
        "totals.interest_received + totals.interest_open + totals.interest_waived",
    ),
    "totals.interest_received": Definition(
        "Was davon eingegangen ist. Es gehört zu keinem Budget.",
        "Summe der Zinseingänge auf die Bescheide dieses Jahres",
    ),
    "totals.interest_open": Definition(
        "Was davon noch zu zahlen ist.",
        "totals.interest - totals.interest_received - totals.interest_waived",
    ),
    "totals.interest_waived": Definition(
        "Was davon nicht mehr verlangt wird.",
        "Summe der Verzichte auf die Zinsen dieses Jahres",
    ),
    "totals.goals": Definition(
        "Wie viele Ziele in welchem Stand sind: nach der Abrechnung, sonst nach dem Projektbericht"
        " über das Jahr.",
        "jedes Ziel jedes Projekts zählt einmal",
    ),
}
