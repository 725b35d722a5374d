"""The codes of decisions in German words, as a Träger reads them in a notice."""

from typing import Final

from services.projects.events import ExtensionCode, ReductionCode, RejectionCode

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
