"""What has happened to the needs of a Sozialraum. No persons: groups, numbers, and functions."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.resources.topics import Topic
from shared.documents import DocumentRef

SeenBy = Literal["asd", "traeger"]  # Erfahrung des ASD, Blick des Trägers
WithdrawalReason = Literal["case-data", "mistaken", "duplicate"]
# enthält Falldaten, irrtümlich erfasst, doppelt erfasst


@dataclass(frozen=True, slots=True)
class TookPart:
    """Mitwirkende Gruppe: who took part, of those concerned or of the team, and how many."""

    group: str
    number: int


@dataclass(frozen=True, slots=True)
class ObservationRecorded:
    """Beobachtung festgehalten: anonymised experience. Ages are inclusive, None is open."""

    observation_id: str
    sozialraum_id: str
    seen_by: SeenBy
    observed_on: date
    text: DocumentRef
    subjects: tuple[Topic, ...]
    age_from: int | None
    age_to: int | None
    took_part: tuple[TookPart, ...]
    by: str


@dataclass(frozen=True, slots=True)
class ObservationWithdrawn:
    """Beobachtung zurückgenommen: nobody is shown its text any more."""

    observation_id: str
    reason_code: WithdrawalReason
    by: str


@dataclass(frozen=True, slots=True)
class TopicOpened:
    """Thema eröffnet: observations that belong together have become a topic of the Sozialraum."""

    topic_id: str
    sozialraum_id: str
    title: str
    subject: Topic
    age_from: int | None
    age_to: int | None
    observations: tuple[str, ...]
    opened_on: date


@dataclass(frozen=True, slots=True)
class ObservationsBundled:
    """Beobachtungen gebündelt: they belong to the topic as well."""

    topic_id: str
    observations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TopicDiscussed:
    """Thema beraten: ASD and Träger have talked about it, with those concerned or without."""

    topic_id: str
    on: date
    result: DocumentRef
    took_part: tuple[TookPart, ...]


@dataclass(frozen=True, slots=True)
class IdeaFound:
    """Projektidee gefunden: these offers were looked at, this gap remains, this might close it."""

    topic_id: str
    checked_cards: tuple[str, ...]
    gap: DocumentRef
    idea: DocumentRef
    took_part: tuple[TookPart, ...]
    on: date


@dataclass(frozen=True, slots=True)
class ProjectLinked:
    """Projekt zugeordnet: the idea has become this project."""

    topic_id: str
    project_id: str


@dataclass(frozen=True, slots=True)
class TopicCovered:
    """Thema gedeckt: these resources answer the need now; the project that opened them, if any."""

    topic_id: str
    cards: tuple[str, ...]
    project_id: str | None
    took_part: tuple[TookPart, ...]
    on: date


@dataclass(frozen=True, slots=True)
class TopicSetAside:
    """Thema abgelegt: it is not followed any more, with the reason."""

    topic_id: str
    reason: DocumentRef
    on: date


@dataclass(frozen=True, slots=True)
class TopicReopened:
    """Thema wieder aufgenommen: what covered it is no longer enough, or it has come back."""

    topic_id: str
    reason: DocumentRef
    on: date


ObservationEvent = ObservationRecorded | ObservationWithdrawn
TopicEvent = (
    TopicOpened
    | ObservationsBundled
    | TopicDiscussed
    | IdeaFound
    | ProjectLinked
    | TopicCovered
    | TopicSetAside
    | TopicReopened
)
EVENTS = (
    ObservationRecorded,
    ObservationWithdrawn,
    TopicOpened,
    ObservationsBundled,
    TopicDiscussed,
    IdeaFound,
    ProjectLinked,
    TopicCovered,
    TopicSetAside,
    TopicReopened,
)
