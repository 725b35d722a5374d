"""Fallunabhängige Arbeit: what in a text looks like data of a client, which is no part of it.

Case-independent work is described from anonymised experience; data of a single case stay with the
ASD, which alone answers for cases (§§ 62 to 65 SGB VIII). A pattern cannot know whether it has
found a client: who writes is shown the words and confirms or mends them. Pure.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from re import IGNORECASE, Match, Pattern
from re import compile as regex
from typing import Any, Final, Literal

from shared.documents import Document
from shared.faults import FAULTS_MAX
from shared.refusal import Fault, Refused

CHILD_YEARS: Final = 27
"""Young people are those not yet 27 (§ 7 Abs. 1 Nr. 4 SGB VIII)."""

Kind = Literal["file-reference", "birth-date", "initials", "phone", "e-mail"]
# Aktenzeichen eines Falls, Geburtsdatum, Initialen mit Geburtsjahr, Telefonnummer, E-Mail-Adresse

SAID: Final[dict[Kind, str]] = {
    "file-reference": "ein Aktenzeichen oder eine Fallnummer",
    "birth-date": "ein Geburtsdatum",
    "initials": "Initialen mit einem Jahrgang",
    "phone": "eine Telefonnummer",
    "e-mail": "eine private E-Mail-Adresse",
}


CONFIRMED: Final = "confirm_no_case_data"
FRAME: Final = frozenset({"amount", "currency"})
"""Fields of commands that hold sums, in which a number is no telephone's."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Words that look like data of a client, and where they stand: characters from 0."""

    kind: Kind
    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reference:
    """Words that look like data of a client, and in which text of a form they stand."""

    pointer: str
    hit: Hit


_DAY: Final = r"(?P<day>[0-3]?[0-9])\.\s?(?P<month>[01]?[0-9])\.\s?(?P<year>(?:19|20)?[0-9]{2})"
_SPOKEN_DAY: Final = (
    r"(?P<day>[0-3]?[0-9])\.\s?(?P<name>Januar|Februar|März|April|Mai|Juni|Juli|August|September"
    r"|Oktober|November|Dezember)\s(?P<year>(?:19|20)[0-9]{2})"
)
_MONTHS: Final = (
    *("januar", "februar", "märz", "april", "mai", "juni", "juli", "august"),
    *("september", "oktober", "november", "dezember"),
)
_NUMBER: Final = r"[0-9][0-9A-Z]*(?:[-/.][0-9A-Z]+)*"
_BORN: Final = (
    r"(?:\bgeb(?:oren(?:e|er|en)?)?\b\.?|\bgeburts(?:datum|tag)\b|\bgeb\.-dat\.?"
    r"|\*(?=[0-9])|(?:(?<=\S)|(?<=\S[ ]))\*(?=\s[0-9]))"  # A star at the head of a line is a bullet.
)
_FREE_MAIL: Final = (
    r"gmail|googlemail|gmx|web|freenet|t-online|yahoo|outlook|hotmail|live|icloud|aol|mail"
    r"|posteo|proton|protonmail|arcor|online"
)

_ID: Final = regex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", IGNORECASE)
_FILES: Final[tuple[Pattern[str], ...]] = (
    regex(rf"\b(?:Az\b\.?|Aktenzeichen|Gesch\.-?Z\.|GZ\b\.?)\s?:?\s?{_NUMBER}", IGNORECASE),
    regex(
        rf"\b(?:Fall|Akten|Hilfefall|Klienten|Jugendamts)(?:\s?-\s?|\s)?(?:Nr\b\.?|Nummer|Kennung)"
        rf"\s?:?\s?{_NUMBER}",
        IGNORECASE,
    ),
    regex(r"(?<![0-9/.-])5[0-9]/[0-9]{3}-[0-9]{3,5}\b"),  # Amt 51, Jugendamt: 51/123-4567.
)
_BIRTHS: Final[tuple[Pattern[str], ...]] = tuple(
    regex(birth, IGNORECASE)
    for day in (_DAY, _SPOKEN_DAY)
    for birth in (rf"{_BORN}(?:\s?(?:am|:))?\s?{day}", rf"\b{day}\sgeb(?:oren|\.)")
)
_INITIALS: Final[tuple[Pattern[str], ...]] = (
    regex(
        r"\b[A-ZÄÖÜ]\.\s?(?:[A-ZÄÖÜ]\.)?,?\s?\(?(?:Jg\.|Jahrgang|geb\.|\*)\s?(?:19|20)[0-9]{2}\b"
    ),
    regex(r"\b[A-ZÄÖÜ]\.\s?[A-ZÄÖÜ]\.,?\s\(?(?P<born>(?:19|20)[0-9]{2})\b"),
)
# A German number in one of its usual spellings; years, sums and paragraphs begin otherwise.
_PHONE: Final = regex(
    r"(?<![\w.,/-])(?:\+49|0049|0)(?:\s?\(0\)\s?)?[\s/-]?[1-9][0-9]{1,4}[\s/-]{1,3}"
    r"[0-9]{2,}(?:[\s-][0-9]{2,})*\b(?![,.][0-9])"
    r"|(?<![\w.,/-])(?:\+49|0049|0)[1-9][0-9]{8,12}\b"
    r"|\([ ]?0[1-9][0-9]{1,4}[ ]?\)[\s/-]?[0-9]{3,}(?:[\s-][0-9]{2,})*\b"
)
# It begins where no such character stands before it, and is bounded: else a long row of them costs
# its square.
_MAIL: Final = regex(rf"(?<![\w.+-])[\w.+-]{{1,64}}@(?:{_FREE_MAIL})\.[a-z]{{2,3}}\b", IGNORECASE)


def hits(text: str, today: date) -> tuple[Hit, ...]:
    """Return what in a text looks like data of a client, in the order in which it stands there."""
    kept, reached = [], 0
    for hit in sorted(_all(text, today), key=lambda hit: (hit.start, -hit.end)):
        if hit.start >= reached:
            kept.append(hit)
            reached = hit.end
    return tuple(kept)


def references(
    told: Any, today: date, no_texts: AbstractSet[str] = frozenset()
) -> tuple[Reference, ...]:
    """Return what in all texts of a form, or of a command, looks like data of a client.

    no_texts  names of fields that hold ids, days, sums and words of a list
    """
    return tuple(_references("", told, today, no_texts))


def check(told: Any, today: date, no_texts: AbstractSet[str] = frozenset()) -> None:
    """Raise Refused `case-references-found` with all places, if there are any."""
    if found := references(told, today, no_texts):
        raise refused(found)


def check_body(
    body: Mapping[str, Any], today: date, written: AbstractSet[str] | None = None
) -> None:
    """Raise Refused for a command, as it was sent, whose texts nobody has confirmed to be free of it.

    written  the fields of the command in which there are texts, where others may hold a telephone
             number of their own right; None: all
    """
    if not body.get(CONFIRMED, False):
        told = {name: it for name, it in body.items() if written is None or name in written}
        check(told, today, FRAME)


def refused(found: Sequence[Reference]) -> Refused:
    """Somebody has to look at what resembles data of a client, and mend or confirm it."""
    errors = tuple(
        Fault(
            it.pointer,
            "case-reference",
            f"„{it.hit.words}“ sieht aus wie {SAID[it.hit.kind]}.",
        )
        for it in found[:FAULTS_MAX]
    )
    return Refused(
        "case-references-found",
        "Der Text scheint Angaben zu Einzelfällen zu enthalten",
        "Hier geht es um fallunabhängige Arbeit. Bitte die Stellen ändern oder mit"
        " confirm_no_case_data bestätigen, dass sie niemanden betreffen.",
        kind="invalid",
        errors=errors,
    )


def _references(
    pointer: str, told: Any, today: date, no_texts: AbstractSet[str]
) -> Iterator[Reference]:
    if isinstance(told, Document):
        told = told.content.decode()
    if isinstance(told, str) and _ID.fullmatch(told):
        return  # Of an id no part is somebody's number.
    if isinstance(told, str):
        yield from (Reference(pointer, hit) for hit in hits(told, today))
        return
    for name, inner in _inside(told):
        if name not in no_texts:
            yield from _references(f"{pointer}/{_token(name)}", inner, today, no_texts)


def _inside(told: Any) -> Iterator[tuple[str, Any]]:
    """Yield what a form or a command consists of, by the names that its pointers use."""
    if isinstance(told, Mapping):
        yield from told.items()
    elif isinstance(told, list | tuple):
        yield from ((str(number), it) for number, it in enumerate(told))
    elif is_dataclass(told):
        yield from ((it.name, getattr(told, it.name)) for it in fields(told))


def _token(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _all(text: str, today: date) -> Iterator[Hit]:
    for pattern in _FILES:
        yield from (_hit("file-reference", it) for it in pattern.finditer(text))
    for pattern in _BIRTHS:
        yield from (
            _hit("birth-date", it)
            for it in pattern.finditer(text)
            if _is_young(_day(it, today), today)
        )
    for pattern in _INITIALS:
        yield from (_hit("initials", it) for it in pattern.finditer(text) if _was_born(it, today))
    yield from (_hit("phone", it) for it in _PHONE.finditer(text))
    yield from (_hit("e-mail", it) for it in _MAIL.finditer(text))


def _hit(kind: Kind, found: Match[str]) -> Hit:
    return Hit(kind, found.group(), found.start(), found.end())


def _day(found: Match[str], today: date) -> date | None:
    """Return the day that is meant; a year of two figures is past. None for what is no day."""
    said = found.groupdict()
    year, month = int(said["year"]), said.get("month")
    number = int(month) if month else _MONTHS.index(said["name"].lower()) + 1
    if year < 100:  # noqa: PLR2004 - two figures
        year += 2000 if 2000 + year <= today.year else 1900
    try:
        return date(year, number, int(said["day"]))
    except ValueError:
        return None


def _is_young(born: date | None, today: date) -> bool:
    """Tell whether somebody born that day is 0 to 27 years old, or may be taken for it."""
    return born is not None and born <= today and today.year - born.year <= CHILD_YEARS


def _was_born(found: Match[str], today: date) -> bool:
    year = int(found.group()[-4:])
    return 0 <= today.year - year <= CHILD_YEARS
