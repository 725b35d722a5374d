"""The refusals of payments."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from services.funding.events import OwedKind, PaymentsBlocked
from services.funding.orders import OrderState
from shared.calendar import german
from shared.guideline import BUDGET, REPORT
from shared.money import euros
from shared.refusal import Fault, Refused

ENDED: Final[dict[OrderState, str]] = {
    "ordered": "Die Zahlung ist angewiesen und noch nicht bestätigt.",
    "failed": "Die Zahlung ist als fehlgeschlagen vermerkt.",
    "paid": "Die Zahlung ist schon bestätigt.",
    "reversed": "Die Zahlung ist zurückgebucht.",
}

OWED: Final[dict[OwedKind, str]] = {
    "annual-report": "der Projektbericht {year}",
    "statement-of-use": "der Verwendungsnachweis",
    "interim-report": "ein Zwischenbericht",
}


def payment_too_large(year: int, left_ct: int) -> Refused:
    """Only what is bound for a project, and not under way to it, can be paid to it."""
    return Refused(
        "payment-exceeds-commitment",
        "Die Auszahlung ist zu hoch",
        f"Für das Projekt sind im Jahr {year} noch {euros(left_ct)} festgelegt und nicht"
        " angewiesen.",
        clause=BUDGET,
        facts={"year": year, "left_ct": left_ct},
    )


def payments_held() -> Refused:
    """While a project is being settled, or money of it is being moved, nothing is paid."""
    return Refused(
        "payments-held",
        "Auszahlungen sind angehalten",
        "Das Projekt wird gerade abgerechnet oder geändert.",
        kind="conflict",
        clause=REPORT,
    )


def reports_overdue(blocks: Iterable[PaymentsBlocked]) -> Refused:
    """Who is late with a report gets no more money until it is there."""
    late = sorted(blocks, key=lambda it: (it.due_on, it.duty_id))
    named = [f"{OWED[it.kind].format(year=it.year)} (fällig am {german(it.due_on)})" for it in late]
    return Refused(
        "reports-overdue",
        "Ein Bericht ist überfällig",
        f"Es fehlt {'; es fehlt '.join(named)}. Sobald alles eingereicht ist, kann wieder"
        " ausgezahlt werden.",
        kind="conflict",
        clause=REPORT,
        facts={
            "duties": [
                {
                    "duty_id": it.duty_id,
                    "kind": it.kind,
                    "year": it.year,
                    "due_on": it.due_on.isoformat(),
                }
                for it in late
            ]
        },
    )


def payments_under_way(year: int, amount_ct: int) -> Refused:
    """Whoever counts what was paid must know whether it was."""
    return Refused(
        "payments-under-way",
        "Zahlungen sind unterwegs",
        f"Im Jahr {year} sind {euros(amount_ct)} angewiesen und weder bestätigt noch"
        " fehlgeschlagen. Bitte erst die Rückmeldung der Kasse einlesen.",
        kind="conflict",
        facts={"year": year, "amount_ct": amount_ct},
    )


def payment_unknown() -> Refused:
    """No pay list holds it."""
    return Refused(
        "payment-unknown",
        "Diese Zahlung gibt es nicht",
        "Zu diesen Angaben steht keine Zahlung in einer Zahlliste.",
        kind="unknown",
    )


def amount_differs(ordered_ct: int, told_ct: int) -> Refused:
    """A payment is confirmed as it was ordered, or not at all."""
    return Refused(
        "amount-differs",
        "Der Betrag stimmt nicht",
        f"Angewiesen sind {euros(ordered_ct)}, gemeldet {euros(told_ct)}.",
        facts={"ordered_ct": ordered_ct, "told_ct": told_ct},
    )


def payment_ended(state: OrderState) -> Refused:
    """What has become of a payment allows this no more, or not yet."""
    return Refused(
        "payment-state",
        "Das passt nicht zum Stand der Zahlung",
        ENDED[state],
        kind="conflict",
        facts={"state": state},
    )


def day_impossible(field: str, earliest: date, today: date) -> Refused:
    """Nothing is paid before it was ordered, comes back before it was paid, or happens tomorrow."""
    detail = f"Möglich ist ein Tag vom {german(earliest)} bis zum {german(today)}."
    return Refused(
        "day-impossible",
        "An diesem Tag kann das nicht gewesen sein",
        detail,
        errors=(Fault(f"/{field}", "day-impossible", detail),),
        facts={"earliest": earliest.isoformat(), "latest": today.isoformat()},
    )


def notice_unknown() -> Refused:
    """Neither a notice nor a decision of this id is known."""
    return Refused(
        "notice-unknown",
        "Dieser Bescheid ist nicht bekannt",
        "Zu dieser Entscheidung ist weder ein Bescheid noch eine Bewilligung angekommen.",
        kind="unknown",
    )


def notice_not_final(final_ct: int, final_from: date | None) -> Refused:
    """Before a notice is final, nothing is paid upon it."""
    when = (
        f"Er ist es ab dem {german(final_from)}."
        if final_from
        else "Wann er zur Post ging, ist nicht vermerkt."
    )
    return Refused(
        "notice-not-final",
        "Der Bescheid ist noch nicht bestandskräftig",
        f"Auszahlbar sind bisher {euros(final_ct)}. {when} Früher geht es mit einem"
        " Rechtsbehelfsverzicht.",
        clause=BUDGET,
        facts={
            "final_ct": final_ct,
            "final_from": final_from.isoformat() if final_from else None,
        },
    )


def plan_too_large(field: str, year: int, left_ct: int) -> Refused:
    """Never is more planned than is bound."""
    detail = f"Im Jahr {year} lassen sich noch {euros(left_ct)} einplanen."
    return Refused(
        "plan-exceeds-commitment",
        "So viel ist nicht festgelegt",
        detail,
        clause=BUDGET,
        errors=(Fault(f"/{field}", "plan-exceeds-commitment", detail),),
        facts={"year": year, "left_ct": left_ct},
    )


def too_far_ahead(latest: date) -> Refused:
    """Money is asked for when it is soon needed."""
    detail = f"Angefordert werden kann für Zahlungen, die bis zum {german(latest)} fällig sind."
    return Refused(
        "drawdown-too-early",
        "Dafür ist es noch zu früh",
        detail,
        errors=(Fault("/last", "drawdown-too-early", detail),),
        facts={"latest": latest.isoformat()},
    )


def own_money_first(needed_ct: int) -> Refused:
    """Whoever has money for a payment does not need a grant for it yet."""
    detail = f"Nach den eigenen Mitteln fehlen {euros(needed_ct)}."
    return Refused(
        "own-money-first",
        "Eigene Mittel werden zuerst eingesetzt",
        detail,
        errors=(Fault("/amount", "own-money-first", detail),),
        facts={"needed_ct": needed_ct},
    )


def instalment_unknown() -> Refused:
    """Nobody has planned it, or the plan was made anew since."""
    return Refused(
        "instalment-unknown",
        "Diese Rate gibt es nicht",
        "Vielleicht wurde der Zahlungsplan inzwischen neu aufgestellt. Bitte neu laden.",
        kind="unknown",
    )


def already_ordered() -> Refused:
    """What stands in a pay list is past releasing and cancelling."""
    return Refused(
        "already-ordered",
        "Die Zahlung ist schon angewiesen",
        "Sie steht in einer Zahlliste. Ein Fehlschlag oder eine Rückbuchung lässt sich vermerken.",
        kind="conflict",
    )


def already_cancelled() -> Refused:
    """It is no payment any more."""
    return Refused(
        "already-cancelled",
        "Die Zahlung ist storniert",
        "Sie kann nicht mehr freigegeben werden.",
        kind="conflict",
    )


def four_eyes() -> Refused:
    """Who plans or asks does not release; who releases does not order."""
    return Refused(
        "four-eyes",
        "Das muss jemand anderes tun",
        "Freigegeben wird, was jemand anderes geplant hat, und angewiesen, was jemand anderes"
        " freigegeben hat.",
        kind="denied",
    )


def nothing_to_pay(left_out: Sequence[str]) -> Refused:
    """An empty pay list is none; `left_out` says what stands in the way of what is due."""
    why = " ".join(dict.fromkeys(left_out))
    return Refused(
        "nothing-to-pay",
        "Es ist nichts anzuweisen",
        why or "Bis zu diesem Tag ist keine freigegebene Zahlung fällig.",
        facts={"left_out": len(left_out)},
    )


def no_account() -> Refused:
    """Where the money should go is not known."""
    return Refused(
        "account-missing",
        "Die Bankverbindung fehlt",
        "Zum Träger ist keine IBAN erfasst.",
        kind="conflict",
    )
