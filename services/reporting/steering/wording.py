"""What the words of answers are called in German, on pages and in tables. Pure."""

from typing import Final

from services.reporting.duties.ical import NAMES as DUTY_NAMES
from services.reporting.events import Body, DutyKind, Effect, Implementation, MemberPart

BODIES: Final[dict[Body, str]] = {
    "steering-group": "Steuerungsgruppe",
    "uag": "UAG Sozialraumarbeit",
}
PARTS: Final[dict[MemberPart, str]] = {
    "youth-office": "Jugendamt",
    "traeger": "freie Träger",
    "coordination": "Stadtteilkoordination",
}
IMPLEMENTATION: Final[dict[Implementation, str]] = {
    "as-planned": "wie geplant",
    "deviating": "anders als geplant",
    "at-risk": "gefährdet",
}
EFFECT: Final[dict[Effect, str]] = {
    "visible": "erkennbar",
    "in-part": "teilweise erkennbar",
    "not-visible": "nicht erkennbar",
    "too-early": "noch zu früh",
}
STATUS: Final[dict[str, str]] = {
    "applied": "beantragt",
    "returned": "zur Ergänzung zurückgegeben",
    "withdrawn": "zurückgezogen",
    "postponed": "zurückgestellt",
    "rejected": "abgelehnt",
    "approved": "bewilligt",
    "terminated": "vorzeitig beendet",
    "revoked": "widerrufen oder zurückgenommen",
    "closed": "abgeschlossen",
}
OCCASIONS: Final[dict[str, str]] = {
    "application": "Antrag",
    "report": "Projektbericht",
    "assessment": "Einschätzung",
}
OUTCOMES: Final[dict[str, str]] = {
    "reached": "erreicht",
    "reached-in-part": "teilweise erreicht",
    "pursued": "werden weiter verfolgt",
    "not-reached": "nicht erreicht",
    "given-up": "aufgegeben",
}
RESOLUTIONS: Final[dict[str, str]] = {
    "resolution": "Beschluss",
    "recommendation": "Empfehlung",
    "proposal": "Vorschlag",
}
STANDING: Final[dict[str, str]] = {
    "open": "offen",
    "fulfilled": "erfüllt",
    "dropped": "entfallen",
    "reached": "erreicht",
    "given-up": "aufgegeben",
}
DUTIES: Final[dict[DutyKind, str]] = DUTY_NAMES
