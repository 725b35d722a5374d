"""A log told as German sentences: what happened, when, in which role, and the figures that say it."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from shared.canonical import Json, parse_instant
from shared.envelope import acted_at
from shared.money import euros

LABELS: Final[Mapping[str, str]] = {
    "number": "Nummer",
    "title": "Titel",
    "name": "Name",
    "year": "Haushaltsjahr",
    "start": "Beginn",
    "end": "Ende",
    "old_end": "bisheriges Ende",
    "new_end": "neues Ende",
    "ended_on": "beendet am",
    "amount_ct": "Betrag",
    "eligible_ct": "zuwendungsfähige Kosten",
    "grant_ct": "Zuwendung",
    "grant_change_ct": "Änderung der Zuwendung",
    "final_ct": "endgültige Zuwendung",
    "recovery_ct": "Rückforderung",
    "remaining_ct": "Restzahlung",
    "reserved_ct": "vorgemerkt waren",
    "released_ct": "frei wird",
    "lapsed_ct": "verfällt",
    "percent": "Prozent",
    "own_share": "Eigenanteil",
    "cash_ct": "bar",
    "in_kind_ct": "Sachleistung",
    "third_party_ct": "Drittmittel",
    "resolution": "Beschluss",
    "reference": "Verwendungszweck",
    "pay_list": "Zahlliste",
    "instalments": "Raten",
    "due_on": "fällig am",
    "valid_from": "gültig ab",
    "priority": "Rang",
    "edition": "Fassung der Leitlinie",
    "application_version": "Fassung des Antrags",
    "method": "Funktion",
}
"""What is told, in this order; ids, hashes and codes stand in the JSON."""
FURTHER: Final[Mapping[str, str]] = {
    "goals": "Ziele",
    "need": "Bedarf",
    "measures": "Maßnahmen",
    "target_group": "Zielgruppe",
    "plan": "Finanzierungsplan",
    "requested_ct": "beantragt",
    "costs_ct": "Kosten",
    "own_cash_ct": "Eigenmittel",
    "details": "Einzelheiten",
    "statements": "Erklärungen",
    "employees": "Mitarbeitende",
    "profile": "Stammdaten",
    "legal_form": "Rechtsform",
    "register_number": "Register",
    "expert": "Fachkraft",
    "by_rule": "nach der Regel",
    "rules": "Festlegungen",
    "reason": "Begründung",
    "reason_code": "Grund",
    "remark": "Vermerk",
    "result": "Ergebnis",
    "function": "Funktion",
    "visibility": "Sichtbarkeit",
    "content": "Inhalt",
    "description": "Beschreibung",
    "final_grant_ct": "endgültige Zuwendung",
    "disallowed_ct": "nicht anerkannt",
    "recognised": "anerkannt",
    "receipts_ct": "Summe der Belege",
    "receipts_count": "Zahl der Belege",
}
"""What is called by a word besides, where values are held against each other."""


def sentence(told: Json, doc: str, role: str, zone: ZoneInfo) -> str:
    """Return one event as a sentence; `doc` begins with its German name."""
    when = _day(parse_instant(acted_at(told)).astimezone(zone).date())
    if "acted_at" in told:
        when += f" zum {_day(parse_instant(told['occurred_at']).astimezone(zone).date())}"
    what = doc.partition(":")[0].strip()
    figures = "; ".join(_figures(told["data"]))
    return f"{when}: {what} ({role})." + (f" {figures}." if figures else "")


def moment(at: datetime, zone: ZoneInfo) -> str:
    """Return when something was recorded."""
    local = at.astimezone(zone)
    return f"{_day(local.date())} {local:%H:%M:%S}"


def _figures(data: Json) -> Iterator[str]:
    for name, label in LABELS.items():
        text = value(name, data.get(name))
        if text:
            yield f"{label} {text}"


def labelled(path: str) -> str:
    """Return how a field is called; a path of names, as `plan.2026.costs_ct`, becomes words."""
    return " ".join(LABELS.get(name) or FURTHER.get(name, name) for name in path.split("."))


def value(name: str, told: Any) -> str:
    """Return a value as it is read, nothing for what has no short form."""
    match told:
        case bool() | None:
            return ""
        case int():
            return euros(told) if name.endswith("_ct") else str(told)
        case str():
            return _text(told)
        case dict():
            return ", ".join(_parts(name, told))
        case list():
            return " / ".join(filter(None, (value(name, each) for each in told)))
    return ""


def _parts(name: str, told: Json) -> Iterator[str]:
    for key, each in told.items():
        if key.isdigit():  # A budget year.
            inner = value(name, each)
            label = key
        else:
            inner, label = value(key, each), LABELS.get(key, "")
        if inner and label:
            yield f"{label}: {inner}"


def _text(value: str) -> str:
    try:
        return _day(date.fromisoformat(value))
    except ValueError:
        return f"„{value}“"


def _day(value: date) -> str:
    return f"{value:%d.%m.%Y}"
