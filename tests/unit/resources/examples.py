"""Cards and what becomes of them, typed by hand."""

from dataclasses import replace
from datetime import date

from services.resources import commands, events
from tests.unit.projects.registered import SOZIALRAUM_ID, TRAEGER_ID, text

CARD_ID = "4fc1b052-7196-5ea8-8043-a1b2c3d4e5f6"
OTHER_SOZIALRAUM_ID = "1c9f8d2f-4e63-5b75-9d10-8f7e6d5c4b3a"
DESCRIPTION = text("Offenes Fußballtraining")
OTHER_TEXT = text("Fußball und Kraftraum")
TOO_EARLY = text("Erst, wenn die Halle fertig ist.")
HELPS = text("Hilft Jungen, die mit Worten wenig anfangen können.")
TEAM, CLUB = "7a1b2c3d-4e5f-5a6b-8c7d-9e0f1a2b3c4d", "8b2c3d4e-5f6a-5b7c-9d8e-0f1a2b3c4d5e"

PLACE = events.Place("Vietorstraße 9", "51103", "Köln", 50_938_100, 7_008_500, masked=False)
TRAINING = events.OpeningRule(("tuesday", "friday"), "16:00", "19:30", None, None)
SUMMER = events.OpeningRule(("saturday",), "10:00", "24:00", date(2026, 6, 1), date(2026, 8, 31))
CONTENT = events.CardContent(
    name="Fußballverein Kalk",
    kind="association",
    sozialraum_ids=(SOZIALRAUM_ID,),
    traeger_id=TRAEGER_ID,
    visibility="public",
    venue="fixed",
    place=PLACE,
    topics=("sports", "gender"),
    keywords=("Fußball", "Mädchenfußball"),
    age_from=6,
    age_to=14,
    eligibility="Kinder aus Kalk, auch ohne Mitgliedschaft",
    threshold="registration",
    cost=events.Cost("reduced", 5_00, "im Monat, mit Köln-Pass kostenlos"),
    languages=("de", "tr"),
    accessibility=("step-free",),
    opening=(TRAINING, SUMMER),
    contact=events.Contact("website", "https://verein.example/kalk"),
    functions=(
        events.ContactFunction("Jugendwart", events.Contact("phone", "0221 000-4712")),
        events.ContactFunction("Vorstand", None),
    ),
    links=("https://verein.example/kalk/jugend",),
)
CHANGED = replace(CONTENT, topics=("sports",), age_to=None, opening=())

RECORD = commands.RecordCard(CONTENT, DESCRIPTION, CARD_ID, TEAM)
RECORDED = events.CardRecorded(CARD_ID, CONTENT, DESCRIPTION.ref, TEAM, date(2025, 9, 15))
AMENDED = events.CardAmended(
    CARD_ID, CHANGED, DESCRIPTION.ref, "offer-changed", TEAM, date(2025, 9, 15)
)
PROPOSED = events.CardProposed(CARD_ID, CHANGED, OTHER_TEXT.ref, CLUB, date(2025, 9, 15))
ACCEPTED = events.ProposalAccepted(CARD_ID, CHANGED, OTHER_TEXT.ref, CLUB, TEAM, date(2025, 9, 16))
DECLINED = events.ProposalDeclined(CARD_ID, TOO_EARLY.ref, TEAM, date(2025, 9, 16))
PROPOSAL_WITHDRAWN = events.ProposalWithdrawn(CARD_ID, CLUB, date(2025, 9, 16))
VERIFIED = events.CardVerified(CARD_ID, date(2025, 9, 15), date(2026, 9, 15), TEAM)
REMARKED = events.CardRemarked(CARD_ID, HELPS.ref, TEAM, date(2025, 9, 15))
ARCHIVED = events.CardArchived(CARD_ID, "dormant", TEAM, date(2025, 9, 17))
REOPENED = events.CardReopened(CARD_ID, TEAM, date(2025, 9, 18))
OTHER_CARD_ID = "6be3d274-93b8-5ac0-9265-c3d4e5f6a7b8"
MERGED = events.CardMerged(CARD_ID, OTHER_CARD_ID, TEAM, date(2025, 9, 15))
ABSORBED = events.CardAbsorbed(OTHER_CARD_ID, (CARD_ID,), TEAM, date(2025, 9, 15))
CONTACT_ID = "5ad2c163-82a7-5fb9-9154-b2c3d4e5f6a7"
WHY = text("Stichprobe der Einwilligungen")
NAMED = events.ContactNamed(
    CARD_ID, CONTACT_ID, "Jugendwart", "team", date(2025, 9, 1), date(2026, 8, 31), TEAM
)
RENEWED = events.ConsentRenewed(
    CARD_ID, CONTACT_ID, "district", date(2025, 9, 15), date(2027, 8, 31), TEAM
)
CONSENT_WITHDRAWN = events.ConsentWithdrawn(CARD_ID, CONTACT_ID, TEAM, date(2025, 9, 15))
ERASED = events.ContactErased(CARD_ID, CONTACT_ID, date(2026, 8, 31), TEAM, date(2026, 9, 1))
KEPT = events.ContactKept(CARD_ID, CONTACT_ID, date(2025, 9, 12), date(2026, 3, 1), TEAM)
OPENED = events.ContactsOpened(CARD_ID, WHY.ref, TEAM, date(2025, 9, 15))
CARD_EXAMPLES = (
    RECORDED,
    AMENDED,
    PROPOSED,
    ACCEPTED,
    DECLINED,
    PROPOSAL_WITHDRAWN,
    VERIFIED,
    REMARKED,
    ARCHIVED,
    REOPENED,
    MERGED,
    ABSORBED,
    NAMED,
    RENEWED,
    CONSENT_WITHDRAWN,
    ERASED,
    KEPT,
    OPENED,
)

# ---- as the first cards were told --------------------------------------------------------------

OLD_CONTENT = events.CardContent(
    name="Fußballverein Kalk",
    kind="association",
    sozialraum_ids=(SOZIALRAUM_ID,),
    keywords=("Sport", "Mädchen"),
    age_from=6,
    age_to=14,
    contact=events.Contact("website", "https://verein.example/kalk"),
)
OLD_RECORDED = events.CardRecorded(CARD_ID, OLD_CONTENT, DESCRIPTION.ref, "", None)
OLD_AMENDED = events.CardAmended(
    CARD_ID,
    replace(OLD_CONTENT, keywords=("Sport",), age_to=None, contact=None),
    DESCRIPTION.ref,
    "unstated",
    "",
    None,
)
