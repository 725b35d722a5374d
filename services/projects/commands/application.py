"""What can be asked about applications."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from services.projects.commands.decision import NOBODY, Acting
from services.projects.commands.statements import Stated
from services.projects.events import Indicator, WithdrawalCode
from shared.documents import Document
from shared.guideline import FinancingType, HeadcountMethod, InKind, Policy, YearPlan


@dataclass(frozen=True, slots=True)
class AssignNumber:
    """Aktenzeichen vergeben. The service asks for it when an application arrives."""

    project_id: str
    district: str
    year: int


@dataclass(frozen=True, slots=True)
class PlannedGoal:
    """A goal as it is applied for: with indicator and target, or with why it has none."""

    text: Document
    indicator: str = ""
    target: str = ""
    further: Sequence[Indicator] = ()
    qualitative: Document | None = None


@dataclass(frozen=True, slots=True)
class Headcount:
    """The employees of the Träger on a day, in hundredths: 3025 are 30.25 full-time equivalents."""

    hundredths: int
    on: date
    method: HeadcountMethod = "heads"


@dataclass(frozen=True, slots=True)
class Application:
    """What an application says, in whichever version. The plan is in the order in which it came."""

    title: str
    need: Document
    goals: Sequence[PlannedGoal]
    target_group: Document
    measures: Document
    start: date
    end: date
    plan: Mapping[int, YearPlan]
    own_cash_ct: int
    in_kind: Sequence[InKind]
    employees: Headcount
    stated: Stated
    financing_type: FinancingType = "gap"
    full_funding_reason: Document | None = None
    requested_ct: int | None = None

    @property
    def texts(self) -> tuple[Document, ...]:
        """Return the texts that are kept beside the log."""
        perhaps = (self.full_funding_reason, *(goal.qualitative for goal in self.goals))
        return (
            self.need,
            self.target_group,
            self.measures,
            *(goal.text for goal in self.goals),
            *(text for text in perhaps if text is not None),
            *self.stated.texts,
        )

    @property
    def words(self) -> dict[str, str]:
        """Return the texts by the ids of their documents."""
        return {text.document_id: text.content.decode() for text in self.texts}


@dataclass(frozen=True, slots=True)
class Known:
    """What the service knows when an application is handed in.

    policy   the office policy that is valid today
    unknown  places of the application that name no registered Träger or Sozialraum
    members  who belonged to the team on the day of its resolution, and whether for the ASD; None
             where nobody has ever been recorded
    texts    the words of the version before, by the ids of their documents
    """

    policy: Policy = field(default_factory=Policy)
    unknown: Sequence[str] = ()
    traeger_is_inactive: bool = False
    members: Mapping[str, bool] | None = None
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Apply:
    """Projekt beantragen.

    confirmed  whether somebody has looked at all that resembles data of a client
    """

    sozialraum_id: str
    traeger_id: str
    application: Application
    confirmed: bool = False
    project_id: str = ""
    team_id: str = ""
    number: str = ""
    known: Known = field(default_factory=Known)
    acting: Acting = NOBODY


@dataclass(frozen=True, slots=True)
class ReturnForCompletion:
    """Zur Ergänzung zurückgeben. Without a deadline the office's usual one counts."""

    project_id: str
    fields: Sequence[str]
    text: Document
    deadline: date | None = None
    policy: Policy = field(default_factory=Policy)
    acting: Acting = NOBODY


@dataclass(frozen=True, slots=True)
class Resubmit:
    """Erneut einreichen: the whole application again; Sozialraum and Träger stay."""

    project_id: str
    application: Application
    confirmed: bool = False
    known: Known = field(default_factory=Known)
    acting: Acting = NOBODY


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Antrag zurückziehen."""

    project_id: str
    reason_code: WithdrawalCode
    reason: Document | None = None
    acting: Acting = NOBODY


@dataclass(frozen=True, slots=True)
class CoSign:
    """Mitzeichnen, for the Träger that shall receive the grant."""

    project_id: str
    acting: Acting = NOBODY
