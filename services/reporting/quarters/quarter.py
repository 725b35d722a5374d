"""The quarters of a Sozialraum: recorded, published, corrected. Pure.

What is published stays as it was published; a correction is another version beside it. A stock
begins as the quarter before has ended, or somebody says why not.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from services.reporting import commands, events
from services.reporting.quarters import refusals
from services.reporting.quarters.figures import When, adds_up, complete, net_ct, table
from services.reporting.quarters.helps import NEWEST, help_of
from services.reporting.quarters.suppression import Suppression, Version, suppress
from shared.decider import Decider
from shared.guideline import QuarterRules
from shared.money import euros
from shared.refusal import Fault
from shared.workdays import Land, working_day

NOT_FOLLOWING: Final = "stock-does-not-follow"
"""The fault of a stock that does not begin as it has ended; a note may explain it."""


@dataclass(frozen=True, slots=True)
class Quarters:
    """What a Sozialraum has: what is recorded and not yet published, all versions, budgets by year."""

    drafts: Mapping[When, events.QuarterRecorded] = field(default_factory=dict)
    published: tuple[events.QuarterPublished, ...] = ()
    budgets: Mapping[int, events.HelpBudgetRecorded] = field(default_factory=dict)

    def editions(self, when: When) -> list[events.QuarterPublished]:
        """Return all versions of a quarter, the first one first."""
        return [it for it in self.published if when_of(it) == when]

    def newest(self, when: When) -> events.QuarterPublished | None:
        """Return the last version of a quarter."""
        editions = self.editions(when)
        return editions[-1] if editions else None

    def rows(self, when: When) -> tuple[events.HelpRow, ...] | None:
        """Return what is known of a quarter: what was recorded last."""
        known = self.drafts.get(when) or self.newest(when)
        return None if known is None else known.rows

    def whens(self) -> list[When]:
        """Return the quarters of which anything is published, in order."""
        return sorted({when_of(it) for it in self.published})


def when_of(told: events.QuarterRecorded | events.QuarterPublished) -> When:
    """Return which quarter an event is about."""
    return When(told.year, told.quarter)


def last_day(when: When) -> date:
    """Return the last day of a quarter."""
    after = when.back(-1)
    return date(after.year, after.quarter * 3 - 2, 1) - timedelta(days=1)


def due_on(when: When, rules: QuarterRules, land: Land) -> date:
    """Return until when the figures of a quarter are to be published; `rules`: of its last day."""
    return working_day(last_day(when) + timedelta(days=rules.due_days), land)


def version_of(told: events.QuarterPublished) -> Version:
    """Return a version as the team sees it."""
    hidden = frozenset(tuple(it.rsplit(".", 1)) for it in told.hidden)
    return Version(when_of(told), table(told.rows), told.threshold, hidden)  # type: ignore[arg-type]


def suppression(
    quarters: Quarters, when: When, rows: tuple[events.HelpRow, ...], smallest_shown: int
) -> Suppression:
    """Return what the team would not see of these figures, after all that it has seen."""
    seen = [version_of(it) for it in quarters.published if not it.withheld]
    return suppress(seen, when, rows, smallest_shown)


def decide(
    command: commands.QuarterCommand, quarters: Quarters, today: date
) -> list[events.QuarterEvent]:
    """What is recorded must add up; what is published has been recorded."""
    match command:
        case commands.RecordQuarter():
            return _record(command, quarters, today)
        case commands.PublishQuarter():
            return [_published(command, quarters, today)]
        case commands.RecordHelpBudget():
            return _budget(command, quarters, today)

    raise AssertionError(f"No row for {command}")


def _record(
    command: commands.RecordQuarter, quarters: Quarters, today: date
) -> list[events.QuarterEvent]:
    when = When(command.year, command.quarter)
    if today <= last_day(when):
        raise refusals.quarter_not_over(*_named(when))
    before = None if command.opening else quarters.rows(when.back(1))
    faults = [*_wrong_sums(command.rows), *_wrong_stocks(command.rows, before)]
    if faults:
        raise refusals.does_not_add_up(faults)
    rows = complete(command.rows)
    if command.opening is None and rows == quarters.rows(when):
        return []
    return [
        events.QuarterRecorded(
            sozialraum_id=command.sozialraum_id,
            year=command.year,
            quarter=command.quarter,
            catalogue=NEWEST,
            rows=rows,
            opening=command.opening.ref if command.opening else None,
            by=command.by,
            recorded_on=today,
        )
    ]


def _named(when: When) -> tuple[int, int]:
    return when.year, when.quarter


def _wrong_sums(rows: tuple[events.HelpRow, ...]) -> Iterator[Fault]:
    """Yield the rows whose stock at the end is not what comes of the others."""
    for number, row in enumerate(rows):
        if not adds_up(row):
            text = (
                f"{help_of(row.help).paragraph}: Bestand am Anfang {row.opening} + Zugänge"
                f" {row.inflow} − Abgänge {row.outflow} ergibt"
                f" {row.opening + row.inflow - row.outflow}, nicht {row.closing}."
            )
            yield Fault(f"/rows/{number}/closing", "does-not-add-up", text)


def _wrong_stocks(
    rows: tuple[events.HelpRow, ...], before: tuple[events.HelpRow, ...] | None
) -> Iterator[Fault]:
    """Yield the rows that do not begin as the quarter before has ended; also those left out."""
    ended = {it.help: it.closing for it in before or ()}
    for number, row in enumerate(rows):
        if row.opening != ended.pop(row.help, row.opening):
            was = next(it.closing for it in before or () if it.help == row.help)
            text = (
                f"{help_of(row.help).paragraph}: Der Bestand am Anfang ist {row.opening}, das"
                f" Quartal davor endete mit {was}."
            )
            yield Fault(f"/rows/{number}/opening", NOT_FOLLOWING, text)
    for left_out, closing in ended.items():
        if closing:
            text = f"{help_of(left_out).paragraph} fehlt; das Quartal davor endete mit {closing}."
            yield Fault("/rows", "row-missing", text)


def _published(
    command: commands.PublishQuarter, quarters: Quarters, today: date
) -> events.QuarterPublished:
    when = When(command.year, command.quarter)
    draft, last = quarters.drafts.get(when), quarters.newest(when)
    if draft is None or (last is not None and (last.rows, last.opening) == (draft.rows, None)):
        raise refusals.nothing_to_publish()
    before = None if draft.opening else quarters.rows(when.back(1))
    faults = list(_wrong_stocks(draft.rows, before))
    if faults:
        raise refusals.does_not_add_up(faults)
    editions = quarters.editions(when)
    missing = [*_missing(command, draft.rows, is_correction=bool(editions))]
    if missing:
        raise refusals.explanation_missing(missing)
    unseen = suppression(quarters, when, draft.rows, command.smallest_shown)
    return events.QuarterPublished(
        sozialraum_id=command.sozialraum_id,
        year=command.year,
        quarter=command.quarter,
        edition=len(editions) + 1,
        catalogue=draft.catalogue,
        rows=draft.rows,
        opening=draft.opening,
        booked_ct=command.booked_ct,
        difference=command.difference.ref if command.difference else None,
        reason=command.reason.ref if command.reason else None,
        threshold=command.smallest_shown,
        hidden=tuple(sorted(f"{row}.{column}" for row, column in unseen.hidden)),
        withheld=unseen.withheld,
        due_on=command.due_on,
        by=command.by,
        published_on=today,
    )


def _missing(
    command: commands.PublishQuarter, rows: tuple[events.HelpRow, ...], *, is_correction: bool
) -> Iterator[Fault]:
    """Yield which explanations there must be, and are not."""
    net = net_ct(rows)
    if net != command.booked_ct and command.difference is None:
        text = (
            f"Die Zahlen ergeben {euros(net)}, die Buchhaltung hat {euros(command.booked_ct)}:"
            f" Woher kommen {euros(net - command.booked_ct)} Unterschied?"
        )
        yield Fault("/difference", "missing", text)
    if is_correction and command.reason is None:
        text = "Das Quartal ist schon veröffentlicht: Warum wird es berichtigt?"
        yield Fault("/reason", "missing", text)


def _budget(
    command: commands.RecordHelpBudget, quarters: Quarters, today: date
) -> list[events.QuarterEvent]:
    known = quarters.budgets.get(command.year)
    if known is not None and known.lines == command.lines:
        return []
    return [
        events.HelpBudgetRecorded(
            command.sozialraum_id, command.year, NEWEST, command.lines, command.by, today
        )
    ]


def evolve(quarters: Quarters, event: events.QuarterEvent) -> Quarters:
    """What an event makes of the quarters. One row per event; no `if`, no rule, no refusal."""
    match event:
        case events.QuarterRecorded():
            return replace(quarters, drafts={**quarters.drafts, when_of(event): event})
        case events.QuarterPublished():
            drafts = dict(quarters.drafts)
            drafts.pop(when_of(event), None)
            return replace(quarters, drafts=drafts, published=(*quarters.published, event))
        case events.HelpBudgetRecorded():
            return replace(quarters, budgets={**quarters.budgets, event.year: event})

    raise AssertionError(f"No row for {event}")


QUARTERS: Decider[commands.QuarterCommand, Quarters, events.QuarterEvent] = Decider(
    Quarters(), decide, evolve
)
