"""`make run` as a newcomer meets it: starts, finds its data again, stops cleanly, survives kill -9."""

import re
import subprocess

from tests.e2e.conftest import ROOT
from tests.servers import free_ports


def traeger(running):
    return [it["name"] for it in running.post("projects/list_master_data", {}).json()["traeger"]]


def test_ctrl_c_stops_cleanly_and_a_second_start_finds_the_data(own_instance):
    own_instance.start()
    own_instance.post("projects/register_traeger", {"name": "Jugendwerk Kalk"})
    assert own_instance.interrupt() == 0
    assert "Beendet." in own_instance.log.read_text()
    assert "Traceback" not in own_instance.log.read_text()
    own_instance.start()
    assert traeger(own_instance) == ["Jugendwerk Kalk"]


def test_after_kill_9_the_next_start_has_every_acknowledged_act(own_instance):
    own_instance.start()
    for number in range(20):
        answer = own_instance.post("projects/register_traeger", {"name": f"Verein {number}"})
        assert answer.status_code == 200
    own_instance.kill()
    own_instance.start()
    assert sorted(traeger(own_instance)) == sorted(f"Verein {number}" for number in range(20))


def test_a_taken_port_and_a_taken_folder_are_explained_in_one_line(instance):
    port = instance.url.rpartition(":")[2]
    taken = instance.cli("run", "--port", port)
    assert (taken.returncode, taken.stderr.count("\n")) == (1, 1)
    assert f"Der Port {port} ist belegt" in taken.stderr
    folder = instance.cli("run", "--port", "0")
    assert folder.returncode == 1
    assert "wird schon von einem anderen Prozess benutzt" in folder.stderr


def test_a_second_instance_does_not_share_the_port_of_the_first(own_instance):
    (port,) = free_ports(1)
    own_instance.start(port)
    own_instance.env["DATA_DIR"] = "elsewhere"
    second = own_instance.cli("run", "--port", str(port))
    assert (second.returncode, second.stderr.count("\n")) == (1, 1)
    assert f"Der Port {port} ist belegt" in second.stderr


def test_the_life_of_a_project_from_the_readme(own_instance):
    instance = own_instance.start()  # Days are played, and none may have been later before.
    (script,) = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    script = script.replace("http://127.0.0.1:8000", instance.url)
    told = subprocess.run(
        ["bash", "-euo", "pipefail"],  # noqa: S607 - the reader's own shell
        input=script,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    ).stdout
    assert '"code"' not in told
    assert '"number":"' in told
    assert '"result":"accepted"' in told
    assert '"remaining":{"amount":"43500.00","currency":"EUR"}' in told
    assert '"title":"Mädchentreff am Nachmittag"' in told
    assert '"status":"closed"' in told


def test_the_sum_from_the_readme_is_explained(instance):
    blocks = re.findall(r"```\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    (script,) = [it for it in blocks if " quote " in it]
    (form,) = re.findall(r"'(.*)'", script, re.DOTALL)
    told = instance.cli("quote", form)
    assert told.returncode == 0
    assert told.stdout.splitlines()[-1].split() == ["Zuwendung", "2027:", "48.500,00", "€"]


def test_a_report_shows_the_own_write_and_reads_as_it_was_known_before(instance):
    before = instance.post("reporting/annual_report", {"year": 2031}).json()["positions"]
    head = before.get("projects", 0)
    body = {"name": "Vingst", "team_name": "Team Vingst"}
    area = instance.post("projects/register_sozialraum", body).json()
    card = instance.post(
        "resources/record_card",
        {
            "name": "Mädchentreff Vingst",
            "kind": "youth-facility",
            "description": "Offen für alle.",
            "sozialraum_ids": [area["sozialraum_id"]],
            "place": {"postcode": "51103", "city": "Köln"},
            "topics": ["leisure"],
        },
    ).json()
    found = instance.post(
        "resources/find_cards",
        {"words": "maedchenTREFF", "after": card["event_ids"][0]},
    ).json()
    assert [it["name"] for it in found["cards"]] == ["Mädchentreff Vingst"]
    beyond = instance.post(
        "reporting/annual_report",
        {"year": 2031, "positions": {"projects": head + 10_000}},
    )
    assert (beyond.status_code, beyond.json()["code"]) == (404, "position-unknown")
