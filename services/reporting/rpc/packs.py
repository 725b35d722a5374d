"""The packs (Sitzungsmappen) of the steering group and of the UAG: all for a meeting in one call."""

from collections.abc import Callable
from typing import Any

from services.reporting.annual_report import annual_report
from services.reporting.duties import listing as duty_list
from services.reporting.events import Body
from services.reporting.quality import model
from services.reporting.rpc import steering, uag
from services.reporting.rpc.bodies import Bodies
from services.reporting.rpc.duties import DUTIES
from services.reporting.rpc.quality import QUALITY
from services.reporting.steering import answers, forms, pack, page, tables, told
from services.reporting.steering.meeting import Meeting
from shared.call import Call
from shared.canonical import Json
from shared.edge import at_the_edge
from shared.engine import Engine
from shared.wire import query

Pages = Callable[[Json], str]
Tables = Callable[[Json], list[Json]]


class Packs(Bodies):
    """What a body looks at."""

    @query(
        forms.PackSchema,
        "Stellt die Mappe der Steuerungsgruppe zusammen",
        answers.SteeringPackAnswer,
    )
    def get_steering_pack(self, call: Call, asked: Json) -> Json:
        """Return projects, money, what is late, quality, teams, actions; with `files` also as files."""
        self.wait_for(call, QUALITY, asked["after"])
        group, meetings = self.group(steering.BODY), self.meetings(steering.BODY)
        head = {
            **self._head(call, asked, steering.BODY, meetings),
            "teams": told.teams(group, self.of_model(model.sozialraeume), call.today),
            "overdue_duties": self._overdue(call),
        }
        quality = self.told_of_quality(call, _of_district(asked), sums_only=False)
        made = pack.of_steering(
            head, self._of_the_year(asked), told.last_reviews(meetings), quality
        )
        return _answer(made, asked, page.of_steering, tables.of_steering)

    @query(forms.PackSchema, "Stellt die Mappe der UAG zusammen", answers.UagPackAnswer)
    def get_uag_pack(self, call: Call, asked: Json) -> Json:
        """Return what is said of all together: no amount, no project, no Träger."""
        self.check_city_wide()
        self.wait_for(call, QUALITY, asked["after"])
        mine, theirs = self.meetings(uag.BODY), self.meetings(steering.BODY)
        quality = self.told_of_quality(call, _of_district(asked), sums_only=True)
        made = pack.of_uag(
            self._head(call, asked, uag.BODY, mine),
            self._of_the_year(asked),
            [*_proposals(mine, asked["year"]), *_proposals(theirs, asked["year"])],
            quality,
        )
        return _answer(made, asked, page.of_uag, tables.of_uag)

    def _head(self, call: Call, asked: Json, body: Body, meetings: list[Meeting]) -> Json:
        year = asked["year"]
        return {
            "year": year,
            "made_on": call.today,
            **told.group(self.group(body), call.today),
            "duties": told.duties(self.duties_of(body, year), call.today),
            "meetings": told.listed(it for it in meetings if it.day.year == year),
            "open_actions": told.open_actions(meetings, call.today),
            "done_actions": told.done_actions(meetings, year, call.today),
        }

    def _of_the_year(self, asked: Json) -> Json:
        kernel: Engine = self.kernel
        found: Json = kernel.read_models.ask(
            "annual_report", lambda conn: annual_report(conn, asked["year"])
        )
        return found

    def _overdue(self, call: Call) -> list[Json]:
        asked: Json = {
            **dict.fromkeys(duty_list.FILTERS),
            "everywhere": True,
            "sozialraeume": [],
            "own_traeger_id": None,
            "overdue": True,
            "today": call.today,
            "most": duty_list.LISTED_MAX,
        }
        found: list[Json] = self.kernel.read_models.ask(
            DUTIES.name, lambda conn: duty_list.duties(conn, asked)
        )
        return [{**it, "person_id": None} for it in found]  # Whose duty it is, the office knows.


def _of_district(asked: Json) -> Json:
    return {"year": asked["year"], "project_id": None, "sozialraum_id": None}


def _proposals(meetings: list[Meeting], year: int) -> list[Json]:
    return [
        {"body": it.body, "on": it.held.held_on, "title": one.title}
        for it in meetings
        if it.held is not None and it.held.held_on.year == year
        for one in it.held.resolutions
        if one.kind == "proposal"
    ]


def _answer(made: Json, asked: Json, pages: Pages, files: Tables) -> Json:
    shown: Any = at_the_edge(made)
    with_files = asked["files"]
    return {
        **shown,
        "html": pages(made) if with_files else None,
        "tables": files(made) if with_files else [],
    }
