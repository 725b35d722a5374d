"""Prüft ein Prüfbündel: „python3 pruefen.py kalk.zip --schluessel schluessel.txt“.

Braucht nur Python ab 3.11. Die Schlüssel müssen von anderswo kommen als aus dem Bündel: aus der
eigenen Ablage der Prüfung. Ohne sie ist nur geprüft, dass das Bündel zu sich selbst passt.

Rückgabe: 0 alles geprüft und in Ordnung, 1 Fehler gefunden, 2 Schlüssel nicht geprüft, 3 unlesbar
oder falsch aufgerufen.
"""

import argparse
import binascii
import hashlib
import json
import re
import sys
import zipfile
import zlib
from pathlib import Path
from typing import Any, NoReturn

from deploy.bundle.verifier.check import KEYS, Check
from deploy.bundle.verifier.signature import Key, keys_in


class Arguments(argparse.ArgumentParser):
    """Says in German how the program is called; 2 would mean something else here."""

    def error(self, message: str) -> NoReturn:
        """End with 3."""
        usage = (
            "python3 pruefen.py BÜNDEL.zip [--schluessel DATEI] [--fingerabdruck SHA-256] [--json]"
        )
        print(f"Aufruf: {usage}\n({message})", file=sys.stderr)
        sys.exit(3)


def main(arguments: list[str] | None = None) -> int:
    """Check what the command line names; return the exit code."""
    parser = Arguments(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("buendel", help="die ZIP-Datei")
    parser.add_argument(
        "--schluessel",
        action="append",
        default=[],
        help="ein Prüfschlüssel, oder eine Datei mit einem je Zeile; auch mehrmals",
    )
    parser.add_argument("--fingerabdruck", help=f"SHA-256 der Datei {KEYS} im Bündel")
    parser.add_argument("--json", action="store_true", help="maschinenlesbar")
    asked = parser.parse_args(arguments)
    try:
        given = [key for text in asked.schluessel for key in _given(text)]
    except (OSError, ValueError) as error:
        print(f"Die Prüfschlüssel sind nicht zu lesen: {error}", file=sys.stderr)
        return 3
    try:
        with zipfile.ZipFile(asked.buendel) as bundle:
            return _checked(bundle, given, asked)
    except (OSError, zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, zlib.error) as error:
        print(f"Das Bündel ist nicht zu lesen: {error}", file=sys.stderr)
    except (ValueError, IndexError, KeyError, TypeError, binascii.Error) as error:
        print(f"Das Bündel hat nicht die Form eines Prüfbündels: {error}", file=sys.stderr)
    return 3


def _given(text: str) -> list[Key]:
    """Return the keys that an argument names; a file without any would check nothing."""
    if re.fullmatch(r"[^+\s]+\+[0-9a-f]{8}\+\S+", text):
        return [Key(text)]
    lines = Path(text).read_text(encoding="utf-8").splitlines()
    found = [Key(line.split()[0]) for line in lines if line.strip()]
    if not found:
        raise ValueError(f"In {text} steht keiner.")
    return found


def _checked(bundle: zipfile.ZipFile, given: list[Key], asked: Any) -> int:
    """Check a bundle with keys from elsewhere, or else with its own; tell, return the exit code."""
    raw = bundle.read(KEYS) if KEYS in bundle.namelist() else b""
    expected = (asked.fingerabdruck or "").lower().replace(":", "")
    is_expected = hashlib.sha256(raw).hexdigest() == expected
    inside = keys_in(raw.decode(errors="replace"))
    check = Check(bundle, [*given, *inside] if is_expected else given or inside)
    if expected and not is_expected:
        check.faults.append(f"{KEYS} hat einen anderen Fingerabdruck als erwartet.")
    check.run()
    return _told(check, trusted=bool(given) or is_expected, as_json=asked.json)


def _told(check: Check, *, trusted: bool, as_json: bool) -> int:
    code = 1 if check.faults else 0 if trusted else 2
    if as_json:
        told = {
            "in_ordnung": check.good,
            "fehler": check.faults,
            "zeugen": sorted(check.witnesses),
            "schluessel_geprueft": trusted,
            "nicht_geprueft": check.open,
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
    print("Nicht geprüft wird: " + "; ".join(check.open) + ".")
    return code


if __name__ == "__main__":
    sys.exit(main())
