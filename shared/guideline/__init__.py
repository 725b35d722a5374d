"""The guideline „Sozialraumorientierte Vernetzung der Jugendhilfe“, and nothing else.

Read these files beside the guideline, in this order: `project_start`, `approval`, `settlement`,
`costs`, `own_share`, `in_kind`, `financing`, `extension`, `plan_lines`, `recognition`. Every number
stands here once, beside its rule in our own words; a test pins each rule down. Where the guideline
leaves a question open, the answer is marked *Reading* and can be overruled there; where it leaves
a number to the office, the number comes in with the `policy`; `interest` and `late_use` follow a statute. All amounts are whole cents, all
days inclusive, and a year is a calendar year: budget year and funding year are the same (Reading).

An edition is never edited once decisions rest on it: the next one stands beside it.
"""

from typing import Final

from shared.guideline.approval import APPLICATION, BUDGET, START, check_start
from shared.guideline.costs import COSTS
from shared.guideline.edition import EDITION, Step, Summand
from shared.guideline.estimate import Estimate, Incomplete, estimate
from shared.guideline.extension import (
    Changed,
    Shift,
    change,
    check_added_years,
    check_shifts,
    extension_months,
    moved,
)
from shared.guideline.financing import (
    FULL_FUNDING,
    GAP,
    INSTITUTIONAL,
    Quote,
    check_type,
    finance,
    tranches,
)
from shared.guideline.in_kind import IN_KIND, proven
from shared.guideline.interest import Interest, Span, add_up, half_year, interest
from shared.guideline.late_use import Late, late, late_use
from shared.guideline.late_use import step as late_step
from shared.guideline.own_share import (
    OWN_SHARE,
    check_headcount,
    own_share_percent,
    whole_employees,
)
from shared.guideline.plan import (
    Financing,
    FinancingType,
    FlatRateUse,
    Headcount,
    InKind,
    InKindKind,
    Post,
    ThirdParty,
    ThirdPartyKind,
    Year,
    YearPlan,
)
from shared.guideline.plan_lines import (
    PlanLines,
    PostLine,
    check_line_shift,
    plan_lines,
    shifted,
)
from shared.guideline.policy import (
    ANNOUNCED_DAYS_MIN,
    SMALLEST_SHOWN_MIN,
    BaseRate,
    FinalityRules,
    FlatRate,
    FlatRateBase,
    FutureYears,
    HeadcountMethod,
    Model,
    PaymentRhythm,
    Policy,
    QuarterRules,
    RecoveryRefills,
    SettledOwnShare,
    SettlementRules,
)
from shared.guideline.project_start import (
    DURATION,
    DURATION_MONTHS_MAX,
    EXTENSION_MONTHS_MAX,
    check_duration,
    check_extension,
    check_in_time,
)
from shared.guideline.recognition import (
    OVERRUN_PERCENT,
    PostSpent,
    RecognisedCosts,
    YearSpent,
    recognise_spent,
)
from shared.guideline.settlement import (
    REPORT,
    Accounts,
    Decided,
    MeasuredCosts,
    Settlement,
    settle,
)
from shared.refusal import Clause

CLAUSES: Final[dict[str, Clause]] = {
    "DURATION": DURATION,
    "START": START,
    "BUDGET": BUDGET,
    "APPLICATION": APPLICATION,
    "REPORT": REPORT,
    "COSTS": COSTS,
    "GAP": GAP,
    "FULL_FUNDING": FULL_FUNDING,
    "OWN_SHARE": OWN_SHARE,
    "IN_KIND": IN_KIND,
    "INSTITUTIONAL": INSTITUTIONAL,
}
"""In the order of the guideline."""

__all__ = [
    "ANNOUNCED_DAYS_MIN",
    "APPLICATION",
    "BUDGET",
    "CLAUSES",
    "COSTS",
    "DURATION",
    "DURATION_MONTHS_MAX",
    "EDITION",
    "EXTENSION_MONTHS_MAX",
    "FULL_FUNDING",
    "GAP",
    "INSTITUTIONAL",
    "IN_KIND",
    "OVERRUN_PERCENT",
    "OWN_SHARE",
    "REPORT",
    "SMALLEST_SHOWN_MIN",
    "START",
    "Accounts",
    "BaseRate",
    "Changed",
    "Decided",
    "Estimate",
    "FinalityRules",
    "Financing",
    "FinancingType",
    "FlatRate",
    "FlatRateBase",
    "FlatRateUse",
    "FutureYears",
    "Headcount",
    "HeadcountMethod",
    "InKind",
    "InKindKind",
    "Incomplete",
    "Interest",
    "Late",
    "MeasuredCosts",
    "Model",
    "PaymentRhythm",
    "PlanLines",
    "Policy",
    "Post",
    "PostLine",
    "PostSpent",
    "QuarterRules",
    "Quote",
    "RecognisedCosts",
    "RecoveryRefills",
    "SettledOwnShare",
    "Settlement",
    "SettlementRules",
    "Shift",
    "Span",
    "Step",
    "Summand",
    "ThirdParty",
    "ThirdPartyKind",
    "Year",
    "YearPlan",
    "YearSpent",
    "add_up",
    "change",
    "check_added_years",
    "check_duration",
    "check_extension",
    "check_headcount",
    "check_in_time",
    "check_line_shift",
    "check_shifts",
    "check_start",
    "check_type",
    "estimate",
    "extension_months",
    "finance",
    "half_year",
    "interest",
    "late",
    "late_step",
    "late_use",
    "moved",
    "own_share_percent",
    "plan_lines",
    "proven",
    "recognise_spent",
    "settle",
    "shifted",
    "tranches",
    "whole_employees",
]
