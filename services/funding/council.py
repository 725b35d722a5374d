"""What the council and central office resolve on a year: its budget, what comes and goes, its end.

Pure. Readings of "yearly budget": a year on which the council has not resolved may be committed up
to a ceiling (planned budget or Verpflichtungsermächtigung); the council's budget takes its place.
What is free lapses with the year unless it is carried over, before the closing or after it; what
is bound stays bound, and moves with its project when it is carried over.
"""

from datetime import date

from services.funding import commands, events, payment_refusals, refusals
from services.funding.orders import under_way_ct
from services.funding.year import Budget
from shared.money import AMOUNT_CT_MAX
from shared.refusal import already_decided

Happened = list[events.BudgetEvent]


def decide(command: commands.CouncilCommand, budget: Budget, today: date) -> Happened:
    """What may be resolved, in which state of the year."""
    match command:
        case commands.SetBudget():
            return _set_budget(command, budget)
        case commands.Supplement():
            return _supplement(command, budget)
        case commands.SetCeiling():
            return _set_ceiling(command, budget)
        case commands.CarryOut() | commands.CarryIn() if command.carry_over_id in budget.carried:
            return []
        case commands.CarryOut():
            return _carry_out(command, budget, today)
        case commands.CarryIn():
            return _carry_in(command, budget)
        case commands.TransferOut() | commands.TransferIn():
            return _transfer(command, budget)
        case commands.CloseYear():
            return _close(command, budget, today)


def _set_budget(command: commands.SetBudget, budget: Budget) -> Happened:
    """The budget stands where ceiling and reservation stood, whether or not it is enough."""
    before = budget.council
    if before is not None:
        if (before.amount_ct, before.resolution) == (command.amount_ct, command.resolution):
            return []
        raise already_decided(
            f"Das Budget {command.year} ist schon festgesetzt. Ändern kann es ein Nachtrag."
        )
    year, amount_ct, resolution = command.year, command.amount_ct, command.resolution
    made: Happened = [events.BudgetSet(year, amount_ct, resolution, budget.ceiling_ct or 0)]
    if budget.clause_ct:
        made.append(events.ClauseLifted(year, budget.clause_ct))
    return made


def _supplement(command: commands.Supplement, budget: Budget) -> Happened:
    if budget.council is None:
        raise refusals.no_budget(command.year)
    before_ct = budget.supplements.get(command.resolution)
    if before_ct not in (None, command.amount_ct):
        raise already_decided("Dieser Beschluss ist schon mit anderem Betrag gebucht.")
    if before_ct is not None or command.amount_ct == 0:
        return []
    _check_open(command.year, budget)
    if budget.total_ct() + command.amount_ct < 0:
        raise refusals.cut_too_deep(command.year, budget.total_ct())
    _check_size(command.year, budget, command.amount_ct)
    return [events.Supplemented(command.year, command.amount_ct, command.resolution)]


def _set_ceiling(command: commands.SetCeiling, budget: Budget) -> Happened:
    """A later resolution replaces an earlier one; each is recorded once."""
    before_ct = budget.ceilings.get(command.resolution)
    if before_ct not in (None, command.amount_ct):
        raise already_decided("Dieser Beschluss ist schon mit anderem Betrag gebucht.")
    if before_ct is not None:
        return []
    if budget.council is not None:
        raise already_decided(f"Das Budget {command.year} ist schon festgesetzt.")
    replaced_ct = budget.ceiling_ct or 0
    return [
        events.CeilingSet(command.year, command.amount_ct, command.resolution, replaced_ct),
    ]


def _carry_out(command: commands.CarryOut, budget: Budget, today: date) -> Happened:
    """Out of what is bound for a project, or out of what is free or, once closed, has lapsed."""
    if budget.council is None:
        raise refusals.no_budget(command.year)
    if budget.free_ct < 0:
        raise refusals.over_committed(command.year, -budget.free_ct)
    source: events.CarrySource = "verfallen" if budget.closed else "frei"
    there_ct = budget.lapsed_ct if budget.closed else budget.free_ct
    if command.project_id is not None:
        share = budget.share(command.project_id)
        if share.closing_id is not None:
            raise payment_refusals.payments_held()
        source, there_ct = "festgelegt", budget.left_ct(command.project_id)
    elif budget.unfunded:
        raise refusals.unfunded(command.year, sum(budget.unfunded.values()))
    if command.amount_ct > there_ct:
        raise refusals.carry_over_too_large(command.year, command.amount_ct - there_ct)
    return [
        events.CarriedOut(
            year=command.year,
            carry_over_id=command.carry_over_id,
            to_year=command.to_year,
            source=source,
            project_id=command.project_id,
            amount_ct=command.amount_ct,
            reason_code=command.reason_code,
            reason=command.reason,
            resolution=command.resolution,
            carried_on=today,
        )
    ]


def _carry_in(command: commands.CarryIn, budget: Budget) -> Happened:
    _check_open(command.year, budget)
    if command.project_id and budget.share(command.project_id).closing_id is not None:
        raise payment_refusals.payments_held()
    return [
        events.CarriedIn(
            year=command.year,
            carry_over_id=command.carry_over_id,
            from_year=command.from_year,
            project_id=command.project_id,
            amount_ct=command.amount_ct,
            resolution=command.resolution,
        )
    ]


def _transfer(command: commands.TransferOut | commands.TransferIn, budget: Budget) -> Happened:
    """One half of a transfer, once for its id."""
    before = budget.transfers.get(command.transfer_id)
    if before is not None:
        if told(before) == told(command):
            return []
        raise transfer_known()
    if budget.council is None:
        raise refusals.no_budget(command.year)
    _check_open(command.year, budget)
    year, amount_ct, code = command.year, command.amount_ct, command.reason_code
    rest = (amount_ct, code, command.reason.ref, command.resolution)
    if isinstance(command, commands.TransferIn):
        _check_size(year, budget, amount_ct)
        return [events.TransferredIn(year, command.transfer_id, command.from_district, *rest)]
    if budget.unfunded:
        raise refusals.unfunded(year, sum(budget.unfunded.values()))
    if amount_ct > budget.free_ct:
        raise refusals.insufficient(year, amount_ct - budget.free_ct)
    return [events.TransferredOut(year, command.transfer_id, command.to_district, *rest)]


Half = commands.TransferOut | commands.TransferIn | events.TransferredOut | events.TransferredIn


def told(half: Half) -> tuple[str, int, int, int, str, str]:
    """Return what two halves of the same id must agree in; the words of the reason may differ."""
    rest = half.year, half.amount_ct, half.reason_code, half.resolution
    match half:
        case commands.TransferOut() | events.TransferredOut():
            return ("to", half.to_district, *rest)
        case commands.TransferIn() | events.TransferredIn():
            return ("from", half.from_district, *rest)


def transfer_known() -> Exception:
    """Return the refusal of a transfer whose id another one has already."""
    return already_decided("Unter dieser Kennung ist schon eine andere Umschichtung gebucht.")


def _close(command: commands.CloseYear, budget: Budget, today: date) -> Happened:
    """Only a year that is over, whose every cent is free, bound, paid or gone, and none under way."""
    if budget.closed:
        return []
    year = command.year
    if today.year <= year:
        raise refusals.year_not_over(year)
    if budget.council is None:
        raise refusals.no_budget(year)
    if budget.reserved:
        reserved_ct = sum(it.amount_ct for it in budget.reserved.values())
        raise refusals.reservations_open(year, len(budget.reserved), reserved_ct)
    if going_ct := under_way_ct(budget.orders):
        raise payment_refusals.payments_under_way(year, going_ct)
    if budget.unfunded:
        raise refusals.unfunded(year, sum(budget.unfunded.values()))
    if budget.free_ct < 0:
        raise refusals.over_committed(year, -budget.free_ct)
    return [events.YearClosed(year, budget.free_ct, today)]


def _check_size(year: int, budget: Budget, more_ct: int) -> None:
    if budget.position_ct() + more_ct > AMOUNT_CT_MAX:
        raise refusals.budget_too_large(year)


def _check_open(year: int, budget: Budget) -> None:
    if budget.closed:
        raise refusals.year_closed(year)
