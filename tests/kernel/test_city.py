"""Bundles of several districts: taken, refused, laid side by side."""

import json
import zipfile

import pytest
from click.testing import CliRunner

from deploy.bundle.verifier.signature import Key
from deploy.city.folder import BundleRefusedError, add, districts
from deploy.cli import cli
from services.registry import NAMES
from tests.bundles import write
from tests.direct import direct
from tests.roles.world import World
from tests.toy import settings

pytestmark = pytest.mark.postgres


@pytest.fixture
def instance(new_database, tmp_path):
    """Make an instance of a district; the same name has the same keys, whatever its history."""

    def made(district):
        data = tmp_path / district
        data.mkdir(exist_ok=True)
        known = settings(new_database(), data, *NAMES, APP_ENV="demo", DISTRICT=district)
        return direct(known, *NAMES)

    return made


def played(services, out):
    world = World(services)
    world.approved()
    services.settle()
    write(services, out)
    return world


def keys_of(bundle):
    with zipfile.ZipFile(bundle) as archive:
        return [Key(line) for line in archive.read("schluessel.txt").decode().splitlines()]


def test_two_districts_are_laid_side_by_side(instance, tmp_path):
    city, bundles = tmp_path / "city", [tmp_path / "kalk.zip", tmp_path / "porz.zip"]
    for name, out in zip(("kalk", "porz"), bundles, strict=True):
        with instance(name) as services:
            played(services, out)
    for out in bundles:
        keys = out.with_suffix(".keys")
        with zipfile.ZipFile(out) as archive:
            keys.write_bytes(archive.read("schluessel.txt"))
        ran = CliRunner().invoke(cli, ["city", "add", str(city), str(out), "--keys", str(keys)])
        assert ran.exit_code == 0, ran.output
    page = tmp_path / "page.html"
    assert CliRunner().invoke(cli, ["city", "show", str(city), "--html", str(page)]).exit_code == 0
    told = json.loads(CliRunner().invoke(cli, ["city", "show", str(city)]).stdout)
    assert [it["name"] for it in told["districts"]] == ["kalk", "porz"]
    assert [it["names"] for it in told["traeger"]] == [["Anderes Werk"], ["Jugendwerk"]]
    assert len(told["overlaps"]) == 1
    budgets = {it["year"]: it["position_ct"] for it in told["years"]}
    assert budgets[2026] == 2 * 90_000_000_00
    assert "Jugendwerk" in page.read_text()


def test_a_bundle_with_a_broken_log_is_refused_and_nothing_is_kept(instance, tmp_path):
    out, broken = tmp_path / "kalk.zip", tmp_path / "broken.zip"
    with instance("kalk") as services:
        played(services, out)
    with zipfile.ZipFile(out) as before, zipfile.ZipFile(broken, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name == "protokoll/funding.jsonl":
                content = content.replace(b"90000000", b"90000001", 1)
            after.writestr(name, content)
    with pytest.raises(BundleRefusedError) as no:
        add(tmp_path / "city", broken, keys_of(out))
    assert any("funding" in fault for fault in no.value.faults)
    assert not (tmp_path / "city").exists()
    with pytest.raises(BundleRefusedError):
        add(tmp_path / "city", out, [])


def test_a_bundle_replaces_the_one_that_it_continues_and_no_other(instance, tmp_path):
    city = tmp_path / "city"
    first, second, other = (tmp_path / f"{name}.zip" for name in ("first", "second", "other"))
    with instance("kalk") as services:
        world = played(services, first)
        world.ask("projects", "register_traeger", name="Später e. V.")
        services.settle()
        write(services, second)
    add(city, first, keys_of(first))
    assert add(city, second, keys_of(first)).sizes["projects"] > 0
    with pytest.raises(BundleRefusedError) as no:
        add(city, first, keys_of(first))
    assert "reicht weiter" in str(no.value)
    with instance("kalk") as services:  # The same keys, another history: restored, or rewritten.
        world = played(services, other)
        world.approved()
        services.settle()
        write(services, other)
    with pytest.raises(BundleRefusedError) as no:
        add(city, other, keys_of(first))
    assert "setzt das vorhandene nicht fort" in str(no.value)
    assert [it.name for it in districts(city)] == ["kalk"]


def test_a_kept_bundle_that_is_damaged_is_named(instance, tmp_path):
    city, out = tmp_path / "city", tmp_path / "kalk.zip"
    with instance("kalk") as services:
        played(services, out)
    add(city, out, keys_of(out))
    kept = city / "kalk.zip"
    whole = kept.read_bytes()
    middle = len(whole) // 8
    for broken in (
        whole[: len(whole) // 2],
        whole[:middle] + b"\xff" * 400 + whole[middle + 400 :],
    ):
        kept.write_bytes(broken)
        ran = CliRunner().invoke(cli, ["city", "show", str(city)])
        assert ran.exit_code == 1
        assert ran.output.startswith(f"Error: {kept} ist ")
