"""What is refused about needs, and in which words."""

from collections.abc import Sequence

from shared.refusal import Fault, Refused


def observation_unknown() -> Refused:
    """Nobody has recorded such an observation."""
    return Refused(
        "observation-unknown",
        "Die Beobachtung ist nicht bekannt",
        "Zu dieser Kennung gibt es keine Beobachtung.",
        kind="unknown",
    )


def not_observed_yet() -> Refused:
    """An observation lies in the past."""
    text = "Eine Beobachtung kann nicht in der Zukunft liegen."
    return Refused(
        "in-future",
        "Der Tag liegt in der Zukunft",
        text,
        kind="invalid",
        errors=(Fault("/observed_on", "in-future", text),),
    )


def not_discussed_yet() -> Refused:
    """A discussion lies in the past."""
    text = "Festgehalten wird, was beraten wurde; dieser Tag kommt erst noch."
    return Refused(
        "in-future",
        "Der Tag liegt in der Zukunft",
        text,
        kind="invalid",
        errors=(Fault("/on", "in-future", text),),
    )


def topic_unknown() -> Refused:
    """Nobody has opened such a topic."""
    return Refused(
        "topic-unknown",
        "Das Thema ist nicht bekannt",
        "Zu dieser Kennung gibt es kein Thema.",
        kind="unknown",
    )


def observations_not_usable(faults: Sequence[Fault]) -> Refused:
    """Some observations are unknown, withdrawn, or of another Sozialraum."""
    return Refused(
        "observations-not-usable",
        "Nicht alle Beobachtungen gehören hierher",
        f"{len(faults)} der genannten Beobachtungen passen nicht zu diesem Thema.",
        kind="conflict",
        errors=tuple(faults),
    )


def cards_unknown(faults: Sequence[Fault]) -> Refused:
    """Some cards are not in the network."""
    return Refused(
        "cards-unknown",
        "Nicht alle Ressourcen sind bekannt",
        f"{len(faults)} der genannten Karten gibt es im Ressourcennetz nicht.",
        kind="unknown",
        errors=tuple(faults),
    )


def project_unknown() -> Refused:
    """The project is not known here, or not yet."""
    text = "Dieses Projekt ist hier nicht bekannt."
    return Refused(
        "project-unknown",
        "Das Projekt ist nicht bekannt",
        text,
        kind="unknown",
        errors=(Fault("/project_id", "project-unknown", text),),
    )


def project_elsewhere() -> Refused:
    """The project belongs to another Sozialraum than the topic."""
    text = "Das Projekt gehört zu einem anderen Sozialraum als das Thema."
    return Refused(
        "project-elsewhere",
        "Thema und Projekt gehören nicht zusammen",
        text,
        kind="conflict",
        errors=(Fault("/project_id", "project-elsewhere", text),),
    )


def project_not_linked() -> Refused:
    """What opened the resources has to be a project of this topic."""
    text = "Das Projekt ist diesem Thema nicht zugeordnet."
    return Refused(
        "project-not-linked",
        "Das Projekt gehört nicht zum Thema",
        text,
        kind="conflict",
        errors=(Fault("/project_id", "project-not-linked", text),),
    )


def not_discussed() -> Refused:
    """An idea of one alone is none of the team."""
    return Refused(
        "topic-not-discussed",
        "Das Thema wurde noch nicht beraten",
        "Erst nach einer gemeinsamen Beratung von ASD und Trägern wird daraus eine Projektidee.",
        kind="conflict",
    )


def no_idea_yet() -> Refused:
    """A project follows from an idea."""
    return Refused(
        "topic-without-idea",
        "Zu diesem Thema gibt es noch keine Projektidee",
        "Bitte erst festhalten, welche Angebote geprüft wurden und was fehlt.",
        kind="conflict",
    )


def topic_done() -> Refused:
    """A topic that is covered or set aside is reopened first."""
    return Refused(
        "topic-done",
        "Das Thema ist erledigt",
        "Das Thema ist gedeckt oder abgelegt. Bitte erst wieder aufnehmen.",
        kind="conflict",
    )


def topic_open() -> Refused:
    """Only what was done with can come back."""
    return Refused(
        "topic-open",
        "Das Thema ist noch offen",
        "Wieder aufgenommen wird nur, was gedeckt oder abgelegt ist.",
        kind="conflict",
    )
