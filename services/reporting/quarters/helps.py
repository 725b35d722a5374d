"""The catalogue of kinds of help (Hilfearten) of SGB VIII, by versions. Pure.

A version is never edited: a statute that changes makes a new one, and figures say theirs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

Setting = Literal[
    "outpatient",  # ambulant
    "day",  # teilstationär
    "residential",  # stationär
    "various",  # in mehreren Formen
]
SETTINGS: Final[tuple[Setting, ...]] = get_args(Setting)


@dataclass(frozen=True, slots=True)
class Help:
    """A kind of help: its paragraph, what offices call it, and in which form it is given."""

    paragraph: str
    title: str
    setting: Setting


_FIRST: Final[Mapping[str, Help]] = {
    "p13-3": Help("§ 13 Abs. 3", "Sozialpädagogisch begleitetes Wohnen", "residential"),
    "p19": Help("§ 19", "Gemeinsame Wohnform für Mütter/Väter und Kinder", "residential"),
    "p20": Help("§ 20", "Betreuung und Versorgung in Notsituationen", "outpatient"),
    "p27-2": Help("§ 27 Abs. 2", "Sonstige Hilfe zur Erziehung", "various"),
    "p27-3": Help("§ 27 Abs. 3", "Therapeutische Leistungen", "outpatient"),
    "p28": Help("§ 28", "Erziehungsberatung", "outpatient"),
    "p29": Help("§ 29", "Soziale Gruppenarbeit", "outpatient"),
    "p30": Help("§ 30", "Erziehungsbeistand, Betreuungshelfer", "outpatient"),
    "p31": Help("§ 31", "Sozialpädagogische Familienhilfe", "outpatient"),
    "p32": Help("§ 32", "Erziehung in einer Tagesgruppe", "day"),
    "p33": Help("§ 33", "Vollzeitpflege", "residential"),
    "p34": Help("§ 34", "Heimerziehung, sonstige betreute Wohnform", "residential"),
    "p35": Help("§ 35", "Intensive sozialpädagogische Einzelbetreuung", "various"),
    "p35a": Help("§ 35a", "Eingliederungshilfe bei seelischer Behinderung", "various"),
    "p41": Help("§ 41", "Hilfe für junge Volljährige", "various"),
    "p42": Help("§ 42", "Inobhutnahme", "residential"),
}
CATALOGUES: Final[Mapping[int, Mapping[str, Help]]] = {1: _FIRST}
NEWEST: Final = max(CATALOGUES)
HELPS: Final = CATALOGUES[NEWEST]


def help_of(key: str) -> Help:
    """Return a kind of help of any version."""
    return next(
        CATALOGUES[it][key] for it in sorted(CATALOGUES, reverse=True) if key in CATALOGUES[it]
    )


def key_of(text: str) -> str | None:
    """Return the key of a kind of help as people write it: `§ 27 Abs. 2`, `27 (2)`, `27-2`."""
    plain = text.casefold()
    for noise in ("sgb viii", "abs.", "abs", "§", "(", ")", " ", "\xa0"):
        plain = plain.replace(noise, "-" if noise in {"abs.", "abs", "("} else "")
    plain = "-".join(it for it in plain.split("-") if it)
    return f"p{plain}" if f"p{plain}" in HELPS else None
