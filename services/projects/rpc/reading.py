"""What can be read of projects and their applications."""

from collections.abc import Iterator
from typing import Final, get_args

from services.projects import application_refusals, comparison, events, refusals, told, told_changes
from services.projects.answers import reading as answers
from services.projects.project import PROJECT, Project, Status
from services.projects.rpc.common import ProjectIdSchema, Projects, permit, project_stream
from shared import document_store
from shared.asof.methods import query_as_of
from shared.call import Call
from shared.canonical import Json
from shared.database import Conn
from shared.edge import at_the_edge
from shared.engine import Engine
from shared.form import Choice, Identifier, QuerySchema, Whole
from shared.log import History

LISTED_MAX: Final = 200
READ_MAX: Final = 2_000  # Projects read for one page: a rare status lies far apart.
BATCH: Final = 200
LAST_ID: Final = 2**63 - 1

_APPLIED: Final = (
    "select id, stream from event where type = 'applied' and id < %(before)s"
    " and (%(sozialraum_id)s::text is null"
    " or line::jsonb -> 'data' ->> 'sozialraum_id' = %(sozialraum_id)s)"
    " and (%(traeger_id)s::text is null"
    " or line::jsonb -> 'data' ->> 'traeger_id' = %(traeger_id)s)"
    " order by id desc limit %(most)s"
)


class ApplicationSchema(ProjectIdSchema):
    """One version of an application; the current one if none is named."""

    application_version = Whole(1, load_default=None, allow_none=True)


class DifferencesSchema(ProjectIdSchema):
    """Two versions of an application."""

    old = Whole(1, required=True)
    new = Whole(1, required=True)


class ListSchema(QuerySchema):
    """Which projects; `cursor` is `next` of the page before."""

    status = Choice(*get_args(Status), load_default=None, allow_none=True)
    sozialraum_id = Identifier(load_default=None, allow_none=True)
    traeger_id = Identifier(load_default=None, allow_none=True)
    cursor = Whole(load_default=None, allow_none=True)
    most = Whole(1, LISTED_MAX, load_default=50)


class Reading(Projects):
    """What is known of projects; each answer shows every own write at once."""

    @query_as_of(ProjectIdSchema, "Zeigt ein Projekt, wie es jetzt ist", answers.GetProjectAnswer)
    def get_project(self, call: Call, asked: Json) -> Json:
        """Return the project with its version."""
        history, _, project = self._read(call, asked["project_id"])
        changes = told_changes.shown(project, history.events)
        return {"version": history.version, **_shown(project), **changes}

    @query_as_of(
        ApplicationSchema, "Zeigt einen Antrag in einer Fassung", answers.GetApplicationAnswer
    )
    def get_application(self, call: Call, asked: Json) -> Json:
        """Return the application as `apply` takes it, and its documents by their places.

        While it is returned, it says which places are to be completed, why and until when.
        """
        history, versions, project = self._read(call, asked["project_id"])
        wanted = asked["application_version"] or project.application.application_version
        it, back = _of_version(versions, wanted), project.returned
        asked_for = [back.text.document_id] if back else []
        with self.kernel.pool.connection() as conn:
            texts = document_store.texts(conn, [*told.documents(it), *asked_for])
        return {
            "version": history.version,
            "project_id": it.project_id,
            "number": it.number,
            "status": project.status,
            "sozialraum_id": it.sozialraum_id,
            "team_id": it.team_id,
            "traeger_id": it.traeger_id,
            "application_version": it.application_version,
            "versions": [
                {"application_version": each.application_version, "handed_in_on": _day(each)}
                for each in versions
            ],
            "application": told.application(it, told.words_of(texts)),
            "documents": told.references(it),
            "returned": back and {**at_the_edge(back), "text": texts.get(back.text.document_id)},
            "co_signed": at_the_edge(project.co_signature),
        }

    @query_as_of(
        DifferencesSchema, "Vergleicht zwei Fassungen eines Antrags", answers.DifferencesAnswer
    )
    def get_differences(self, call: Call, asked: Json) -> Json:
        """Return {differences: [{pointer, old, new}]}, texts word for word."""
        _, versions, _ = self._read(call, asked["project_id"])
        pair = [_of_version(versions, asked[name]) for name in ("old", "new")]
        with self.kernel.pool.connection() as conn:
            texts = document_store.texts(conn, [id_ for it in pair for id_ in told.documents(it)])
        old, new = (told.application(it, told.words_of(texts)) for it in pair)
        return {"differences": [at_the_edge(it) for it in comparison.differences(old, new)]}

    @query_as_of(ListSchema, "Listet Projekte, die jüngsten zuerst", answers.ListProjectsAnswer)
    def list_projects(self, call: Call, asked: Json) -> Json:
        """Return {projects, next}; where `next` is not null there may be more."""
        found: list[Json] = []
        cursor, read = None, 0
        with self.kernel.pool.connection() as conn:
            for cursor, project in self._projects(conn, asked):
                read += 1
                if project is not None and _matches(call, project, asked["status"]):
                    found.append(_listed(project))
                if len(found) == asked["most"]:
                    return {"projects": found, "next": cursor}
        return {"projects": found, "next": cursor if read == READ_MAX else None}

    def _projects(self, conn: Conn, asked: Json) -> Iterator[tuple[int, Project | None]]:
        """Yield at most READ_MAX projects beyond the cursor, each with its own cursor.

        One that came later than the day of a look back is None.
        """
        wanted = {name: asked[name] for name in ("sozialraum_id", "traeger_id")}
        before = LAST_ID if asked["cursor"] is None else asked["cursor"]
        for _ in range(READ_MAX // BATCH):
            rows = conn.execute(_APPLIED, {**wanted, "before": before, "most": BATCH}).fetchall()
            if not rows:
                return
            histories = self.kernel.log.read(conn, *(stream for _, stream in rows))
            for before, stream in rows:
                yield before, PROJECT.fold(histories[stream].events)

    def _read(self, call: Call, project_id: str) -> tuple[History, list[events.Applied], Project]:
        """Return the history, all versions of the application, and the project. Raises Refused."""
        kernel: Engine = self.kernel
        mine = project_stream(project_id)
        with kernel.pool.connection() as conn:
            history = kernel.log.read(conn, mine)[mine]
        project = PROJECT.fold(history.events)
        if project is None:
            raise refusals.unknown(project_id)
        permit(call, project)
        versions = [it for it in history.events if isinstance(it, events.Applied)]
        return history, versions, project


def _of_version(versions: list[events.Applied], wanted: int) -> events.Applied:
    if wanted > len(versions):
        raise application_refusals.version_unknown()
    return versions[wanted - 1]


def _day(it: events.Applied) -> str:
    day = it.resubmitted_on if isinstance(it, events.Resubmitted) else it.applied_on
    return day.isoformat()


def _matches(call: Call, project: Project, status: Status | None) -> bool:
    it = project.application
    return status in (None, project.status) and call.sees(it.sozialraum_id, it.traeger_id)


def _listed(project: Project) -> Json:
    """Return what lists tell of a project."""
    it = project.application
    listed: Json = at_the_edge(
        {
            "project_id": it.project_id,
            "number": it.number,
            "application_version": it.application_version,
            "title": it.title,
            "status": project.status,
            "start": it.start,
            "end": project.end,
            "sozialraum_id": it.sozialraum_id,
            "traeger_id": it.traeger_id,
            "applied_on": it.applied_on,
            "costs_ct": {year: sums.costs_ct for year, sums in it.plan.items()},
            "grant_ct": project.grant_ct,
        }
    )
    return listed


def _shown(project: Project) -> Json:
    it = project.application
    shown: Json = at_the_edge(
        {
            "need": it.need,
            "target_group": it.target_group,
            "measures": it.measures,
            "goals": it.goals,
        }
    )
    return {**_listed(project), **shown}
