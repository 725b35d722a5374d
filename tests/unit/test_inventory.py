"""The inventory of personal data knows every record of the vault and every table beside the logs."""

import re
from pathlib import Path

from click.testing import CliRunner

from deploy.cli import cli
from deploy.inventory import read

ROOT = Path(__file__).parents[2]


def test_each_place_that_puts_something_into_the_vault_is_in_it():
    known = {it["code"] for it in read()["record"]}
    found = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "services").rglob("*.py")
        if re.search(r"\bvault\.put\(", path.read_text())
    }
    assert found == known


def test_each_table_beside_a_log_is_in_it_once():
    inventory = read()
    known = [*inventory["without_persons"]["tables"], *(it["name"] for it in inventory["table"])]
    assert sorted(known) == sorted(set(known))
    found = {
        name
        for path in (ROOT / "services").rglob("*.sql")
        for name in re.findall(r"^create table (\w+)", path.read_text(), re.MULTILINE)
    }
    assert found | {"actor", "document"} == set(known)


def test_each_row_says_all_that_the_record_of_processing_asks_for():
    asked = ("what", "whose", "purpose", "basis", "until")
    rows = [*read()["record"], *read()["table"]]
    assert [it["what"] for it in rows if not all(it.get(name) for name in asked)] == []


def test_it_is_shown_with_the_years_of_the_office(monkeypatch, tmp_path):
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("RETENTION_YEARS", "network=3")
    told = CliRunner().invoke(cli, ["inventory"])
    assert told.exit_code == 0, told.output
    assert "Ansprechpersonen im Ressourcennetz" in told.output
    assert "| |" not in told.output
    assert "Dokumente der Klasse grant-file: 10 Jahre" in told.output
    assert "Dokumente der Klasse network: 3 Jahre" in told.output
