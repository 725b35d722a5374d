"""A draft on its way to an application: all that is still missing, and what can be computed."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import marshmallow as ma

from services.projects import commands, completeness, forms, refusals
from shared.canonical import Json
from shared.form import load_command
from shared.guideline import Estimate
from shared.guideline.case_filter import Reference
from shared.refusal import Fault, Refused

NO_COMMAND: Final = "00000000-0000-0000-0000-000000000000"  # A form asks for an id.


@dataclass(frozen=True, slots=True)
class Checked:
    """What a draft still lacks, what looks like data of a client, and the sums so far."""

    gaps: tuple[Fault, ...]
    references: tuple[Reference, ...]
    estimate: Estimate


def parts_of(content: Json) -> completeness.Parts:
    """Return what the rules look at, of those fields that are in form already."""
    said = {name: _field(name, content) for name in _PARTS}
    declared = content.get("declarations")
    individual = declared.get("no_individual_help") if isinstance(declared, dict) else None
    return completeness.Parts(
        start=said["start"],
        end=said["end"],
        plan=None if said["plan"] is None else dict(said["plan"]),
        own_cash_ct=said["own_cash"],
        in_kind=said["in_kind"] or (),
        employees=said["employees"],
        financing_type=said["financing_type"] or "gap",
        full_funding_reason_given=said["full_funding_reason"] is not None,
        requested_ct=said["requested"],
        team_resolution=said["team_resolution"],
        no_individual_help=individual if isinstance(individual, bool) else None,
    )


def check(content: Json, known: commands.Known, today: date) -> Checked:
    """Return all at once: what the form says, what the rules say, and what to look at."""
    found = [*_faults_of_form(content), *rules(content, known, today)]
    return Checked(
        tuple(dict.fromkeys(found)),
        completeness.case_references(content, today),
        completeness.estimated(parts_of(content), known.policy),
    )


def rules(content: Json, known: commands.Known, today: date) -> list[Fault]:
    """Return what rules say against what is in form already."""
    found = completeness.objections(parts_of(content), known, today)
    return refusals.faults_of([*found])


def command_of(content: Json, command_id: str) -> commands.Apply:
    """Return what a complete draft asks for. Raises Refused."""
    asked: commands.Apply = load_command(forms.ApplySchema, _body(content, command_id)).command
    return asked


def _faults_of_form(content: Json) -> tuple[Fault, ...]:
    try:
        load_command(forms.ApplySchema, _body(content, NO_COMMAND))
    except Refused as no:
        return tuple(no.errors)
    return ()


def _body(content: Json, command_id: str) -> Json:
    return {**content, "command_id": command_id}


def _field(name: str, content: Json) -> Any:
    """Return what a field says; None where it says nothing, or is not in form."""
    if content.get(name) is None:
        return None
    try:
        return _FIELDS[name].deserialize(content[name])
    except ma.ValidationError:
        return None  # The form has pointed it out.


_FIELDS: Final = forms.ApplySchema().load_fields
_PARTS: Final = (
    *("start", "end", "plan", "own_cash", "in_kind", "employees", "financing_type"),
    *("full_funding_reason", "requested", "team_resolution"),
)
