"""The forms of questions in the manner of HSDS: its filters, each of them counting."""

from datetime import UTC, datetime
from re import compile as regex
from typing import Any, Final

from services.resources.forms.fields import Postcode
from shared.faults import said
from shared.form import Choice, Identifier, Line, QuerySchema, Whole, YesNo

ENTITIES: Final = (
    "services",
    "organizations",
    "service_at_locations",
    "taxonomies",
    "taxonomy_terms",
)
PAGE_MAX: Final = 1_000_000
PER_PAGE_MAX: Final = 500
PIECES_MAX: Final = 1_000
_INSTANT: Final = regex(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?"
)


class Instant(Line):
    """A point in time as RFC 3339 writes it, or a day; UTC, unless it says otherwise."""

    default_error_messages = {  # noqa: RUF012 - marshmallow's form
        "no_instant": said(
            "invalid-instant", "Hier wird ein Zeitpunkt wie 2026-01-31T08:00:00Z erwartet."
        ),
    }

    def __init__(self, **given: Any) -> None:
        super().__init__(40, **given)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, *args, **kwargs)
        if not _INSTANT.fullmatch(text):
            raise self.make_error("no_instant")
        try:
            at = datetime.fromisoformat(text)
        except ValueError as error:
            raise self.make_error("no_instant") from error
        return at if at.tzinfo else at.replace(tzinfo=UTC)


class ListHsdsSchema(QuerySchema):
    """A page of one list; all filters must hold.

    minimal  only ids and when each was changed
    full     services, organisations and places with everything in them
    """

    entity = Choice(*ENTITIES, required=True)
    page = Whole(1, PAGE_MAX, load_default=1)
    per_page = Whole(1, PER_PAGE_MAX, load_default=50)
    search = Line(load_default=None, allow_none=True)
    taxonomy_term_id = Identifier(load_default=None, allow_none=True)
    taxonomy_id = Identifier(load_default=None, allow_none=True)
    organization_id = Identifier(load_default=None, allow_none=True)
    modified_after = Instant(load_default=None, allow_none=True)
    postcode = Postcode(load_default=None, allow_none=True)
    minimal = YesNo(load_default=False)
    full = YesNo(load_default=False)
    format = Choice("json", load_default="json")
    after = Identifier(load_default=None, allow_none=True)


class GetHsdsSchema(QuerySchema):
    """One thing in full. `after`: an event to be shown."""

    entity = Choice(*ENTITIES, required=True)
    id = Identifier(required=True)
    after = Identifier(load_default=None, allow_none=True)


class ExportPackageSchema(QuerySchema):
    """All public cards, or those of one Sozialraum; `number`: which piece. `after`: an event to be shown."""

    number = Whole(0, PIECES_MAX, load_default=0)
    sozialraum_id = Identifier(load_default=None, allow_none=True)
    after = Identifier(load_default=None, allow_none=True)
