"""What ends or takes back a grant before its time. `amendment` and `amends` as in other changes."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.projects.events.application import PlanYear
from services.projects.events.decision import OwnShare, YearlyCents
from shared.documents import DocumentRef

TerminationCause = Literal[
    "given-up",  # der Träger gibt auf
    "goals-reached",  # Ziele früher erreicht
    "goals-unreachable",  # Ziele nicht mehr zu erreichen
    "insolvency",
    "agreement",  # im Einvernehmen
    "other",
]
RevocationBasis = Literal[
    "section-45",  # § 45 SGB X: Rücknahme of what was unlawful from the beginning
    "section-47",  # § 47 SGB X: Widerruf of what was lawful
]
RevocationExtent = Literal["whole", "part"]
RevocationCode = Literal[
    "deception",  # § 45 Abs. 2 Satz 3 Nr. 1: Täuschung, Drohung, Bestechung
    "wrong-statements",  # § 45 Abs. 2 Satz 3 Nr. 2: unrichtige Angaben
    "knew-unlawful",  # § 45 Abs. 2 Satz 3 Nr. 3: kannte die Rechtswidrigkeit
    "unlawful",  # § 45 Abs. 1: rechtswidrig, kein Vertrauen geschützt
    "reserved",  # § 47 Abs. 1 Nr. 1: Widerruf vorbehalten
    "condition-unmet",  # § 47 Abs. 1 Nr. 2, Abs. 2 Nr. 2: Auflage nicht erfüllt
    "misused",  # § 47 Abs. 2 Nr. 1: nicht für den Zweck verwendet
]


@dataclass(frozen=True, slots=True)
class Refixed:
    """Neu festgesetzt: what a plan shortened to the time that was used fixes for the settlement."""

    eligible_ct: int
    own_share: OwnShare
    third_party_ct: int
    plan: dict[int, PlanYear]


@dataclass(frozen=True, slots=True)
class Terminated:
    """Vorzeitig beendet: the project ends on a day before the one that was granted.

    The grant of later years is taken back at once, that of the year of the end is settled.

    refixed   None lets the own share stand as the amount that was fixed
    heard_on  when the recipient was heard (§ 24 SGB X); None where it asked for this itself
    """

    project_id: str
    approval_id: str
    amendment: int
    amends: str
    old_end: date
    terminated_on: date
    grant_change_ct: YearlyCents
    refixed: Refixed | None
    cause: TerminationCause
    reason: DocumentRef
    heard_on: date | None
    edition: str
    policy_position: int
    decided_on: date
    by: str
    as_deputy: bool


@dataclass(frozen=True, slots=True)
class Revoked:
    """Zurückgenommen oder widerrufen: the grant is taken back, in whole or in part.

    effective_from  from which day on; None from the beginning
    end             on which day the project ends now
    known_since     the day since when the office knows what justifies it
    """

    project_id: str
    approval_id: str
    amendment: int
    amends: str
    basis: RevocationBasis
    extent: RevocationExtent
    effective_from: date | None
    old_end: date
    end: date
    grant_change_ct: YearlyCents
    reason_code: RevocationCode
    reason: DocumentRef
    known_since: date
    heard_on: date
    edition: str
    policy_position: int
    revoked_on: date
    by: str
    as_deputy: bool
