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
    "accounts.refill": Definition(
        "Was Träger zurückgezahlt haben, oder noch zurückzahlen und schon wieder frei ist.",
        "zurückgeforderte Beträge",
    ),
    "accounts.frei": Definition(
        "Was noch bewilligt werden kann. Unter 0 ist das Jahr überzeichnet.",
        "position + accounts.ceiling + accounts.clause + accounts.refill - accounts.reserviert - accounts.festgelegt"
        " - accounts.ausgezahlt - accounts.verfallen - accounts.vereinnahmt - accounts.carry_out",
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
    "accounts.vereinnahmt": Definition(
        "Was zu einem schon abgeschlossenen Jahr zurückkam: Einnahme der Stadt, nicht wieder frei.",
        "accounts.refill, soweit nicht wieder frei",
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
    "projects.under_way": Definition(
        "Was davon in einer Zahlliste steht und weder bestätigt noch fehlgeschlagen ist.",
        "Summe der angewiesenen Zahlungen",
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
        "Was für das Projekt in das neue Jahr übertragen werden könnte.",
        "unpaid.bound, soweit nicht angewiesen",
    ),
}

PAYMENTS: Final[Mapping[str, Definition]] = {
    "payable": Definition(
        "Was nach bestandskräftigen Bescheiden noch ausgezahlt werden kann.",
        "Summe über notices.amount der bestandskräftigen Bescheide + Summe der Rückzahlungen"
        " - Summe über years.paid - Summe über years.under_way, mindestens 0",
    ),
    "notices.amount": Definition(
        "Was die Entscheidung bewilligt; unter 0 nimmt sie zurück, dann sofort. Die Abrechnung"
        " nimmt zurück, was über die endgültige Zuwendung hinausgeht.",
        "Betrag der Entscheidung über alle Jahre",
    ),
    "years.bound": BUDGET["projects.bound"],
    "years.under_way": BUDGET["projects.under_way"],
    "years.paid": BUDGET["projects.paid"],
    "years.planned": Definition(
        "Was geplant oder freigegeben ist und in keiner Zahlliste steht.",
        "Summe der offenen Raten",
    ),
    "years.unplanned": Definition(
        "Was sich noch einplanen lässt.", "years.bound - years.under_way - years.planned"
    ),
    "years.payments.amount": Definition("Was auf einmal gezahlt wird.", "Betrag der Rate"),
}

LISTED_PAYMENTS: Final[Mapping[str, Definition]] = {
    "payments.amount": PAYMENTS["years.payments.amount"],
    "total": Definition("Alles, was diese Liste nennt.", "Summe über payments.amount"),
}

PAY_LISTS: Final[Mapping[str, Definition]] = {
    "pay_lists.total": Definition("Was die Liste anweist.", "Summe ihrer Zahlungen"),
}

LEDGER: Final[Mapping[str, Definition]] = {
    "transactions.postings.amount": Definition(
        "Was auf das Konto kommt; unter 0 geht es von ihm ab.",
        "Die Buchungen eines Vorgangs sind zusammen 0",
    ),
    **{name: it for name, it in BUDGET.items() if name.startswith("accounts.")},
}

LATE_USE: Final[Mapping[str, Definition]] = {
    "late.amount": Definition(
        "Was von einer Zahlung erst nach Ablauf der Frist für den Zweck ausgegeben wurde.",
        "Die Ausgaben gelten zuerst als aus der Zuwendung bezahlt, die älteste Zahlung zuerst",
    ),
    "late_total": Definition("Alles, was zu spät verwendet wurde.", "Summe über late.amount"),
    "interest": Definition(
        "Zinsen darauf bis zum genannten Tag, soweit sie nicht schon festgesetzt sind.",
        "Summe der Tage, jeder zu fünf Prozentpunkten über seinem Basiszinssatz",
    ),
}

CLAIMS: Final[Mapping[str, Definition]] = {
    "paid": Definition("Was ausgezahlt wurde.", "Summe der Auszahlungen ohne Rückbuchungen"),
    "payable": Definition(
        "Was noch festgelegt und auszuzahlen ist.", "Summe über die Jahre, auch was ungedeckt ist"
    ),
    "claimed": Definition(
        "Was zurückgefordert ist und gilt. paid + payable - claimed ist die endgültige Zuwendung.",
        "Summe über claims.claimed - Summe über claims.void",
    ),
    "claims.claimed": Definition(
        "Was zurückgefordert wurde.",
        "claims.received + claims.open + claims.waived + claims.void",
    ),
    "claims.received": Definition("Was zurückkam.", "Summe über claims.receipts.amount"),
    "claims.waived": Definition(
        "Was erlassen oder niedergeschlagen ist.", "Summe der beschlossenen claims.waivers.amount"
    ),
    "claims.void": Definition(
        "Was nicht mehr gilt, weil neu abgerechnet wird.", "claims.open bei der Wiederaufnahme"
    ),
    "claims.open": Definition(
        "Was noch zurückzuzahlen ist.",
        "claims.claimed - claims.received - claims.waived - claims.void",
    ),
    "claims.by_year.amount": Definition(
        "Aus welchem Haushaltsjahr der zurückgeforderte Betrag gezahlt wurde.",
        "Ausgezahltes des Jahres über die endgültige Zuwendung des Jahres hinaus",
    ),
    "claims.receipts.amount": Definition("Was auf einmal zurückkam.", "Betrag der Buchung"),
    "claims.waivers.amount": Definition(
        "Worauf verzichtet werden soll; 0, wo es um die Zinsen geht.", "Betrag des Vorschlags"
    ),
    "claims.interest.amount": Definition(
        "Zinsen bis zum genannten Tag, neben der Forderung.",
        "Summe der Tage, jeder zu fünf Prozentpunkten über seinem Basiszinssatz",
    ),
    "interests.amount": Definition(
        "Was ein Zinsbescheid festgesetzt hat. Es ist kein Teil der Forderung und gehört zu keinem"
        " Haushaltsjahr.",
        "interests.received + interests.open + interests.waived + interests.void",
    ),
    "interests.earlier": Definition(
        "Was frühere Bescheide für dieselben Tage schon festgesetzt hatten.",
        "Summe über interests.amount davor",
    ),
    "interests.spans.amount": Definition(
        "Was an diesen Tagen offen war.", "claims.claimed, ohne was bis dahin zurückkam"
    ),
    "interests.received": Definition(
        "Was an Zinsen eingegangen ist.", "Summe über interests.receipts.amount"
    ),
    "interests.receipts.amount": Definition("Was auf einmal einging.", "Betrag der Buchung"),
    "interests.waived": Definition(
        "Was an festgesetzten Zinsen nicht mehr verlangt wird.", "interests.open bei dem Verzicht"
    ),
    "interests.void": Definition(
        "Was nicht mehr gilt, weil neu abgerechnet wird.",
        "interests.open bei der Wiederaufnahme",
    ),
    "interests.open": Definition(
        "Was an Zinsen noch zu zahlen ist.",
        "interests.amount - interests.received - interests.waived - interests.void",
    ),
    "settlement.final_grant.amount": Definition(
        "Die endgültige Zuwendung des Jahres.", "settlement.steps"
    ),
    "settlement.recovery": Definition(
        "Was bei der Festsetzung zu viel gezahlt war.", "settlement.steps"
    ),
    "settlement.remaining": Definition(
        "Was bei der Festsetzung noch zu zahlen war.", "settlement.steps"
    ),
}
