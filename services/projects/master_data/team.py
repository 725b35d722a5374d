"""A Sozialraumteam: who belongs to it, for whom, from when until when. Pure."""

from dataclasses import dataclass, replace
from datetime import date

from services.projects import commands, events
from shared.decider import Decider
from shared.refusal import Fault, Refused

Happened = list[events.TeamEvent]


@dataclass(frozen=True, slots=True)
class Member:
    """One membership; both days are inclusive, no `end` is open."""

    person_id: str
    part: events.TeamPart
    traeger_id: str | None
    function: str
    start: date
    end: date | None

    def covers(self, day: date) -> bool:
        """Tell whether the person is a member on a day."""
        return self.start <= day and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Team:
    """All memberships that there ever were, in the order in which they were recorded."""

    members: tuple[Member, ...] = ()

    def members_on(self, day: date) -> tuple[Member, ...]:
        """Return who belongs to the team on a day; each person once."""
        return tuple(member for member in self.members if member.covers(day))

    def asd_on(self, day: date) -> frozenset[str]:
        """Return the persons who belong to the team for the ASD on a day."""
        return frozenset(it.person_id for it in self.members_on(day) if it.part == "asd")

    def awaits(self, person_id: str, day: date) -> bool:
        """Tell whether a person belongs to the team on a day or later."""
        return any(
            it.person_id == person_id and (it.end is None or day <= it.end) for it in self.members
        )


def decide(command: commands.TeamCommand, team: Team, _today: date) -> Happened:
    """Who comes and who goes."""
    match command:
        case commands.JoinTeam():
            return _join(command, team)
        case commands.LeaveTeam():
            return _leave(command, team)


def _join(command: commands.JoinTeam, team: Team) -> Happened:
    """Nobody belongs to a team twice on one day: that person would count twice in a resolution."""
    joined = events.MemberJoined(
        team_id=command.team_id,
        person_id=command.person_id,
        part=command.part,
        traeger_id=command.traeger_id,
        function=command.function,
        start=command.start,
        end=command.end,
    )
    member = _member(joined)
    if member in team.members:
        return []
    if any(_overlap(member, it) for it in team.members if it.person_id == member.person_id):
        text = "Die Person gehört dem Team in dieser Zeit schon an."
        raise Refused(
            "already-member",
            "Die Person ist schon Mitglied",
            text,
            kind="conflict",
            errors=(Fault("/start", "already-member", text),),
        )
    return [joined]


def _leave(command: commands.LeaveTeam, team: Team) -> Happened:
    """The membership that covers the last day ends there; it is never made longer."""
    for member in team.members:
        if member.person_id == command.person_id and member.covers(command.end):
            if member.end == command.end:
                return []
            return [events.MemberLeft(command.team_id, member.person_id, member.start, command.end)]
    text = "An diesem Tag gehört die Person dem Team nicht an."
    raise Refused(
        "not-a-member",
        "Die Person ist nicht Mitglied",
        text,
        kind="conflict",
        errors=(Fault("/end", "not-a-member", text),),
    )


def _member(joined: events.MemberJoined) -> Member:
    return Member(
        joined.person_id,
        joined.part,
        joined.traeger_id,
        joined.function,
        joined.start,
        joined.end,
    )


def _overlap(one: Member, other: Member) -> bool:
    return one.covers(other.start) or other.covers(one.start)


def _left(member: Member, event: events.MemberLeft) -> Member:
    same = (member.person_id, member.start) == (event.person_id, event.start)
    return replace(member, end=event.end) if same else member


def evolve(team: Team, event: events.TeamEvent) -> Team:
    """A member comes, or a membership gets its last day."""
    match event:
        case events.MemberJoined():
            return Team((*team.members, _member(event)))
        case events.MemberLeft():
            return Team(tuple(_left(member, event) for member in team.members))


TEAM: Decider[commands.TeamCommand, Team, events.TeamEvent] = Decider(Team(), decide, evolve)


def team_stream(team_id: str) -> str:
    """Return the stream of a team."""
    return f"team-{team_id}"
