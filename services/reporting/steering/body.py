"""Who belongs to a body (Gremium), and which teams its members accompany. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from services.reporting import commands, events
from services.reporting.events import MemberPart
from services.reporting.steering import refusals
from shared.decider import Decider
from shared.refusal import Fault

NEEDED: Final[tuple[MemberPart, ...]] = ("youth-office", "traeger")
"""Who sits in a body in any case; the coordination of a neighbourhood does sometimes."""


@dataclass(frozen=True, slots=True)
class Accompaniment:
    """Which member accompanies a team, and when they have spoken last and will speak next."""

    member_id: str
    since: date
    contact_on: date | None = None
    next_on: date | None = None


@dataclass(frozen=True, slots=True)
class Membership:
    """A member as appointed, and the last day, if there is one."""

    appointed: events.BodyMemberAppointed
    end: date | None = None

    def belongs_on(self, day: date) -> bool:
        """Tell whether somebody is a member on a day."""
        return self.appointed.start <= day and not self.has_left_by(day)

    def has_left_by(self, day: date) -> bool:
        """Tell whether the last day of somebody lies before a day."""
        return self.end is not None and self.end < day


@dataclass(frozen=True, slots=True)
class Group:
    """Members by their ids, and accompanied teams by their Sozialraum."""

    members: Mapping[str, Membership] = field(default_factory=dict)
    teams: Mapping[str, Accompaniment] = field(default_factory=dict)

    def on(self, day: date) -> list[Membership]:
        """Return who belongs to the body on a day, in the order of their appointment."""
        return [it for it in self.members.values() if it.belongs_on(day)]

    def lacks_on(self, day: date) -> list[MemberPart]:
        """Return who should sit in the body and does not."""
        there = {it.appointed.part for it in self.on(day)}
        return [it for it in NEEDED if it not in there]


def decide(command: commands.BodyCommand, group: Group, today: date) -> list[events.BodyEvent]:
    """What a body's own affairs lead to, one row per command."""
    match command:
        case commands.AppointBodyMember():
            return [_appointed(command, group, today)]
        case commands.DismissBodyMember():
            return [_dismissed(command, group, today)]
        case commands.AccompanyTeam():
            _member(group, command.member_id, today)
            return [
                events.TeamAccompanied(command.sozialraum_id, command.member_id, command.by, today)
            ]
        case commands.ContactTeam():
            return [_contacted(command, group, today)]


def _appointed(
    command: commands.AppointBodyMember, group: Group, today: date
) -> events.BodyMemberAppointed:
    is_traeger = command.part == "traeger"
    if is_traeger and not command.traeger_id:
        text = "Wer für einen Träger im Gremium sitzt, nennt ihn."
        raise refusals.does_not_fit([Fault("/traeger_id", "missing", text)])
    if not is_traeger and command.traeger_id:
        text = "Nur wer für einen Träger im Gremium sitzt, nennt einen."
        raise refusals.does_not_fit([Fault("/traeger_id", "not-allowed", text)])
    for it in group.members.values():
        if it.appointed.person_id == command.person_id and (
            it.end is None or command.start <= it.end
        ):
            raise refusals.already_member()
    return events.BodyMemberAppointed(
        body=command.body,
        member_id=command.member_id,
        person_id=command.person_id,
        part=command.part,
        function=command.function,
        traeger_id=command.traeger_id,
        start=command.start,
        by=command.by,
        appointed_on=today,
    )


def _dismissed(
    command: commands.DismissBodyMember, group: Group, today: date
) -> events.BodyMemberDismissed:
    member = group.members.get(command.member_id)
    if member is None:
        raise refusals.member_unknown()
    if member.end is not None:
        raise refusals.member_gone()
    if command.end < member.appointed.start:
        text = "Der letzte Tag liegt vor dem ersten."
        raise refusals.does_not_fit([Fault("/end", "end-before-start", text)])
    return events.BodyMemberDismissed(
        command.body, command.member_id, command.end, command.by, today
    )


def _member(group: Group, member_id: str, today: date) -> Membership:
    member = group.members.get(member_id)
    if member is None:
        raise refusals.member_unknown()
    if not member.belongs_on(today):
        raise refusals.member_gone()
    return member


def _contacted(command: commands.ContactTeam, group: Group, today: date) -> events.TeamContacted:
    team = group.teams.get(command.sozialraum_id)
    if team is None or group.members[team.member_id].has_left_by(command.contact_on):
        raise refusals.not_accompanied()
    faults = []
    if command.contact_on > today:
        faults.append(Fault("/contact_on", "day-to-come", "Dieser Tag kommt erst noch."))
    if command.next_on <= command.contact_on:
        text = "Der nächste Kontakt liegt nach diesem."
        faults.append(Fault("/next_on", "next-not-later", text))
    if faults:
        raise refusals.does_not_fit(faults)
    return events.TeamContacted(
        sozialraum_id=command.sozialraum_id,
        member_id=team.member_id,
        contact_on=command.contact_on,
        next_on=command.next_on,
        text=None if command.text is None else command.text.ref,
        by=command.by,
        recorded_on=today,
    )


def evolve(group: Group, event: events.BodyEvent) -> Group:
    """What an event makes of a body. One row per event; no `if`, no rule, no refusal."""
    match event:
        case events.BodyMemberAppointed():
            return replace(group, members={**group.members, event.member_id: Membership(event)})
        case events.BodyMemberDismissed():
            left = replace(group.members[event.member_id], end=event.end)
            return replace(group, members={**group.members, event.member_id: left})
        case events.TeamAccompanied():
            begun = Accompaniment(event.member_id, event.accompanied_on)
            return replace(group, teams={**group.teams, event.sozialraum_id: begun})
        case events.TeamContacted():
            spoken = replace(
                group.teams[event.sozialraum_id],
                contact_on=event.contact_on,
                next_on=event.next_on,
            )
            return replace(group, teams={**group.teams, event.sozialraum_id: spoken})


GROUP: Final[Decider[commands.BodyCommand, Group, events.BodyEvent]] = Decider(
    Group(), decide, evolve
)
