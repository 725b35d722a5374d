"""The tables of HSDS 3.0 that a package has: their files, columns and what each column holds. Pure.

As the published `datapackage.json` has them; tests compare. `!` marks a column that must be filled.
"""

from dataclasses import dataclass
from typing import Final

from shared.canonical import Json


@dataclass(frozen=True, slots=True)
class Table:
    """One file: its columns in order, and those of them that must be filled."""

    name: str
    path: str
    columns: tuple[str, ...]
    required: frozenset[str]


def _table(name: str, path: str, written: str) -> Table:
    columns = written.split()
    needed = frozenset(it.removesuffix("!") for it in columns if it.endswith("!"))
    return Table(name, path, tuple(it.removesuffix("!") for it in columns), needed)


TABLES: Final = (
    _table(
        "organization",
        "organizations.csv",
        "id! name! alternate_name description! email website tax_status tax_id year_incorporated"
        " legal_status logo uri parent_organization_id",
    ),
    _table(
        "organization_identifier",
        "organization_identifiers.csv",
        "id! organization_id! identifier_scheme identifier_type! identifier!",
    ),
    _table(
        "service",
        "services.csv",
        "id! organization_id! program_id name! alternate_name description url email status!"
        " interpretation_services application_process fees_description wait_time fees"
        " accreditations eligibility_description minimum_age maximum_age assured_date"
        " assurer_email licenses alert last_modified",
    ),
    _table(
        "location",
        "locations.csv",
        "id! location_type! url organization_id name alternate_name description transportation"
        " latitude longitude external_identifier external_identifier_type",
    ),
    _table(
        "service_at_location",
        "service_at_location.csv",
        "id! service_id! location_id! description",
    ),
    _table(
        "address",
        "addresses.csv",
        "id! location_id attention address_1! address_2 city! region state_province! postal_code!"
        " country! address_type!",
    ),
    _table(
        "schedule",
        "schedules.csv",
        "id! service_id location_id service_at_location_id valid_from valid_to dtstart timezone"
        " until count wkst freq interval byday byweekno bymonthday byyearday description opens_at"
        " closes_at schedule_link attending_type notes",
    ),
    _table("language", "languages.csv", "id! service_id location_id phone_id name code note"),
    _table("accessibility", "accessibility.csv", "id! location_id description details url"),
    _table(
        "contact",
        "contacts.csv",
        "id! organization_id service_id service_at_location_id location_id name title department"
        " email",
    ),
    _table(
        "phone",
        "phones.csv",
        "id! location_id service_id organization_id contact_id service_at_location_id number!"
        " extension type description",
    ),
    _table(
        "cost_option",
        "cost_options.csv",
        "id! service_id! valid_from valid_to option currency amount amount_description",
    ),
    _table(
        "service_area",
        "service_areas.csv",
        "id! service_id name description extent extent_type uri",
    ),
    _table("taxonomy", "taxonomies.csv", "id! name! description! uri version"),
    _table(
        "taxonomy_term",
        "taxonomy_terms.csv",
        "id! code name! description! parent_id taxonomy language taxonomy_id term_uri",
    ),
    _table(
        "attribute",
        "attributes.csv",
        "id! link_id! taxonomy_term_id! link_type link_entity! value",
    ),
)
BY_PATH: Final = {it.path: it for it in TABLES}
BY_NAME: Final = {it.name: it for it in TABLES}

REFERENCES: Final = {
    "organization_id": "organization",
    "service_id": "service",
    "location_id": "location",
    "service_at_location_id": "service_at_location",
    "contact_id": "contact",
    "phone_id": "phone",
    "taxonomy_term_id": "taxonomy_term",
    "taxonomy_id": "taxonomy",
}
"""Columns that name something of another table."""

KINDS: Final = {
    **dict.fromkeys(
        (
            *("minimum_age", "maximum_age", "latitude", "longitude", "amount", "extension"),
            *("year_incorporated", "timezone", "count", "interval"),
        ),
        "number",
    ),
    **dict.fromkeys(("assured_date", "valid_from", "valid_to", "dtstart", "until"), "date"),
    **dict.fromkeys(("opens_at", "closes_at"), "time"),
    "last_modified": "datetime",
}
"""What a column holds that is no text."""

CHOICES: Final = {
    "status": ("active", "inactive", "defunct", "temporarily closed"),
    "location_type": ("physical", "postal", "virtual"),
    "address_type": ("physical", "postal", "virtual"),
    "wkst": ("MO", "TU", "WE", "TH", "FR", "SA", "SU"),
    "freq": ("WEEKLY", "MONTHLY"),
}
"""The words that a column may hold."""

DESCRIPTOR: Final = "datapackage.json"


def is_id(column: str) -> bool:
    """Tell whether a column holds UUIDs."""
    return column in {"id", "link_id", "parent_id", "program_id", *REFERENCES} or column.endswith(
        "organization_id"
    )


def descriptor() -> Json:
    """Return what a tabular data package says of itself: its files and their columns."""
    return {
        "name": "sozialraum-hsds",
        "title": "Ressourcennetzwerk",
        "profile": "tabular-data-package",
        "version": "3.0.0",
        "homepage": "https://docs.openreferral.org/en/3.0/",
        "resources": [_resource(it) for it in TABLES],
    }


def _resource(table: Table) -> Json:
    fields = [_field(table, it) for it in table.columns]
    return {
        "name": table.name,
        "path": table.path,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "primaryKey": "id",
            "fields": fields,
            "foreignKeys": [
                {"fields": it, "reference": {"resource": REFERENCES[it], "fields": "id"}}
                for it in table.columns
                if it in REFERENCES
            ],
        },
    }


def _field(table: Table, column: str) -> Json:
    unique = column == "id" or (table.name, column) == ("taxonomy_term", "code")
    constraints: Json = {"required": column in table.required, "unique": unique}
    if column in CHOICES:
        constraints["enum"] = list(CHOICES[column])
    shape: Json = {"name": column, "type": KINDS.get(column, "string"), "constraints": constraints}
    return shape | ({"format": "uuid"} if is_id(column) else {})
