"""Payments of one year from the pay list on: ordered, confirmed, failed, reversed.

Pure. Only a confirmation moves money from bound to paid. What is under way can neither move to
another year nor be taken back, and neither a settlement nor the closing of the year passes it by:
so a confirmation always finds its money where it was ordered.
"""

from datetime import date

from services.funding import commands, events, payment_refusals, refusals
from services.funding.orders import Order, under_way_ct
from services.funding.year import Budget
from shared.refusal import already_decided

Happened = list[events.BudgetEvent]


def decide(command: commands.MoneyCommand, budget: Budget, today: date) -> Happened:
    """What may become of a payment, in which state of it and of the year."""
    order = budget.orders.get((command.project_id, command.number))
    match command, order:
        case commands.OrderPayment(), None:
            _check_room(command, budget)
            return [_ordered(command, today)]
        case commands.OrderPayment(), Order():
            if order.ordered.pay_list == command.pay_list:
                return []
            raise already_decided("Diese Zahlung steht schon in einer Zahlliste.")
        case _, None:
            raise payment_refusals.payment_unknown()
        case commands.Pay(), Order():
            return _pay(command, order, today)
        case commands.FailPayment(), Order():
            return _fail(command, order, today)
        case commands.ReversePayment(), Order():
            return _reverse(command, order, budget, today)
    raise AssertionError(f"No row for {command} in {order}")


def _check_room(command: commands.OrderPayment, budget: Budget) -> None:
    """Without a budget of the council, only what was carried over can be paid."""
    if budget.closed:
        raise refusals.year_closed(command.year)
    if budget.share(command.project_id).closing_id is not None:
        raise payment_refusals.payments_held()
    if command.amount_ct > budget.left_ct(command.project_id):
        raise payment_refusals.payment_too_large(command.year, budget.left_ct(command.project_id))
    gone_ct = budget.paid_ct() + under_way_ct(budget.orders)
    if budget.council is None and gone_ct + command.amount_ct > budget.carried_in_ct:
        raise refusals.no_budget(command.year)


def _ordered(command: commands.OrderPayment, today: date) -> events.PaymentOrdered:
    return events.PaymentOrdered(
        year=command.year,
        project_id=command.project_id,
        number=command.number,
        amount_ct=command.amount_ct,
        reference=command.reference,
        pay_list=command.pay_list,
        by=command.by,
        ordered_on=today,
    )


def _pay(command: commands.Pay, order: Order, today: date) -> Happened:
    """Confirmed once; a second confirmation of the same amount causes nothing, whatever its day."""
    if command.amount_ct != order.ordered.amount_ct:
        raise payment_refusals.amount_differs(order.ordered.amount_ct, command.amount_ct)
    if order.state == "paid":
        return []
    if order.state != "ordered":
        raise payment_refusals.payment_ended(order.state)
    if not order.ordered.ordered_on <= command.paid_on <= today:
        raise payment_refusals.day_impossible("paid_on", order.ordered.ordered_on, today)
    return [
        events.Paid(
            command.year, command.project_id, command.amount_ct, command.number, command.paid_on
        )
    ]


def _fail(command: commands.FailPayment, order: Order, today: date) -> Happened:
    if order.state == "failed":
        return []
    if order.state != "ordered":
        raise payment_refusals.payment_ended(order.state)
    return [
        events.PaymentFailed(
            year=command.year,
            project_id=command.project_id,
            number=command.number,
            amount_ct=order.ordered.amount_ct,
            reason_code=command.reason_code,
            by=command.by,
            failed_on=today,
        )
    ]


def _reverse(
    command: commands.ReversePayment, order: Order, budget: Budget, today: date
) -> Happened:
    """A settlement that is being made counts on what was paid: the reversal waits for its end."""
    if order.state == "reversed":
        return []
    if order.state != "paid" or order.on is None:
        raise payment_refusals.payment_ended(order.state)
    if budget.share(command.project_id).closing_id is not None:
        raise payment_refusals.payments_held()
    if not order.on <= command.reversed_on <= today:
        raise payment_refusals.day_impossible("reversed_on", order.on, today)
    return [
        events.PaymentReversed(
            year=command.year,
            project_id=command.project_id,
            number=command.number,
            amount_ct=order.ordered.amount_ct,
            reason_code=command.reason_code,
            by=command.by,
            reversed_on=command.reversed_on,
        )
    ]
