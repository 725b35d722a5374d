"""The resource network over a real PostgreSQL, asked by invented persons."""

from typing import Any
from uuid import uuid4

from shared.call import Context
from tests.direct import Direct
from tests.unit.projects.registered import SOZIALRAUM_ID, TRAEGER_ID

DAY = "2026-01-05"
ELSEWHERE = "1c9f8d2f-4e63-5b75-9d10-8f7e6d5c4b3a"
OTHER_TRAEGER_ID = "3ebfae41-6f85-5d97-bf32-a19f8e7d6c5b"
PLACE = {"street": "Vietorstraße 9", "postcode": "51103", "city": "Köln"}
TREFF = {
    "name": "Mädchentreff Kalk",
    "kind": "youth-facility",
    "sozialraum_ids": [SOZIALRAUM_ID],
    "traeger_id": TRAEGER_ID,
    "place": PLACE,
    "topics": ["leisure", "gender"],
    "keywords": ["offener Treff"],
    "age_from": 10,
    "age_to": 17,
    "threshold": "open",
    "cost": {"kind": "free"},
    "languages": ["de", "tr"],
    "opening": [{"days": ["monday", "friday"], "opens": "15:00", "closes": "19:00"}],
    "description": "Ein Raum nur für Mädchen, mit Küche und Werkstatt.",
}


class Network:
    """Resources, and who asks it: an own Sozialraum and an own Träger, and those of others."""

    def __init__(self, services: Direct) -> None:
        self.services = services
        self.kernel = services.services["resources"].kernel
        self.day = DAY
        self.areas = [SOZIALRAUM_ID]

    def ask(self, method: str, role: str = "asd_member", **body: Any) -> dict[str, Any]:
        """Ask as somebody in a role, after all that was written was heard."""
        self.services.settle()
        return self.services.reply("resources", method, self.asked(body), self.who(role), 15)

    def asked(self, body: dict[str, Any]) -> dict[str, Any]:
        named = {name: it for name, it in body.items() if name not in ("areas", "works_for", "sub")}
        self._claims = {
            "areas": body.get("areas", self.areas),
            "works_for": body.get("works_for", TRAEGER_ID),
            "sub": body.get("sub"),
        }
        return {"command_id": str(uuid4()), **named}

    def who(self, role: str) -> Context:
        claims = self._claims
        outside = role in ("recipient", "traeger_member")
        token = self.services.desk.issuer.sign(
            sub=claims["sub"] or f"{role}.kalk",
            realm_access={"roles": [role]},
            sozialraeume=claims["areas"] if role in ("asd_member", "traeger_member") else [],
            traeger_id=claims["works_for"] if outside else None,
        )
        return Context.of(token, self.day)

    def card(self, role: str = "asd_member", **other: Any) -> str:
        """Record a card; return its id."""
        made = self.ask("record_card", role, **{**TREFF, **other})
        card_id: str = made["card_id"]
        return card_id

    def names(self, role: str = "asd_member", **asked: Any) -> list[str]:
        """Return the names of the cards found, in their order."""
        return [it["name"] for it in self.ask("find_cards", role, **asked)["cards"]]

    def log(self) -> list[str]:
        """Return the types of all events, in order."""
        with self.kernel.pool.connection() as conn:
            return [it for (it,) in conn.execute("select type from event order by id").fetchall()]
