"""The statement of use of the example's project, typed by hand."""

from dataclasses import replace
from datetime import date

from services.reporting import commands, events
from shared.documents import CSV, Document
from shared.guideline import FlatRate, FlatRateUse, InKind, PlanLines, Policy, PostLine
from tests.unit.reporting.examples import AUTHOR, HEAD, PROJECT_ID, text
from tests.unit.reporting.examples import STATEMENT_ID as DUTY_ID

SIGNATORY = "0cb5f16c-2d79-5e48-9f90-bc7d6e5040da"
CONTENT_BY = "9a4f0e5b-1c68-5d37-8e8f-ab6c5d4f3fc9"
STATEMENT_ID = "5dae4072-9168-5ebf-80d1-4c5d6e7f8091"
RECEIPT_ID = "6ebf5183-a279-5fc0-91e2-5d6e7f8091a2"
ENTRY_ID = "7fc06294-b38a-50d1-82f3-6e7f8091a2b3"
NOTE = text("Prüfvermerk: Stichprobe von 60 Belegen, keine Beanstandung.")
REACH, SUCCESS, WHY = text("Mädchen aus Kalk"), text("Der Treff trägt sich."), text("Mehr Stunden")
PROVE, AGAIN = text("Der Beleg fehlt."), text("Bitte 2026 prüfen.")
FILE = text("Nr.;Gezahlt am")
OTHERWISE = text("Die Stunden im Dezember stimmen nicht.")
LIST = Document("00000000-0000-4000-8000-000000000077", b"s" * 16, b"Nr.;Zeile", CSV)
LAST_DAY, SUBMITTED_ON, CHECKED_ON = date(2027, 9, 30), date(2028, 3, 20), date(2028, 5, 22)

POLICY = Policy(
    position=3, flat_rates={"Verwaltung": FlatRate("Verwaltung", "personnel-percent", 1_000)}
)
LINES = PlanLines(
    posts=(PostLine("Fachkraft im Treff", None, 3_000_000),),
    flat_rates_ct={"Verwaltung": 300_000},
    other_ct=0,
    total_ct=3_300_000,
    in_sums=False,
)
RECEIPTS = {
    (2026, "Fachkraft im Treff"): commands.ReceiptSum(2_000_000, 35_000),
    (2027, "Fachkraft im Treff"): commands.ReceiptSum(1_000_000),
}
HOURS = InKind("volunteering", "Begleitung", minutes=2_400)
BASIS = commands.StatementBasis(
    lines=LINES,
    policy=POLICY,
    edition="2026-1",
    goals=(
        commands.ApprovedGoal(1, "Treffen im Jahr", "40"),
        commands.ApprovedGoal(2, "von Mädchen geplante Angebote", "10"),
    ),
    last_day=LAST_DAY,
    years=(2026, 2027),
    receipts=RECEIPTS,
    in_kind={2026: (HOURS,)},
    receipts_count=61,
    receipts_ct=3_000_000,
)


def year(number: int, paid_ct: int, fte_months: int, *income: events.StatedIncome):
    post = events.StatedPost("Fachkraft im Treff", paid_ct, fte_months)
    rates = (FlatRateUse("Verwaltung"),)
    return commands.GivenYear(number, (post,), rates, 0, tuple(income), 100_000)


STIFTUNG = events.StatedIncome("Stiftung", "donation", 50_000)
SUBMIT = commands.SubmitStatement(
    project_id=PROJECT_ID,
    years=(year(2027, 1_000_000, 900), year(2026, 2_000_000, 1_200, STIFTUNG)),
    goals=(
        commands.GivenGoal(2, "not-reached", "7", WHY),
        commands.GivenGoal(1, "reached", "42"),
    ),
    activities=(events.ReportedActivity("Offener Treff", 42, 510),),
    reach=REACH,
    card_ids=(),
    success=SUCCESS,
    deviations=None,
    confirmed=commands.Assured(necessary=True, economical=True, books_agree=True),
    statement_id=STATEMENT_ID,
    duty_id=DUTY_ID,
    receipts=LIST,
    basis=BASIS,
    by=AUTHOR,
)
SUBMITTED = events.StatementSubmitted(
    project_id=PROJECT_ID,
    statement_id=STATEMENT_ID,
    duty_id=DUTY_ID,
    statement_version=1,
    completes=None,
    years={
        2026: events.StatedYear(
            (events.StatedPost("Fachkraft im Treff", 2_000_000, 1_200),),
            (FlatRateUse("Verwaltung"),),
            0,
            (STIFTUNG,),
            100_000,
            60_000,
        ),
        2027: events.StatedYear(
            (events.StatedPost("Fachkraft im Treff", 1_000_000, 900),),
            (FlatRateUse("Verwaltung"),),
            0,
            (),
            100_000,
            0,
        ),
    },
    goals=(
        events.ReportedGoal(1, "42", "reached", None),
        events.ReportedGoal(2, "7", "not-reached", WHY.ref),
    ),
    activities=(events.ReportedActivity("Offener Treff", 42, 510),),
    reach=REACH.ref,
    card_ids=(),
    success=SUCCESS.ref,
    deviations=None,
    receipts=LIST.ref,
    receipts_count=61,
    receipts_ct=3_000_000,
    needs_certificate=False,
    by=AUTHOR,
    submitted_on=SUBMITTED_ON,
)
CERTIFIED = events.StatementCertified(PROJECT_ID, STATEMENT_ID, 1, SIGNATORY, date(2028, 3, 27))
DECLINED = events.StatementDeclined(
    PROJECT_ID, STATEMENT_ID, 1, OTHERWISE.ref, SIGNATORY, date(2028, 3, 27)
)
RETURNED = events.StatementReturned(
    project_id=PROJECT_ID,
    statement_id=STATEMENT_ID,
    statement_version=1,
    places=("/years/0/posts/0/paid",),
    text=AGAIN.ref,
    due_on=date(2028, 5, 2),
    by=HEAD,
    returned_on=date(2028, 4, 3),
    effective_on=date(2028, 3, 31),
)
COMPLETED = replace(SUBMITTED, statement_version=2, completes=1, submitted_on=date(2028, 4, 28))
CONTENT_CHECKED = events.StatementContentChecked(
    project_id=PROJECT_ID,
    statement_id=STATEMENT_ID,
    statement_version=1,
    purpose="partly",
    goals=(events.GoalReached(1, "yes"), events.GoalReached(2, "partly")),
    remark=None,
    by=CONTENT_BY,
    checked_on=date(2028, 5, 2),
)
CHECK = commands.CheckStatement(
    project_id=PROJECT_ID,
    scope="sample",
    receipts_checked=60,
    receipts_checked_ct=2_900_000,
    note=NOTE,
    basis=BASIS,
    by=HEAD,
)
CUT = replace(
    CHECK,
    receipts=(commands.Disallow(RECEIPT_ID, "no-proof", PROVE, 15_000),),
    in_kind=(commands.Disallow(ENTRY_ID, "no-proof", PROVE),),
    found={
        RECEIPT_ID: commands.Claimed(2027, "Fachkraft im Treff", 40_000),
        ENTRY_ID: commands.Claimed(2026, "volunteering", 60_000, HOURS),
    },
)
DISALLOWED = events.ReceiptsDisallowed(
    project_id=PROJECT_ID,
    statement_id=STATEMENT_ID,
    receipts=(events.Disallowed(RECEIPT_ID, "no-proof", 15_000, PROVE.ref),),
    in_kind=(events.Disallowed(ENTRY_ID, "no-proof", 60_000, PROVE.ref),),
    by=HEAD,
    disallowed_on=CHECKED_ON,
)
STATEMENT_CHECKED = events.StatementChecked(
    project_id=PROJECT_ID,
    statement_id=STATEMENT_ID,
    checked_on=CHECKED_ON,
    recognised={
        2026: events.Recognised(2_161_500, 50_000, 60_000, 100_000),
        2027: events.Recognised(1_100_000, 0, 0, 100_000),
    },
    disallowed_ct=35_000,
    goals=CONTENT_CHECKED.goals,
    result="accepted_with_cuts",
    note=NOTE.ref,
    scope="sample",
    receipts_count=61,
    receipts_checked=60,
    receipts_checked_ct=2_900_000,
    content_by=CONTENT_BY,
    arithmetic_by=HEAD,
    edition="2026-1",
    policy_position=3,
)
IMPORTED = events.ReceiptsImported(
    project_id=PROJECT_ID,
    file=FILE.ref,
    new=61,
    known=0,
    refused=2,
    sum_ct=3_000_000,
    disallowed_ct=35_000,
    by=AUTHOR,
    imported_on=date(2028, 3, 1),
)
REMOVED = events.ReceiptsRemoved(PROJECT_ID, 1, 41_250, AUTHOR, date(2028, 3, 2))
RECORDED = events.InKindRecorded(PROJECT_ID, 1, 2_400, 60_000, AUTHOR, date(2028, 3, 2))
UNRECORDED = events.InKindRemoved(PROJECT_ID, 1, AUTHOR, date(2028, 3, 3))
STATEMENT_EXAMPLES = (
    IMPORTED,
    REMOVED,
    RECORDED,
    UNRECORDED,
    SUBMITTED,
    CERTIFIED,
    DECLINED,
    RETURNED,
    CONTENT_CHECKED,
    DISALLOWED,
    STATEMENT_CHECKED,
)
