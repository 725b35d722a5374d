"""How the parts of the district's report are called in files and on pages. Pure."""

from typing import Final

from services.reporting.district.report import GoalState
from services.reporting.events import DutyKind

STATUS: Final[dict[str | None, str]] = {
    "applied": "beantragt",
    "returned": "zur Ergänzung",
    "withdrawn": "zurückgezogen",
    "postponed": "zurückgestellt",
    "rejected": "abgelehnt",
    "approved": "bewilligt",
    "terminated": "vorzeitig beendet",
    "revoked": "aufgehoben",
    "closed": "abgeschlossen",
    None: "",
}
GOALS: Final[dict[GoalState, str]] = {
    "reached": "erreicht",
    "partly": "teilweise erreicht",
    "not_reached": "nicht erreicht",
    "given_up": "aufgegeben",
    "pursued": "weiter verfolgt",
    "unreported": "ohne Bericht",
}
AMOUNTS: Final[dict[str, str]] = {
    "committed_ct": "Gebunden und ausgezahlt",
    "paid_ct": "Ausgezahlt",
    "bound_ct": "Noch gebunden",
    "carried_in_ct": "Aus dem Vorjahr übertragen",
    "carried_out_ct": "In das nächste Jahr übertragen",
    "repaid_ct": "Zurückgezahlt",
}
CLAIMS: Final[dict[str, str]] = {
    "claimed_ct": "Zurückgefordert",
    "received_ct": "Davon eingegangen",
    "open_ct": "Davon offen",
    "waived_ct": "Davon erlassen oder niedergeschlagen",
    "interest_ct": "Zinsen festgesetzt",
    "interest_received_ct": "Zinsen eingegangen",
    "interest_open_ct": "Zinsen offen",
    "interest_waived_ct": "Zinsen erlassen",
}
ACCOUNTS: Final[dict[str, str]] = {
    "budget": "Jahresbudget",
    "supplementary": "Nachträge",
    "ceiling": "Planungsrahmen",
    "clause": "Unter Haushaltsvorbehalt",
    "carry_in": "Übertrag aus dem Vorjahr",
    "transfer_in": "Von anderen Bezirken",
    "refill": "Von Trägern zurückgezahlt",
    "frei": "Frei",
    "reserviert": "Reserviert",
    "festgelegt": "Gebunden, nicht ausgezahlt",
    "ausgezahlt": "Ausgezahlt",
    "verfallen": "Verfallen",
    "vereinnahmt": "Einnahme der Stadt",
    "carry_out": "In das nächste Jahr übertragen",
    "transfer_out": "An andere Bezirke",
}
DUTIES: Final[dict[DutyKind, str]] = {
    "annual-report": "Projektbericht",
    "statement-of-use": "Verwendungsnachweis",
    "interim-report": "Zwischenbericht",
    "steering-meeting": "Sitzung der Steuerungsgruppe",
    "uag-meeting": "Sitzung der UAG",
    "uag-report": "Bericht der UAG",
    "wjh-quarter": "Quartalsdaten der WJH",
    "wjh-onboarding": "Einarbeitung in der WJH",
    "quality-follow-up": "Einschätzung nach dem Projektende",
}
UNKNOWN: Final = "noch nicht bekannt"
READINGS: Final = {
    "recorded": "nach dem, was bis dahin erfasst war",
    "effective": "nach heutigem Kenntnisstand",
}
