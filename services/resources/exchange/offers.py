"""The services of a package as cards: what each says. Pure.

What has no place on a card is left out, and told: rows that nobody used, columns that are not carried.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from services.resources.exchange import terms
from services.resources.exchange.hsds import AREA, MIDNIGHT, TRAEGER
from services.resources.exchange.offer import CARRIED, Offer, cents, say_place, whole
from services.resources.exchange.package import CARDS_AT_ONCE, Pause, at_once
from services.resources.exchange.rows import Package, PackageFault, Row
from shared.canonical import Json

LEFT_OUT: Final = "Das hat auf einer Karte keinen Platz und wird nicht übernommen."
_THRESHOLDS: Final = {text: it for it, text in terms.THRESHOLDS.items()}
_COSTS: Final = {text: it for it, text in terms.COSTS.items()}
_ACCESS: Final = {text: it for it, text in terms.ACCESS.items()}
_DAYS: Final = {text: it for it, text in terms.DAYS.items()}
_MIDNIGHT: Final = {text: it for it, text in MIDNIGHT.items()}
_MASK: Final = "detail:address-masked"
_LISTS: Final = {"detail:keyword": "keywords", "detail:link": "links"}


class Reader:
    """Goes through a package service by service, and remembers what it used of it."""

    def __init__(
        self,
        package: Package,
        kind: str | None,
        sozialraum_id: str | None,
        pause: Pause = at_once,
    ) -> None:
        self._pause = pause
        self.package = package
        self.kind = kind
        self.sozialraum_id = sozialraum_id
        self.warnings: list[PackageFault] = []
        self._used: set[tuple[str, int]] = set()
        self._by: dict[tuple[str, str], dict[str, list[Row]]] = {}

    def offers(self) -> list[Offer]:
        """Return the active services as cards would say them."""
        made = []
        for number, row in enumerate(self.package.rows["service"]):
            if not number % CARDS_AT_ONCE:
                self._pause()
            self._use(row)
            if row.cells["status"] == "active":
                made.append(self._offer(row))
            else:
                text = "Nur was angeboten wird (active), wird eingelesen."
                self.warnings.append(row.fault("status", "not-active", text))
        self.warnings.extend(self._unused())
        return made

    def _of(self, table: str, column: str, value: str) -> list[Row]:
        """Return the rows that have a value in a column."""
        if (table, column) not in self._by:
            index: dict[str, list[Row]] = {}
            for row in self.package.rows[table]:
                index.setdefault(row.cells.get(column, ""), []).append(row)
            self._by[table, column] = index
        return self._by[table, column].get(value, [])

    def _use(self, row: Row) -> Row:
        self._used.add((row.table.name, row.line))
        return row

    def _offer(self, row: Row) -> Offer:
        offer = Offer(row)
        organization = self._use(self._of("organization", "id", row.cells["organization_id"])[0])
        offer.say("name", row.cells["name"], row, "name")
        if organization.cells["name"] != row.cells["name"]:
            self.warnings.append(organization.fault("name", "left-out", LEFT_OUT))
        described = row if "description" in row.cells else organization
        offer.say("description", described.cells["description"], described, "description")
        for name, column in (("age_from", "minimum_age"), ("age_to", "maximum_age")):
            if column in row.cells:
                offer.say(name, whole(row.cells[column]), row, column)
        if "eligibility_description" in row.cells:
            said = row.cells["eligibility_description"]
            offer.say("eligibility", said, row, "eligibility_description")
        if "application_process" in row.cells:
            threshold = _THRESHOLDS.get(row.cells["application_process"])
            if threshold is None:
                self.warnings.append(row.fault("application_process", "left-out", LEFT_OUT))
            else:
                offer.say("threshold", threshold, row, "application_process")
        self._who(offer, organization)
        self._where(offer)
        self._what(offer)
        self._cost(offer)
        self._hours(offer)
        self._reach(offer, organization)
        return offer

    def _who(self, offer: Offer, organization: Row) -> None:
        mine, card_id = organization.cells["id"], offer.row.cells["id"]
        for it in self._of("organization_identifier", "organization_id", mine):
            if it.cells["identifier_type"] == TRAEGER:
                offer.say("traeger_id", it.cells["identifier"], self._use(it), "identifier")
        for it in self._of("service_area", "service_id", card_id):
            if it.cells.get("uri", "").startswith(AREA):
                named = it.cells["uri"].removeprefix(AREA)
                offer.add("sozialraum_ids", named, self._use(it), "uri")
        if "sozialraum_ids" not in offer.body and self.sozialraum_id:
            offer.say("sozialraum_ids", [self.sozialraum_id], offer.row, "id")
        if self.kind:
            offer.say("kind", self.kind, offer.row, "id")
        for it, code in self._terms("organization", mine):
            if code.startswith("kind:"):
                offer.say("kind", code.removeprefix("kind:"), self._use(it), "taxonomy_term_id")

    def _terms(self, entity: str, link_id: str) -> Iterator[tuple[Row, str]]:
        """Yield the attributes of something, with our code of the term; one of theirs has none."""
        for it in self._of("attribute", "link_id", link_id):
            if it.cells["link_entity"] == entity:
                yield it, terms.CODES.get(it.cells["taxonomy_term_id"], "")

    def _where(self, offer: Offer) -> None:
        offer.body["venue"] = "online"
        for at in self._of("service_at_location", "service_id", offer.row.cells["id"])[:1]:
            location = self._of("location", "id", self._use(at).cells["location_id"])[0]
            mine = self._use(location).cells["id"]
            if location.cells["location_type"] == "physical":
                offer.body["venue"] = "fixed"
            masked = [it for it, code in self._terms("location", mine) if code == _MASK]
            for it in masked:
                self._use(it)
            for address in self._of("address", "location_id", mine)[:1]:
                self._use(address)
                say_place(offer, location, address, masked=bool(masked))
            for it in self._of("accessibility", "location_id", mine):
                if it.cells.get("description") in _ACCESS:
                    word = _ACCESS[it.cells["description"]]
                    offer.add("accessibility", word, self._use(it), "description")

    def _what(self, offer: Offer) -> None:
        for it, code in self._terms("service", offer.row.cells["id"]):
            taxonomy, _, word = code.partition(":")
            if taxonomy == "venue":
                offer.say("venue", word, self._use(it), "taxonomy_term_id")
            elif taxonomy == "topic":
                offer.add("topics", word, self._use(it), "taxonomy_term_id")
            elif code in _LISTS and "value" in it.cells:
                offer.add(_LISTS[code], it.cells["value"], self._use(it), "value")
            elif not code:
                term = self._of("taxonomy_term", "id", it.cells["taxonomy_term_id"])[0]
                offer.add("keywords", term.cells["name"], self._use(it), "taxonomy_term_id")

    def _cost(self, offer: Offer) -> None:
        for it in self._of("cost_option", "service_id", offer.row.cells["id"])[:1]:
            told, amount = it.cells, it.cells.get("amount")
            kind = _COSTS.get(told.get("option", ""))
            if kind is None and amount is None:
                continue
            cost: Json = {"kind": kind or ("paid" if Decimal(amount or 0) else "free")}
            if amount is not None and cost["kind"] != "free":
                currency = told.get("currency", "").upper()
                cost["amount"] = {"amount": cents(amount), "currency": currency}
            explanation = told.get("amount_description") or (None if kind else told.get("option"))
            if explanation:
                cost["explanation"] = explanation
            offer.say("cost", cost, self._use(it), "option")
            offer.cells["/cost/amount"] = it, "amount"
            offer.cells["/cost/explanation"] = it, "amount_description"

    def _hours(self, offer: Offer) -> None:
        mine = offer.row.cells["id"]
        for it in self._of("language", "service_id", mine):
            if "code" in it.cells:
                offer.add("languages", it.cells["code"].lower(), self._use(it), "code")
        for it in self._of("schedule", "service_id", mine):
            told = it.cells
            days = [_DAYS.get(day.strip()) for day in told.get("byday", "").split(",")]
            weekly = told.get("freq") == "WEEKLY" and told.get("interval", "1") == "1"
            if weekly and None not in days and {"opens_at", "closes_at"} <= told.keys():
                closes = told["closes_at"][:5]
                rule = {
                    "days": days,
                    "opens": told["opens_at"][:5],
                    "closes": _MIDNIGHT.get(closes, closes),
                    "valid_from": told.get("valid_from"),
                    "valid_to": told.get("valid_to"),
                }
                offer.add("opening", rule, self._use(it), "opens_at")

    def _reach(self, offer: Offer, organization: Row) -> None:
        row, mine = offer.row, offer.row.cells["id"]
        phones = self._of("phone", "service_id", mine)
        site = row if "url" in row.cells else organization
        url = row.cells.get("url") or organization.cells.get("website")
        if url:
            column = "url" if site is row else "website"
            offer.say("contact", {"channel": "website", "address": url}, site, column)
        elif "email" in row.cells:
            contact = {"channel": "email", "address": row.cells["email"]}
            offer.say("contact", contact, row, "email")
        elif phones:
            contact = {"channel": "phone", "address": phones[0].cells["number"]}
            offer.say("contact", contact, self._use(phones[0]), "number")
        if url and "email" in row.cells:
            self.warnings.append(row.fault("email", "left-out", LEFT_OUT))
        for it in self._of("contact", "service_id", mine):
            if "name" in it.cells:
                text = "Namen von Personen werden nie eingelesen; es fehlt ihre Einwilligung."
                self.warnings.append(it.fault("name", "person-left-out", text))
            if "title" in it.cells:
                asked = {"function": it.cells["title"], "contact": self._contact(it)}
                offer.add("functions", asked, self._use(it), "title")

    def _contact(self, row: Row) -> Json | None:
        for it in self._of("phone", "contact_id", row.cells["id"])[:1]:
            return {"channel": "phone", "address": self._use(it).cells["number"]}
        return {"channel": "email", "address": row.cells["email"]} if "email" in row.cells else None

    def _unused(self) -> Iterator[PackageFault]:
        for name, columns in CARRIED.items():
            carried, told = columns.split(), set()
            for row in self.package.rows[name]:
                if (name, row.line) not in self._used:
                    yield row.fault("", "left-out", LEFT_OUT)
                    continue
                for column in row.cells:
                    if column not in carried and column not in told:
                        told.add(column)
                        yield row.fault(column, "left-out", LEFT_OUT)
