"""The codes of decisions in German words, as a Träger reads them in a notice."""

from typing import Final

from services.projects.events import (
    ChangeRejectionCode,
    ExtensionCode,
    ReductionCode,
    RejectionCode,
    RevocationCode,
    RevocationExtent,
    TerminationCause,
)

REJECTION: Final[dict[RejectionCode, str]] = {
    "no-need": "Ein Bedarf für das Projekt im Sozialraum ist nicht belegt.",
    "goals-unclear": "Die Ziele sind nicht so gefasst, dass sich prüfen lässt, ob sie erreicht"
    " werden.",
    "measures-unsuitable": "Die geplanten Maßnahmen sind nicht geeignet, die Ziele zu erreichen.",
    "costs-unreasonable": "Die Kosten stehen in keinem angemessenen Verhältnis zu dem, was das"
    " Projekt erreichen soll.",
    "no-priority": "Die verfügbaren Mittel reichen nicht für alle Anträge; andere Projekte gehen"
    " nach der festgelegten Rangfolge vor.",
    "double-funding": "Für denselben Zweck wird bereits eine andere Förderung gewährt.",
    "formal-fault": "Der Antrag erfüllt die formalen Voraussetzungen der Förderung nicht.",
}
REDUCTION: Final[dict[ReductionCode, str]] = {
    "budget-exhausted": "Die verfügbaren Mittel reichen nicht für die beantragte Höhe.",
    "costs-unreasonable": "Ein Teil der Kosten ist nicht notwendig oder nicht angemessen.",
    "scope-reduced": "Das Projekt wird in kleinerem Umfang gefördert als beantragt.",
}
EXTENSION: Final[dict[ExtensionCode, str]] = {
    "delayed-start": "Das Projekt konnte erst später beginnen als geplant.",
    "staff-shortage": "Stellen konnten nicht rechtzeitig oder nicht durchgehend besetzt werden.",
    "demand-continues": "Der Bedarf besteht fort.",
    "external-cause": "Der Grund liegt außerhalb Ihres Einflusses.",
}
TERMINATION: Final[dict[TerminationCause, str]] = {
    "given-up": "Sie führen das Projekt nicht weiter.",
    "goals-reached": "Die Ziele des Projekts sind früher erreicht als geplant.",
    "goals-unreachable": "Die Ziele des Projekts sind nicht mehr zu erreichen.",
    "insolvency": "Sie sind zahlungsunfähig, oder das Insolvenzverfahren ist eröffnet.",
    "agreement": "Das Ende ist mit Ihnen vereinbart.",
    "other": "Das Projekt kann nicht bis zum bewilligten Ende geführt werden.",
}
EXTENT: Final[dict[RevocationExtent, str]] = {"whole": "ganz", "part": "zum Teil"}
REVOCATION: Final[dict[RevocationCode, str]] = {
    "deception": "Die Bewilligung ist rechtswidrig und durch arglistige Täuschung, Drohung oder"
    " Bestechung erwirkt (§ 45 Absatz 2 Satz 3 Nummer 1 SGB X); auf ihren Bestand können Sie"
    " nicht vertrauen.",
    "wrong-statements": "Die Bewilligung ist rechtswidrig und beruht auf Angaben, die in"
    " wesentlicher Beziehung unrichtig oder unvollständig waren (§ 45 Absatz 2 Satz 3 Nummer 2"
    " SGB X); auf ihren Bestand können Sie nicht vertrauen.",
    "knew-unlawful": "Die Bewilligung ist rechtswidrig; das wussten Sie oder hätten es wissen"
    " müssen (§ 45 Absatz 2 Satz 3 Nummer 3 SGB X); auf ihren Bestand können Sie nicht vertrauen.",
    "unlawful": "Die Bewilligung ist rechtswidrig (§ 45 Absatz 1 SGB X); Ihr Vertrauen auf ihren"
    " Bestand ist für die Zukunft nicht schutzwürdig.",
    "reserved": "Der Widerruf ist in der Bewilligung vorbehalten (§ 47 Absatz 1 Nummer 1 SGB X).",
    "condition-unmet": "Eine Auflage der Bewilligung ist nicht oder nicht rechtzeitig erfüllt"
    " (§ 47 Absatz 1 Nummer 2, Absatz 2 Satz 1 Nummer 2 SGB X).",
    "misused": "Die Zuwendung ist nicht, nicht alsbald oder nicht mehr für ihren Zweck verwendet"
    " worden (§ 47 Absatz 2 Satz 1 Nummer 1 SGB X).",
}
CHANGE_REJECTION: Final[dict[ChangeRejectionCode, str]] = {
    "no-need": "Ein Bedarf für die Änderung ist nicht belegt.",
    "costs-unreasonable": "Die Kosten der Änderung stehen in keinem angemessenen Verhältnis zu"
    " dem, was sie erreichen soll.",
    "no-budget": "Für die Änderung stehen keine Mittel zur Verfügung.",
    "formal-fault": "Der Antrag erfüllt die formalen Voraussetzungen einer Änderung nicht.",
    "other": "Der Änderung stehen Gründe entgegen.",
}
