"""What can be asked about the needs of a Sozialraum. The form for strangers is `forms.py`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.resources.needs.events import SeenBy, TookPart, WithdrawalReason
from services.resources.topics import Topic
from shared.documents import Document


@dataclass(frozen=True, slots=True)
class RecordObservation:
    """Beobachtung festhalten. The service supplies `observation_id`, `seen_by` and `by`."""

    sozialraum_id: str
    observed_on: date
    text: Document
    subjects: tuple[Topic, ...] = ()
    age_from: int | None = None
    age_to: int | None = None
    took_part: tuple[TookPart, ...] = ()
    seen_by: SeenBy = "asd"
    observation_id: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class WithdrawObservation:
    """Beobachtung zurücknehmen."""

    observation_id: str
    reason_code: WithdrawalReason
    by: str = ""


@dataclass(frozen=True, slots=True)
class OpenTopic:
    """Thema eröffnen. The service supplies `topic_id` and `areas`: observation → its Sozialraum."""

    sozialraum_id: str
    title: str
    subject: Topic
    observations: tuple[str, ...]
    age_from: int | None = None
    age_to: int | None = None
    areas: Mapping[str, str | None] | None = None
    topic_id: str = ""


@dataclass(frozen=True, slots=True)
class BundleObservations:
    """Beobachtungen bündeln."""

    topic_id: str
    observations: tuple[str, ...]
    areas: Mapping[str, str | None] | None = None


@dataclass(frozen=True, slots=True)
class DiscussTopic:
    """Thema beraten."""

    topic_id: str
    on: date
    result: Document
    took_part: tuple[TookPart, ...]


@dataclass(frozen=True, slots=True)
class FindIdea:
    """Projektidee festhalten. The service supplies `unknown_cards`."""

    topic_id: str
    checked_cards: tuple[str, ...]
    gap: Document
    idea: Document
    took_part: tuple[TookPart, ...] = ()
    unknown_cards: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class LinkProject:
    """Projekt zuordnen. The service supplies `project_area`: where the project is, None if unknown."""

    topic_id: str
    project_id: str
    project_area: str | None = None


@dataclass(frozen=True, slots=True)
class CoverTopic:
    """Thema als gedeckt festhalten. The service supplies `unknown_cards`."""

    topic_id: str
    cards: tuple[str, ...]
    project_id: str | None = None
    took_part: tuple[TookPart, ...] = ()
    unknown_cards: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SetTopicAside:
    """Thema ablegen."""

    topic_id: str
    reason: Document


@dataclass(frozen=True, slots=True)
class ReopenTopic:
    """Thema wieder aufnehmen."""

    topic_id: str
    reason: Document


ObservationCommand = RecordObservation | WithdrawObservation
TopicCommand = (
    OpenTopic
    | BundleObservations
    | DiscussTopic
    | FindIdea
    | LinkProject
    | CoverTopic
    | SetTopicAside
    | ReopenTopic
)
