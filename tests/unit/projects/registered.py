"""What is registered in the tests of projects: Träger, Sozialraum, team, persons, deputies."""

from datetime import date

from services.projects import events
from shared.documents import Document

SOZIALRAUM_ID = "0b8f7c1e-3d52-5a64-8c0f-7e6d5c4b3a29"
TEAM_ID = "1c9e8d2f-4e63-5b75-9d10-8f7e6d5c4b3a"
TRAEGER_ID = "2daf9e30-5f74-5c86-ae21-908f7e6d5c4b"


def text(words: str) -> Document:
    """A document whose id and salt are no matter of chance."""
    number = sum(words.encode()) % 10**12
    return Document(
        f"3eb0af41-6085-5d97-bf32-{number:012}", b"0123456789abcdef", words.encode(), "text/plain"
    )


REASON = text("Grund")

TRAEGER = events.TraegerRegistered(
    TRAEGER_ID, "Jugendwerk Kalk e. V.", expert=True, profile=events.TraegerProfile()
)
SOZIALRAUM = events.SozialraumRegistered(
    SOZIALRAUM_ID, "Kalk-Nord", TEAM_ID, "Sozialraumteam Kalk-Nord"
)
SOZIALRAUM_RENAMED = events.SozialraumRenamed(SOZIALRAUM_ID, "Kalk-Mitte", "Team Kalk-Mitte")

PERSON_ID = "4fc1b052-7196-5ea8-8043-b2a190817f6e"
OTHER_ID = "50d2c163-82a7-5fb9-9154-c3b2a1928070"
DELEGATION_ID = "61e3d274-93b8-50ca-8265-d4c3b2a39181"
PROFILE = events.TraegerProfile(
    legal_form="association",
    register_number="AG Köln, VR 12345",
    iban="DE02370501980001802057",
    deducts_vat=False,
    exempt_on=date(2024, 5, 6),
    recognised_on=date(1998, 7, 1),
    certificates_agreed_on=date(2015, 3, 2),
    protection_agreed_on=date(2012, 2, 29),
    recognised_until=date(2027, 2, 28),
    certificates_until=date(2026, 12, 31),
    protection_until=date(2028, 2, 29),
    address=events.PostalAddress("Kalker Hauptstraße 247–273", "51103", "Köln"),
)
TRAEGER_AMENDED = events.TraegerAmended(TRAEGER_ID, "Jugendwerk Kalk gGmbH", True, PROFILE)  # noqa: FBT003
HEADCOUNT = events.HeadcountStated(TRAEGER_ID, "heads", 11_000, date(2025, 8, 1), REASON.ref)
REPRESENTATIVES = events.RepresentativesNamed(TRAEGER_ID, (PERSON_ID, OTHER_ID))
DEACTIVATED = events.TraegerDeactivated(TRAEGER_ID, "dissolved", REASON.ref, date(2025, 9, 15))
REACTIVATED = events.TraegerReactivated(TRAEGER_ID, date(2025, 9, 15))
IMPORTED = events.MasterDataImported("traeger", "ab" * 32, lines=3, added=2, changed=1)
PERSON = events.PersonRegistered(PERSON_ID, "Fachkraft im ASD")
PERSON_AMENDED = events.PersonAmended(PERSON_ID, "Teamleitung im ASD", ("name", "phone"))
PERSON_ERASED = events.PersonErased(PERSON_ID, date(2025, 9, 15))
JOINED = events.MemberJoined(
    TEAM_ID, PERSON_ID, "asd", None, "Fachkraft im ASD", date(2024, 2, 29), None
)
LEFT = events.MemberLeft(TEAM_ID, PERSON_ID, date(2024, 2, 29), date(2025, 12, 31))
APPOINTED = events.DeputyAppointed(
    DELEGATION_ID, PERSON_ID, date(2025, 9, 15), date(2025, 9, 30), "holiday", REASON.ref
)
REVOKED = events.DeputyRevoked(DELEGATION_ID, PERSON_ID, date(2025, 9, 20))
MASTER_DATA_EXAMPLES = (
    TRAEGER,
    TRAEGER_AMENDED,
    HEADCOUNT,
    REPRESENTATIVES,
    DEACTIVATED,
    REACTIVATED,
    SOZIALRAUM,
    SOZIALRAUM_RENAMED,
    IMPORTED,
    PERSON,
    PERSON_AMENDED,
    PERSON_ERASED,
    JOINED,
    LEFT,
    APPOINTED,
    REVOKED,
)
