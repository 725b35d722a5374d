"""Evidence that was taken home, typed by hand."""

from datetime import date

from services.reporting import events

TAKEN = events.EvidenceTaken(
    manifest_sha256="0f" * 32,
    sizes={"projects": 1204, "funding": 977},
    recipient="Rechnungsprüfungsamt",
    by="8f3e9d4a-0b57-5c26-9d7e-9a5b4c3f2eb8",
    taken_on=date(2027, 1, 15),
)
