"""How a grant ends, or is taken back, before its time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from services.projects.commands.decision import NOBODY, Acting
from services.projects.events import (
    RevocationBasis,
    RevocationCode,
    RevocationExtent,
    TerminationCause,
)
from shared.documents import Document
from shared.guideline import Policy, Year


@dataclass(frozen=True, slots=True)
class ShortenedPlan:
    """The plan of the time that was used: it fixes the own share anew."""

    plan: Mapping[int, Year]
    own_cash_ct: int
    in_kind_ct: int


@dataclass(frozen=True, slots=True)
class Terminate:
    """Vorzeitig beenden. `terminated_on` is the last day."""

    project_id: str
    terminated_on: date
    cause: TerminationCause
    reason: Document
    heard_on: date | None = None
    shortened: ShortenedPlan | None = None
    version: int = 0
    command_id: str = ""
    policy: Policy = field(default_factory=Policy)
    acting: Acting = NOBODY

    @property
    def reason_code(self) -> TerminationCause:
        """Return the cause, as the envelope names it."""
        return self.cause


@dataclass(frozen=True, slots=True)
class Revoke:
    """Zurücknehmen (§ 45 SGB X) oder widerrufen (§ 47 SGB X).

    effective_from  from which day on; None from the beginning
    reduction_ct    of a part: cents by year that are taken back
    known_since     the day since when the office knows what justifies it
    heard_on        when the recipient was heard (§ 24 SGB X)
    """

    project_id: str
    basis: RevocationBasis
    extent: RevocationExtent
    effective_from: date | None
    reason_code: RevocationCode
    reason: Document
    known_since: date
    heard_on: date
    reduction_ct: Mapping[int, int] = field(default_factory=dict)
    version: int = 0
    command_id: str = ""
    policy: Policy = field(default_factory=Policy)
    acting: Acting = NOBODY
