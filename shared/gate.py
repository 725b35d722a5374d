"""The gate of a service: whose tokens are these, may they do this, and who was turned away."""

import time
from collections import Counter
from typing import Final
from uuid import uuid4

import structlog

from shared.access import Admission, Identity, Table
from shared.call import Actor, Call, Context, utc_now
from shared.database import TROUBLE, Conn
from shared.denial import AccessDenied
from shared.log import ConflictError, Draft, History
from shared.refusal import Refused
from shared.settings import Settings
from shared.signing import Callers, Signer, publish
from shared.tokens import Verifier, missing
from shared.writer import Writer

log = structlog.get_logger(__name__)

DENIALS: Final = "denials"
ATTEMPTS_MAX: Final = 5


class Gate:
    """What stands between a service's methods and whoever calls them. Thread-safe.

    bad_tokens  code → how often a token was missing or none; only counted, never recorded
    """

    def __init__(self, settings: Settings, service: str, table: Table) -> None:
        settings.identity.check_issuer()
        self.service = service
        self.table = table
        self.settings = settings
        self.signer = Signer(settings, service)
        publish(settings.keys, service, self.signer.key.public)
        self.bad_tokens: Counter[str] = Counter()
        self._verifier = Verifier(settings.identity)
        self._callers = Callers(settings, service)

    def recognise(self, context: Context) -> Identity:
        """Return whom the tokens speak of. Raises Refused of kind `unauthenticated`."""
        try:
            return self._identity(context)
        except Refused as refused:
            self.bad_tokens[refused.code] += 1
            raise

    def _identity(self, context: Context) -> Identity:
        if context.token is None and context.service_token is None:
            raise missing()
        caller = None
        if context.service_token is not None:
            caller = self._callers.verify(context.service_token)
        if context.token is None:
            return Identity(None, caller)
        claims = self._verifier.verify(context.token)
        return Identity(claims.person, caller, claims.districts)

    def admit(self, method: str, identity: Identity) -> Admission:
        """Return who acts how far. Raises Refused `wrong-district`, `not-permitted`."""
        if identity.person is not None and self.settings.district not in identity.districts:
            raise Refused(
                "wrong-district",
                "Das ist Sache eines anderen Bezirks",
                "Ihre Anmeldung gilt nicht für diesen Bezirk.",
                kind="denied",
            )
        return self.table.admit(self.service, method, identity)

    def actor(self, identity: Identity) -> Actor:
        """Return who was turned away."""
        if identity.person is None:
            return Actor(f"service:{identity.service}", f"service:{identity.service}")
        return self.table.actor(identity.person)

    def told(self, method: str, identity: Identity, code: str) -> AccessDenied:
        """Return the event that tells of a denial."""
        held = self.table.known(identity.person.roles) if identity.person else frozenset()
        named = [role for role in self.table.roles if role in held]
        return AccessDenied(method, tuple(named or [self.actor(identity).role]), code)


def record(writer: Writer, context: Context, denied: AccessDenied) -> None:
    """Append a denial to the stream of its own. The refusal stands, also where this fails."""
    now = utc_now()
    call = Call(denied.method, denied.method, {}, context, time.time(), now, now.date())
    try:
        with writer.pool.connection() as conn:
            append_alone(conn, writer, call, DENIALS, denied)
    except TROUBLE as trouble:
        log.warning("denial_unrecorded", method=denied.method, error=str(trouble)[:200])
        return
    writer.wake()
    log.info("access_denied", method=denied.method, roles=denied.roles, code=denied.code)


def append_alone(conn: Conn, writer: Writer, call: Call, stream: str, event: object) -> bool:
    """Append without reading the stream: it may be long, and nothing is decided upon it.

    Who writes at the same moment waits for the stream's row; only its first has none. Return
    whether the event is in the log.
    """
    for _ in range(ATTEMPTS_MAX):
        try:
            with conn.transaction():
                row = conn.execute(
                    "select version from stream where stream = %s for update", [stream]
                ).fetchone()
                draft = Draft()
                draft.add(History(stream, row[0] if row else 0, []), [event])
                lines = writer.log.lines(draft, writer.origin(conn, call, draft), uuid4())
                writer.log.append(conn, draft, lines, None, "")
        except ConflictError:
            continue
        return True
    log.error("append_contended", stream=stream)
    return False
