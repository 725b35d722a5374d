"""What can be asked of the steering group and of the UAG."""

from dataclasses import dataclass
from datetime import date

from services.reporting.events import (
    Body,
    BodyAction,
    Effect,
    Implementation,
    MemberPart,
    ResolutionKind,
)
from shared.documents import Document


@dataclass(frozen=True, slots=True)
class AppointBodyMember:
    """Mitglied berufen."""

    body: Body
    person_id: str
    part: MemberPart
    function: str
    start: date
    traeger_id: str = ""
    member_id: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class DismissBodyMember:
    """Mitglied ausscheiden lassen, after its last day."""

    body: Body
    member_id: str
    end: date
    by: str = ""


@dataclass(frozen=True, slots=True)
class AccompanyTeam:
    """Begleitung eines Teams übernehmen."""

    sozialraum_id: str
    member_id: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class ContactTeam:
    """Kontakt der Begleitung festhalten."""

    sozialraum_id: str
    contact_on: date
    next_on: date
    text: Document | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class PlanMeeting:
    """Sitzung planen."""

    body: Body
    on: date
    agenda: tuple[str, ...]
    meeting_id: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class GivenResolution:
    """What was resolved; numbered in the order given."""

    kind: ResolutionKind
    title: str
    text: Document | None = None


@dataclass(frozen=True, slots=True)
class GivenReview:
    """What was seen of a project."""

    project_id: str
    implementation: Implementation
    effect: Effect
    text: Document | None = None


@dataclass(frozen=True, slots=True)
class RecordMeeting:
    """Niederschrift einer Sitzung. `members` belong to the body on that day."""

    body: Body
    meeting_id: str
    held_on: date
    present: tuple[str, ...]
    agenda: tuple[str, ...]
    resolutions: tuple[GivenResolution, ...] = ()
    actions: tuple[BodyAction, ...] = ()
    reviews: tuple[GivenReview, ...] = ()
    members: frozenset[str] = frozenset()
    by: str = ""

    @property
    def documents(self) -> list[Document]:
        """Return the texts."""
        texts = [*(it.text for it in self.resolutions), *(it.text for it in self.reviews)]
        return [it for it in texts if it is not None]


@dataclass(frozen=True, slots=True)
class CorrectMeeting:
    """Niederschrift berichtigen: the record as it should have been."""

    record: RecordMeeting
    reason: Document
    by: str = ""

    @property
    def body(self) -> Body:
        """Return whose meeting it is."""
        return self.record.body

    @property
    def meeting_id(self) -> str:
        """Return which meeting it is."""
        return self.record.meeting_id


@dataclass(frozen=True, slots=True)
class CancelMeeting:
    """Sitzung absagen, or take back the record of one that was none."""

    body: Body
    meeting_id: str
    reason: Document
    by: str = ""


@dataclass(frozen=True, slots=True)
class CompleteBodyAction:
    """Maßnahme als erledigt vermerken."""

    body: Body
    meeting_id: str
    number: int
    remark: Document | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class ReportOfUag:
    """Bericht der UAG an die AG § 78."""

    year: int
    report: Document
    by: str = ""


BodyCommand = AppointBodyMember | DismissBodyMember | AccompanyTeam | ContactTeam
MeetingCommand = PlanMeeting | RecordMeeting | CorrectMeeting | CancelMeeting | CompleteBodyAction
