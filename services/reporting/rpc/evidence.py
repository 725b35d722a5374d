"""Bundles for auditors: signed, and put on record."""

from services.reporting import commands, events
from services.reporting.evidence import forms
from services.reporting.rpc.common import Reporting
from shared.call import Call
from shared.canonical import Json
from shared.engine import Engine
from shared.proof.note import sign
from shared.wire import command, query
from shared.writer import Turn

EVIDENCE = "evidence"


class Evidence(Reporting):
    """Who took evidence home."""

    @command(
        forms.TakeEvidenceSchema,
        "Ein Prüfbündel festhalten und unterschreiben",
        forms.TakeEvidenceAnswer,
    )
    def take_evidence(self, call: Call, asked: commands.TakeEvidence) -> Json:
        """Put a bundle on record. Return {note}: the same files have the same note, whoever asks.

        What is signed is that this instance made these files. What the logs in them are worth says
        the signature of their checkpoints.
        """
        kernel: Engine = self.kernel

        def decide(turn: Turn) -> Json:
            taken = events.EvidenceTaken(
                asked.manifest_sha256, dict(asked.sizes), asked.recipient, turn.actor, call.today
            )
            turn.add(EVIDENCE, [taken])
            text = f"{kernel.keeper.origin}/evidence\n{asked.manifest_sha256}\n"
            return {"note": sign(text, *kernel.keeper.signers)}

        answer: Json = kernel.writer.execute(call, [EVIDENCE], decide)
        return answer

    @query(forms.EvidenceSchema, "Zeigt, wer Prüfbündel mitgenommen hat", forms.EvidenceAnswer)
    def list_evidence(self, _call: Call, _asked: Json) -> Json:
        """Return {taken}, the newest first."""
        kernel: Engine = self.kernel
        with kernel.pool.connection() as conn:
            found = kernel.log.read(conn, EVIDENCE)[EVIDENCE].events
        return {
            "taken": [
                {
                    "manifest_sha256": it.manifest_sha256,
                    "sizes": [
                        {"service": service, "size": size} for service, size in it.sizes.items()
                    ],
                    "recipient": it.recipient,
                    "by": it.by,
                    "taken_on": it.taken_on.isoformat(),
                }
                for it in reversed(found[-forms.LISTED_MAX :])
            ]
        }
