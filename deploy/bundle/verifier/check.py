"""All that one bundle is held against: its list of files, signatures, logs, tables and ledger."""

import base64
import hashlib
import re
import zipfile
import zlib
from collections.abc import Iterable
from typing import Any

from deploy.bundle.verifier.columns import TABLES, heading, written
from deploy.bundle.verifier.logs import LogCheck
from deploy.bundle.verifier.signature import COSIGNED, Key, keys_in, signers, unclear_lines
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
        self.open = list(NOT_CHECKED)
        self.witnesses: set[str] = set()
        self.witnessed: dict[tuple[str, str], int] = {}
        self.instances: set[str] = set()
        self.digests: dict[str, str] = {}

    def run(self) -> None:
        """Check everything, one after the other; what cannot be unpacked is named and ends it."""
        if not self.keys:
            self.faults.append("Es gibt keinen Schlüssel, mit dem etwas zu prüfen wäre.")
        damaged = self._damaged()
        self.faults += damaged
        if not damaged:
            self._contents()

    def _damaged(self) -> list[str]:
        """Take the digest of each file; return what cannot be read."""
        found = []
        for name in self.bundle.namelist():
            try:
                self.digests[name] = self._digest(name)
            except (
                OSError,
                EOFError,
                zipfile.BadZipFile,
                zlib.error,
                NotImplementedError,
            ) as error:
                found.append(f"{name} ist beschädigt: {error}.")
        return found

    def _contents(self) -> None:
        self.files()
        deriving = Deriving()
        tables = {name: hashlib.sha256(heading(name)) for name in TABLES}
        for service in SERVICES:
            self.log(service, deriving, tables)
        if len(self.instances) != 1:
            self.faults.append("Die Protokolle gehören nicht zu genau einem Bezirk.")
        for name, cells in deriving.rest():
            tables[name].update(written(name, cells))
        for name, digest in tables.items():
            if self.digests.get(f"tabellen/{name}.csv") != digest.hexdigest():
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
            if self.digests[name] != listed[name]:
                self.faults.append(f"{name} wurde verändert.")
        note, inside = self.text(NOTE), keys_in(self.text(KEYS))
        text, good, bad = signers(note, self.keys)
        if text.split("\n")[1:] != [self.digests.get(MANIFEST), ""]:
            self.faults.append(f"{MANIFEST} wurde verändert: Die Unterschrift gilt einer anderen.")
        if unclear_lines(note, inside):
            self.faults.append(f"{NOTE} wurde verändert: Darunter steht mehr als Unterschriften.")
        self._signed(NOTE, good, bad, text.split("\n")[0].removesuffix("/evidence"))
        if not self.faults:
            self.good.append(f"{len(listed)} Dateien, jede unverändert")

    def log(self, service: str, deriving: Deriving, tables: dict[str, Any]) -> None:
        """One log: lines, leaves, tree, checkpoints, closed book years."""
        stated = self.checkpoints(service)
        name = f"protokoll/{service}.jsonl"
        if name not in self.bundle.namelist():
            self.open.append(f"{service}: Ein Protokoll davon ist nicht im Bündel")
            if stated:
                self.faults.append(f"{name} fehlt, obwohl es Prüfpunkte davon gibt.")
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
        for (of, who), size in sorted(self.witnessed.items()):
            if of == service:
                self.good.append(f"{service}: bezeugt von {who} bis Position {size}")
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
            told = re.fullmatch(r"(\S+)/(\w+)\n(\d+)\n([A-Za-z0-9+/]{43}=)\n", text)
            if told is None:
                self.faults.append(f"{name} ist kein Prüfpunkt.")
            elif told[2] != service:
                self.faults.append(f"{name} gehört zu einem anderen Protokoll.")
            else:
                self.instances.add(told[1])
                self._signed(name, good, bad, f"{told[1]}/{service}")
                self._witnessed(service, int(told[3]), good)
                stated[int(told[3])] = base64.b64decode(told[4])
        if not stated and f"protokoll/{service}.jsonl" in self.bundle.namelist():
            self.faults.append(f"{service}: Es gibt keinen Prüfpunkt.")
        return stated

    def _signed(self, name: str, good: list[Key], bad: list[str], origin: str) -> None:
        """A note carries a signature of whose it is; which witnesses have signed is noted."""
        own = [key for key in good if key.name == origin]
        self.witnesses |= {key.name for key in good if key not in own}
        if bad:
            self.faults.append(f"{name}: Die Unterschrift von {', '.join(bad)} ist falsch.")
        elif self.keys and not own:
            self.faults.append(f"{name} ist mit keinem bekannten Schlüssel unterschrieben.")

    def _witnessed(self, service: str, size: int, good: list[Key]) -> None:
        """Note up to where each witness has signed for a log."""
        for key in good:
            if key.kind == COSIGNED:
                place = service, key.name
                self.witnessed[place] = max(size, self.witnessed.get(place, 0))

    def text(self, name: str) -> str:
        """Return a file as text; a missing one is empty, and that shows elsewhere."""
        if name not in self.bundle.namelist():
            self.faults.append(f"{name} fehlt.")
            return "\n\n"
        try:
            return self.bundle.read(name).decode()
        except UnicodeDecodeError:
            self.faults.append(f"{name} ist kein Text.")
            return "\n\n"

    def _digest(self, name: str) -> str:
        found = hashlib.sha256()
        with self.bundle.open(name) as content:
            while piece := content.read(PIECE):
                found.update(piece)
        return found.hexdigest()
