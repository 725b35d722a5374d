"""What each figure of an answer means: one figure, one definition. German, for people.

A figure is named by its place in the answer, without the numbers of lists.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Definition:
    """What a figure says, and how it comes about from other figures of the same answer."""

    text: str
    formula: str


BUDGET: Final[Mapping[str, Definition]] = {
    "resolved": Definition(
        "Was der Rat für das Jahr beschlossen hat, mit allen Nachträgen.",
        "accounts.budget + accounts.supplementary",
    ),
    "position": Definition(
        "Worüber der Bezirk im Jahr verfügen kann: beschlossen, übertragen und umgeschichtet.",
        "resolved + accounts.carry_in + accounts.transfer_in - accounts.transfer_out",
    ),
    "over_committed": Definition(
        "Was für schon festgelegte Mittel fehlt, weil das Budget unter sie gekürzt wurde.",
        "max(0, -accounts.frei)",
    ),
    "unfunded": Definition(
        "Was genehmigt wurde, ohne dass Mittel dafür da sind. Es ist auf keinem Konto gebucht.",
        "Summe der ungedeckten Beträge aller Projekte",
    ),
    "requested": Definition(
        "Was noch nicht entschiedene Anträge von diesem Jahr wollen. Es hält nichts zurück: in"
        " accounts.frei ist es enthalten.",
        "Summe der beantragten Beträge aller Projekte",
    ),
    "accounts.budget": Definition("Das vom Rat festgesetzte Jahresbudget (Ansatz).", "Ansatz"),
    "accounts.supplementary": Definition(
        "Was Nachträge hinzugefügt oder gekürzt haben.", "Summe der Nachträge"
    ),
    "accounts.ceiling": Definition(
        "Bis hierher darf gebunden werden, solange der Rat das Jahr nicht beschlossen hat;"
        " danach 0.",
        "Planungsrahmen oder Verpflichtungsermächtigung",
    ),
    "accounts.clause": Definition(
        "Was unter Haushaltsvorbehalt gebunden ist, ohne dass dafür Mittel beschlossen sind.",
        "Bindungen ohne Mittel",
    ),
    "accounts.carry_in": Definition(
        "Was aus dem Vorjahr hierher übertragen wurde.", "carry_out des Vorjahres"
    ),
    "accounts.transfer_in": Definition(
        "Was andere Bezirke abgegeben haben.", "Summe der angenommenen Umschichtungen"
    ),
    "accounts.frei": Definition(
        "Was noch bewilligt werden kann. Unter 0 ist das Jahr überzeichnet.",
        "position + accounts.ceiling + accounts.clause - accounts.reserviert - accounts.festgelegt"
        " - accounts.ausgezahlt - accounts.verfallen - accounts.carry_out",
    ),
    "accounts.reserviert": Definition(
        "Was auf eine Genehmigung wartet, die gerade entsteht.", "Summe der Reservierungen"
    ),
    "accounts.festgelegt": Definition(
        "Was bewilligt und noch nicht ausgezahlt ist.", "Summe über projects.bound"
    ),
    "accounts.ausgezahlt": Definition(
        "Was an die Träger gegangen ist.", "Summe über projects.paid"
    ),
    "accounts.verfallen": Definition(
        "Was beim Abschluss des Jahres frei war oder danach frei geworden ist.",
        "verfallen - danach übertragen",
    ),
    "accounts.carry_out": Definition(
        "Was in das nächste Jahr übertragen wurde.", "carry_in des nächsten Jahres"
    ),
    "accounts.transfer_out": Definition(
        "Was an andere Bezirke abgegeben wurde.", "Summe der abgegebenen Umschichtungen"
    ),
    "projects.bound": Definition(
        "Was für das Projekt in diesem Jahr bewilligt und noch nicht ausgezahlt ist.",
        "bewilligt + übertragen - ausgezahlt - aufgehoben",
    ),
    "projects.paid": Definition(
        "Was in diesem Jahr für das Projekt ausgezahlt wurde.", "Summe der Auszahlungen"
    ),
}

_ACCOUNTS: Final = ("frei", "reserviert", "festgelegt", "ausgezahlt")

PREVIEW: Final[Mapping[str, Definition]] = {
    "years.amount": Definition(
        "Was die Entscheidung in diesem Jahr bindet; unter 0 gibt sie es frei.",
        "grant, und was davon inzwischen in ein anderes Jahr übertragen ist",
    ),
    "years.missing": Definition(
        "Was in diesem Jahr für die Entscheidung fehlt.", "max(0, years.amount - before.frei)"
    ),
    **{
        f"years.{when}.{name}": BUDGET[name if name == "requested" else f"accounts.{name}"]
        for when in ("before", "after")
        for name in (*_ACCOUNTS, "requested")
    },
}

CARRY_OVERS: Final[Mapping[str, Definition]] = {
    "carry_overs.amount": Definition(
        "Was aus dem alten in das neue Jahr übertragen wurde.", "Betrag des Beschlusses"
    ),
    "total": Definition("Alles, was diese Liste überträgt.", "Summe über carry_overs.amount"),
}

YEAR_CHANGE: Final[Mapping[str, Definition]] = {
    "lapses": Definition(
        "Was verfiele, wenn das Jahr jetzt abgeschlossen würde.", "max(0, frei); danach 0"
    ),
    "lapsed": BUDGET["accounts.verfallen"],
    "unpaid.bound": BUDGET["projects.bound"],
    "unpaid_total": BUDGET["accounts.festgelegt"],
    "proposals.amount": Definition(
        "Was für das Projekt in das neue Jahr übertragen werden könnte.", "unpaid.bound"
    ),
}

LEDGER: Final[Mapping[str, Definition]] = {
    "transactions.postings.amount": Definition(
        "Was auf das Konto kommt; unter 0 geht es von ihm ab.",
        "Die Buchungen eines Vorgangs sind zusammen 0",
    ),
    **{name: it for name, it in BUDGET.items() if name.startswith("accounts.")},
}
