"""The forms of what an application says besides need, goals, target group, measures and money."""

from typing import Any, Final, get_args

import marshmallow as ma

from services.projects import commands
from services.projects.events import AccessKind, AimName, ParticipationGroup
from shared.canonical import Json
from shared.faults import said
from shared.form import Choice, Day, Form, Identifier, Items, Line, Part, Text, Whole, YesNo

HOW_MAX: Final = 4_000  # Characters of a shorter text.
GROUPS_MAX: Final = 20
PEOPLE_MAX: Final = 100_000
TEAM_MAX: Final = 50


class ParticipationGroupSchema(Form):
    """A group of those concerned, and how many of it took part."""

    makes = ParticipationGroup

    group = Line(required=True)
    number = Whole(1, PEOPLE_MAX, required=True)


class ParticipationSchema(Form):
    """How those concerned took part in planning."""

    makes = commands.PlannedParticipation

    text = Text(required=True)
    groups = Items(Part(ParticipationGroupSchema), 1, GROUPS_MAX, required=True)


class AimSchema(Form):
    """An aim of the concept, and how the project serves it."""

    makes = commands.PlannedAim

    aim = Choice(*get_args(AimName), required=True)
    how = Text(HOW_MAX, required=True)


class AccessSchema(Form):
    """How people come to the project; whoever asks for more than to come says why."""

    makes = commands.PlannedAccess

    kind = Choice(*get_args(AccessKind), required=True)
    reason = Text(HOW_MAX, load_default=None, allow_none=True)

    @ma.validates_schema
    def threshold_has_a_reason(self, data: Json, **_: Any) -> None:
        """An offer is open unless there is a reason why it cannot be."""
        if data["kind"] != "open" and data["reason"] is None:
            raise ma.ValidationError({"reason": [_WHY_NOT_OPEN]})


class TeamResolutionSchema(Form):
    """When the team has resolved on the application, with whom."""

    makes = commands.Resolved

    on = Day(required=True)
    present = Items(Identifier(), 1, TEAM_MAX, required=True)
    abstained = Items(Identifier(), 0, TEAM_MAX, load_default=())

    @ma.validates_schema
    def each_once(self, data: Json, **_: Any) -> None:
        """Nobody is there twice, and who abstains is there."""
        for name in ("present", "abstained"):
            if len(set(data[name])) != len(data[name]):
                raise ma.ValidationError({name: [_TWICE]})
        absent = [n for n, who in enumerate(data["abstained"]) if who not in data["present"]]
        if absent:
            raise ma.ValidationError({"abstained": {number: [_ABSENT] for number in absent}})


class DeclarationsSchema(Form):
    """What the applicants declare. `other_funding` null says that nobody else was asked."""

    not_begun = YesNo(required=True)
    no_individual_help = YesNo(required=True)
    complete_and_true = YesNo(required=True)
    subsidy_relevant = YesNo(required=True)
    other_funding = Text(HOW_MAX, required=True, allow_none=True)
    vat_deduction = YesNo(required=True)

    @ma.validates("not_begun", "complete_and_true", "subsidy_relevant")
    def affirmed(self, value: bool, data_key: str, **_: Any) -> None:
        """Without these nobody may decide; whether individual help is one, the office says."""
        if not value:
            raise ma.ValidationError(said("not-declared", _DECLARED[data_key]))

    def made(self, data: Json) -> commands.Declared:
        """What has to be affirmed has been."""
        names = ("no_individual_help", "other_funding", "vat_deduction")
        return commands.Declared(**{name: data[name] for name in names})


_WHY_NOT_OPEN: Final = said("missing", "Wenn der Zugang nicht offen ist, fehlt hier der Grund.")
_TWICE: Final = said("twice", "Hier steht jemand doppelt.")
_ABSENT: Final = said("not-present", "Wer sich enthält, gehört zu den Anwesenden.")
_DECLARED: Final = {
    "not_begun": "Ein Projekt, das schon begonnen hat, wird nicht gefördert.",
    "complete_and_true": "Die Angaben müssen vollständig und richtig sein.",
    "subsidy_relevant": "Dass die Angaben subventionserheblich sind (§ 264 StGB), muss bekannt sein.",
}
