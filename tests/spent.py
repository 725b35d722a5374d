"""How tests account for a project: its statement of use handed in and checked, as people would.

`ask(method, **body)` asks reporting as whoever may, on a day after the project is over.
"""

from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from deploy.bench.projects import euros
from services.reporting.statement.receipts import COLUMNS
from shared.guideline.plan_lines import OTHER
from shared.money import from_wire, split

Ask = Callable[..., dict[str, Any]]
OVER = "2027-09-01"  # The projects of the tests are over then, extended as well.
FTE_MONTHS = 120_000  # As much work as the form takes: posts are not cut for want of it.


@dataclass(frozen=True)
class Spent:
    """What a statement comes to, all of it in the first year; how far each goal was reached."""

    costs_ct: int = 0
    third_party_ct: int = 0
    in_kind_ct: int = 0
    reached: Sequence[str] = ("yes",)


NOTHING = Spent(reached=("no",))


def account(ask: Ask, project_id: str, spent: Spent = NOTHING) -> str:
    """Hand a statement of use in and have it checked by two others; return the event of the check."""
    mine = {"project_id": project_id}
    hand_in(ask, project_id, spent)
    goals = [{"id": n, "reached": it} for n, it in enumerate(spent.reached, 1)]
    ask("check_statement_content", **mine, purpose="yes", goals=goals)
    checked = ask("check_statement", **mine, scope="full", note="Ohne Beanstandung.")
    return str(checked["event_ids"][-1])


def hand_in(ask: Ask, project_id: str, spent: Spent) -> None:
    """Read the receipts in, record what was given in kind, hand the statement in."""
    mine = {"project_id": project_id}
    told = ask("get_statement", **mine)
    first, last = told["first_day"], told["last_day"]
    paid_ct = _by_line(told["plan"], spent.costs_ct)
    if any(paid_ct.values()):
        _read_in(ask, project_id, first, paid_ct)
    if spent.in_kind_ct:
        given = {"kind": "goods", "text": "Raum", "on": first, "value": euros(spent.in_kind_ct)}
        ask("record_in_kind", **mine, entries=[given])
    begun, over = int(first[:4]), int(max(first, last)[:4])
    years = [{"year": year, "own_cash": euros(0)} for year in range(begun, over + 1)]
    years[0] |= _first_year(paid_ct, spent.third_party_ct)
    ask(
        "submit_statement",
        **mine,
        years=years,
        goals=[
            {"id": it["id"], "outcome": "reached", "value": "20", "explanation": "Es zeigt sich."}
            for it in told["goals"]
        ],
        activities=[{"title": "Offener Treff", "held": 41, "participants": 505}],
        reach="Mädchen aus der Siedlung.",
        success="Der Treff trägt sich.",
        deviations="Die Honorare waren anders als geplant.",
        confirmed={"necessary": True, "economical": True, "books_agree": True},
    )


def _by_line(plan: dict[str, Any], costs_ct: int) -> dict[str, int]:
    """Return what was paid on each line, in proportion to what was planned."""
    lines = [] if plan["in_sums"] else [(it["line"], it["planned"]) for it in plan["posts"]]
    lines += [(OTHER, plan["other"])]
    shares = split(costs_ct, {n: from_wire(planned) for n, (_, planned) in enumerate(lines)})
    return {line: shares[n] for n, (line, _) in enumerate(lines)}


def _first_year(paid_ct: dict[str, int], third_party_ct: int) -> dict[str, Any]:
    income = {"source": "Stiftung", "kind": "donation", "amount": euros(third_party_ct)}
    return {
        "posts": [
            {"line": line, "paid": euros(cents), "fte_months": FTE_MONTHS}
            for line, cents in paid_ct.items()
            if line != OTHER
        ],
        "other": euros(paid_ct[OTHER]),
        "third_party": [income] if third_party_ct else [],
    }


def _read_in(ask: Ask, project_id: str, day: str, paid_ct: dict[str, int]) -> None:
    names = {name: heading for heading, name in COLUMNS.items()}
    wanted = ("number", "paid_on", "payee", "reason", "line", "amount")
    lines = [";".join(names[it] for it in wanted)]
    for number, (line, cents) in enumerate(paid_ct.items(), 1):
        amount = f"{cents // 100},{cents % 100:02}"
        lines += [f"{number};{day};Gehaltskasse;Gehälter;{line};{amount}"] if cents else []
    text = "\n".join([*lines, ""])
    piece = {"number": 0, "last": True, "content": b64encode(text.encode()).decode()}
    kept = ask("put_document", document_id=str(uuid4()), media_type="text/csv", **piece)
    read = ask("import_receipts", project_id=project_id, document_id=kept["document_id"])
    assert (read["refused"], read["errors"]) == (0, []), read
