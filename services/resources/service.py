"""Resources (Ressourcennetzwerk): what the Sozialraum offers, recorded, kept up and found again."""

from pathlib import Path

from services.access import ROLES
from services.follows import is_followed
from services.resources import events
from services.resources.exchange.rpc import Exchange
from services.resources.exchange.rpc_import import PackageImport
from services.resources.needs.reading import NEEDS
from services.resources.needs.rpc import Needs
from services.resources.rpc.cards import Cards
from services.resources.rpc.common import DIRECTORY
from services.resources.rpc.contacts import ContactPersons
from services.resources.rpc.erasing import Erasing
from services.resources.rpc.finding import Finding
from services.resources.rpc.news import News
from shared.rehearsal.methods import Rehearsing


class ResourcesService(
    PackageImport, Exchange, Needs, Cards, ContactPersons, Erasing, Finding, News, Rehearsing
):
    """Needs and topics of the Sozialraum; the cards of all that it has to offer."""

    name = "resources"
    retention_class = "network"  # Netzwerkarbeit: Beobachtungen, Themen, Karten
    retention_years = 5
    catalogue = events.CATALOGUE
    sql = Path(__file__).parent / "sql"
    table = ROLES
    followed = is_followed("resources")
    ends = frozenset({"card_archived", "card_merged", "observation_withdrawn", "topic_set_aside"})
    read_models = (DIRECTORY, NEEDS)
