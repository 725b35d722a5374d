"""What every service answers about emergency access: to take it, and to see all that was taken."""

from dataclasses import replace
from typing import Any

import structlog

from shared import document_store
from shared.call import Call
from shared.canonical import Json
from shared.emergency.forms import BreakGlassAnswer, BreakGlassSchema, EmergenciesAnswer
from shared.emergency.glass import EMERGENCIES, GLASS, BreakGlass, uses_stream
from shared.gate import Gate
from shared.history import envelopes
from shared.kernel_forms import EmptySchema
from shared.refusal import Fault, Refused
from shared.wire import command, query
from shared.writer import Turn

log = structlog.get_logger(__name__)


class BreakingGlass:
    """The methods; a service inherits them."""

    kernel: Any

    @command(BreakGlassSchema, "Einen Notfallzugriff eröffnen", BreakGlassAnswer)
    def break_glass(self, call: Call, asked: BreakGlass) -> Json:
        """Read for some hours what a role reads here. Return the answer with {access_id, until}.

        It opens questions only, in this service only; each that is answered is recorded.
        """
        _check_role(self.kernel.gate, asked.role)
        full = replace(asked, access_id=call.new_id(), now=call.now)

        def decide(turn: Turn) -> Json:
            state = turn.state(GLASS, EMERGENCIES)
            made = GLASS.decide(replace(full, by=turn.actor), state, call.today)
            turn.add(EMERGENCIES, made)
            turn.keep(asked.reason)
            return {"access_id": full.access_id, "until": made[0].until}

        answer: Json = self.kernel.writer.execute(call, [EMERGENCIES], decide)
        log.warning("glass_broken", role=asked.role, access_id=full.access_id, hours=asked.hours)
        return answer

    @query(
        EmptySchema, "Listet alle Notfallzugriffe und was damit gelesen wurde", EmergenciesAnswer
    )
    def list_emergencies(self, _call: Call, _asked: Json) -> Json:
        """Return {emergencies}: who, as what, why, from when to when, and each use."""
        kernel = self.kernel
        with kernel.pool.connection() as conn:
            taken = list(envelopes(conn, kernel.log, EMERGENCIES))
            words = document_store.texts(conn, [it.reason.document_id for _, it in taken])
            uses = {
                it.access_id: [*envelopes(conn, kernel.log, uses_stream(it.access_id))]
                for _, it in taken
            }
        return {
            "emergencies": [
                {
                    "access_id": it.access_id,
                    "by": it.by,
                    "own_role": envelope["actor"]["role"],
                    "role": it.role,
                    "reason": words.get(it.reason.document_id),
                    "opened_at": envelope["occurred_at"],
                    "until": it.until,
                    "uses": [
                        {"method": use.method, "ids": [*use.ids], "used_at": told["occurred_at"]}
                        for told, use in uses[it.access_id]
                    ],
                }
                for envelope, it in taken
            ]
        }


def _check_role(gate: Gate | None, role: str) -> None:
    """Raise Refused for a role that the table does not know."""
    if gate is None or role not in gate.table.roles:
        text = "Diese Rolle gibt es nicht."
        fault = Fault("/role", "role-unknown", text)
        raise Refused("role-unknown", "Die Rolle ist nicht bekannt", text, errors=(fault,))
