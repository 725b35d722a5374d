"""How approved projects can change."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from services.projects.events import ExtensionCode
from shared.documents import Document
from shared.guideline import Policy


@dataclass(frozen=True, slots=True)
class Extend:
    """Verlängern, at no extra cost. `shift_ct` moves cents of the grant between years."""

    project_id: str
    new_end: date
    reason_code: ExtensionCode
    reason: Document
    shift_ct: Mapping[int, int] = field(default_factory=dict)
    version: int = 0
    command_id: str = ""
    policy: Policy = field(default_factory=Policy)
