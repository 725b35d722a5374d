"""Prüft ein Prüfbündel: „python3 pruefen.py kalk.zip --schluessel schluessel.txt“.

Braucht nur Python ab 3.11. Die Schlüssel müssen von anderswo kommen als aus dem Bündel: aus der
eigenen Ablage der Prüfung. Ohne sie ist nur geprüft, dass das Bündel zu sich selbst passt.

Rückgabe: 0 alles geprüft und in Ordnung, 1 Fehler gefunden, 2 Schlüssel nicht geprüft, 3 unlesbar.
"""

import argparse
import base64
import binascii
import hashlib
import json
import re
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from deploy.bundle.verifier.columns import TABLES, heading, written
from deploy.bundle.verifier.logs import LogCheck
from deploy.bundle.verifier.signature import Key, signers
from deploy.bundle.verifier.tables import Deriving, Row
from deploy.bundle.verifier.years import YearsCheck, closings

SERVICES = ("projects", "funding", "resources", "reporting")
MANIFEST, NOTE, KEYS = "dateien.txt", "dateien.note", "schluessel.txt"
PIECE = 1 << 20
NOT_CHECKED = (
    "ob Personen hinter den zufälligen Kennungen die sind, die sie waren",
    "Texte neben dem Protokoll (nur ihre Prüfsummen stehen darin)",
    "ob die Berichte aus den Ereignissen folgen (die Instanz macht sie zu diesen Positionen neu)",
    "ob andere dasselbe Protokoll gesehen haben (das sagt nur die Unterschrift eines Zeugen)",
)


class Check:
    """One bundle: what was found to be in order, and what was not."""

    def __init__(self, bundle: zipfile.ZipFile, keys: list[Key]) -> None:
        self.bundle = bundle
        self.keys = keys
        self.good: list[str] = []
        self.faults: list[str] = []
        self.witnesses: set[str] = set()

    def run(self) -> None:
        """Check everything, one after the other."""
        self.files()
        deriving = Deriving()
        tables = {name: hashlib.sha256(heading(name)) for name in TABLES}
        for service in SERVICES:
            self.log(service, deriving, tables)
        for name, cells in deriving.rest():
            tables[name].update(written(name, cells))
        for name, digest in tables.items():
            if self.digest(f"tabellen/{name}.csv") != digest.hexdigest():
                self.faults.append(f"tabellen/{name}.csv sagt nicht, was die Ereignisse sagen.")
        self.faults += deriving.ledger.faults()
        if not self.faults:
            self.good.append(f"{len(TABLES)} Tabellen folgen Zeile für Zeile aus den Ereignissen")
            self.good.append("Haushalt: jede Buchung geht auf, kein Konto außer „frei“ unter null")

    def files(self) -> None:
        """The list of files is signed, and each file is the one that it names."""
        names = sorted(it for it in self.bundle.namelist() if it not in (MANIFEST, NOTE))
        lines = [line.partition("  ") for line in self.text(MANIFEST).splitlines() if line]
        listed = {name: digest for digest, _, name in lines}
        for name in sorted(set(names) ^ set(listed)):
            what = "fehlt" if name in listed else "steht nicht in der Dateiliste"
            self.faults.append(f"{name} {what}.")
        if len(names) != len(set(names)):
            self.faults.append("Eine Datei steht zweimal im Bündel.")
        for name in sorted(set(names) & set(listed)):
            if self.digest(name) != listed[name]:
                self.faults.append(f"{name} wurde verändert.")
        text, good, bad = signers(self.text(NOTE), self.keys)
        if self.digest(MANIFEST) not in text.splitlines():
            self.faults.append(f"{MANIFEST} wurde verändert: Die Unterschrift gilt einer anderen.")
        self._signed(NOTE, good, bad, "reporting")
        if not self.faults:
            self.good.append(f"{len(listed)} Dateien, jede unverändert")

    def log(self, service: str, deriving: Deriving, tables: dict[str, Any]) -> None:
        """One log: lines, leaves, tree, checkpoints, closed book years."""
        stated = self.checkpoints(service)
        name = f"protokoll/{service}.jsonl"
        if name not in self.bundle.namelist():
            return
        with self.bundle.open(name) as lines:
            closed = closings(lines)
        check, years = LogCheck(service, stated), YearsCheck(service, closed)

        def keep(rows: Iterable[Row]) -> None:
            for table, cells in rows:
                tables[table].update(written(table, cells))

        keep(deriving.closed(service, closed))
        with self.bundle.open(name) as lines:
            for entry in check.read(lines):
                years.look(entry, check.tree)
                keep(deriving.rows(service, entry))
        check.faults += years.faults()
        if stated and check.tree.size > max(stated):
            check.faults.append(f"{service}: Nach dem letzten Prüfpunkt folgen noch Ereignisse.")
        self.faults += check.faults
        if not check.faults:
            self.good.append(
                f"{service}: {check.tree.size} Ereignisse ohne Lücke, {len(stated)} Prüfpunkte,"
                f" {len(closed)} abgeschlossene Buchungsjahre"
            )

    def checkpoints(self, service: str) -> dict[int, bytes]:
        """Return size → root of all checkpoints of a log whose signatures are not wrong."""
        stated: dict[int, bytes] = {}
        for name in sorted(self.bundle.namelist()):
            if not re.fullmatch(rf"pruefpunkte/{service}/\d+\.note", name):
                continue
            text, good, bad = signers(self.text(name), self.keys)
            self._signed(name, good, bad, service)
            lines = text.splitlines()
            if not lines[0].endswith("/" + service):
                self.faults.append(f"{name} gehört zu einem anderen Protokoll.")
                continue
            stated[int(lines[1])] = base64.b64decode(lines[2])
        if not stated and f"protokoll/{service}.jsonl" in self.bundle.namelist():
            self.faults.append(f"{service}: Es gibt keinen Prüfpunkt.")
        return stated

    def _signed(self, name: str, good: list[Key], bad: list[str], service: str) -> None:
        """A note carries a signature of its service; which witnesses have signed is noted."""
        own = [key for key in good if key.name.endswith("/" + service)]
        self.witnesses |= {key.name for key in good if key not in own}
        if bad:
            self.faults.append(f"{name}: Die Unterschrift von {', '.join(bad)} ist falsch.")
        elif self.keys and not own:
            self.faults.append(f"{name} ist mit keinem bekannten Schlüssel unterschrieben.")

    def text(self, name: str) -> str:
        """Return a file as text; a missing one is empty, and that shows elsewhere."""
        if name not in self.bundle.namelist():
            self.faults.append(f"{name} fehlt.")
            return "\n\n"
        return self.bundle.read(name).decode()

    def digest(self, name: str) -> str:
        """Return SHA-256 of a file."""
        if name not in self.bundle.namelist():
            return ""
        found = hashlib.sha256()
        with self.bundle.open(name) as content:
            while piece := content.read(PIECE):
                found.update(piece)
        return found.hexdigest()


def main(arguments: list[str] | None = None) -> int:
    """Check what the command line names; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("buendel", help="die ZIP-Datei")
    parser.add_argument("--schluessel", help="Datei mit Prüfschlüsseln, einer je Zeile")
    parser.add_argument("--fingerabdruck", help=f"SHA-256 der Datei {KEYS} im Bündel")
    parser.add_argument("--json", action="store_true", help="maschinenlesbar")
    asked = parser.parse_args(arguments)
    try:
        with zipfile.ZipFile(asked.buendel) as bundle:
            keys, trusted = _keys(asked, bundle)
            check = Check(bundle, keys)
            if asked.fingerabdruck and not trusted:
                check.faults.append(f"{KEYS} hat einen anderen Fingerabdruck als erwartet.")
            check.run()
    except (OSError, zipfile.BadZipFile, zipfile.LargeZipFile, EOFError) as error:
        print(f"Das Bündel ist nicht zu lesen: {error}", file=sys.stderr)
        return 3
    except (ValueError, IndexError, KeyError, TypeError, binascii.Error) as error:
        print(f"Das Bündel hat nicht die Form eines Prüfbündels: {error}", file=sys.stderr)
        return 3
    return _told(check, trusted=trusted, as_json=asked.json)


def _keys(asked: Any, bundle: zipfile.ZipFile) -> tuple[list[Key], bool]:
    """Return the keys to check with, and whether they come from outside of the bundle."""
    if asked.schluessel:
        given = Path(asked.schluessel).read_text(encoding="utf-8")
        return [Key(line.split()[0]) for line in given.splitlines() if line.strip()], True
    raw = bundle.read(KEYS) if KEYS in bundle.namelist() else b""
    keys = [Key(line.split()[0]) for line in raw.decode().splitlines() if line.strip()]
    expected = (asked.fingerabdruck or "").lower().replace(":", "")
    return keys, bool(expected) and hashlib.sha256(raw).hexdigest() == expected


def _told(check: Check, *, trusted: bool, as_json: bool) -> int:
    code = 1 if check.faults else 0 if trusted else 2
    if as_json:
        told = {
            "in_ordnung": check.good,
            "fehler": check.faults,
            "zeugen": sorted(check.witnesses),
            "schluessel_geprueft": trusted,
            "nicht_geprueft": NOT_CHECKED,
        }
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return code
    for line in check.good:
        print("  in Ordnung   " + line)
    for line in sorted(check.witnesses):
        print("  Zeuge        " + line)
    for line in check.faults:
        print("  FEHLER       " + line)
    if not trusted:
        print("  Schlüssel nicht geprüft: Sie stammen aus dem Bündel selbst (--schluessel).")
    print("Nicht geprüft wird: " + "; ".join(NOT_CHECKED) + ".")
    return code


if __name__ == "__main__":
    sys.exit(main())
