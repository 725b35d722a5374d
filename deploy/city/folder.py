"""The folder in which an office of the whole city keeps the newest bundle of each district."""

import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from deploy.bundle.verifier.check import SERVICES, Check
from deploy.bundle.verifier.signature import Key
from deploy.city.district import District, gathered

CHECKPOINTS: Final = "pruefpunkte/"


class BundleRefusedError(Exception):
    """This bundle is not taken. The text is German; `faults` name what is wrong."""

    def __init__(self, text: str, faults: Sequence[str] = ()) -> None:
        super().__init__(text)
        self.faults = faults


def add(folder: Path, source: Path, keys: Sequence[Key]) -> District:
    """Keep a bundle as the newest of its district; return what it tells.

    Raises BundleRefusedError where it is broken, older than the one that is kept, or not its
    continuation.
    """
    if not keys:
        raise BundleRefusedError("Ohne Prüfschlüssel des Bezirks ist nichts geprüft.")
    with _opened(source) as bundle:
        name = _verified(bundle, keys)
        kept = folder / f"{name}.zip"
        if kept.exists():
            with zipfile.ZipFile(kept) as before:
                _check_continues(before, bundle)
        district = gathered(bundle, name)
    folder.mkdir(parents=True, exist_ok=True)
    made = folder / f".{name}.new"
    made.write_bytes(source.read_bytes())
    made.replace(kept)
    return district


def districts(folder: Path) -> list[District]:
    """Return what all kept bundles tell; each was verified when it was taken.

    Raises BundleRefusedError where one cannot be read any more.
    """
    found = []
    for path in sorted(folder.glob("*.zip")):
        try:
            with _opened(path) as bundle:
                found.append(gathered(bundle, path.stem))
        except (zipfile.BadZipFile, zlib.error, ValueError, KeyError, TypeError) as error:
            raise BundleRefusedError(f"{path} ist beschädigt: {error}") from None
    return found


def _opened(source: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(source)
    except (OSError, zipfile.BadZipFile) as error:
        raise BundleRefusedError(f"{source} ist nicht zu lesen: {error}") from None


def _verified(bundle: zipfile.ZipFile, keys: Sequence[Key]) -> str:
    """Return the district of a bundle in which all is in order, by the keys given."""
    check = Check(bundle, list(keys))
    try:
        check.run()
        names = {_district(bundle, service) for service in SERVICES} - {None}
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise BundleRefusedError(f"Das ist kein Prüfbündel: {error}") from None
    if check.faults:
        raise BundleRefusedError("Das Bündel ist nicht in Ordnung.", check.faults)
    if len(names) != 1:
        raise BundleRefusedError("Das Bündel gehört nicht zu genau einem Bezirk.")
    return str(names.pop())


def _district(bundle: zipfile.ZipFile, service: str) -> str | None:
    notes = _notes(bundle, service)
    if not notes:
        return None
    origin = notes[max(notes)].split("\n")[0]
    return origin.split("/")[1]


def _notes(bundle: zipfile.ZipFile, service: str) -> dict[int, str]:
    """Return size → the text that was signed, of all checkpoints of a log."""
    begin = f"{CHECKPOINTS}{service}/"
    return {
        int(name.removeprefix(begin).removesuffix(".note")): bundle.read(name)
        .decode()
        .rpartition("\n\n")[0]
        for name in bundle.namelist()
        if name.startswith(begin)
    }


def _check_continues(before: zipfile.ZipFile, after: zipfile.ZipFile) -> None:
    """The checkpoint at which the kept bundle ends must stand in the new one, with the same root."""
    for service in SERVICES:
        old, new = _notes(before, service), _notes(after, service)
        if not old:
            continue
        if not new or max(new) < max(old):
            raise BundleRefusedError(f"{service}: Das vorhandene Bündel reicht weiter als dieses.")
        if new.get(max(old)) != old[max(old)]:
            raise BundleRefusedError(
                f"{service}: Dieses Bündel setzt das vorhandene nicht fort. Das Protokoll wurde"
                f" vor Position {max(old)} verändert."
            )
