"""The form in which a bundle is put on record, and what is answered."""

from re import compile as regex
from typing import Any, Final

import marshmallow as ma

from services.reporting import commands
from shared.canonical import Json
from shared.faults import said
from shared.fields import Choice, Day, Identifier, Items, Line, Part, Text, Whole
from shared.form import CommandSchema, Form, QuerySchema
from shared.methods import AnswerSchema

SERVICES: Final = ("projects", "funding", "resources", "reporting")
SIZE_MAX: Final = 2**53 - 1
LISTED_MAX: Final = 500
_DIGEST: Final = regex("[0-9a-f]{64}")


class LogSizeSchema(Form):
    """How far a log is in the bundle."""

    service = Choice(*SERVICES, required=True)
    size = Whole(1, SIZE_MAX, required=True)


class TakeEvidenceSchema(CommandSchema):
    """The form of `TakeEvidence`."""

    makes = commands.TakeEvidence

    manifest_sha256 = Line(required=True)
    sizes = Items(Part(LogSizeSchema), 1, len(SERVICES), required=True)
    recipient = Line(required=True)

    @ma.validates_schema
    def digest_is_one(self, data: Json, **_: Any) -> None:
        """SHA-256 in hex, and each log once."""
        if not _DIGEST.fullmatch(data["manifest_sha256"]):
            text = "Erwartet wird eine SHA-256-Summe: 64 Zeichen 0–9 und a–f."
            raise ma.ValidationError({"manifest_sha256": [said("invalid-digest", text)]})
        named = [it["service"] for it in data["sizes"]]
        if len(set(named)) != len(named):
            text = "Jedes Protokoll darf nur einmal genannt werden."
            raise ma.ValidationError({"sizes": [said("twice", text)]})

    def made(self, data: Json) -> Any:
        """Sizes by service."""
        sizes = {it["service"]: it["size"] for it in data["sizes"]}
        return super().made({**data, "sizes": sizes})


class TakeEvidenceAnswer(AnswerSchema):
    """The signed note over the bundle's list of files."""

    note = Text(required=True)


class EvidenceSchema(QuerySchema):
    """What was taken; the newest first."""


class EvidenceTold(ma.Schema):
    """One bundle that was taken home."""

    manifest_sha256 = Line(required=True)
    sizes = Items(Part(LogSizeSchema), required=True)
    recipient = Line(required=True)
    by = Identifier(required=True)
    taken_on = Day(required=True)


class EvidenceAnswer(ma.Schema):
    """All bundles that were taken home, the newest first."""

    taken = Items(Part(EvidenceTold), most=LISTED_MAX, required=True)
