"""Funding (Mittel): the district's budget of each year, and what approvals do to it. The contents."""

from pathlib import Path

from services.access import ROLES
from services.follows import is_followed
from services.funding import events
from services.funding.controls import CONTROL
from services.funding.requested import REQUESTED
from services.funding.rpc.claims import Claims
from services.funding.rpc.hearing import Hearing
from services.funding.rpc.hearing_duties import HearingDuties
from services.funding.rpc.interests import Interests
from services.funding.rpc.pay_lists import PayLists
from services.funding.rpc.payers import Payers
from services.funding.rpc.payments import ProjectPayments
from services.funding.rpc.policies import Policies
from services.funding.rpc.reading import Reading
from services.funding.rpc.reservations import Reservations
from services.funding.rpc.totals import Totals
from services.funding.rpc.years import Years
from shared.rehearsal.methods import Rehearsing


class FundingService(
    Claims,
    Interests,
    Years,
    Reservations,
    ProjectPayments,
    PayLists,
    Policies,
    Hearing,
    HearingDuties,
    Totals,
    Payers,
    Reading,
    Rehearsing,
):
    """Every cent of the district's yearly project budget, from the council to the Träger."""

    name = "funding"
    retention_class = "grant-file"  # Förderakte
    catalogue = events.CATALOGUE
    table = ROLES
    sql = Path(__file__).parent / "sql"
    followed = is_followed("funding")
    read_models = (REQUESTED,)
    control = CONTROL
