"""A shift between lines of the example's plan, typed by hand."""

from datetime import date

from services.reporting import events
from shared.documents import DocumentRef
from tests.unit.projects.examples import PROJECT_ID

REQUEST_ID = "5a6b7c8d-9eaf-5ab1-8c2d-3e4f5a6b7c8d"
DESK, HEAD = "8d7c6b5a-4f3e-52d1-8c0b-a9f8e7d6c5b4", "9e8d7c6b-5a4f-53e2-8d1c-bac9f8e7d6c5"
WHY = DocumentRef("6b7c8d9e-afb0-5bc2-8d3e-4f5a6b7c8d9e", "7a" * 32)
SO = DocumentRef("7c8d9eaf-b0c1-5cd3-8e4f-5a6b7c8d9eaf", "8b" * 32)
SHIFT_REQUESTED = events.LineShiftRequested(
    project_id=PROJECT_ID,
    request_id=REQUEST_ID,
    moves=(
        events.LineMove("Fachkraft im Treff", -300_000),
        events.LineMove("Kosten", 300_000),
    ),
    reason=WHY,
    by=DESK,
    requested_on=date(2026, 3, 2),
)
SHIFT_DECIDED = events.LineShiftDecided(
    project_id=PROJECT_ID,
    request_id=REQUEST_ID,
    outcome="approved",
    reason=SO,
    by=HEAD,
    decided_on=date(2026, 3, 9),
)
