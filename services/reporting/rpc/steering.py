"""The steering group: members, meetings, the accompaniment of teams."""

from typing import Final

from services.reporting import commands
from services.reporting.events import Body
from services.reporting.quality import model
from services.reporting.quality.refusals import sozialraum_unknown
from services.reporting.rpc.bodies import Bodies
from services.reporting.steering import answers, forms, told
from shared.call import Call
from shared.canonical import Json
from shared.edge import at_the_edge
from shared.kernel_forms import EmptySchema
from shared.wire import command, query

BODY: Final[Body] = "steering-group"


class Steering(Bodies):
    """What the steering group does."""

    @command(
        forms.AppointMemberSchema, "Ein Mitglied der Steuerungsgruppe berufen", answers.MemberAnswer
    )
    def appoint_steering_member(self, call: Call, asked: Json) -> Json:
        """Let somebody belong to the group. Raises Refused `already-member`."""
        return self.appoint(call, BODY, asked)

    @command(
        forms.DismissMemberSchema,
        "Ein Mitglied der Steuerungsgruppe ausscheiden lassen",
        answers.MemberAnswer,
    )
    def dismiss_steering_member(self, call: Call, asked: Json) -> Json:
        """Let somebody leave the group after a day."""
        return self.dismiss(call, BODY, asked)

    @command(forms.AccompanyTeamSchema, "Die Begleitung eines Teams übernehmen", answers.TeamAnswer)
    def accompany_team(self, call: Call, asked: commands.AccompanyTeam) -> Json:
        """Let a member see to a team; who did before does no longer."""
        area = asked.sozialraum_id
        if self.of_model(lambda conn: model.sozialraum_name(conn, area)) is None:
            raise sozialraum_unknown()
        return self.govern(call, BODY, asked, sozialraum_id=area)

    @command(forms.ContactTeamSchema, "Einen Kontakt mit einem Team festhalten", answers.TeamAnswer)
    def note_team_contact(self, call: Call, asked: commands.ContactTeam) -> Json:
        """Record when a team was spoken with. Raises Refused `team-not-accompanied`."""
        return self.govern(call, BODY, asked, sozialraum_id=asked.sozialraum_id)

    @command(
        forms.PlanMeetingSchema,
        "Eine Sitzung der Steuerungsgruppe planen",
        answers.MeetingAnswer,
    )
    def plan_steering_meeting(self, call: Call, asked: Json) -> Json:
        """Plan a meeting with its agenda. Return {meeting_id}."""
        return self.plan(call, BODY, asked)

    @command(
        forms.RecordSteeringMeetingSchema,
        "Eine Sitzung der Steuerungsgruppe niederschreiben",
        answers.MeetingAnswer,
    )
    def record_steering_meeting(self, call: Call, asked: Json) -> Json:
        """Record what was resolved and seen; the year's duty to meet is fulfilled by it."""
        return self.record(call, BODY, asked)

    @command(
        forms.CorrectSteeringMeetingSchema,
        "Die Niederschrift einer Sitzung der Steuerungsgruppe berichtigen",
        answers.MeetingAnswer,
    )
    def correct_steering_meeting(self, call: Call, asked: Json) -> Json:
        """Write the record anew, with a reason; the one before stays readable."""
        return self.correct(call, BODY, asked)

    @command(
        forms.CancelMeetingSchema,
        "Eine Sitzung der Steuerungsgruppe absagen oder zurücknehmen",
        answers.MeetingAnswer,
    )
    def cancel_steering_meeting(self, call: Call, asked: Json) -> Json:
        """Call a meeting off; the year's duty is open again where no other was held."""
        return self.cancel(call, BODY, asked)

    @command(
        forms.CompleteActionSchema,
        "Eine Maßnahme der Steuerungsgruppe als erledigt vermerken",
        answers.MeetingAnswer,
    )
    def complete_steering_action(self, call: Call, asked: Json) -> Json:
        """Say that an action is done. Raises Refused `action-done`."""
        return self.complete(call, BODY, asked)

    @query(EmptySchema, "Zeigt die Steuerungsgruppe", answers.SteeringGroupAnswer)
    def get_steering_group(self, call: Call, _asked: Json) -> Json:
        """Return members, duties, meetings, open actions, accompanied teams."""
        group, meetings = self.group(BODY), self.meetings(BODY)
        owed = [it for year in self.years(call) for it in self.duties_of(BODY, year)]
        areas = self.of_model(model.sozialraeume)
        shown: Json = at_the_edge(
            {
                **told.group(group, call.today),
                "duties": told.duties(owed, call.today),
                "meetings": told.listed(meetings),
                "open_actions": told.open_actions(meetings, call.today),
                "teams": told.teams(group, areas, call.today),
            }
        )
        return shown

    @query(forms.MeetingIdSchema, "Zeigt eine Sitzung der Steuerungsgruppe", answers.MeetingTold)
    def get_steering_meeting(self, call: Call, asked: Json) -> Json:
        """Return a meeting in full. Raises Refused `meeting-unknown`."""
        return self.in_full(call, BODY, asked)
