"""The benchmarks run and tell what they should; how fast anything is, no test asks."""

import json
import subprocess
import sys

import pytest

from deploy.bench.figures import Figure, Measure, Target, interleaved, per_second
from tests.test_tidy import ROOT

pytestmark = [pytest.mark.postgres, pytest.mark.slow]

RUN = """
import sys
from deploy.bench.main import main
from deploy.bench.size import TINY
main(sys.argv[1], sys.argv[2:], size=TINY)
"""
WITHOUT_BROKER = (
    "append",
    "append-many",
    "command",
    "replay",
    "seal",
    "unsealed",
    "verify",
    "search",
)


def test_a_run_tells_of_the_machine_and_of_each_figure(tmp_path):
    out = tmp_path / "build" / "bench.json"
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(out), *WITHOUT_BROKER],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    told = json.loads(out.read_text())
    assert told.keys() >= {"machine", "python", "postgresql", "rabbitmq", "commit", "size"}
    assert told["postgresql"]["fsync"] == "on"
    assert told["rabbitmq"] is None
    assert told["skipped"] == []
    rows = {figure["row"].split("-")[0] for figure in told["figures"]}
    assert rows == {name.split("-")[0] for name in WITHOUT_BROKER}
    for figure in told["figures"]:
        assert figure["ours"]["min"] <= figure["ours"]["median"] <= figure["ours"]["max"]
        assert (figure["ratio"] is None) == (figure["peer"] is None)
        assert (figure["reached"] is None) == (figure["target"] is None)
    assert "ratio" in done.stdout


def test_a_row_that_does_not_exist_is_named(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(tmp_path / "bench.json"), "speed"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode
    assert "speed" in done.stderr
    assert not (tmp_path / "bench.json").exists()


def test_subjects_take_turns_and_the_first_round_does_not_count():
    turns: list[str] = []

    def subject(name: str) -> Measure:
        def measure() -> float:
            turns.append(name)
            return len(turns)

        return measure

    found = interleaved({name: subject(name) for name in "ab"}, 2)
    assert "".join(turns) == "ababab"
    assert found == {"a": [3, 5], "b": [4, 6]}


def test_a_ratio_is_taken_within_each_round():
    figure = Figure("row", "what", "1/s", [2, 30, 4], "peer", [1, 10, 8], Target(2))
    assert figure.ratios == [2, 3, 0.5]
    assert figure.judged == 2
    assert figure.reached


def test_what_shall_be_small_is_reached_from_above():
    assert Figure("row", "what", "ms", [40, 50], target=Target(50, at_least=False)).reached
    assert not Figure("row", "what", "ms", [60], target=Target(50, at_least=False)).reached
    assert Figure("row", "what", "ms", [60]).reached is None


def test_a_fault_in_a_thread_is_not_lost():
    def fails():
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        per_second([fails], 0.1)


def test_the_installed_command_finds_the_checkout_and_its_private_broker(tmp_path):
    look = "from deploy.bench.place import checkout_servers; print(checkout_servers().Broker)"
    found = subprocess.run(
        [sys.executable, "-P", "-c", look], cwd=tmp_path, check=True, capture_output=True, text=True
    )
    assert "tests.servers.Broker" in found.stdout
