"""Looks for what looks like data of a person in lines of a log. No program knows all names."""

import re
from typing import Final

from deploy.audit.finding import Check
from shared.verify import Fault

FAULTS_MAX: Final = 20
HINTS: Final = (
    b'mail":',
    b'phone":',
    b'mobile":',
    b'fax":',
    b"birth",
    b"gender",
    b'name":',
    b"salut",
)
"""One of these stands in each line that `KEYS` finds; looking for them costs a twentieth."""

KEYS: Final = re.compile(
    rb'(?<!\\)"((?:\w+_)?(?:e?mail|phone|mobile|fax|birth\w*|gender|salutation|surname|forename'
    rb'|(?:first|last|given|family|full|person|contact)_?name))":'
)
VALUES: Final = re.compile(rb"[\w.+-]+@[\w-]+\.[a-z]{2,}|\+49[ \d/()-]{6,}")
OF_ORGANISATIONS: Final = re.compile(rb'"type":"(?:card|traeger)_\w+"')
"""Events of organisations name their own switchboard and mailbox."""


class Lint:
    """The check, line by line."""

    def __init__(self) -> None:
        self.check = Check("personal-data", "Zeilen ohne erkennbare Angaben zu Personen")

    def look(self, position: int, line: bytes) -> None:
        """Look at one line."""
        self.check.checked += 1
        if len(self.check.faults) >= FAULTS_MAX:
            return
        if any(hint in line for hint in HINTS) and (key := KEYS.search(line)):
            text = f"Position {position}: Das Feld „{key[1].decode()}“ gehört zu einer Person."
            self.check.add([Fault(position, text)])
        may_be = b"@" in line or b"+49" in line
        if may_be and VALUES.search(line) and not OF_ORGANISATIONS.search(line):
            text = f"Position {position}: Im Ereignis steht eine E-Mail-Adresse oder Rufnummer."
            self.check.add([Fault(position, text)])
