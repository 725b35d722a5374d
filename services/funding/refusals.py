"""The refusals of this service."""

from collections.abc import Sequence
from datetime import date

from shared.calendar import german
from shared.guideline import BUDGET
from shared.money import AMOUNT_CT_MAX, euros
from shared.refusal import Fault, Refused


def _of_year(code: str, title: str, detail: str, year: int, facts: dict[str, int]) -> Refused:
    """Say what a year refuses; in which field its asker named the year, only the asker's form knows."""
    return Refused(
        code,
        title,
        detail,
        clause=BUDGET,
        errors=(Fault("", code, detail),),
        facts={"year": year, **facts},
    )


def of_all_years(refused: Sequence[Refused]) -> Refused:
    """Return the first refusal, with the details and faults of all."""
    first = refused[0]
    return Refused(
        first.code,
        first.title,
        " ".join(no.detail for no in refused),
        kind=first.kind,
        clause=first.clause,
        errors=tuple(fault for no in refused for fault in no.errors),
        facts=first.facts,
    )


def insufficient(year: int, missing_ct: int) -> Refused:
    """The year has not so much left."""
    return _of_year(
        "insufficient-budget",
        "Das Budget reicht nicht",
        f"Im Budget {year} fehlen {euros(missing_ct)}.",
        year,
        {"missing_ct": missing_ct},
    )


def no_budget(year: int) -> Refused:
    """The council has not resolved on this year."""
    return _of_year(
        "no-budget-for-year",
        "Für das Jahr gibt es kein Budget",
        f"Für {year} ist noch kein Budget festgesetzt.",
        year,
        {},
    )


def unfunded(year: int, lacking_ct: int) -> Refused:
    """Something was approved without room, and comes first."""
    return _of_year(
        "year-has-unfunded-approval",
        "Eine Genehmigung des Jahres ist noch nicht gedeckt",
        f"Im Budget {year} fehlen {euros(lacking_ct)} für schon genehmigte Projekte.",
        year,
        {"missing_ct": lacking_ct},
    )


def insufficient_commitment(year: int, missing_ct: int) -> Refused:
    """A change wants to move away what is not there, or paid already."""
    return _of_year(
        "insufficient-commitment",
        "So viel ist nicht mehr festgelegt",
        f"Im Jahr {year} sind dafür {euros(missing_ct)} zu wenig festgelegt und noch nicht"
        " ausgezahlt.",
        year,
        {"missing_ct": missing_ct},
    )


def cut_too_deep(year: int, total_ct: int) -> Refused:
    """A cut can take what there is, and no more."""
    return _of_year(
        "cut-exceeds-budget",
        "Die Kürzung ist größer als das Budget",
        f"Das Budget {year} beträgt {euros(total_ct)}.",
        year,
        {"total_ct": total_ct},
    )


def budget_too_large(year: int) -> Refused:
    """A budget is not larger than an amount can be told."""
    return _of_year(
        "budget-too-large",
        "Das Budget wird zu groß",
        f"Ein Jahresbudget ist hier höchstens {euros(AMOUNT_CT_MAX)}.",
        year,
        {},
    )


def no_ceiling(year: int) -> Refused:
    """The council has resolved neither on this year nor on how much of it may be committed."""
    return _of_year(
        "no-ceiling",
        "Für das Jahr gibt es weder Budget noch Planungsrahmen",
        f"Für {year} ist weder ein Budget noch ein Planungsrahmen festgesetzt.",
        year,
        {},
    )


def over_committed(year: int, lacking_ct: int) -> Refused:
    """More is committed than there is: first a supplement must cover it."""
    return _of_year(
        "year-over-committed",
        "Das Jahr ist überzeichnet",
        f"Im Budget {year} fehlen {euros(lacking_ct)} für das, was schon festgelegt ist.",
        year,
        {"missing_ct": lacking_ct},
    )


def year_closed(year: int) -> Refused:
    """The year is closed; only what is bound in it can still be carried over."""
    return _of_year(
        "year-closed",
        "Das Haushaltsjahr ist abgeschlossen",
        f"Das Haushaltsjahr {year} ist abgeschlossen. Was darin noch festgelegt ist, muss erst in"
        " das nächste Jahr übertragen werden.",
        year,
        {},
    )


def year_not_over(year: int) -> Refused:
    """A year is closed after its last day."""
    return _of_year(
        "year-not-over",
        "Das Haushaltsjahr ist noch nicht zu Ende",
        f"Das Haushaltsjahr {year} kann erst ab dem 1.1.{year + 1} abgeschlossen werden.",
        year,
        {},
    )


def reservations_open(year: int, count: int, reserved_ct: int) -> Refused:
    """Some approval is still being made."""
    return _of_year(
        "reservations-open",
        "Es wird noch entschieden",
        f"Im Jahr {year} warten noch {euros(reserved_ct)} auf eine Entscheidung.",
        year,
        {"reservations": count, "reserved_ct": reserved_ct},
    )


def carry_over_too_large(year: int, missing_ct: int) -> Refused:
    """Only what is there can be carried over."""
    return _of_year(
        "carry-over-exceeds",
        "So viel kann nicht übertragen werden",
        f"Im Jahr {year} fehlen dafür {euros(missing_ct)}.",
        year,
        {"missing_ct": missing_ct},
    )


def transfer_to_itself(pointer: str) -> Refused:
    """A transfer has two districts."""
    text = "Abgebender und annehmender Bezirk sind derselbe."
    return Refused(
        "transfer-to-itself",
        "Das ist keine Umschichtung zwischen Bezirken",
        text,
        kind="invalid",
        clause=BUDGET,
        errors=(Fault(pointer, "transfer-to-itself", text),),
    )


def grant_unknown() -> Refused:
    """Of this project no approval is known here."""
    return Refused(
        "grant-unknown",
        "Die Bewilligung ist nicht bekannt",
        "Zu diesem Projekt ist noch keine Genehmigung angekommen.",
        kind="unknown",
    )


def grant_not_yet_heard() -> Refused:
    """Projects has changed the grant, and we have not heard of it yet."""
    return Refused(
        "grant-not-yet-heard",
        "Die letzte Änderung ist noch nicht verbucht",
        "Das geschieht gleich. Bitte den Abschluss noch einmal versuchen.",
        kind="unavailable",
    )


def proposal_unknown() -> Refused:
    """Nobody has proposed this."""
    return Refused(
        "proposal-unknown",
        "Der Vorschlag ist nicht bekannt",
        "Zu dieser Kennung sind keine Festlegungen vorgeschlagen.",
        kind="unknown",
    )


def four_eyes() -> Refused:
    """Who proposes does not adopt."""
    return Refused(
        "four-eyes",
        "Das muss jemand anderes tun",
        "Festlegungen beschließt, wer sie nicht selbst vorgeschlagen hat.",
        kind="denied",
    )


def proposal_outdated(position: int) -> Refused:
    """Adopting it would undo, unseen, what was adopted since it was proposed."""
    return Refused(
        "proposal-outdated",
        "Der Vorschlag ist überholt",
        f"Seit dem Vorschlag wurden andere Festlegungen (Nr. {position}) beschlossen. Bitte neu"
        " vorschlagen.",
        kind="conflict",
        facts={"position": position},
    )


def policy_too_early(valid_from: date, earliest: date) -> Refused:
    """A policy changes no past day, and begins in the order of its position."""
    detail = (
        f"Die Festlegungen sollen ab dem {german(valid_from)} gelten; möglich ist das frühestens"
        f" ab dem {german(earliest)}."
    )
    return Refused(
        "policy-too-early",
        "Festlegungen gelten nicht rückwirkend",
        detail,
        errors=(Fault("/valid_from", "policy-too-early", detail),),
        facts={"earliest": earliest.isoformat()},
    )


def policy_outdated(edition: str, position: int) -> Refused:
    """What was computed rests on other rules than those valid today."""
    return Refused(
        "policy-outdated",
        "Die Regeln haben sich geändert",
        "Die Berechnung beruht nicht auf den geltenden Regeln. Bitte noch einmal versuchen.",
        kind="conflict",
        facts={"edition": edition, "policy_position": position},
    )
