"""Cards as a tabular data package: the published columns, the same bytes, nothing that a spreadsheet runs."""

import csv
import json
from dataclasses import replace
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest

from services.resources.exchange import package
from services.resources.exchange.tables import BY_NAME, REFERENCES, TABLES, descriptor
from tests import published
from tests.unit.resources.examples import CARD_ID, CONTENT, OTHER_CARD_ID, PLACE
from tests.unit.resources.test_hsds import shown

OTHER = replace(
    shown(replace(CONTENT, name="Boxclub", venue="online", place=None)), card_id=OTHER_CARD_ID
)


def opened(content):
    with ZipFile(BytesIO(content)) as archive:
        return {it: archive.read(it) for it in archive.namelist()}


def rows(content, path):
    return list(csv.DictReader(StringIO(opened(content)[path].decode(), newline="")))


def test_the_columns_are_the_published_ones():
    theirs = {it["name"]: it for it in published.told("datapackage")["resources"]}
    for resource in descriptor()["resources"]:
        there = theirs[resource["name"]]
        assert (resource["path"], resource["profile"]) == (there["path"], there["profile"])
        for ours, field in zip(
            resource["schema"]["fields"], there["schema"]["fields"], strict=True
        ):
            rules = field["constraints"]
            shape = {name: field[name] for name in ("name", "type")}
            assert {name: ours[name] for name in ("name", "type")} == shape
            assert ours["constraints"] == rules, ours["name"]
            assert (ours.get("format") == "uuid") == (field.get("format") == "uuid"), ours["name"]
        keys = {
            (it["fields"], it["reference"]["resource"])
            for it in there["schema"].get("foreignKeys", [])
        }
        for it in resource["schema"]["foreignKeys"]:
            assert (it["fields"], it["reference"]["resource"]) in keys


def test_a_package_has_a_file_for_each_table_and_its_description():
    files = opened(package.write([shown(), OTHER]))

    assert list(files) == ["datapackage.json", *(it.path for it in TABLES)]
    assert json.loads(files["datapackage.json"]) == descriptor()
    (first, second) = rows(package.write([shown(), OTHER]), "services.csv")
    assert (first["id"], first["name"], first["minimum_age"]) == (
        CARD_ID,
        "Fußballverein Kalk",
        "6",
    )
    assert (first["assured_date"], first["last_modified"]) == ("", "")
    assert second["name"] == "Boxclub"
    (location, _) = rows(package.write([shown(), OTHER]), "locations.csv")
    assert (location["latitude"], location["longitude"]) == ("50.938100", "7.008500")
    (cost, _) = rows(package.write([shown(), OTHER]), "cost_options.csv")
    assert (cost["amount"], cost["currency"]) == ("5.00", "EUR")


def test_each_row_is_filled_and_names_what_is_there():
    content = package.write([shown(), OTHER])
    ids = {name: {it["id"] for it in rows(content, table.path)} for name, table in BY_NAME.items()}
    for table in TABLES:
        listed = rows(content, table.path)
        assert len({it["id"] for it in listed}) == len(listed) > 0
        for row in listed:
            assert [it for it in table.required if not row[it]] == []
            for column, named in REFERENCES.items():
                assert not row.get(column) or row[column] in ids[named]


def test_the_same_cards_make_the_same_bytes():
    assert package.write([shown(), OTHER]) == package.write([shown(), OTHER])
    assert package.write([shown()]) != package.write([OTHER])


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+49 221 12345", "'+49 221 12345"),
        ("'=1+1", "''=1+1"),
        ("'Kalk'", "'Kalk'"),
        ("Kalk", "Kalk"),
        ("@team", "'@team"),
    ],
)
def test_a_cell_that_would_run_is_held_back_and_comes_back(text, cell):
    (row,) = rows(package.write([shown(replace(CONTENT, name=text))]), "services.csv")
    assert row["name"] == cell
    assert package.plain(cell) == text


def test_of_a_masked_place_no_file_holds_street_or_point():
    masked = shown(replace(CONTENT, place=replace(PLACE, masked=True)))
    everything = b"".join(opened(package.write([masked])).values()).decode()
    assert ("Vietorstraße" in everything, "50.9381" in everything) == (False, False)


def packed(files):
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        for name, content in files:
            archive.writestr(name, content)
    return made.getvalue()


def test_what_is_no_package_is_not_unpacked():
    assert package.unpack(b"PK no archive") is None
    assert package.unpack(b"") is None
    assert package.unpack(package.write([shown()])[:-30]) is None
    assert package.unpack(packed([(f"{it}.csv", "") for it in range(101)])) is None
    assert package.unpack(packed([("services.csv", " " * (32 * 1024 * 1024 + 1))])) is None


def test_what_we_do_not_know_is_named_and_not_read():
    unpacked = package.unpack(packed([("../services.csv", "x"), ("services.csv", "id")]))
    assert unpacked == ({"services.csv": b"id"}, ["../services.csv"])
