"""Master data: Träger and Sozialräume."""

from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

from services.projects import commands, forms
from services.projects.answers import master_data as answers
from services.projects.master_data import (
    PERSON,
    SOZIALRAUM,
    TEAM,
    TRAEGER,
    Traeger,
    person_stream,
    sozialraum_stream,
    team_stream,
    traeger_stream,
)
from services.projects.master_data.person import check_present
from services.projects.master_data.sozialraum import Sozialraum, unknown_sozialraum
from services.projects.master_data.traeger import unknown_traeger
from services.projects.rpc.common import Projects
from services.projects.rpc.history import told_history
from shared.call import Call
from shared.canonical import Json
from shared.database import Conn
from shared.document_store import ref_of
from shared.edge import at_the_edge
from shared.engine import Engine
from shared.kernel_forms import EmptySchema
from shared.wire import command, query
from shared.writer import Turn


class MasterData(Projects):
    """Who can receive grants, and where."""

    # ---- Träger ----------------------------------------------------------------------------

    @command(forms.RegisterTraegerSchema, "Einen Träger erfassen", answers.TraegerAnswer)
    def register_traeger(self, call: Call, asked: commands.RegisterTraeger) -> Json:
        """Return the answer with {traeger_id}."""
        return self._traeger(call, replace(asked, traeger_id=call.new_id()))

    @command(forms.AmendTraegerSchema, "Einen Träger ändern", answers.TraegerAnswer)
    def amend_traeger(self, call: Call, asked: commands.AmendTraeger) -> Json:
        """Change what is named; the rest stays."""
        return self._traeger(call, asked)

    @command(
        forms.StateHeadcountSchema, "Mitarbeitende eines Trägers angeben", answers.TraegerAnswer
    )
    def state_headcount(self, call: Call, asked: commands.StateHeadcount) -> Json:
        """State how many a Träger employs on a day; the evidence was uploaded before."""

        def full(_turn: Turn) -> commands.StateHeadcount:
            if asked.evidence_document_id is None:
                return asked
            with self.kernel.pool.connection() as conn:
                evidence = ref_of(conn, asked.evidence_document_id, "/evidence_document_id")
            return replace(asked, evidence=evidence)

        return self._traeger(call, asked, full)

    @command(
        forms.NameRepresentativesSchema,
        "Vertretungsberechtigte eines Trägers benennen",
        answers.TraegerAnswer,
    )
    def name_representatives(self, call: Call, asked: commands.NameRepresentatives) -> Json:
        """Name who signs for a Träger, all anew; each is a registered person."""
        persons = [person_stream(person_id) for person_id in asked.person_ids]

        def full(turn: Turn) -> commands.NameRepresentatives:
            for each in persons:
                check_present(turn.state(PERSON, each))
            return asked

        return self._traeger(call, asked, full, *persons)

    @command(forms.DeactivateTraegerSchema, "Einen Träger stilllegen", answers.TraegerAnswer)
    def deactivate_traeger(self, call: Call, asked: commands.DeactivateTraeger) -> Json:
        """Let nothing new be applied for; what runs goes on."""
        return self._traeger(call, asked)

    @command(forms.ReactivateTraegerSchema, "Einen Träger wieder aufnehmen", answers.TraegerAnswer)
    def reactivate_traeger(self, call: Call, asked: commands.ReactivateTraeger) -> Json:
        """Let it receive grants again."""
        return self._traeger(call, asked)

    def _traeger(
        self,
        call: Call,
        asked: commands.TraegerCommand,
        full: Callable[[Turn], commands.TraegerCommand] | None = None,
        *more: str,
    ) -> Json:
        """Decide about one Träger; `full` adds what the service knows, from `more` streams."""
        mine = traeger_stream(asked.traeger_id)

        def decide(turn: Turn) -> Json:
            whole = full(turn) if full else asked
            made = TRAEGER.decide(whole, turn.state(TRAEGER, mine), call.today)
            turn.add(mine, made)
            reason = getattr(asked, "reason", None)
            if made and reason is not None:
                turn.keep(reason)
            turn.draft.reason = getattr(asked, "reason_code", None)
            return {"traeger_id": asked.traeger_id}

        return self.execute(call, [mine, *more], decide)

    # ---- Sozialräume -----------------------------------------------------------------------

    @command(
        forms.RegisterSozialraumSchema,
        "Einen Sozialraum mit seinem Team erfassen",
        answers.SozialraumAnswer,
    )
    def register_sozialraum(self, call: Call, asked: commands.RegisterSozialraum) -> Json:
        """Return the answer with {sozialraum_id, team_id}."""
        ids = {"sozialraum_id": call.new_id(), "team_id": call.new_id(" team")}
        return self._sozialraum(call, replace(asked, **ids))

    @command(
        forms.RenameSozialraumSchema,
        "Einen Sozialraum und sein Team umbenennen",
        answers.SozialraumAnswer,
    )
    def rename_sozialraum(self, call: Call, asked: commands.RenameSozialraum) -> Json:
        """Call the area and its team something else."""
        return self._sozialraum(call, asked)

    def _sozialraum(self, call: Call, asked: commands.SozialraumCommand) -> Json:
        mine = sozialraum_stream(asked.sozialraum_id)

        def decide(turn: Turn) -> Json:
            before = turn.state(SOZIALRAUM, mine)
            made = SOZIALRAUM.decide(asked, before, call.today)
            turn.add(mine, made)
            team_id = before.team_id if before else getattr(asked, "team_id", "")
            return {"sozialraum_id": asked.sozialraum_id, "team_id": team_id}

        return self.execute(call, [mine], decide)

    def area(self, sozialraum_id: str) -> Sozialraum:
        """Return a Sozialraum. Raises Refused `sozialraum-unknown`."""
        kernel: Engine = self.kernel
        with kernel.pool.connection() as conn:
            found = self._folded(conn, sozialraum_stream(sozialraum_id), SOZIALRAUM)
        if found is None:
            raise unknown_sozialraum()
        area: Sozialraum = found
        return area

    # ---- questions -------------------------------------------------------------------------

    @query(EmptySchema, "Listet Träger und Sozialräume", answers.MasterDataAnswer)
    def list_master_data(self, _call: Call, _asked: Json) -> Json:
        """Return {traeger: [{traeger_id, name, …}], sozialraeume: [{sozialraum_id, …}]}."""
        with self.kernel.pool.connection() as conn:
            traeger = [_head(it) for _, it in self.listed(conn, "traeger", TRAEGER)]
            areas = [self._place(it) for _, it in self.listed(conn, "sozialraum", SOZIALRAUM)]
        return {"traeger": traeger, "sozialraeume": areas}

    @query(forms.PageSchema, "Listet Träger seitenweise", answers.ListTraegerAnswer)
    def list_traeger(self, _call: Call, asked: Json) -> Json:
        """Return {traeger, after}."""
        with self.kernel.pool.connection() as conn:
            page, after = self.page(conn, "traeger", TRAEGER, asked)
        return {"traeger": [_head(it) for it in page], "after": after}

    @query(forms.PageSchema, "Listet Sozialräume seitenweise", answers.ListSozialraeumeAnswer)
    def list_sozialraeume(self, _call: Call, asked: Json) -> Json:
        """Return {sozialraeume, after}."""
        with self.kernel.pool.connection() as conn:
            page, after = self.page(conn, "sozialraum", SOZIALRAUM, asked)
        return {"sozialraeume": [self._place(it) for it in page], "after": after}

    @query(forms.TraegerIdSchema, "Zeigt einen Träger mit seinem Verlauf", answers.GetTraegerAnswer)
    def get_traeger(self, call: Call, asked: Json) -> Json:
        """Return what is known of a Träger, its head counts as of a day, and its history."""
        call.permit(traeger_id=asked["traeger_id"])
        kernel: Engine = self.kernel
        mine, day = traeger_stream(asked["traeger_id"]), asked["on"] or call.today
        with kernel.pool.connection() as conn:
            traeger: Traeger | None = self._folded(conn, mine, TRAEGER)
            history = told_history(conn, kernel.log, mine, TRAEGER)
        if traeger is None:
            raise unknown_traeger()
        stated = {
            "heads": traeger.headcount_on(day, "heads"),
            "fte": traeger.headcount_on(day, "fte"),
        }
        return {
            **_head(traeger),
            "version": len(history),
            "profile": at_the_edge(traeger.profile),
            "representatives": [*traeger.representatives],
            "headcounts": {
                method: it
                and at_the_edge({**asdict(it.employees), "on": it.on, "evidence": it.evidence})
                for method, it in stated.items()
            },
            "history": history,
        }

    @query(
        forms.SozialraumIdSchema,
        "Zeigt einen Sozialraum mit seinem Team und beider Verlauf",
        answers.GetSozialraumAnswer,
    )
    def get_sozialraum(self, call: Call, asked: Json) -> Json:
        """Return a Sozialraum, the members of its team on a day, and both histories."""
        kernel: Engine = self.kernel
        area, day = self.area(asked["sozialraum_id"]), asked["on"] or call.today
        mine, team = sozialraum_stream(area.sozialraum_id), team_stream(area.team_id)
        with kernel.pool.connection() as conn:
            history = told_history(conn, kernel.log, mine, SOZIALRAUM)
            team_history = told_history(conn, kernel.log, team, TEAM)
            members = self._folded(conn, team, TEAM).members_on(day)
        return {
            **self._place(area),
            "version": len(history),
            "members": at_the_edge(members),
            "history": history,
            "team_history": team_history,
        }

    def _place(self, area: Sozialraum) -> Json:
        return {**at_the_edge(area), "district": self.kernel.settings.district}

    def _folded(self, conn: Conn, stream: str, decider: Any) -> Any:
        return decider.fold(self.kernel.log.read(conn, stream)[stream].events)

    def listed(self, conn: Conn, kind: str, decider: Any) -> list[tuple[str, Any]]:
        """Return (stream, state) of all things of a kind."""
        kernel: Engine = self.kernel
        histories = kernel.log.read(conn, *kernel.log.streams(conn, kind))
        return [(name, decider.fold(it.events)) for name, it in histories.items()]

    def page(
        self, conn: Conn, kind: str, decider: Any, asked: Json
    ) -> tuple[list[Any], str | None]:
        """Return the states of a page of things by id, and the last id if there are more."""
        kernel: Engine = self.kernel
        after = f"{kind}-{asked['after'] or ''}"
        names = [name for name in kernel.log.streams(conn, kind) if name > after]
        chosen = names[: asked["limit"]]
        histories = kernel.log.read(conn, *chosen)
        last = chosen[-1].removeprefix(f"{kind}-") if len(names) > len(chosen) else None
        return [decider.fold(histories[name].events) for name in chosen], last


def _head(traeger: Traeger) -> Json:
    return {
        "traeger_id": traeger.traeger_id,
        "name": traeger.name,
        "expert": traeger.expert,
        "active": traeger.active,
    }
