"""What can be read of duties: the calendar, and the tasks of who asks."""

from typing import Any, Final, get_args

from services.reporting.duties import answers, ical
from services.reporting.duties import listing as duty_list
from services.reporting.duties.duty import Standing
from services.reporting.events import DutyKind, Reminder
from services.reporting.rpc.common import Reporting
from shared.asof.methods import query_as_of
from shared.call import Call
from shared.canonical import Json
from shared.edge import at_the_edge
from shared.form import Choice, Day, Identifier, QuerySchema, Whole, YesNo, load
from shared.projection import ReadModel
from shared.wire import query

DUTIES: Final = ReadModel(
    name="duties",
    tables=duty_list.DDL,
    on=duty_list.ON,
    versions=duty_list.VERSIONS,
    sources=("projects", "reporting"),
)
ALL_KINDS: Final[tuple[DutyKind, ...]] = get_args(DutyKind)
OF_PROJECTS: Final[tuple[DutyKind, ...]] = ("annual-report", "statement-of-use", "interim-report")
HAND_IN: Final[dict[tuple[DutyKind, ...], tuple[str, ...]]] = {
    OF_PROJECTS: ("recipient", "traeger_member", "asd_member"),
    ("quality-follow-up",): ("traeger_member", "asd_member"),
    ("wjh-quarter",): ("wjh",),
    ("wjh-onboarding",): ("district_head",),
}
"""Which duties are whose to fulfil: of these all reminders are tasks, from the first on."""
FOLLOW_UP: Final[dict[str, tuple[Reminder, ...]]] = {
    "wjh": ("one-week", "four-weeks"),
    "district_head": ("four-weeks",),
}
"""Which reminders of others' duties are tasks of the office: what has not come in a week, or in four."""


class DutiesSchema(QuerySchema):
    """Which duties; what is left out does not matter. `after`: an event to be shown."""

    project_id = Identifier(load_default=None, allow_none=True)
    traeger_id = Identifier(load_default=None, allow_none=True)
    due_from = Day(load_default=None, allow_none=True)
    due_to = Day(load_default=None, allow_none=True)
    standing = Choice(*get_args(Standing), load_default=None, allow_none=True)
    kind = Choice(*get_args(DutyKind), load_default=None, allow_none=True)
    overdue = YesNo(load_default=False)
    after = Identifier(load_default=None, allow_none=True)
    most = Whole(1, duty_list.LISTED_MAX, load_default=duty_list.LISTED_MAX)


class AfterSchema(QuerySchema):
    """`after`: an event to be shown."""

    after = Identifier(load_default=None, allow_none=True)


class Duties(Reporting):
    """Who owes what until when."""

    @query_as_of(DutiesSchema, "Zeigt den Kalender der Pflichten", answers.DutiesAnswer)
    def list_duties(self, call: Call, asked: Json) -> Json:
        """Return {duties, complete}: what the person may see. Raises Refused `not-yet-visible`."""
        found = self.found(call, {**asked, "most": asked["most"] + 1})
        return {
            "duties": [at_the_edge(it) for it in found[: asked["most"]]],
            "complete": len(found) <= asked["most"],
        }

    @query(AfterSchema, "Gibt, was noch zu tun ist, als Kalender (iCal)", answers.CalendarAnswer)
    def get_calendar(self, call: Call, asked: Json) -> Json:
        """Return {calendar}: what the person may see of what is owed, as an iCalendar file."""
        every_one = load(DutiesSchema, {"standing": "open"})
        return {"calendar": ical.calendar(self.found(call, {**every_one, **asked}))}

    def found(self, call: Call, asked: Json) -> list[Json]:
        """Return the duties that fit and that the person may see."""
        return self._ask(call, duty_list.duties, asked)

    @query(AfterSchema, "Zeigt die eigenen Aufgaben", answers.TasksAnswer)
    def my_tasks(self, call: Call, asked: Json) -> Json:
        """Return {tasks, complete}: for each role of the person what its duties ask of it."""
        most, told = duty_list.LISTED_MAX, []
        complete = True
        for kind, role, kinds, reminders in _of_roles(call):
            wanted = {"kinds": list(kinds), "reminders": list(reminders), "most": most + 1}
            found = self._ask(call, duty_list.tasks, {**asked, **wanted})
            told += [{"kind": kind, "role": role, **at_the_edge(it)} for it in found[:most]]
            complete = complete and len(found) <= most
        return {"tasks": sorted(told, key=lambda it: it["due_on"]), "complete": complete}

    def _ask(self, call: Call, ask: Any, asked: Json) -> list[Json]:
        self.wait_for(call, DUTIES, asked["after"])
        given = {**asked, **call.reach(), "today": call.today}
        found: list[Json] = self.kernel.read_models.ask(DUTIES.name, lambda conn: ask(conn, given))
        return found


def _of_roles(
    call: Call,
) -> list[tuple[str, str, tuple[DutyKind, ...], tuple[Reminder, ...]]]:
    """Return (kind of task, the role it is for, kinds of duties, reminders) for each list of tasks.

    Of several roles that owe the same the first one counts, and of those that follow up.
    """
    roles = call.person.roles if call.person else frozenset()
    hand_in = [
        ("hand-in", next(it for it in owing if it in roles), kinds, get_args(Reminder))
        for kinds, owing in HAND_IN.items()
        if roles & {*owing}
    ]
    follow_up = [
        ("follow-up", role, _of_others(role), reminders)
        for role, reminders in FOLLOW_UP.items()
        if role in roles
    ]
    return [*hand_in, *follow_up[:1]]


def _of_others(role: str) -> tuple[DutyKind, ...]:
    own = {kind for kinds, owing in HAND_IN.items() if role in owing for kind in kinds}
    return tuple(it for it in ALL_KINDS if it not in own)
