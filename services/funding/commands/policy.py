"""What central office can ask of the office's policy."""

from dataclasses import dataclass
from datetime import date

from services.funding.events import OfficeRules, PolicyCode
from shared.documents import Document


@dataclass(frozen=True, slots=True)
class ProposePolicy:
    """Festlegungen vorschlagen: a full set, so that nothing is left to a default unseen."""

    valid_from: date
    rules: OfficeRules
    reason_code: PolicyCode
    reason: Document
    proposal_id: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class AdoptPolicy:
    """Festlegungen beschließen."""

    proposal_id: str
    by: str = ""
