"""What all notices share: the letter, and what of it can be contradicted."""

from dataclasses import dataclass
from datetime import date

from services.projects.events import PostalAddress
from services.projects.notices.office import Office


class ContradictionError(ValueError):
    """The parts of a notice say different things. It would be read against the office."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who a notice is made out to: the Träger, and its address line by line."""

    name: str
    address: tuple[str, ...] = ()


def addressed(name: str, address: PostalAddress | None) -> Addressee:
    """Return a Träger as letters are made out to it; without an address while none is known."""
    if address is None:
        return Addressee(name)
    return Addressee(name, (address.street, f"{address.postcode} {address.city}"))


@dataclass(frozen=True, slots=True)
class Letter:
    """What the letters of one file have in common.

    as_deputy  "i. V.": somebody decides in the place of the district head
    is_draft   shown before anything is decided; says so on every page
    """

    office: Office
    addressee: Addressee
    file_number: str
    title: str
    sozialraum: str
    dated: date
    applied_on: date
    application_version: int
    as_deputy: bool = False
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class OwnShare:
    """Own share in percent of the eligible costs and in cents; in kind, what counts towards it."""

    percent: int
    amount_ct: int
    in_kind_ct: int
