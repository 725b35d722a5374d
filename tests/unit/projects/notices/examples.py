"""Notices typed by hand: a third of a cent lost in each sum, a tranche of nothing, a surplus moved."""

from dataclasses import replace
from datetime import date

from services.projects.events import NoticeKind
from services.projects.notices.approval import Approval, Employees, Goal, Reduction, Sign, Year
from services.projects.notices.changes import (
    Amendment,
    AmountChange,
    DateChange,
    Extension,
    Reference,
    Tranche,
)
from services.projects.notices.endings import ChangeRejection, Revocation, Termination
from services.projects.notices.interest import InterestNotice
from services.projects.notices.letter import Addressee, Letter, OwnShare
from services.projects.notices.notice import Notice, Rejection
from services.projects.notices.office import DataProtection, Office, Remedy
from services.projects.notices.settlement import Balance, Final, Hearing
from shared.guideline import Span, Step, Summand

OFFICE = Office(
    city="Stadt Köln",
    authority="Die Oberbürgermeisterin",
    name="Bezirksjugendamt Kalk",
    street="Musterstraße 1",
    place="51103 Köln",
    telephone="0221 000000-0",
    email="bezirksjugendamt-kalk@example.org",
    signatory="Bezirksjugendamtsleitung",
    funder="Stadt Köln, Amt für Kinder, Jugend und Familie",
    guideline="„Sozialraumorientierte Vernetzung der Jugendhilfe“",
    standard_conditions="Allgemeine Nebenbestimmungen für Zuwendungen zur Projektförderung (ANBest-P)",
    auditor="das Rechnungsprüfungsamt der Stadt Köln",
    remedy=Remedy("action", "Verwaltungsgericht Köln", "Appellhofplatz, 50667 Köln"),
    data_protection=DataProtection(
        "Behördliche Datenschutzbeauftragte der Stadt Köln",
        "Musterstraße 2, 51103 Köln",
        "https://www.example.org/datenschutz",
    ),
)
LETTER = Letter(
    office=OFFICE,
    addressee=Addressee("Jugendwerk Kalk e. V.", ("Kalker Weg 12", "51103 Köln")),
    file_number="2026-8-017",
    title="Mädchentreff „Kalk & Co.“",
    sozialraum="Humboldt/Gremberg",
    dated=date(2026, 1, 14),
    applied_on=date(2025, 11, 28),
    application_version=2,
)
GOALS = (
    Goal(
        1,
        "Mädchen von 12 bis 16 Jahren kommen regelmäßig zum Treff.\nSie bestimmen das Programm mit.",
        (
            Sign("Treffen im Jahr, zu denen mindestens acht Mädchen kommen", "40"),
            Sign("Mädchen, die zum ersten Mal kommen", "25"),
        ),
    ),
    Goal(2, "Mädchen planen eigene Angebote.", (Sign("von Mädchen geplante Angebote", "≥ 10"),)),
    Goal(
        3,
        "Mädchen fühlen sich auf dem Platz sicher.",
        (),
        "Lässt sich nicht zählen; eine Befragung im Herbst 2027 zeigt es.",
    ),
)
COSTS = "Förderfähige Kosten"
GAP = "Finanzierung und Förderung"
STEPS = (
    Step(
        "costs-2026",
        "Die Kosten 2026: Personal, und Sachkosten nach Pauschalsätzen.",
        (
            Summand("post-1", "Sozialpädagogin, S 11b", 2_904_039),
            Summand("flat-rate", "Pauschale Verwaltung", 290_404),
        ),
        3_194_443,
        COSTS,
    ),
    Step(
        "eligible-costs",
        "Förderfähig sind die anerkannten Kosten aller Jahre zusammen.",
        (
            Summand("2026", "Kosten 2026", 3_194_443),
            Summand("2027", "Kosten 2027", 3_333_333),
            Summand("2028", "Kosten 2028", 138_890),
        ),
        6_666_666,
        COSTS,
    ),
    Step(
        "own-share",
        "Bei 75 Mitarbeitenden beträgt der Eigenanteil 3 % der förderfähigen Kosten.",
        (
            Summand("whole-cents", "3 % der förderfähigen Kosten", 199_999),
            Summand("rounding", "Auf den Cent gerundet, ab einem halben auf", 1),
        ),
        200_000,
        "Eigenanteil",
    ),
    Step(
        "grant",
        "Die Zuwendung ist der Fehlbedarf: Kosten ohne Mittel Dritter und eigenes Geld.",
        (
            Summand("eligible", "Förderfähige Kosten", 6_666_666),
            Summand("third-party", "Mittel Dritter", -550_001),
            Summand("own-cash", "Eigenes Geld", -100_000),
        ),
        6_016_665,
        GAP,
    ),
    Step(
        "grant-2027",
        "Auf 2027 entfällt, was dort offen bleibt, ohne Überschüsse anderer Jahre.",
        (
            Summand("costs", "Kosten 2027", 3_333_333),
            Summand("third-party", "Mittel Dritter 2027", 0),
            Summand("own-cash", "Eigenes Geld 2027", -50_000),
            Summand("surplus", "Überschuss anderer Jahre", -13_194),
        ),
        3_270_139,
        GAP,
    ),
)
APPROVAL = Approval(
    letter=LETTER,
    start=date(2026, 1, 15),
    end=date(2028, 1, 14),
    financing_type="gap",
    edition="2026-1",
    goals=GOALS,
    employees=Employees(75, "heads", date(2025, 11, 28)),
    own_share=OwnShare(3, 200_000, 100_000),
    years=(
        Year(2026, 3_194_443, 400_000, 47_917, 2_746_526),
        Year(2027, 3_333_333, 0, 50_000, 3_270_139, reserved=True),
        Year(2028, 138_890, 150_001, 2_083, 0, reserved=True),
    ),
    steps=STEPS,
    conditions=(
        "Legen Sie bis zum 31.03.2026 die Vereinbarung nach § 72a SGB VIII vor.",
        "Stimmen Sie die Öffnungszeiten mit dem Jugendzentrum ab.",
    ),
)
REDUCED = Approval(
    letter=LETTER,
    start=date(2026, 1, 15),
    end=date(2028, 1, 14),
    financing_type="gap",
    edition="2026-1",
    goals=GOALS,
    employees=Employees(75, "heads", date(2025, 11, 28)),
    own_share=OwnShare(3, 160_000, 100_000),
    years=(
        Year(2026, 3_194_443, 400_000, 35_937, 2_758_506),
        Year(2027, 2_000_000, 0, 22_500, 1_964_826),
        Year(2028, 138_890, 150_001, 1_563, 0),
    ),
    steps=(
        Step(
            "eligible-costs",
            "Förderfähig sind die anerkannten Kosten aller Jahre zusammen.",
            (
                Summand("2026", "Kosten 2026", 3_194_443),
                Summand("2027", "Kosten 2027", 2_000_000),
                Summand("2028", "Kosten 2028", 138_890),
            ),
            5_333_333,
            COSTS,
        ),
    ),
    reduction=Reduction(
        6_016_665,
        "costs-unreasonable",
        "Die zweite Stelle ist 2027 nur noch zur Hälfte notwendig.\nFahrtkosten sind durch die"
        " Pauschale abgegolten.",
    ),
)
REJECTION = Rejection(
    letter=Letter(
        office=Office(
            **{
                **{name: getattr(OFFICE, name) for name in OFFICE.__slots__},
                "remedy": Remedy("objection", "Stadt Köln", "Musterstraße 3, 50679 Köln"),
            }
        ),
        addressee=Addressee("Jugendwerk Kalk e. V."),
        file_number="2026-8-018",
        title="Kochen <b>für</b> alle",
        sozialraum="Kalk-Nord",
        dated=date(2028, 2, 29),
        applied_on=date(2027, 12, 31),
        application_version=1,
        as_deputy=True,
    ),
    reason_code="no-priority",
    reason="Auf der Warteliste stehen vier Projekte mit höherer Priorität.\n\nDie Mittel 2028"
    " reichen für zwei davon.",
)
PARENT = Reference("Zuwendungsbescheid", date(2026, 1, 14))
LATER = Letter(
    office=OFFICE,
    addressee=LETTER.addressee,
    file_number=LETTER.file_number,
    title=LETTER.title,
    sozialraum=LETTER.sozialraum,
    dated=date(2027, 10, 4),
    applied_on=date(2027, 9, 6),
    application_version=2,
)
AMENDMENT = Amendment(
    letter=LATER,
    number=2,
    parent=PARENT,
    between=(Reference("Verlängerungsbescheid (1. Änderungsbescheid)", date(2027, 8, 2)),),
    amounts=(
        AmountChange("Höchstbetrag der Zuwendung", 6_016_665, 5_416_664),
        AmountChange("Tranche 2027", 3_270_139, 2_670_138),
    ),
    dates=(DateChange("Ende des Projekts", date(2028, 7, 14), date(2027, 12, 31)),),
    reason="Sie beenden das Projekt ein halbes Jahr früher. Kosten in Höhe der letzten sechs Monate"
    " entstehen nicht.",
    heard_on=date(2027, 9, 20),
)
EXTENSION = Extension(
    letter=LATER,
    number=1,
    parent=PARENT,
    start=date(2026, 1, 15),
    old_end=date(2028, 1, 14),
    new_end=date(2028, 7, 14),
    tranches=(
        Tranche(2026, 2_746_526, 2_746_526),
        Tranche(2027, 3_270_139, 3_103_472),
        Tranche(2028, 0, 166_667, reserved=True),
    ),
    reason_code="staff-shortage",
    reason="Die Stelle war von Februar bis Juli 2027 nicht besetzt.",
)
TERMINATION = Termination(
    letter=LATER,
    number=2,
    parent=PARENT,
    between=(Reference("Verlängerungsbescheid (1. Änderungsbescheid)", date(2027, 8, 2)),),
    start=date(2026, 1, 15),
    old_end=date(2028, 7, 14),
    new_end=date(2027, 10, 31),
    amounts=(
        AmountChange("Zuwendung 2028", 166_667, 0),
        AmountChange("Eigenanteil", 200_000, 183_334),
    ),
    cause="goals-unreachable",
    reason="Der Raum ist zum 31.10.2027 gekündigt; ein anderer war nicht zu finden.",
    heard_on=date(2027, 9, 20),
)
REVOCATION = Revocation(
    letter=LATER,
    number=1,
    parent=PARENT,
    basis="section-47",
    extent="part",
    effective_from=date(2027, 1, 1),
    old_end=date(2028, 1, 14),
    new_end=date(2028, 1, 14),
    amounts=(AmountChange("Zuwendung 2027", 3_270_139, 2_770_138),),
    reason_code="misused",
    reason="Von Januar bis Juni 2027 hat die Fachkraft im Hort des Trägers gearbeitet.",
    known_since=date(2027, 7, 12),
    heard_on=date(2027, 9, 20),
)
CHANGE_REJECTION = ChangeRejection(
    letter=LATER,
    parent=PARENT,
    requested_on=date(2027, 9, 6),
    new_end=date(2028, 7, 14),
    reason_code="no-budget",
    reason="Für 2028 sind alle Mittel festgelegt.",
)
SETTLED_IN_STEPS = (
    Step(
        "gap",
        "Der Fehlbedarf: anerkannte Kosten ohne Mittel Dritter und eigenes Geld.",
        (
            Summand("costs", "Anerkannte Kosten", 6_400_000),
            Summand("third-party", "Mittel Dritter", -550_001),
            Summand("own-cash", "Eigenes Geld", -100_000),
        ),
        5_749_999,
        "Bericht und Prüfung",
    ),
)
HEARING = Hearing(
    letter=replace(LETTER, dated=date(2028, 9, 4)),
    parent=Reference("Zuwendungsbescheid", date(2026, 1, 14)),
    checked_on=date(2028, 8, 28),
    balance=Balance(6_016_665, 5_749_999, 266_666, 0),
    reason="Das Honorar der Werkstatt ist entfallen.",
    until=date(2028, 9, 18),
    steps=SETTLED_IN_STEPS,
)
RECOVERED = Final(
    letter=replace(LETTER, dated=date(2028, 9, 25)),
    parent=HEARING.parent,
    checked_on=HEARING.checked_on,
    balance=HEARING.balance,
    steps=SETTLED_IN_STEPS,
    reason=HEARING.reason,
    heard_on=date(2028, 9, 11),
    due_on=date(2028, 10, 25),
    interest_from=date(2028, 9, 25),
)
SETTLED = replace(
    RECOVERED,
    balance=Balance(6_016_665, 5_749_999, 0, 150_000),
    reason=None,
    heard_on=None,
    due_on=None,
    interest_from=None,
)
INTEREST = InterestNotice(
    letter=replace(LETTER, dated=date(2029, 2, 5)),
    ground="recovery",
    parent=Reference("Festsetzungs- und Rückforderungsbescheid", date(2028, 9, 25)),
    spans=(
        Span(date(2028, 9, 25), date(2029, 1, 1), 266_666, 627),
        Span(date(2029, 1, 1), date(2029, 1, 18), 166_666, 837),
    ),
    earlier_ct=1_000,
    reason="Sie haben erst drei Monate nach der Fälligkeit gezahlt.",
    due_on=date(2029, 3, 7),
)
NOTICES: dict[NoticeKind, Notice] = {
    "approval": APPROVAL,
    "approval-reduced": REDUCED,
    "rejection": REJECTION,
    "amendment": AMENDMENT,
    "extension": EXTENSION,
    "termination": TERMINATION,
    "revocation": REVOCATION,
    "change-rejection": CHANGE_REJECTION,
    "hearing": HEARING,
    "settlement": SETTLED,
    "settlement-recovery": RECOVERED,
    "interest": INTEREST,
}
