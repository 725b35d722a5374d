"""Packages read: what they add and change, cell by cell what breaks the schema, and what is left out."""

import csv
from dataclasses import asdict, replace
from datetime import date
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.resources import events
from services.resources.card import Card
from services.resources.exchange import importing, package, rows, terms
from services.resources.exchange.hsds import Shown
from services.resources.exchange.importing import There
from services.resources.exchange.offers import Reader
from services.resources.exchange.tables import BY_PATH
from shared.documents import Document
from tests.unit.projects.registered import SOZIALRAUM_ID
from tests.unit.resources.examples import (
    CARD_ID,
    CONTENT,
    OTHER_CARD_ID,
    OTHER_SOZIALRAUM_ID,
    PLACE,
    TEAM,
)
from tests.unit.resources.test_hsds import TEXT, shown

TODAY = date(2026, 3, 2)
NEW_ID = "0f6a3f52-6a0e-4f53-9a4f-6f2f0f1c2d3e"
BARE = {
    "organizations.csv": [{"id": NEW_ID, "name": "Boxclub", "description": "Boxen für alle"}],
    "services.csv": [
        {"id": NEW_ID, "organization_id": NEW_ID, "name": "Boxclub", "status": "active"}
    ],
    "locations.csv": [{"id": NEW_ID, "location_type": "virtual"}],
    "service_at_location.csv": [{"id": NEW_ID, "service_id": NEW_ID, "location_id": NEW_ID}],
}
GIVEN = {"kind": "association", "sozialraum_id": SOZIALRAUM_ID}


def unpacked(content):
    with ZipFile(BytesIO(content)) as archive:
        files = {it: archive.read(it).decode() for it in archive.namelist() if it in BY_PATH}
    return {path: list(csv.DictReader(StringIO(text, newline=""))) for path, text in files.items()}


def packed(files):
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        for path, listed in files.items():
            text = StringIO()
            writer = csv.DictWriter(text, list(dict.fromkeys(it for row in listed for it in row)))
            writer.writeheader()
            writer.writerows(listed)
            archive.writestr(path, text.getvalue())
    return made.getvalue()


def other(path, line=2, **cells):
    """Return the bare package with some cells of a row changed, or with a further row."""
    files = {name: [dict(it) for it in listed] for name, listed in BARE.items()}
    listed = files.setdefault(path, [])
    if line - 2 < len(listed):
        listed[line - 2] |= cells
    else:
        listed.append(cells)
    return packed(files)


def planned(content, cards=None, given=GIVEN, reaches=lambda *_: True, **more):
    read = rows.read(content)
    assert read.faults == []
    reader = Reader(read, given.get("kind"), given.get("sozialraum_id"))
    offers = reader.offers()
    known = {it.row.cells["id"]: (cards or {}).get(it.row.cells["id"]) for it in offers}
    there = There(known, more.get("texts", {}), reaches, TODAY, TEAM, more.get("confirmed", False))
    return importing.plan(offers, there), [*read.warnings, *reader.warnings]


def places(found):
    return [(it.file, it.line, it.column, it.code) for it in found]


def recorded(plan):
    return {it.card_id: it.happened[0].content for it in plan.cards if it.outcome == "added"}


def again(content, text=TEXT):
    """Export what an import has recorded."""
    plan, warnings = planned(content, given={})
    assert (plan.faults, warnings) == ([], [])
    return package.write(
        [
            Shown(it.card_id, asdict(it.happened[0].content), it.texts[0].content.decode(), "NW")
            for it in plan.cards
        ]
    )


def test_a_card_comes_back_as_it_went():
    plan, warnings = planned(package.write([shown()]), given={})

    assert (plan.faults, warnings) == ([], [])
    (made,) = plan.cards
    (event,) = made.happened
    assert event == events.CardRecorded(CARD_ID, CONTENT, made.texts[0].ref, TEAM, TODAY)
    assert made.texts[0].content.decode() == TEXT


def test_export_import_export_gives_the_same_bytes():
    awkward = replace(
        CONTENT,
        name="=Boxen, „Treff“; 'Kalk'",
        keywords=("+49", "'=1", 'ein "Wort"'),
        contact=events.Contact("phone", "+49 221 12345"),
        functions=(
            events.ContactFunction("Leitung", events.Contact("email", "boxen@verein.example")),
        ),
    )
    masked = replace(CONTENT, place=replace(PLACE, masked=True))
    nowhere = replace(CONTENT, venue="mobile", place=None, cost=None, opening=())
    cards = [
        shown(),
        replace(shown(awkward), card_id=OTHER_CARD_ID, description="=Zeile\n\n+Zeile; „zwei“"),
        replace(shown(masked), card_id=NEW_ID),
        replace(shown(nowhere), card_id=TEAM),
    ]
    first = package.write(cards)
    assert again(first) == first


_LINE = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=20
)
_RULE = st.builds(
    events.OpeningRule,
    st.just(("monday", "sunday")),
    st.sampled_from(["08:00", "00:00", "23:58"]),
    st.sampled_from(["23:59", "24:00"]),
    st.none() | st.just(date(2026, 6, 1)),
    st.none() | st.just(date(2026, 8, 31)),
)


@settings(deadline=None)
@given(
    st.builds(
        replace,
        st.just(CONTENT),
        name=_LINE,
        place=st.builds(
            events.Place,
            st.none() | _LINE,
            st.from_regex("[0-9]{5}", fullmatch=True),
            _LINE,
            st.just(50_938_101),
            st.integers(-180_000_000, 180_000_000),
            st.booleans(),
        ),
        cost=st.none()
        | st.builds(
            events.Cost,
            st.sampled_from(["donation", "reduced", "paid"]),
            st.none() | st.integers(0, 10**9),
            st.none() | _LINE,
        ),
        keywords=st.lists(_LINE, max_size=3, unique=True).map(tuple),
        eligibility=st.none() | _LINE,
        opening=st.lists(_RULE, max_size=1).map(tuple),
        topics=st.lists(st.sampled_from(["sports", "school"]), unique=True).map(tuple),
        threshold=st.none() | st.sampled_from(list(terms.THRESHOLDS)),
    ),
    _LINE,
)
def test_whatever_a_card_says_comes_back_as_the_same_bytes(said, text):
    first = package.write([replace(shown(said), description=text)])
    plan, _ = planned(first, given={}, confirmed=True)
    assert plan.faults == []
    (made,) = plan.cards
    content = asdict(made.happened[0].content)
    assert package.write([Shown(CARD_ID, content, made.texts[0].content.decode(), "NW")]) == first


def test_what_another_directory_does_not_say_is_said_beside_it():
    plan, warnings = planned(packed(BARE))
    assert (plan.faults, warnings) == ([], [])
    content = recorded(plan)[NEW_ID]
    assert (content.name, content.kind, content.venue) == ("Boxclub", "association", "online")
    assert (content.sozialraum_ids, content.visibility) == ((SOZIALRAUM_ID,), "public")

    plan, _ = planned(packed(BARE), given={})
    assert places(plan.faults) == [
        ("services.csv", 2, "id", "missing"),
        ("services.csv", 2, "id", "missing"),
    ]


@pytest.mark.parametrize(
    ("path", "cells", "column", "code"),
    [
        ("services.csv", {"status": "geschlossen"}, "status", "not-allowed"),
        ("services.csv", {"name": ""}, "name", "missing"),
        ("services.csv", {"id": "7"}, "id", "invalid-id"),
        ("services.csv", {"organization_id": CARD_ID}, "organization_id", "reference-unknown"),
        ("services.csv", {"minimum_age": "sechs"}, "minimum_age", "invalid-number"),
        ("services.csv", {"minimum_age": "1e3"}, "minimum_age", "invalid-number"),
        ("locations.csv", {"location_type": "moon"}, "location_type", "not-allowed"),
        ("locations.csv", {"latitude": "50,9"}, "latitude", "invalid-number"),
        ("organizations.csv", {"description": ""}, "description", "missing"),
        ("addresses.csv", {"id": NEW_ID, "city": "Köln"}, "address_1", "missing"),
        (
            "schedules.csv",
            {"id": NEW_ID, "opens_at": "25:00", "valid_from": "2026-02-30"},
            "valid_from",
            "invalid-date",
        ),
        ("schedules.csv", {"id": NEW_ID, "freq": "DAILY"}, "freq", "not-allowed"),
        ("languages.csv", {"id": NEW_ID, "service_id": CARD_ID}, "service_id", "reference-unknown"),
        ("phones.csv", {"id": NEW_ID}, "number", "missing"),
    ],
)
def test_what_breaks_the_schema_is_told_by_file_line_and_column(path, cells, column, code):
    found = places(rows.read(other(path, **cells)).faults)
    assert (path, 2, column, code) in found or (path, 1, column, code) in found


@pytest.mark.parametrize(
    ("path", "cells", "fault"),
    [
        (
            "services.csv",
            {"maximum_age": "12.5"},
            ("services.csv", 2, "maximum_age", "invalid-type"),
        ),
        ("services.csv", {"maximum_age": "200"}, ("services.csv", 2, "maximum_age", "too-large")),
        ("services.csv", {"url": "Kalk"}, ("services.csv", 2, "url", "invalid-address")),
        (
            "services.csv",
            {"description": "Jetzt auch für L. M., 2013, Az. 51/2026-17"},
            ("services.csv", 2, "description", "case-reference"),
        ),
        (
            "locations.csv",
            {"location_type": "physical"},
            ("services.csv", 2, "id", "place-missing"),
        ),
        (
            "languages.csv",
            {"id": NEW_ID, "service_id": NEW_ID, "code": "deutsch"},
            ("languages.csv", 2, "code", "too-long"),
        ),
        (
            "addresses.csv",
            {
                "id": NEW_ID,
                "location_id": NEW_ID,
                "address_1": "Am Markt 1",
                "city": "Wien",
                "state_province": "AT-9",
                "postal_code": "1010",
                "country": "AT",
                "address_type": "physical",
            },
            ("addresses.csv", 2, "postal_code", "invalid-postcode"),
        ),
        (
            "cost_options.csv",
            {"id": NEW_ID, "service_id": NEW_ID, "amount": "3.50", "currency": "GBP"},
            ("cost_options.csv", 2, "amount", "invalid-currency"),
        ),
        (
            "cost_options.csv",
            {"id": NEW_ID, "service_id": NEW_ID, "amount": "3.505", "currency": "EUR"},
            ("cost_options.csv", 2, "amount", "invalid-amount"),
        ),
        (
            "schedules.csv",
            {
                "id": NEW_ID,
                "service_id": NEW_ID,
                "freq": "WEEKLY",
                "byday": "MO",
                "opens_at": "18:00",
                "closes_at": "17:00",
            },
            ("schedules.csv", 2, "opens_at", "end-before-start"),
        ),
    ],
)
def test_what_no_card_may_say_is_told_where_the_package_says_it(path, cells, fault):
    plan, _ = planned(other(path, **cells))
    assert fault in places(plan.faults)
    assert plan.cards == []


def test_what_has_no_place_on_a_card_is_told_and_left_out():
    files = {name: [dict(it) for it in listed] for name, listed in BARE.items()}
    files["services.csv"][0] |= {"accreditations": "DIN", "application_process": "Bitte klopfen."}
    files["services.csv"].append(
        {"id": CARD_ID, "organization_id": NEW_ID, "name": "Alt", "status": "defunct"}
    )
    files["contacts.csv"] = [
        {"id": NEW_ID, "service_id": NEW_ID, "name": "Erika Muster", "title": "Leitung"}
    ]
    files["schedules.csv"] = [{"id": NEW_ID, "service_id": NEW_ID, "freq": "MONTHLY"}]
    files["programs.csv"] = [{"id": NEW_ID}]

    plan, warnings = planned(packed(files))
    assert plan.faults == []
    assert sorted(places(warnings)) == [
        ("contacts.csv", 2, "name", "person-left-out"),
        ("programs.csv", 1, "", "left-out"),
        ("schedules.csv", 2, "", "left-out"),
        ("services.csv", 2, "accreditations", "left-out"),
        ("services.csv", 2, "application_process", "left-out"),
        ("services.csv", 3, "status", "not-active"),
    ]
    content = recorded(plan)[NEW_ID]
    assert content.functions == (events.ContactFunction("Leitung", None),)
    assert "Muster" not in repr(plan)


def test_a_term_of_another_list_becomes_a_keyword():
    files = {**BARE}
    files["taxonomy_terms.csv"] = [{"id": CARD_ID, "name": "Boxing", "description": "-"}]
    files["attributes.csv"] = [
        {"id": NEW_ID, "link_id": NEW_ID, "taxonomy_term_id": CARD_ID, "link_entity": "service"}
    ]
    plan, warnings = planned(packed(files))
    assert (recorded(plan)[NEW_ID].keywords, warnings) == (("Boxing",), [])


def there(said=CONTENT, **more):
    return {CARD_ID: Card(CARD_ID, said, Document.of_text(TEXT).ref, "active", **more)}


def test_the_same_again_changes_nothing():
    plan, _ = planned(package.write([shown()]), there(), {}, texts={CARD_ID: TEXT})
    assert [(it.outcome, it.happened, it.texts) for it in plan.cards] == [("unchanged", [], ())]


def test_a_card_that_is_there_keeps_what_no_package_says():
    hidden = replace(PLACE, masked=True)
    site = events.ContactFunction("Presse", events.Contact("website", "https://verein.example"))
    mine = replace(CONTENT, place=hidden, functions=(site,), visibility="district")
    changed = replace(mine, age_to=16)

    plan, _ = planned(package.write([shown(changed)]), there(mine), {}, texts={CARD_ID: TEXT})
    (made,) = plan.cards
    (event,) = made.happened
    assert (made.outcome, event.content, made.texts) == ("changed", changed, ())


def test_a_new_text_is_kept_beside_the_log():
    content = package.write([replace(shown(), description="Boxen")])
    plan, _ = planned(content, there(), {}, texts={CARD_ID: TEXT})
    (made,) = plan.cards
    assert [it.content.decode() for it in made.texts] == ["Boxen"]
    assert made.happened[0].description == made.texts[0].ref


def test_what_is_not_in_the_own_sozialraum_is_refused_before_and_after():
    def reaches(areas, _traeger_id):
        return OTHER_SOZIALRAUM_ID in areas

    ours = replace(CONTENT, sozialraum_ids=(OTHER_SOZIALRAUM_ID,))
    for said, cards in ((CONTENT, {}), (ours, there()), (CONTENT, there(ours))):
        plan, _ = planned(package.write([shown(said)]), cards, {}, reaches)
        assert places(plan.faults) == [("services.csv", 2, "id", "not-permitted")]
    plan, _ = planned(package.write([shown(ours)]), there(ours), {}, reaches, texts={CARD_ID: TEXT})
    assert plan.faults == []


def test_a_card_that_has_gone_on_in_another_is_no_more():
    for more, code in (
        ({"merged_into": OTHER_CARD_ID}, "card-merged"),
        ({"standing": "archived"}, "card-not-active"),
    ):
        gone = {CARD_ID: replace(there()[CARD_ID], **more)}
        plan, _ = planned(package.write([shown(replace(CONTENT, age_to=9))]), gone, {})
        assert places(plan.faults) == [("services.csv", 2, "id", code)]


def test_confirmed_texts_are_read():
    content = other("services.csv", description="Anmeldung: 0221 4711-4712, Az. 51/2026-17")
    assert planned(content)[0].faults != []
    assert planned(content, confirmed=True)[0].faults == []


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"kein Archiv", [("", 1, "", "no-package")]),
        (packed({"organizations.csv": []}), [("services.csv", 1, "", "missing")]),
        (
            packed({"services.csv": [{"id": NEW_ID, "name": "Boxclub", "status": "active"}]}),
            [
                ("services.csv", 1, "organization_id", "missing"),
            ],
        ),
        (
            other("services.csv", 3, **BARE["services.csv"][0]),
            [("services.csv", 3, "id", "id-twice")],
        ),
    ],
)
def test_what_is_no_package_of_services_is_refused(content, found):
    assert places(rows.read(content).faults) == found


def test_the_refusal_names_the_cells():
    refused = importing.refused(rows.read(other("services.csv", status="zu")).faults)
    assert refused.code == "package-refused"
    assert [it.pointer for it in refused.errors] == ["/services.csv/2/status"]


def test_more_services_than_are_read_at_once_are_refused():
    bare = BARE["services.csv"][0]
    listed = [{**bare, "id": f"{NEW_ID[:-6]}{number:06}"} for number in range(6_001)]
    found = places(rows.read(packed({**BARE, "services.csv": listed})).faults)
    assert found == [("services.csv", 6_002, "", "too-many")]


def test_more_lines_than_cards_can_have_are_refused_whichever_files_they_are_in(monkeypatch):
    monkeypatch.setattr(rows, "LINES_MAX", 5)
    phones = [{"id": f"{NEW_ID[:-6]}{number:06}", "number": "0221 47"} for number in range(5)]
    found = places(rows.read(packed({**BARE, "phones.csv": phones})).faults)
    assert [it[3] for it in found] == ["too-many"]


FULL = package.write([shown(), replace(shown(), card_id=OTHER_CARD_ID)])
FILES = unpacked(FULL)
CELLS = [(path, column) for path, listed in FILES.items() for column in listed[0]]


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(CELLS), st.text(max_size=30) | st.from_regex(r"[-+0-9.:eE]{1,20}"))
def test_whatever_stands_in_a_cell_is_read_or_refused_at_a_place_of_the_package(cell, text):
    path, column = cell
    files = {name: [dict(it) for it in listed] for name, listed in FILES.items()}
    files[path][0][column] = text.encode("utf-8", "replace").decode()
    read = rows.read(packed(files))
    found = read.faults
    if not found:
        plan, warnings = planned(packed(files), given={})
        found = [*plan.faults, *warnings]
        assert len(plan.cards) <= 2
    for it in found:
        assert it.file in BY_PATH
        assert it.column in ("", *BY_PATH[it.file].columns)
        assert it.line >= 1
        assert it.code
        assert it.message


@settings(deadline=None, max_examples=300)
@given(st.lists(st.tuples(st.integers(0, len(FULL) - 1), st.integers(0, 255)), max_size=8))
def test_whatever_bytes_come_are_an_archive_or_none(changes):
    broken = bytearray(FULL)
    for place, byte in changes:
        broken[place] = byte
    read = rows.read(bytes(broken))
    assert read.faults or read.rows["service"]
