"""What a service with read models answers to who rehearses and accepts one."""

from typing import Any, Final

from shared.call import Call
from shared.canonical import Json
from shared.database import Conn
from shared.engine import Engine
from shared.kernel_forms import RebuildSchema
from shared.refusal import Refused
from shared.rehearsal import models
from shared.rehearsal.events import ReadModelAccepted
from shared.rehearsal.forms import (
    AcceptedAnswer,
    AcceptReadModel,
    AcceptReadModelSchema,
    RehearsedAnswer,
)
from shared.wire import command, operator
from shared.writer import Turn

SHOWN_MAX: Final = 200  # Differences of one answer; the digest covers all.


class Rehearsing:
    """The methods; a service with read models inherits them."""

    kernel: Any

    @operator(RebuildSchema, "Baut ein Lesemodell zur Probe neben dem alten auf", RehearsedAnswer)
    def rehearse(self, _call: Call, asked: Json) -> Json:
        """Return {generation, positions, rows, total, digest, differences}; nothing is switched.

        Raises Refused `read-model-unknown`, `rebuild-under-way`, `rehearsal-moving`.
        """
        kernel: Engine = self.kernel
        name = _known(kernel, asked["read_model"])
        found = models.rehearse(kernel.read_models, name, kernel.fetch)
        return {
            "read_model": name,
            "generation": found.generation,
            "positions": found.positions,
            "rows": found.rows,
            "total": len(found.differences),
            "digest": found.digest,
            "differences": found.differences[:SHOWN_MAX],
        }

    @command(AcceptReadModelSchema, "Übernimmt ein zur Probe gebautes Lesemodell", AcceptedAnswer)
    def accept_read_model(self, call: Call, asked: AcceptReadModel) -> Json:
        """Switch to a rehearsed generation, if it still differs in what was seen and nothing else.

        Who accepted it, and what it changed, is an event. Raises Refused `rehearsal-unknown`,
        `differences-changed`.
        """
        kernel: Engine = self.kernel
        model = kernel.read_models.models[_known(kernel, asked.read_model)]
        stream = f"read-model-{model.name}"

        def decide(turn: Turn) -> Json:
            kernel.read_models.check_building(model, asked.generation)
            found = models.compared(kernel.read_models, model.name, asked.generation, kernel.fetch)
            if found.digest != asked.digest:
                raise _changed(len(found.differences))
            made = ReadModelAccepted(
                read_model=model.name,
                generation=asked.generation,
                code_digest=model.code_digest,
                positions=found.positions,
                differences=len(found.differences),
                digest=found.digest,
                by=turn.actor,
            )
            turn.add(stream, [made])
            turn.beside.append(switch)
            return {"generation": asked.generation}

        def switch(conn: Conn) -> None:
            if not kernel.read_models.switch(conn, model, asked.generation):
                raise _changed(0)

        answer: Json = kernel.writer.execute(call, [stream], decide)
        return answer


def _known(kernel: Engine, name: str) -> str:
    if name not in kernel.read_models.models:
        raise Refused(
            "read-model-unknown",
            "Dieses Lesemodell gibt es nicht",
            f"Der Dienst {kernel.name} hat kein Lesemodell „{name}“.",
            kind="unknown",
        )
    return name


def _changed(count: int) -> Refused:
    text = (
        f"Inzwischen sind es andere Unterschiede ({count})" if count else "Inzwischen geschah mehr"
    )
    return Refused(
        "differences-changed",
        "Das Lesemodell unterscheidet sich jetzt anders",
        f"{text}. Bitte noch einmal proben und ansehen.",
        kind="conflict",
    )
