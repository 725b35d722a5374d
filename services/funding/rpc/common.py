"""What the methods of this service have in common: streams, and how they are read and written."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from services.funding import recipients
from services.funding.budget import BUDGET, Budget
from services.funding.commands import Terms
from services.funding.office_policy import POLICY, OfficePolicy
from services.funding.recipient import Recipient
from shared.call import Call
from shared.canonical import Json
from shared.database import Conn
from shared.engine import Engine
from shared.form import QuerySchema, Whole
from shared.guideline import Policy
from shared.service import Service
from shared.writer import Turn

POLICY_STREAM: Final = "policy"


class YearSchema(QuerySchema):
    """One budget year."""

    year = Whole(1990, 2199, required=True)


def budget_stream(year: int) -> str:
    """Return the stream of a budget year."""
    return f"budget-{year}"


def grant_stream(project_id: str) -> str:
    """Return the stream of a project's grant."""
    return f"grant-{project_id}"


def payments_stream(project_id: str) -> str:
    """Return the stream of a project's payments."""
    return f"payments-{project_id}"


def year_of(stream: str) -> int:
    """Return the year of a budget's stream."""
    return int(stream.partition("-")[2])


def budgets_of(turn: Turn, streams: Iterable[str]) -> dict[int, Budget]:
    """Return the years as a turn has read them."""
    return {year_of(name): turn.state(BUDGET, name) for name in streams}


class Funding(Service):
    """The part of the service that all its parts build on."""

    def history(self, year: int) -> list[Any]:
        """Return what has happened to a year."""
        kernel: Engine = self.kernel
        name = budget_stream(year)
        with kernel.pool.connection() as conn:
            return kernel.log.read(conn, name)[name].events

    def office_policy(self) -> OfficePolicy:
        """Return all that the office has fixed."""
        kernel: Engine = self.kernel
        with kernel.pool.connection() as conn:
            return POLICY.fold(kernel.log.read(conn, POLICY_STREAM)[POLICY_STREAM].events)

    def policy(self, day: date) -> Policy:
        """Return what is valid on a day."""
        return self.office_policy().valid_on(day)

    def terms(self) -> Terms:
        """Return what decides when a notice is final: the Land, and what the office has fixed."""
        adopted = self.office_policy().adopted
        rules = tuple((it.valid_from, it.rules.finality) for it in adopted)
        return Terms(self.kernel.settings.land, rules)

    def budget_streams(self, conn: Conn) -> list[str]:
        """Return the streams of all years that have bookings."""
        kernel: Engine = self.kernel
        return kernel.log.streams(conn, "budget")

    def budgets(self) -> dict[int, Budget]:
        """Return all years that have bookings."""
        kernel: Engine = self.kernel
        with kernel.pool.connection() as conn:
            names = self.budget_streams(conn)
            histories = kernel.log.read(conn, *names) if names else {}
        return {year_of(name): BUDGET.fold(it.events) for name, it in histories.items()}

    def all_years(self, *years: int) -> list[str]:
        """Return the streams of these years, and then of all others that have bookings."""
        mine = [budget_stream(year) for year in years]
        with self.kernel.pool.connection() as conn:
            return list(dict.fromkeys([*mine, *self.budget_streams(conn)]))

    def permit(self, call: Call, project_id: str) -> Recipient | None:
        """Return who gets the money. Raises Refused unless the caller's roles reach the project."""
        with self.kernel.pool.connection() as conn:
            found = recipients.find(conn, [project_id]).get(project_id)
        call.permit(found.sozialraum_id if found else None, found.traeger_id if found else None)
        return found

    def execute(self, call: Call, streams: list[str], decide: Any, *, lock: bool) -> Json:
        """Carry a command out and return its answer."""
        answer: Json = self.kernel.writer.execute(call, streams, decide, lock=lock)
        return answer
