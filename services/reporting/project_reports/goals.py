"""What a report or a statement has to say of the approved goals: none of them can be dropped. Pure."""

from collections.abc import Iterator, Sequence
from typing import Final

from services.reporting import commands, events
from shared.refusal import Fault

NEEDS_REASON: Final = ("not-reached", "given-up")


def gaps(
    told: Sequence[commands.GivenGoal], approved: Sequence[commands.ApprovedGoal]
) -> Iterator[Fault]:
    """Yield what is missing about the goals that were approved, or does not fit them."""
    known = {it.id: it for it in approved}
    seen: set[int] = set()
    for number, given in enumerate(told):
        place, goal = f"/goals/{number}", known.get(given.id)
        if goal is None:
            yield Fault(f"{place}/id", "goal-unknown", f"Ein Ziel {given.id} ist nicht bewilligt.")
            continue
        if given.id in seen:
            yield Fault(f"{place}/id", "goal-twice", f"Zu Ziel {given.id} steht schon etwas da.")
        seen.add(given.id)
        if goal.indicator and given.value is None and given.outcome != "given-up":
            text = f"Was ist bei „{goal.indicator}“ erreicht? Geplant war: {goal.target}."
            yield Fault(f"{place}/value", "missing", text)
        if given.explanation is None and (given.outcome in NEEDS_REASON or not goal.indicator):
            text = (
                "Warum ist das Ziel nicht erreicht oder aufgegeben?"
                if given.outcome in NEEDS_REASON
                else "Das Ziel ist nicht zählbar: Woran zeigt sich, was erreicht ist?"
            )
            yield Fault(f"{place}/explanation", "missing", text)
    for goal_id in known.keys() - seen:
        text = f"Ziel {goal_id} ist bewilligt und kann nicht wegfallen."
        yield Fault("/goals", "goal-missing", text)


def reported(told: Sequence[commands.GivenGoal]) -> tuple[events.ReportedGoal, ...]:
    """Return the goals as an event tells of them, in their order."""
    return tuple(
        events.ReportedGoal(
            it.id, it.value, it.outcome, None if it.explanation is None else it.explanation.ref
        )
        for it in sorted(told, key=lambda it: it.id)
    )
