"""What has happened to the parts of a log: a stream for each, `partition-<number>`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PartitionDetached:
    """Teil des Protokolls abgehängt: its lines lie beside the log now, and can be attached again.

    events  how many there are, between these two positions;  by  the random id of who did it
    """

    number: int
    events: int
    first_position: int
    last_position: int
    by: str


@dataclass(frozen=True, slots=True)
class PartitionAttached:
    """Teil des Protokolls angehängt: each line was held against its leaf, and is where it was."""

    number: int
    events: int
    first_position: int
    last_position: int
    by: str


EVENTS = (PartitionDetached, PartitionAttached)
ENDS = frozenset({"partition_detached", "partition_attached"})
"""After each of them the stream of a part may rest for good."""
