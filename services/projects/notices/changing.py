"""From decisions that change, end or take back a grant, or refuse to, to their notices. Pure."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from services.projects import events
from services.projects.notices import changes, endings
from services.projects.notices.file import File, letter_of
from services.projects.notices.issued import next_amendment, parents
from services.projects.notices.letter import OwnShare
from services.projects.standing import Project

UNCERTAIN: Final = " (nur soweit der Rat dafür Mittel bereitstellt)"


def extension(event: events.Extended, file: File) -> changes.Extension:
    """Return the notice of a later end."""
    project, share = file.project, event.own_share
    assert isinstance(project.decided, events.Approved), "Only what is approved can be extended."
    parent, between = parents(file.issued, project.decided.approved_on)
    start = project.decided.start
    return changes.Extension(
        letter=letter_of(file, event.extended_on, as_deputy=event.as_deputy),
        number=next_amendment(file.issued),
        parent=parent,
        between=between,
        start=start,
        old_end=event.old_end,
        new_end=event.new_end,
        tranches=[
            changes.Tranche(
                year,
                project.grant_ct.get(year, 0),
                project.grant_ct.get(year, 0) + event.grant_change_ct.get(year, 0),
                reserved=year in file.reserved,
            )
            for year in range(start.year, event.new_end.year + 1)
        ],
        reason_code=event.reason_code,
        reason=file.words(event.reason),
        own_share=OwnShare(share.percent, share.amount_ct, share.in_kind_ct) if share else None,
    )


def amendment(event: events.Amended, file: File) -> changes.Amendment:
    """Return the notice of money on other years."""
    parent, between = parents(file.issued, _approved_on(file.project))
    return changes.Amendment(
        letter=letter_of(file, event.amended_on, as_deputy=event.as_deputy),
        number=next_amendment(file.issued),
        parent=parent,
        between=between,
        amounts=_tranches(event.grant_change_ct, file),
        dates=(),
        reason=file.words(event.reason),
    )


def termination(event: events.Terminated, file: File) -> endings.Termination:
    """Return the notice of an early end."""
    parent, between = parents(file.issued, _approved_on(file.project))
    return endings.Termination(
        letter=letter_of(file, event.decided_on, as_deputy=event.as_deputy),
        number=next_amendment(file.issued),
        parent=parent,
        between=between,
        start=file.project.application.start,
        old_end=event.old_end,
        new_end=event.terminated_on,
        amounts=[*_tranches(event.grant_change_ct, file), *_fixed_anew(event, file.project)],
        cause=event.cause,
        reason=file.words(event.reason),
        heard_on=event.heard_on,
    )


def revocation(event: events.Revoked, file: File) -> endings.Revocation:
    """Return the notice of what is taken back."""
    parent, between = parents(file.issued, _approved_on(file.project))
    return endings.Revocation(
        letter=letter_of(file, event.revoked_on, as_deputy=event.as_deputy),
        number=next_amendment(file.issued),
        parent=parent,
        between=between,
        basis=event.basis,
        extent=event.extent,
        effective_from=event.effective_from,
        old_end=event.old_end,
        new_end=event.end,
        amounts=_tranches(event.grant_change_ct, file),
        reason_code=event.reason_code,
        reason=file.words(event.reason),
        known_since=event.known_since,
        heard_on=event.heard_on,
    )


def change_rejection(event: events.ChangeRejected, file: File) -> endings.ChangeRejection:
    """Return the notice of a change that is not granted."""
    parent, between = parents(file.issued, _approved_on(file.project))
    asked = file.project.requests[event.request_id].asked
    return endings.ChangeRejection(
        letter=letter_of(file, event.rejected_on, as_deputy=event.as_deputy),
        parent=parent,
        between=between,
        requested_on=asked.requested_on,
        new_end=asked.new_end,
        reason_code=event.reason_code,
        reason=file.words(event.reason),
    )


def _approved_on(project: Project) -> date:
    assert isinstance(project.decided, events.Approved), "Only what is approved can change."
    return project.decided.approved_on


def _tranches(change_ct: events.YearlyCents, file: File) -> Sequence[changes.AmountChange]:
    """Return the years whose tranche changes; of an uncertain one, that it is uncertain."""
    before_ct = file.project.grant_ct
    return [
        changes.AmountChange(
            f"Zuwendung {year}{UNCERTAIN if year in file.reserved else ''}",
            before_ct.get(year, 0),
            before_ct.get(year, 0) + cents,
        )
        for year, cents in sorted(change_ct.items())
        if cents
    ]


def _fixed_anew(event: events.Terminated, project: Project) -> Sequence[changes.AmountChange]:
    if event.refixed is None:
        return ()
    share = event.refixed.own_share
    found = (
        changes.AmountChange("Eigenanteil", project.own_share_ct, share.amount_ct),
        changes.AmountChange("Eigenes Geld", project.own_cash_ct, share.cash_ct),
    )
    return [it for it in found if it.old_ct != it.new_ct]
