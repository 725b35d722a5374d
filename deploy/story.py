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
        text = _value(name, data.get(name))
        if text:
            yield f"{label} {text}"


def _value(name: str, value: Any) -> str:
    """Return a value as it is read, nothing for what has no short form."""
    match value:
        case bool() | None:
            return ""
        case int():
            return euros(value) if name.endswith("_ct") else str(value)
        case str():
            return _text(value)
        case dict():
            return ", ".join(_parts(name, value))
        case list():
            return " / ".join(filter(None, (_value(name, each) for each in value)))
    return ""


def _parts(name: str, value: Json) -> Iterator[str]:
    for key, each in value.items():
        if key.isdigit():  # A budget year.
            inner = _value(name, each)
            label = key
        else:
            inner, label = _value(key, each), LABELS.get(key, "")
        if inner and label:
            yield f"{label}: {inner}"


def _text(value: str) -> str:
    try:
        return _day(date.fromisoformat(value))
    except ValueError:
        return f"„{value}“"


def _day(value: date) -> str:
    return f"{value:%d.%m.%Y}"
