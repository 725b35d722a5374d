"""A sample of receipts: drawn from the rows beside the log, proved by the events of their projects."""

import json

import pytest
from click.testing import CliRunner

from deploy.audit.sampling import drawn
from deploy.cli import cli
from tests.direct import direct
from tests.statement_office import IN_TIME, RECEIPTS, StatementOffice
from tests.toy import settings
from tests.unit.projects.examples import PROJECT_ID

pytestmark = pytest.mark.postgres

SERVICES = ("funding", "reporting")


def test_receipts_are_drawn_without_the_names_on_them(new_database, tmp_path, monkeypatch):
    known = settings(new_database(), tmp_path, *SERVICES, APP_ENV="demo")
    monkeypatch.setattr("deploy.audit.sample.NAMES", SERVICES)
    monkeypatch.setenv("DATABASE_URL", known.database_url)
    monkeypatch.setenv("DATA_DIR", str(known.data))
    monkeypatch.setenv("DISTRICT", known.district)
    for name in SERVICES:
        monkeypatch.setenv(f"{name.upper()}_DATABASE_PASSWORD", "test")
    with direct(known, *SERVICES) as services:
        office = StatementOffice(services)
        office.take_in(RECEIPTS)
        listed = office.recipient("list_receipts", IN_TIME)["receipts"]
        services.settle()
        kernel = services.services["reporting"].kernel
        with kernel.pool.connection() as conn:
            kernel.keeper.make(conn)
        keys = ["--key", str(kernel.keeper.signers[0].verifier)]
        told = CliRunner().invoke(cli, ["sample", "receipts", "--seed", "2. Mai", "--count", "2"])
    assert told.exit_code == 0, told.output
    sample = json.loads(told.stdout)
    ids = [it["receipt_id"] for it in listed]
    assert sample["population"]["count"] == len(ids) == 3
    assert [it["id"] for it in sample["cases"]] == drawn(ids, "2. Mai", 2)
    by_id = {it["receipt_id"]: it for it in listed}
    for case in sample["cases"]:
        assert case["receipt"]["project_id"] == PROJECT_ID
        assert case["receipt"]["number"] == by_id[case["id"]]["number"]
        assert "receipts_imported" in json.dumps(case["events"])
    assert "Gehaltskasse" not in told.stdout
    file = tmp_path / "sample.json"
    file.write_text(told.stdout)
    checked = CliRunner().invoke(cli, ["prove", "check", str(file), *keys])
    assert (checked.exit_code, checked.output[-18:]) == (0, " Beweisen tragen.\n")
