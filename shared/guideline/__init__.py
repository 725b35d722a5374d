"""The guideline „Sozialraumorientierte Vernetzung der Jugendhilfe“, and nothing else.

Read these files beside the guideline, in this order: `project_start`, `approval`, `settlement`,
`financing`, `own_share`. Every number stands here once, beside its rule in our own words; a test
pins each rule down. Where the guideline leaves a question open, the answer is marked *Reading* and
can be overruled there. All amounts are whole cents, all days inclusive, and a year is a calendar
year: budget year and funding year are the same (Reading).

An edition is never edited once decisions rest on it: the next one stands beside it.
"""

from typing import Final

from shared.guideline.approval import APPLICATION, BUDGET, START, check_start
from shared.guideline.edition import EDITION, Step
from shared.guideline.financing import GAP, Financing, Quote, Year, finance, tranches
from shared.guideline.own_share import IN_KIND, OWN_SHARE, check_own_share, own_share_percent
from shared.guideline.project_start import (
    DURATION,
    DURATION_MONTHS_MAX,
    EXTENSION_MONTHS_MAX,
    check_duration,
    check_extension,
)
from shared.guideline.settlement import REPORT, Accounts, Decided, Settlement, settle
from shared.refusal import Clause

CLAUSES: Final[dict[str, Clause]] = {
    "DURATION": DURATION,
    "START": START,
    "BUDGET": BUDGET,
    "APPLICATION": APPLICATION,
    "REPORT": REPORT,
    "GAP": GAP,
    "OWN_SHARE": OWN_SHARE,
    "IN_KIND": IN_KIND,
}
"""In the order of the guideline."""

__all__ = [
    "APPLICATION",
    "BUDGET",
    "CLAUSES",
    "DURATION",
    "DURATION_MONTHS_MAX",
    "EDITION",
    "EXTENSION_MONTHS_MAX",
    "GAP",
    "IN_KIND",
    "OWN_SHARE",
    "REPORT",
    "START",
    "Accounts",
    "Decided",
    "Financing",
    "Quote",
    "Settlement",
    "Step",
    "Year",
    "check_duration",
    "check_extension",
    "check_own_share",
    "check_start",
    "finance",
    "own_share_percent",
    "settle",
    "tranches",
]
