"""What can be decided about an application now, by whom, and all that stands in the way. Pure.

The decisions are tried on the application as it stands, so that a page can never promise what the
decision itself would refuse.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal
from uuid import UUID

from services.projects import approval, commands, decision, refusals, separation
from services.projects.standing import Project
from shared.documents import TEXT, Document
from shared.guideline import Policy
from shared.refusal import Refused, already_decided

Name = Literal["approve", "approve_reduced", "postpone", "reject"]
WORDS: Final = Document(str(UUID(int=0)), b"", b"", TEXT)  # The reason is still to be written.


@dataclass(frozen=True, slots=True)
class Situation:
    """Who looks at which application, when, and what waits before it."""

    project: Project
    acting: commands.Acting
    policy: Policy
    today: date
    waiting: Sequence[str] = ()


def in_the_way(it: Situation) -> dict[Name, list[Refused]]:
    """Return what stands in the way of each decision, the budget aside; nothing where it can be."""
    project_id = it.project.application.project_id
    return {
        "approve": _once([*_tried(_approve(it), it), *_obstacles(it)]),
        "approve_reduced": _once([*separation.conflicts(it.acting, it.project), *_reduced(it)]),
        "postpone": _tried(
            commands.Postpone(project_id, "budget-exhausted", 1, WORDS, it.acting), it
        ),
        "reject": _tried(commands.Reject(project_id, "no-priority", WORDS, it.acting), it),
    }


def _approve(it: Situation) -> commands.Approve:
    needed = approval.reason_needed(it.project, it.waiting)
    return commands.Approve(
        it.project.application.project_id,
        needed,
        None if needed == "as-proposed" else WORDS,
        version=it.project.version + 1,
        policy=it.policy,
        waiting=it.waiting,
        acting=it.acting,
    )


def _tried(command: commands.DecisionCommand, it: Situation) -> list[Refused]:
    """Return the first refusal of a command, if any; what is so already cannot be decided again."""
    try:
        made = decision.decide(command, it.project, it.today)
    except Refused as refused:
        return [refused]
    return [] if made else [already_decided("Der Antrag ist schon genehmigt.")]


def _obstacles(it: Situation) -> Iterator[Refused]:
    """Yield the obstacles of an approval, while the application is one that could be approved."""
    if it.project.status == "applied":
        yield from approval.obstacles(it.project, it.policy, it.today)


def _reduced(it: Situation) -> Iterator[Refused]:
    """Yield what no revised plan could mend."""
    if it.project.status != "applied":
        yield decision.too_late(it.project.status)
    yield from _obstacles(it)
    check = it.project.content_check
    if check is not None and check.result == "failed":
        yield refusals.content_check_failed()


def _once(found: Sequence[Refused]) -> list[Refused]:
    """Return refusals without repeats: what was tried first may be an obstacle as well."""
    return list({(each.code, each.detail): each for each in found}.values())
