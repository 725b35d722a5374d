"""The refusals of claims."""

from shared.guideline import REPORT
from shared.money import euros
from shared.refusal import Fault, Refused


def nothing_claimed() -> Refused:
    """There is no claim, or the settlement that made it was reopened."""
    return Refused(
        "nothing-claimed",
        "Es ist nichts zurückgefordert",
        "Zu diesem Projekt gibt es keine Forderung, die gilt.",
        kind="conflict",
        clause=REPORT,
    )


def more_than_open(open_ct: int) -> Refused:
    """Nobody pays back, and nobody is spared, more than is open."""
    detail = f"Offen sind noch {euros(open_ct)}."
    return Refused(
        "more-than-open",
        "So viel ist nicht offen",
        detail,
        clause=REPORT,
        errors=(Fault("/amount", "more-than-open", detail),),
        facts={"open_ct": open_ct},
    )


def reference_known(amount_ct: int) -> Refused:
    """A booking is told once; another one has another reference."""
    return Refused(
        "reference-known",
        "Diese Buchung ist schon vermerkt",
        f"Unter diesem Kennzeichen sind {euros(amount_ct)} vermerkt.",
        kind="conflict",
        errors=(Fault("/reference", "reference-known", "Dieses Kennzeichen ist schon vergeben."),),
    )


def interest_unknown() -> Refused:
    """No notice has fixed it."""
    return Refused(
        "interest-unknown",
        "Diese Zinsen gibt es nicht",
        "Zu diesem Projekt ist kein Zinsbescheid mit dieser Kennung bekannt.",
        kind="unknown",
    )


def no_interest_due() -> Refused:
    """A notice fixes something."""
    return Refused(
        "no-interest-due",
        "Es sind keine Zinsen festzusetzen",
        "Bis zu diesem Tag sind keine Zinsen angefallen, die nicht schon festgesetzt sind.",
        kind="conflict",
        clause=REPORT,
        errors=(Fault("/until", "no-interest-due", "Bis hierher fallen keine weiteren an."),),
    )


def statement_not_checked() -> Refused:
    """Nobody knows yet when money was used, and whether it was used as it should be."""
    return Refused(
        "statement-not-checked",
        "Der Verwendungsnachweis ist nicht geprüft",
        "Wann das Geld verwendet wurde, steht erst mit dem geprüften Verwendungsnachweis fest.",
        kind="conflict",
        clause=REPORT,
    )


def waiver_unknown() -> Refused:
    """Nobody has proposed it for the claim that holds."""
    return Refused(
        "waiver-unknown",
        "Den Vorschlag gibt es nicht",
        "Zu der Forderung, die gilt, hat niemand diesen Verzicht vorgeschlagen.",
        kind="unknown",
    )


def four_eyes() -> Refused:
    """Who proposes a waiver does not decide on it."""
    return Refused(
        "four-eyes",
        "Das muss jemand anderes tun",
        "Über einen Verzicht entscheidet, wer ihn nicht selbst vorgeschlagen hat.",
        kind="denied",
    )


def of_the_recipient() -> Refused:
    """Who belongs to the Träger that owes it neither proposes a waiver nor decides on one."""
    return Refused(
        "conflict-of-interest",
        "Es besteht ein Interessenkonflikt",
        "Wer zu dem Träger gehört, der die Zuwendung erhalten hat, vermerkt keine Rückzahlung und"
        " verzichtet auf nichts.",
        kind="denied",
    )
