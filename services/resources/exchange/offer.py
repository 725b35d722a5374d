"""A service of a package as the form of a card is filled in, and where in the package each field stands. Pure."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from services.resources.exchange.hsds import MASKED
from services.resources.exchange.rows import Row
from shared.canonical import Json

CARRIED: Final = {
    "organization": "id name description website",
    "organization_identifier": "id organization_id identifier_type identifier",
    "service": "id organization_id name description url email status application_process"
    " eligibility_description minimum_age maximum_age",
    "location": "id location_type latitude longitude",
    "service_at_location": "id service_id location_id",
    "address": "id location_id address_1 city state_province postal_code country address_type",
    "schedule": "id service_id valid_from valid_to freq interval byday opens_at closes_at wkst",
    "language": "id service_id code",
    "accessibility": "id location_id description",
    "contact": "id service_id name title email",
    "phone": "id service_id contact_id number",
    "cost_option": "id service_id option currency amount amount_description",
    "service_area": "id service_id uri",
    "attribute": "id link_id taxonomy_term_id link_entity value link_type",
}


@dataclass(slots=True)
class Offer:
    """A service as the form of a card is filled in, and the cell of each field: pointer → cell."""

    row: Row
    body: Json = field(default_factory=dict)
    cells: dict[str, tuple[Row, str]] = field(default_factory=dict)

    def say(self, name: str, value: Any, row: Row, column: str) -> None:
        """Fill in a field."""
        self.body[name] = value
        self.cells[f"/{name}"] = row, column

    def add(self, name: str, value: Any, row: Row, column: str) -> None:
        """Fill in one more entry of a list."""
        listed = self.body.setdefault(name, [])
        self.cells[f"/{name}/{len(listed)}"] = row, column
        listed.append(value)

    def cell(self, pointer: str) -> tuple[Row, str]:
        """Return the cell that a pointer into the form means."""
        while pointer:
            if pointer in self.cells:
                return self.cells[pointer]
            pointer = pointer.rpartition("/")[0]
        return self.row, "id"


def say_place(offer: Offer, location: Row, address: Row, *, masked: bool) -> None:
    """Fill in where it is; of a masked place only the town."""
    told = address.cells
    street = None if masked or told["address_1"] in (told["city"], MASKED) else told["address_1"]
    place: Json = {
        "street": street,
        "postcode": told["postal_code"],
        "city": told["city"],
        "masked": masked,
    }
    offer.say("place", place, address, "address_1")
    for name, row, column in (
        ("street", address, "address_1"),
        ("postcode", address, "postal_code"),
        ("city", address, "city"),
        ("latitude_e6", location, "latitude"),
        ("longitude_e6", location, "longitude"),
    ):
        offer.cells[f"/place/{name}"] = row, column
        if row is location and column in row.cells and not masked:
            place[name] = round(Decimal(row.cells[column]).scaleb(6))


def whole(text: str) -> int | str:
    """Return a whole number; anything else is for the form to refuse."""
    number = Decimal(text)
    return int(number) if number == number.to_integral_value() else text


def cents(text: str) -> str:
    """Return an amount with two decimals; one that has more is for the form to refuse."""
    rounded = Decimal(text).quantize(Decimal("0.01"))
    return f"{rounded:f}" if rounded == Decimal(text) else text
