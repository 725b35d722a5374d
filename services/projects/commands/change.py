"""How changes of approved projects are asked for and decided.

Fields that default to nothing are supplied by the service; `policy` is the one valid today.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from services.projects.commands.decision import NOBODY, Acting
from services.projects.events import AmendmentCode, ChangeRejectionCode, ExtensionCode
from shared.documents import Document
from shared.guideline import Headcount, InKind, Policy, YearPlan


@dataclass(frozen=True, slots=True)
class PlannedShift:
    """Cents that a year shall gain or, below zero, give to others, and why."""

    year: int
    amount_ct: int
    reason: Document


@dataclass(frozen=True, slots=True)
class PlannedCosts:
    """The plan of the added time, why each of its years costs it, and the Träger's size on a day."""

    plan: Mapping[int, YearPlan]
    reasons: Mapping[int, Document]
    own_cash_ct: int
    in_kind: Sequence[InKind]
    employees: Headcount
    counted_on: date


@dataclass(frozen=True, slots=True)
class RequestChange:
    """Änderung beantragen: another end, money on other years, costs of the added time."""

    project_id: str
    what: Document
    why: Document
    known_since: date
    effect_on_goals: Document | None = None
    new_end: date | None = None
    shifts: Sequence[PlannedShift] = ()
    costs: PlannedCosts | None = None
    request_id: str = ""
    policy: Policy = field(default_factory=Policy)
    acting: Acting = NOBODY

    @property
    def texts(self) -> tuple[Document, ...]:
        """Return the texts that are kept beside the log."""
        reasons = self.costs.reasons.values() if self.costs else ()
        effect = (self.effect_on_goals,) if self.effect_on_goals else ()
        return (self.what, self.why, *effect, *(it.reason for it in self.shifts), *reasons)


@dataclass(frozen=True, slots=True)
class WithdrawChange:
    """Änderungsantrag zurückziehen."""

    project_id: str
    request_id: str
    reason: Document
    acting: Acting = NOBODY


@dataclass(frozen=True, slots=True)
class RejectChange:
    """Änderungsantrag ablehnen."""

    project_id: str
    request_id: str
    reason_code: ChangeRejectionCode
    reason: Document
    acting: Acting = NOBODY


@dataclass(frozen=True, slots=True)
class Extend:
    """Verlängern, as it was asked for. `version` is the one that the act will have in its stream."""

    project_id: str
    request_id: str
    reason_code: ExtensionCode
    reason: Document
    version: int = 0
    command_id: str = ""
    policy: Policy = field(default_factory=Policy)
    acting: Acting = NOBODY


@dataclass(frozen=True, slots=True)
class Amend:
    """Ändern, as it was asked for: money lies on other years, and the end stays."""

    project_id: str
    request_id: str
    reason_code: AmendmentCode
    reason: Document
    version: int = 0
    command_id: str = ""
    policy: Policy = field(default_factory=Policy)
    acting: Acting = NOBODY
