"""What is heard of projects, and which duties follow from it."""

from datetime import date

from services.reporting import approved, commands, office_policy, projects
from services.reporting import heard_duties as heard
from services.reporting.duties import schedule
from services.reporting.events import DutyCause
from services.reporting.projects import KnownProject
from services.reporting.rpc.common import Reporting, act, duty_stream
from services.reporting.statement import approval
from shared.canonical import Json
from shared.form import load
from shared.guideline.heard import PolicyAdoptedSchema
from shared.service import Effect
from shared.wire import hears
from shared.writer import Turn


class Hearing(Reporting):
    """The calendar of duties follows the life of each project."""

    @hears("projects", "applied", 2)
    def on_applied(self, effect: Effect) -> None:
        """Nothing is owed yet; whose the project is, is kept."""
        self._note(effect)

    @hears("projects", "resubmitted")
    def on_resubmitted(self, effect: Effect) -> None:
        """As after the first application."""
        self._note(effect)

    def _note(self, effect: Effect) -> None:
        told = load(heard.WhoseSchema, effect.data)
        projects.note_applied(
            effect.conn, told["project_id"], told["sozialraum_id"], told["traeger_id"]
        )
        approved.note_goals(effect.conn, told["project_id"], told["goals"])
        approval.note_applied(effect.conn, told)

    @hears("projects", "approved", 2)
    def on_approved(self, effect: Effect) -> None:
        """A report for each funding year is owed, and a statement of use."""
        told = load(heard.TermSchema, effect.data)
        self._plan(effect, told["project_id"], (told["start"], told["end"]), "approved")
        approved.note_plan(effect.conn, told["project_id"], told["plan"])
        approval.note_approved(effect.conn, told)

    @hears("projects", "extended", 2)
    def on_extended(self, effect: Effect) -> None:
        """The statement is owed later, and another year may have a report of its own."""
        told = load(heard.LongerSchema, effect.data)
        self._move(effect, told["project_id"], told["new_end"], "extended")
        approved.add_to_plan(effect.conn, told["project_id"], told["plan"])
        added_ct = told["own_share"]["amount_ct"] if told["own_share"] else 0
        self._change(effect, told, added_ct)

    @hears("projects", "terminated")
    def on_terminated(self, effect: Effect) -> None:
        """The statement is owed earlier; there are no reports about years that will not be."""
        told = load(heard.EarlierSchema, effect.data)
        self._move(effect, told["project_id"], told["terminated_on"], "terminated")
        self._change(effect, told)
        if told["refixed"] is not None:
            approved.note_plan(effect.conn, told["project_id"], told["refixed"]["plan"])
            own_share_ct = told["refixed"]["own_share"]["amount_ct"]
            approval.note_refixed(effect.conn, told["project_id"], own_share_ct)

    @hears("projects", "revoked")
    def on_revoked(self, effect: Effect) -> None:
        """As after an early end: what was paid must still be accounted for."""
        told = load(heard.RevokedSchema, effect.data)
        is_void = told["extent"] == "whole" and told["effective_from"] is None
        end = told["revoked_on"] if is_void else told["end"]
        self._move(effect, told["project_id"], end, "revoked")
        self._change(effect, told)

    def _change(self, effect: Effect, told: Json, added_ct: int = 0) -> None:
        change_ct = told["grant_change_ct"]
        approval.note_changed(effect.conn, told["project_id"], change_ct, added_ct)

    def _move(self, effect: Effect, project_id: str, end: date, cause: DutyCause) -> None:
        known = projects.project_of(effect.conn, project_id)
        if known is None or known.first_day is None:
            raise LookupError(f"project {project_id} was never approved")
        self._plan(effect, project_id, (known.first_day, end), cause)

    def _plan(
        self, effect: Effect, project_id: str, term: tuple[date, date], cause: DutyCause
    ) -> None:
        """Let a project owe what belongs to this term, and no other report by the calendar.

        What belonged to the term before and has the same day is left alone: it may be done, or may
        have got more time meanwhile.
        """
        before = projects.project_of(effect.conn, project_id)
        projects.note_days(effect.conn, project_id, *term)
        owed = {it.id_in(project_id): it for it in schedule.owed(*term, self.land)}
        planned = self._planned(before)
        gone = sorted(planned.keys() - owed.keys())
        due = {duty_id: it for duty_id, it in owed.items() if planned.get(duty_id) != it}

        def decide(turn: Turn) -> None:
            for duty_id, it in due.items():
                plan = commands.PlanDuty(duty_id, project_id, it.kind, it.year, it.due_on, cause)
                act(turn, plan, effect.today)
            for duty_id in gone:
                act(turn, commands.DropDuty(duty_id, cause), effect.today)
            turn.beside.append(projects.noting(project_id, due))

        if due or gone:
            effect.write([duty_stream(it) for it in [*due, *gone]], decide)

    def _planned(self, known: KnownProject | None) -> dict[str, schedule.Owed]:
        """Return what a project owed by the calendar so far, by the ids of its duties."""
        if known is None or known.first_day is None or known.last_day is None:
            return {}
        term = known.first_day, known.last_day
        return {it.id_in(known.project_id): it for it in schedule.owed(*term, self.land)}

    @hears("funding", "policy_adopted", 2)
    def on_policy_adopted(self, effect: Effect) -> None:
        """Decisions from its first day on rest on this policy, and so do their statements of use."""
        told = load(PolicyAdoptedSchema, effect.data)
        office_policy.keep(effect.conn, told["position"], told["valid_from"], effect.data["rules"])

    @hears("projects", "closed", 2)
    def on_closed(self, effect: Effect) -> None:
        """What has not been handed in is not owed any more."""
        project_id = load(heard.EndedSchema, effect.data)["project_id"]
        duty_ids = projects.duties_of(effect.conn, project_id)
        projects.note_closed(effect.conn, project_id, closed=True)

        def decide(turn: Turn) -> None:
            for duty_id in duty_ids:
                act(turn, commands.DropDuty(duty_id, "closed"), effect.today)

        if duty_ids:
            effect.write([duty_stream(it) for it in duty_ids], decide)

    @hears("projects", "settlement_reopened")
    def on_settlement_reopened(self, effect: Effect) -> None:
        """Its statement can be sent back, corrected, and checked once more."""
        project_id = load(heard.EndedSchema, effect.data)["project_id"]
        projects.note_closed(effect.conn, project_id, closed=False)
