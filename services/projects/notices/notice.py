"""All kinds of notices. Each sum is given once and every other derived from it.

Contradictions in a notice are read against the office. So totals are never given beside their
parts, and a notice whose parts do not fit together cannot be made.
"""

from dataclasses import dataclass

from services.projects.events import RejectionCode
from services.projects.notices.approval import Approval
from services.projects.notices.changes import Amendment, Extension
from services.projects.notices.endings import ChangeRejection, Revocation, Termination
from services.projects.notices.interest import InterestNotice
from services.projects.notices.letter import Letter
from services.projects.notices.settlement import Final, Hearing


@dataclass(frozen=True, slots=True)
class Rejection:
    """Ablehnungsbescheid."""

    letter: Letter
    reason_code: RejectionCode
    reason: str


Notice = (
    Approval
    | Rejection
    | Amendment
    | Extension
    | Termination
    | Revocation
    | ChangeRejection
    | Hearing
    | Final
    | InterestNotice
)
