"""What has changed about approved projects."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.projects.events.decision import OwnShare, YearlyCents
from shared.documents import DocumentRef

ExtensionCode = Literal["delayed-start", "staff-shortage", "demand-continues", "external-cause"]


@dataclass(frozen=True, slots=True)
class Extended:
    """Verlängert: the project ends later; `number` counts its extensions from 1.

    `grant_change_ct` moves cents between years and sums to zero; `own_share` is None where it
    stays as approved.
    """

    project_id: str
    approval_id: str
    number: int
    old_end: date
    new_end: date
    grant_change_ct: YearlyCents
    own_share: OwnShare | None
    reason_code: ExtensionCode
    reason: DocumentRef
    edition: str
    policy_position: int
    extended_on: date
