"""What tables the bundle has, which columns, and how their lines are written."""

from collections.abc import Iterable
from typing import Any, NamedTuple

TEXT, WHOLE, AMOUNT, DAY = "Text", "Zahl", "Betrag", "Tag"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Column(NamedTuple):
    """A column: its name, what stands in it, and what it means."""

    name: str
    kind: str
    text: str


class Table(NamedTuple):
    """A table: what it tells, its columns, how many of them are its key, and where others lead."""

    text: str
    columns: tuple[Column, ...]
    keys: int = 1
    refers: tuple[tuple[str, str], ...] = ()


POSITION = Column("position", WHOLE, "Position im Protokoll des Dienstes")
SERVICE = Column("dienst", TEXT, "Dienst, dessen Protokoll gemeint ist")
RECORDED = Column("erfasst_am", TEXT, "Zeitpunkt der Erfassung (UTC)")
EFFECTIVE = Column("wirksam_am", TEXT, "Zeitpunkt, für den es gilt (UTC)")
KIND = Column("art", TEXT, "Was geschehen ist")
PROJECT = Column("projekt", TEXT, "Kennung des Projekts")
YEAR = Column("jahr", WHOLE, "Haushaltsjahr")
DATE = Column("tag", DAY, "Tag des Vorgangs")
OF_PROJECT = (("projekt", "projekte"),)

TABLES = {
    "ereignisse": Table(
        "Jedes Ereignis aller Protokolle",
        (
            SERVICE,
            POSITION,
            RECORDED,
            EFFECTIVE,
            Column("ereignis", TEXT, "Kennung des Ereignisses"),
            KIND,
            Column("form", WHOLE, "Fassung der Form des Ereignisses"),
            Column("vorgang", TEXT, "Vorgang, zu dem es gehört"),
            Column("version", WHOLE, "Wievieltes Ereignis des Vorgangs"),
            Column("rolle", TEXT, "Rolle der handelnden Person"),
            Column("person", TEXT, "Zufällige Kennung der handelnden Person"),
            Column("grund", TEXT, "Schlüssel des Grundes"),
            Column("pruefsumme", TEXT, "SHA-256 des Ereignisses"),
        ),
        keys=2,
    ),
    "buchungen": Table(
        "Journal: jede Buchung auf ein Konto eines Haushaltsjahres; je Ereignis ist die Summe null",
        (
            Column("journal", WHOLE, "Laufende Nummer ohne Lücke"),
            POSITION,
            RECORDED,
            EFFECTIVE,
            YEAR,
            Column("konto", TEXT, "Konto"),
            Column("betrag", AMOUNT, "Betrag in Euro; Herkunft negativ, Verwendung positiv"),
            PROJECT,
            KIND,
        ),
        refers=OF_PROJECT,
    ),
    "haushalt": Table(
        "Stand jedes Kontos jedes Haushaltsjahres",
        (YEAR, Column("konto", TEXT, "Konto"), Column("betrag", AMOUNT, "Stand in Euro")),
        keys=2,
    ),
    "jahresabschluss": Table(
        "Stand jedes Kontos am Ende eines abgeschlossenen Buchungsjahres; er bleibt für immer so",
        (
            Column("buchungsjahr", WHOLE, "Abgeschlossenes Buchungsjahr"),
            YEAR,
            Column("konto", TEXT, "Konto"),
            Column("betrag", AMOUNT, "Stand in Euro mit der letzten Position des Buchungsjahres"),
        ),
        keys=3,
    ),
    "buchungsjahre": Table(
        "Abgeschlossene Buchungsjahre jedes Protokolls",
        (
            SERVICE,
            POSITION,
            Column("buchungsjahr", WHOLE, "Abgeschlossenes Buchungsjahr"),
            Column("letzte_position", WHOLE, "Letzte Position, die im Jahr erfasst wurde"),
            Column("ende", TEXT, "Erster Zeitpunkt nach dem Jahr (UTC)"),
            Column("abgeschlossen", DAY, "Abgeschlossen am"),
            Column("wurzel", TEXT, "Wurzel des Baums bis zur letzten Position"),
        ),
        keys=2,
    ),
    "nachtraege": Table(
        "Was für ein abgeschlossenes Buchungsjahr gilt und erst danach erfasst wurde",
        (
            SERVICE,
            POSITION,
            RECORDED,
            EFFECTIVE,
            Column("buchungsjahr", WHOLE, "Abgeschlossenes Buchungsjahr, für das es gilt"),
            PROJECT,
            KIND,
            Column("vorgang", TEXT, "Vorgang, zu dem es gehört"),
        ),
        keys=2,
        refers=OF_PROJECT,
    ),
    "projekte": Table(
        "Projekte mit ihrem Stand",
        (
            PROJECT,
            Column("nummer", TEXT, "Aktenzeichen"),
            Column("titel", TEXT, "Titel"),
            Column("sozialraum", TEXT, "Kennung des Sozialraums"),
            Column("traeger", TEXT, "Kennung des Trägers"),
            Column("beginn", DAY, "Erster Tag"),
            Column("ende", DAY, "Letzter Tag"),
            Column("stand", TEXT, "Zuletzt geschehen"),
        ),
        refers=(("traeger", "traeger"),),
    ),
    "traeger": Table(
        "Träger (juristische Personen)",
        (
            Column("traeger", TEXT, "Kennung des Trägers"),
            Column("name", TEXT, "Name"),
            Column("rechtsform", TEXT, "Rechtsform"),
            Column("register", TEXT, "Registergericht und Nummer"),
        ),
    ),
    "finanzplan": Table(
        "Finanzierungsplan jeder Fassung eines Antrags, je Jahr",
        (
            POSITION,
            YEAR,
            PROJECT,
            Column("fassung", WHOLE, "Fassung des Antrags"),
            Column("kosten", AMOUNT, "Förderfähige Kosten"),
            Column("drittmittel", AMOUNT, "Mittel Dritter"),
            Column("eigenmittel", AMOUNT, "Eigenes Geld"),
            Column("eigenleistung", AMOUNT, "Sach- und Arbeitsleistungen"),
        ),
        keys=2,
        refers=OF_PROJECT,
    ),
    "bewilligungen": Table(
        "Was Entscheidungen je Jahr bewilligt oder verändert haben",
        (
            POSITION,
            YEAR,
            PROJECT,
            KIND,
            DATE,
            Column("betrag", AMOUNT, "Zuwendung, Änderung mit ±"),
        ),
        keys=2,
        refers=OF_PROJECT,
    ),
    "bescheide": Table(
        "Erlassene Bescheide",
        (
            POSITION,
            PROJECT,
            Column("nummer", WHOLE, "Nummer im Projekt"),
            KIND,
            DATE,
            Column("dokument", TEXT, "Kennung des Dokuments"),
            Column("pruefsumme", TEXT, "SHA-256(Salz ‖ Inhalt)"),
        ),
        refers=OF_PROJECT,
    ),
    "auszahlungen": Table(
        "Anweisung, Auszahlung, Rückbuchung, Fehlschlag",
        (
            POSITION,
            PROJECT,
            YEAR,
            Column("nummer", WHOLE, "Nummer der Zahlung im Projekt"),
            KIND,
            DATE,
            Column("betrag", AMOUNT, "Betrag"),
            Column("kassenzeichen", TEXT, "Verwendungszweck"),
        ),
        refers=OF_PROJECT,
    ),
    "berichtspflichten": Table(
        "Pflichten: geplant, verschoben, erfüllt, überfällig, entfallen",
        (
            POSITION,
            Column("pflicht", TEXT, "Kennung der Pflicht"),
            PROJECT,
            KIND,
            Column("gegenstand", TEXT, "Art der Pflicht"),
            Column("faellig", DAY, "Fällig am"),
        ),
        refers=OF_PROJECT,
    ),
    "pruefvermerke": Table(
        "Prüfungen und ihr Ergebnis",
        (SERVICE, POSITION, PROJECT, KIND, DATE, Column("ergebnis", TEXT, "Ergebnis")),
        keys=2,
        refers=OF_PROJECT,
    ),
    "belege": Table(
        "Belege: eingelesen, entfernt, eingereicht, geprüft; die einzelnen liegen neben dem Protokoll",
        (
            POSITION,
            PROJECT,
            KIND,
            DATE,
            Column("anzahl", WHOLE, "Zahl der Belege"),
            Column("betrag", AMOUNT, "Summe der Belege"),
            Column("pruefsumme", TEXT, "SHA-256(Salz ‖ Inhalt) der Liste"),
        ),
        refers=OF_PROJECT,
    ),
    "festsetzungen": Table(
        "Endgültige Zuwendung je Jahr",
        (POSITION, YEAR, PROJECT, DATE, Column("betrag", AMOUNT, "Endgültige Zuwendung")),
        keys=2,
        refers=OF_PROJECT,
    ),
    "forderungen": Table(
        "Rückforderungen: verlangt, eingegangen, verzichtet, aufgehoben; je Haushaltsjahr",
        (
            POSITION,
            YEAR,
            PROJECT,
            Column("forderung", TEXT, "Kennung der Festsetzung, aus der sie folgt"),
            KIND,
            DATE,
            Column("betrag", AMOUNT, "Betrag"),
        ),
        keys=2,
        refers=OF_PROJECT,
    ),
    "zugriffe": Table(
        "Abgewiesene Zugriffe und Notfallzugriffe",
        (
            SERVICE,
            POSITION,
            RECORDED,
            KIND,
            Column("methode", TEXT, "Was verlangt wurde"),
            Column("rollen", TEXT, "Rollen der Person"),
            Column("person", TEXT, "Zufällige Kennung der Person"),
        ),
        keys=2,
    ),
    "parameter": Table(
        "Beschlossene Festlegungen des Amtes",
        (POSITION, Column("gilt_ab", DAY, "Gilt ab"), Column("beschlossen", DAY, "Beschlossen am")),
    ),
}


def written(table: str, cells: Iterable[Any]) -> bytes:
    """Return one line of a table, with semicolons, a decimal comma, and texts in quotes."""
    columns = TABLES[table].columns
    return (
        ";".join(_cell(it.kind, cell) for it, cell in zip(columns, cells, strict=True)) + "\r\n"
    ).encode()


def heading(table: str) -> bytes:
    """Return the first line of a table."""
    return (";".join(f'"{it.name}"' for it in TABLES[table].columns) + "\r\n").encode()


def _cell(kind: str, value: Any) -> str:
    if value is None:
        return ""
    if kind == AMOUNT:
        sign, cents = ("-" if value < 0 else ""), abs(value)
        return f"{sign}{cents // 100},{cents % 100:02}"
    if kind in (WHOLE, DAY):
        return str(value)
    text = str(value)
    safe = "'" + text if text.startswith(FORMULA) else text
    return '"' + safe.replace('"', '""').replace("\r", " ").replace("\n", " ") + '"'
