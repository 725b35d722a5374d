"""The steering group, one of its meetings, and the UAG's report, typed by hand."""

from dataclasses import replace
from datetime import date

from services.reporting import commands, events
from tests.unit.projects.registered import SOZIALRAUM_ID, TRAEGER_ID
from tests.unit.reporting.examples import AUTHOR, HEAD, PROJECT_ID, text

HEAD_MEMBER = "5c7b9e1f-3d4a-5a6b-8c8d-9e0f1a2b3c4d"
TRAEGER_MEMBER = "6d8c0f20-4e5b-5b7c-9d9e-0f1a2b3c4d5e"
PERSON, OTHER_PERSON = HEAD, AUTHOR
MEETING_ID = "7e9d1031-5f6c-5c8d-8eaf-1a2b3c4d5e6f"
PLANNED_ON, HELD_ON = date(2026, 9, 1), date(2026, 11, 24)
AGENDA = ("Projekte", "Qualität")

APPOINT = commands.AppointBodyMember(
    "steering-group",
    PERSON,
    "youth-office",
    "Bezirksjugendamtsleitung",
    date(2026, 1, 1),
    member_id=HEAD_MEMBER,
    by=HEAD,
)
APPOINTED = events.BodyMemberAppointed(
    "steering-group",
    HEAD_MEMBER,
    PERSON,
    "youth-office",
    "Bezirksjugendamtsleitung",
    "",
    date(2026, 1, 1),
    HEAD,
    PLANNED_ON,
)
FOR_TRAEGER = events.BodyMemberAppointed(
    "steering-group",
    TRAEGER_MEMBER,
    OTHER_PERSON,
    "traeger",
    "Bereichsleitung",
    TRAEGER_ID,
    date(2026, 1, 1),
    HEAD,
    PLANNED_ON,
)
DISMISSED = events.BodyMemberDismissed(
    "steering-group", TRAEGER_MEMBER, date(2026, 12, 31), HEAD, HELD_ON
)
ACCOMPANIED = events.TeamAccompanied(SOZIALRAUM_ID, HEAD_MEMBER, HEAD, PLANNED_ON)
TALK = text("Das Team ist wieder vollständig.")
CONTACTED = events.TeamContacted(
    SOZIALRAUM_ID, HEAD_MEMBER, date(2026, 10, 5), date(2027, 1, 11), TALK.ref, HEAD, HELD_ON
)

PLAN = commands.PlanMeeting("steering-group", HELD_ON, AGENDA, MEETING_ID, HEAD)
PLANNED = events.MeetingPlanned(MEETING_ID, "steering-group", HELD_ON, AGENDA, HEAD, PLANNED_ON)
IN_FULL, SEEN = text("Alle Teams erhalten eine Begleitung."), text("Die Mädchen leiten selbst.")
ACTION = events.BodyAction(1, "Begleitung benennen", "Bezirksjugendamtsleitung", date(2027, 1, 31))
RECORD = commands.RecordMeeting(
    body="steering-group",
    meeting_id=MEETING_ID,
    held_on=HELD_ON,
    present=(HEAD_MEMBER, TRAEGER_MEMBER),
    agenda=AGENDA,
    resolutions=(
        commands.GivenResolution("resolution", "Begleitung der Teams", IN_FULL),
        commands.GivenResolution("proposal", "Ein Indikator zur Sprache"),
    ),
    actions=(ACTION,),
    reviews=(commands.GivenReview(PROJECT_ID, "as-planned", "visible", SEEN),),
    members=frozenset({HEAD_MEMBER, TRAEGER_MEMBER}),
    by=HEAD,
)
HELD = events.MeetingHeld(
    meeting_id=MEETING_ID,
    body="steering-group",
    held_on=HELD_ON,
    present=(HEAD_MEMBER, TRAEGER_MEMBER),
    agenda=AGENDA,
    resolutions=(
        events.BodyResolution(1, "resolution", "Begleitung der Teams", IN_FULL.ref),
        events.BodyResolution(2, "proposal", "Ein Indikator zur Sprache", None),
    ),
    actions=(ACTION,),
    reviews=(events.ProjectReviewed(PROJECT_ID, "as-planned", "visible", SEEN.ref),),
    by=HEAD,
    recorded_on=HELD_ON,
)
WHY = text("Der Träger war nicht da.")
CORRECT = commands.CorrectMeeting(replace(RECORD, present=(HEAD_MEMBER,)), WHY, HEAD)
CORRECTED_ON, CANCELLED_ON = date(2026, 12, 1), date(2026, 12, 3)
CORRECTED = events.MeetingCorrected(
    meeting_id=MEETING_ID,
    body="steering-group",
    record_version=2,
    held_on=HELD_ON,
    present=(HEAD_MEMBER,),
    agenda=AGENDA,
    resolutions=HELD.resolutions,
    actions=HELD.actions,
    reviews=HELD.reviews,
    reason=WHY.ref,
    by=HEAD,
    recorded_on=CORRECTED_ON,
)
OFF = text("Die Sitzung fiel wegen Krankheit aus.")
CANCEL = commands.CancelMeeting("steering-group", MEETING_ID, OFF, HEAD)
CANCELLED = events.MeetingCancelled(MEETING_ID, "steering-group", OFF.ref, HEAD, CANCELLED_ON)
DONE = events.BodyActionDone(MEETING_ID, "steering-group", 1, None, HEAD, date(2027, 1, 12))
TOLD = text("Die UAG hat den Katalog beraten.")
UAG_REPORTED = events.UagReported(2026, 1, TOLD.ref, HEAD, date(2026, 12, 11))
STEERING_EXAMPLES = (
    APPOINTED,
    DISMISSED,
    ACCOMPANIED,
    CONTACTED,
    PLANNED,
    HELD,
    CORRECTED,
    CANCELLED,
    DONE,
    UAG_REPORTED,
)
