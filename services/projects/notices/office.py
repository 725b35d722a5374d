"""The office that speaks in a notice: who it is, who signs, and where one can turn against it."""

import json
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final, Literal, TypeVar

SAMPLE: Final = Path(__file__).parent / "office.json"

Part = TypeVar("Part")


class OfficeError(Exception):
    """The office's data file is not complete. The text says what is missing, in German."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """Rechtsbehelf: an action before a court (Klage), or an objection (Widerspruch) before."""

    kind: Literal["action", "objection"]
    authority: str
    address: str


@dataclass(frozen=True, slots=True)
class DataProtection:
    """Who answers questions about personal data, and where the full information is."""

    officer: str
    address: str
    information: str


@dataclass(frozen=True, slots=True)
class Office:
    """The authority, as its letters name it. Functions and places, no persons.

    signatory            the function that signs
    funder               who is to be named where the project is shown in public
    guideline            the rules that the grant rests on
    standard_conditions  Nebenbestimmungen that are enclosed
    auditor              who may audit the recipient besides the office
    is_sample            marks every notice as a specimen: these are nobody's letters
    """

    city: str
    authority: str
    name: str
    street: str
    place: str
    telephone: str
    email: str
    signatory: str
    funder: str
    guideline: str
    standard_conditions: str
    auditor: str
    remedy: Remedy
    data_protection: DataProtection
    is_sample: bool = False


def load(file: Path | None) -> Office:
    """Read the office's own file, or the sample if it has none. Raises OfficeError."""
    try:
        given = json.loads((file or SAMPLE).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise OfficeError(f"Die Datei des Amts ist nicht lesbar: {error}") from error
    if not isinstance(given, dict):
        raise OfficeError("Die Datei des Amts enthält keine Angaben.")
    remedy = _part(Remedy, given.get("remedy"), "remedy")
    if remedy.kind not in ("action", "objection"):
        raise OfficeError("Der Rechtsbehelf (remedy/kind) ist „action“ oder „objection“.")
    protection = _part(DataProtection, given.get("data_protection"), "data_protection")
    parts = {"remedy": remedy, "data_protection": protection, "is_sample": file is None}
    return _part(Office, {**given, **parts}, "")


def _part(kind: type[Part], given: Any, place: str) -> Part:
    """Return one part of the file; every entry is a text, none is missing, none is foreign."""
    found = given if isinstance(given, dict) else {}
    names = [each.name for each in fields(kind)]  # type: ignore[arg-type]
    texts = [name for name in names if kind is not Office or name not in NO_TEXTS]
    wrong = [name for name in texts if not _is_text(found.get(name))]
    wrong += sorted(found.keys() - set(names))
    if wrong:
        listed = ", ".join("/".join(filter(None, (place, name))) for name in wrong)
        raise OfficeError(f"In der Datei des Amts fehlt oder stimmt nicht: {listed}.")
    return kind(**found)


NO_TEXTS: Final = frozenset({"remedy", "data_protection", "is_sample"})


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())
