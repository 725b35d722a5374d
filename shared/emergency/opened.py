"""Whether emergency access opens a question that the table of roles refuses, and that it was used."""

from dataclasses import dataclass, replace
from re import compile as regex
from typing import Any, Final

import structlog

from shared.access import Admission, Identity
from shared.call import Call, Context
from shared.database import TROUBLE
from shared.emergency.events import GlassUsed
from shared.emergency.glass import EMERGENCIES, GLASS, uses_stream
from shared.gate import append_alone
from shared.refusal import Refused

log = structlog.get_logger(__name__)

_ID: Final = regex(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
IDS_MAX: Final = 20


@dataclass(frozen=True, slots=True)
class Opened:
    """How far a question is open to somebody, and by which emergency access."""

    admission: Admission
    access_id: str


def opened(kernel: Any, method: str, context: Context, identity: Identity) -> Opened | None:
    """Return what opens a question to a person whose own roles do not; None: nothing does."""
    person = identity.person
    if person is None:
        return None
    actor = kernel.gate.actor(identity)
    now, _ = kernel.clock.read(context.today)
    with kernel.pool.connection() as conn:
        by = kernel.writer.actors.known(conn, person.sub)
        if by is None:
            return None
        taken = GLASS.fold(kernel.log.read(conn, EMERGENCIES)[EMERGENCIES].events).of(by, now)
    for each in taken:
        in_role = replace(identity, person=replace(person, roles=frozenset({each.role})))
        try:
            admission = kernel.gate.admit(method, in_role)
        except Refused:
            continue  # What that role may not read, this access does not open either.
        return Opened(replace(admission, actor=actor), each.access_id)
    return None


def note_use(kernel: Any, call: Call, access_id: str) -> None:
    """Record that somebody reads by emergency access. Raises Refused: what is not noted is not read."""
    named = [it for it in call.body.values() if isinstance(it, str) and _ID.fullmatch(it)]
    used = GlassUsed(access_id, call.method, tuple(named[:IDS_MAX]))
    try:
        with kernel.pool.connection() as conn:
            is_noted = append_alone(conn, kernel.writer, call, uses_stream(access_id), used)
    except TROUBLE as trouble:
        log.warning("use_unrecorded", method=call.method, error=str(trouble)[:200])
        is_noted = False
    if not is_noted:
        raise Refused(
            "use-not-recorded",
            "Der Notfallzugriff lässt sich gerade nicht vermerken",
            "Ohne Vermerk wird nichts gezeigt. Bitte gleich noch einmal versuchen.",
            kind="unavailable",
        )
    kernel.writer.wake()
    log.warning("glass_used", method=call.method, access_id=access_id)
