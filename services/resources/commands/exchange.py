"""What can be asked of the exchange with other directories."""

from dataclasses import dataclass, field

from services.resources.events import Kind


@dataclass(frozen=True, slots=True)
class ImportPackage:
    """Datenpaket einlesen: a tabular data package of HSDS; all of it or nothing.

    document_id          where it was uploaded, if it does not stand in `content`
    kind, sozialraum_id  of services of which the package does not say it in our words
    """

    content: bytes | None = field(default=None, repr=False)
    document_id: str | None = None
    kind: Kind | None = None
    sozialraum_id: str | None = None
    confirm_no_case_data: bool = False
