"""The payments of one project until they stand in a pay list, and the notices that they wait for.

Pure. The table of what may happen; planning and releasing have modules of their own.
"""

from datetime import date

from services.funding import commands, events, payment_refusals, planning, releasing
from services.funding.finality import Notice
from services.funding.payments import Payments, evolve
from shared.decider import Decider

Happened = list[events.PaymentEvent]


def decide(command: commands.PaymentCommand, payments: Payments, today: date) -> Happened:
    """What may happen to the payments of a project until they stand in a pay list."""
    match command:
        case commands.NoteNotice() if command.approval_id in payments.notices:
            return []
        case commands.NoteNotice():
            return [
                events.NoticeNoted(
                    command.project_id, command.approval_id, command.number, command.issued_on
                )
            ]
        case commands.RecordPosting():
            return _post(command, payments, today)
        case commands.WaiveAppeal():
            return _waive(command, payments, today)
        case commands.PlanPayments():
            return planning.by_hand(command, payments, today)
        case commands.PlanByRule():
            return planning.by_rule(command, payments, today)
        case commands.RepeatPayment():
            return planning.repeat(command, payments, today)
        case commands.RequestDrawdown():
            return releasing.draw(command, payments, today)
        case commands.ReleasePayment():
            return releasing.release(command, payments, today)
        case commands.CancelPayment():
            return releasing.cancel(command, payments, today)
        case commands.BlockPayments():
            return _block(command, payments, today)
        case commands.UnblockPayments() if command.duty_id not in payments.blocks:
            return []
        case commands.UnblockPayments():
            return [events.PaymentsUnblocked(command.project_id, command.duty_id, today)]


def _block(command: commands.BlockPayments, payments: Payments, today: date) -> Happened:
    """Each due day of a report blocks once; heard again, it changes nothing."""
    before = payments.blocks.get(command.duty_id)
    if before is not None and before.due_on == command.due_on:
        return []
    return [
        events.PaymentsBlocked(
            project_id=command.project_id,
            duty_id=command.duty_id,
            kind=command.kind,
            year=command.year,
            due_on=command.due_on,
            blocked_on=today,
        )
    ]


def _post(command: commands.RecordPosting, payments: Payments, today: date) -> Happened:
    notice = _notice(command.approval_id, command.room, payments)
    if notice.posting_recorded and notice.posted_on == command.posted_on:
        return []
    _check_day("posted_on", command.posted_on, notice, today)
    return [
        events.PostingRecorded(
            command.project_id, command.approval_id, command.posted_on, command.by, today
        )
    ]


def _waive(command: commands.WaiveAppeal, payments: Payments, today: date) -> Happened:
    notice = _notice(command.approval_id, command.room, payments)
    if notice.waived_on == command.waived_on:
        return []
    _check_day("waived_on", command.waived_on, notice, today)
    return [
        events.AppealWaived(
            project_id=command.project_id,
            approval_id=command.approval_id,
            waived_on=command.waived_on,
            document=command.document.ref,
            by=command.by,
            recorded_on=today,
        )
    ]


def _notice(approval_id: str, room: commands.Room, payments: Payments) -> Notice:
    """Return the notice of a decision; what was decided before notices were kept has none yet."""
    if approval_id not in payments.notices and approval_id not in room.granted_ct:
        raise payment_refusals.notice_unknown()
    return payments.notices.get(approval_id, Notice())


def _check_day(field: str, day: date, notice: Notice, today: date) -> None:
    """A notice is not posted before it was issued, nor tomorrow."""
    earliest = notice.issued_on or day
    if not earliest <= day <= today:
        raise payment_refusals.day_impossible(field, earliest, today)


PAYMENTS: Decider[commands.PaymentCommand, Payments, events.PaymentEvent] = Decider(
    Payments(), decide, evolve
)
