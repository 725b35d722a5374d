"""How applications can be checked and decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from services.projects.events import (
    ApprovalCode,
    BiasCode,
    CheckResult,
    Confirmation,
    CriterionName,
    Met,
    PostponementCode,
    Proposal,
    ReductionCode,
    RejectionCode,
)
from shared.documents import Document
from shared.guideline import Policy, Year


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts, as the service knows it: for the separation of duties and conflicts of interest.

    by          the random id of the person, as the envelope names it
    traeger_id  the Träger that the person works for, if any
    as_head     whether the person acts as the district head
    as_central  whether the person acts for the central office
    as_deputy   whether a dated delegation lets the person decide today
    """

    by: str = ""
    traeger_id: str | None = None
    as_head: bool = False
    as_central: bool = False
    as_deputy: bool = False


NOBODY = Acting()


@dataclass(frozen=True, slots=True)
class JudgedCriterion:
    """A criterion of the content check as it is judged."""

    name: CriterionName
    met: Met
    remark: Document | None = None


@dataclass(frozen=True, slots=True)
class CheckContent:
    """Fachlich prüfen."""

    project_id: str
    result: CheckResult
    criteria: Sequence[JudgedCriterion]
    proposal: Proposal
    remark: Document
    priority: int | None = None
    acting: Acting = NOBODY


@dataclass(frozen=True, slots=True)
class CheckArithmetic:
    """Rechnerisch prüfen."""

    project_id: str
    result: CheckResult
    confirmations: Sequence[Confirmation]
    remark: Document | None = None
    acting: Acting = NOBODY


@dataclass(frozen=True, slots=True)
class Approve:
    """Genehmigen. `version` is the one that the approval will have in its stream.

    policy   the office policy that is valid today
    waiting  the numbers of the applications that come first on the waiting list
    """

    project_id: str
    reason_code: ApprovalCode
    reason: Document | None = None
    conditions: Sequence[Document] = ()
    version: int = 0
    command_id: str = ""
    policy: Policy = field(default_factory=Policy)
    waiting: Sequence[str] = ()
    acting: Acting = NOBODY


@dataclass(frozen=True, slots=True)
class ApproveReduced:
    """Gekürzt genehmigen: a revised plan that balances, with a smaller grant than asked for."""

    project_id: str
    plan: Mapping[int, Year]
    own_cash_ct: int
    in_kind_ct: int
    reason_code: ReductionCode
    reason: Document
    conditions: Sequence[Document] = ()
    version: int = 0
    command_id: str = ""
    policy: Policy = field(default_factory=Policy)
    acting: Acting = NOBODY


@dataclass(frozen=True, slots=True)
class Reject:
    """Ablehnen."""

    project_id: str
    reason_code: RejectionCode
    reason: Document
    acting: Acting = NOBODY


@dataclass(frozen=True, slots=True)
class Postpone:
    """Zurückstellen. `priority` 1 comes first on the waiting list."""

    project_id: str
    reason_code: PostponementCode
    priority: int
    reason: Document
    acting: Acting = NOBODY


@dataclass(frozen=True, slots=True)
class Prioritise:
    """Priorität setzen."""

    project_id: str
    priority: int
    reason: Document
    acting: Acting = NOBODY


@dataclass(frozen=True, slots=True)
class Reopen:
    """Wieder aufnehmen: by hand, or because the budget of `year` was set."""

    project_id: str
    year: int | None = None
    acting: Acting = NOBODY


@dataclass(frozen=True, slots=True)
class DeclareBias:
    """Befangenheit anzeigen."""

    project_id: str
    reason_code: BiasCode
    acting: Acting = NOBODY


@dataclass(frozen=True, slots=True)
class Lapse:
    """Verfallen lassen: funding asks whether an approval it reserved money for still comes."""

    project_id: str
    approval_id: str
