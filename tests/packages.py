"""A data package with one card of a Sozialraum."""

from base64 import b64encode
from dataclasses import asdict
from uuid import uuid4

from services.resources.events import CardContent
from services.resources.exchange import package
from services.resources.exchange.hsds import Shown


def packed_card(sozialraum_id: str) -> str:
    """Return the package as it is sent; it is a new card each time."""
    said = CardContent("Boxclub Kalk", "association", (sozialraum_id,), venue="online")
    card = Shown(str(uuid4()), asdict(said), "Boxen für alle.", "NW")
    return b64encode(package.write([card])).decode()
