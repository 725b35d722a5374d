"""What is missing in a statement of use, or does not fit plan and receipts. Pure."""

from collections import Counter
from collections.abc import Iterator, Sequence

from services.reporting import commands, events
from services.reporting.project_reports import goals
from shared.guideline.plan_lines import OTHER
from shared.money import euros
from shared.refusal import Fault

CONFIRMED = {
    "necessary": "Waren die Ausgaben notwendig?",
    "economical": "Wurde wirtschaftlich und sparsam verfahren?",
    "books_agree": "Stimmen die Angaben mit Büchern und Belegen überein?",
}


def gaps(command: commands.SubmitStatement, basis: commands.StatementBasis) -> Iterator[Fault]:
    """Yield all that keeps a statement from being handed in, each with its place."""
    yield from goals.gaps(command.goals, basis.goals)
    for name, question in CONFIRMED.items():
        if not getattr(command.confirmed, name):
            yield Fault(f"/confirmed/{name}", "not-confirmed", question)
    yield from _years(command.years, basis)
    for number, year in enumerate(command.years):
        yield from _posts(f"/years/{number}", year, basis)
        yield from _flat_rates(f"/years/{number}", year, basis)
        yield from _income(f"/years/{number}", year, basis)
    yield from _left_over(command.years, basis)


def line_cut(years: Sequence[commands.GivenYear], flags: Sequence[str]) -> Iterator[Fault]:
    """Yield the question why a line was overrun, where nobody has answered it."""
    if years and "line-cut" in flags:
        text = "Eine Zeile liegt mehr als 20 % über ihrem Ansatz: Warum?"
        yield Fault("/deviations", "missing", text)


def _years(years: Sequence[commands.GivenYear], basis: commands.StatementBasis) -> Iterator[Fault]:
    counted = Counter(it.year for it in years)
    for number, it in enumerate(years):
        if it.year not in basis.years:
            text = f"{it.year} lief das Projekt nicht."
            yield Fault(f"/years/{number}/year", "year-unknown", text)
    for year, count in counted.items():
        if count > 1:
            yield Fault("/years", "year-twice", f"Das Jahr {year} steht mehrmals da.")
    for year in basis.years:
        if year not in counted:
            yield Fault("/years", "year-missing", f"Das Jahr {year} fehlt.")


def _posts(place: str, year: commands.GivenYear, basis: commands.StatementBasis) -> Iterator[Fault]:
    known = {it.name for it in basis.lines.posts}
    counted = Counter(it.line for it in year.posts)
    for number, post in enumerate(year.posts):
        here = f"{place}/posts/{number}"
        if post.line not in known:
            text = f"Eine Zeile „{post.line}“ hat der Plan nicht."
            yield Fault(f"{here}/line", "line-unknown", text)
        elif counted[post.line] > 1:
            yield Fault(f"{here}/line", "line-twice", f"„{post.line}“ steht mehrmals da.")
        else:
            yield from _receipts(f"{here}/paid", year.year, post.line, post.paid_ct, basis)
    if year.other_ct and not basis.lines.other_ct:
        text = "Andere Kosten als die Stellen und Pauschalen des Plans sind nicht bewilligt."
        yield Fault(f"{place}/other", "not-approved", text)
    yield from _receipts(f"{place}/other", year.year, OTHER, year.other_ct, basis)


def _receipts(
    place: str, year: int, line: str, stated_ct: int, basis: commands.StatementBasis
) -> Iterator[Fault]:
    found_ct = basis.receipts.get((year, line), commands.ReceiptSum()).amount_ct
    if found_ct != stated_ct:
        text = (
            f"„{line}“ {year}: angegeben sind {euros(stated_ct)}, belegt {euros(found_ct)}."
            f" Der Unterschied ist {euros(stated_ct - found_ct)}."
        )
        yield Fault(place, "receipts-differ", text)


def _flat_rates(
    place: str, year: commands.GivenYear, basis: commands.StatementBasis
) -> Iterator[Fault]:
    counted = Counter(it.kind for it in year.flat_rates)
    for number, use in enumerate(year.flat_rates):
        here = f"{place}/flat_rates/{number}/kind"
        if use.kind not in rate_kinds(basis):
            text = f"Eine Pauschale „{use.kind}“ hat der Plan nicht."
            yield Fault(here, "flat-rate-unknown", text)
        elif counted[use.kind] > 1:
            yield Fault(here, "flat-rate-twice", f"„{use.kind}“ steht mehrmals da.")


def rate_kinds(basis: commands.StatementBasis) -> list[str]:
    """Return the flat rates of the plan; where it names none and is a sum, those of the office."""
    planned, fixed = basis.lines.flat_rates_ct, basis.policy.flat_rates
    if basis.lines.in_sums and not planned:
        return sorted(fixed)
    return sorted(planned.keys() & fixed.keys())


def _income(
    place: str, year: commands.GivenYear, basis: commands.StatementBasis
) -> Iterator[Fault]:
    """Income needs no receipts here; where there are some, they must agree."""
    counted = Counter(it.source for it in year.third_party)
    for number, it in enumerate(year.third_party):
        here = f"{place}/third_party/{number}"
        if counted[it.source] > 1:
            yield Fault(f"{here}/source", "source-twice", f"„{it.source}“ steht mehrmals da.")
        elif (year.year, it.source) in basis.receipts:
            yield from _receipts(f"{here}/amount", year.year, it.source, it.amount_ct, basis)


def _left_over(
    years: Sequence[commands.GivenYear], basis: commands.StatementBasis
) -> Iterator[Fault]:
    """Yield the receipts of lines that the statement says nothing of."""
    stated = {(it.year, OTHER) for it in years}
    for it in years:
        stated |= {(it.year, post.line) for post in it.posts}
        stated |= {(it.year, income.source) for income in it.third_party}
    for year, line in sorted(basis.receipts.keys() - stated):
        found_ct = basis.receipts[year, line].amount_ct
        text = f"Zu „{line}“ {year} gibt es Belege über {euros(found_ct)}, aber keine Angabe."
        yield Fault("/years", "receipts-differ", text)


def stated(
    it: commands.GivenYear, basis: commands.StatementBasis, in_kind_ct: int
) -> events.StatedYear:
    """Return a year as an event tells of it."""
    order = {line.name: number for number, line in enumerate(basis.lines.posts)}
    return events.StatedYear(
        posts=tuple(sorted(it.posts, key=lambda post: order[post.line])),
        flat_rates=it.flat_rates,
        other_ct=it.other_ct,
        third_party=it.third_party,
        own_cash_ct=it.own_cash_ct,
        in_kind_ct=in_kind_ct,
    )
