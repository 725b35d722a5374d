"""The database of `sozialraum run` comes back with its data, whatever happened to it."""

import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from deploy.embedded import EmbeddedPostgres, EmbeddedPostgresError
from tests.servers import runs, wait_for

pytestmark = pytest.mark.postgres

HOLD = """
import sys, time
from pathlib import Path
from deploy.embedded import EmbeddedPostgres
server = EmbeddedPostgres(Path(sys.argv[1]))
server.start()
server.psql("create table kept (n int)", "sozialraum")
print(server.process.pid, flush=True)
time.sleep(600)
"""


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "postgres"


@pytest.fixture
def server(folder):
    server = EmbeddedPostgres(folder)
    yield server
    server.stop()


@pytest.fixture
def holder(folder):
    """Another process that runs a server over the folder, and the number of its postmaster."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    with process:
        assert process.stdout is not None
        yield process, int(process.stdout.readline())
        process.kill()


def tables(server: EmbeddedPostgres) -> str:
    return server.psql("select tablename from pg_tables where schemaname = 'public'", "sozialraum")


def test_a_start_gives_a_database_and_a_second_start_finds_it_again(server, capfd):
    url = server.start()
    server.psql("create table kept (n int)", "sozialraum")
    server.stop()
    assert server.start() == url
    assert tables(server) == "kept"
    assert capfd.readouterr() == ("", "")


def test_a_stop_leaves_no_process_and_may_be_repeated(server):
    server.start()
    pid = server.process.pid
    server.stop()
    server.stop()
    assert not runs(pid)


def test_only_the_owner_of_the_folder_can_reach_the_server(server, folder):
    server.start()
    assert (folder / "socket").stat().st_mode & 0o077 == 0
    assert (folder / "data").stat().st_mode & 0o077 == 0
    assert server.psql("show listen_addresses") == ""


def test_text_is_sorted_by_code_points_on_each_machine(server):
    server.start()
    assert server.psql(
        "select string_agg(x, '' order by x) from unnest('{ä,b,B,z}'::text[]) x"
    ) == ("Bbzä")
    assert server.psql("select upper('träger')") == "TRÄGER"


def test_a_folder_serves_one_process_at_a_time(server, holder):
    with pytest.raises(EmbeddedPostgresError, match="anderen Prozess"):
        server.start()


def test_the_server_of_a_killed_process_ends_and_its_data_is_there(server, holder):
    process, postmaster = holder
    process.kill()
    process.wait()
    server.start()
    assert tables(server) == "kept"
    assert not runs(postmaster)


def test_the_server_of_a_killed_process_ends_without_a_second_start(holder):
    process, postmaster = holder
    process.kill()
    wait_for(lambda: not runs(postmaster), "the server lives on", seconds=30)


def test_a_killed_server_comes_back(server):
    server.start()
    server.psql("create table kept (n int)", "sozialraum")
    server.process.kill()
    server.process.wait()
    server.stop()
    assert (server.data / "postmaster.pid").exists()
    server.start()
    assert tables(server) == "kept"


def test_a_pid_file_that_names_a_stranger_stops_nobody(server):
    server.start()
    server.process.kill()
    server.process.wait()
    server.stop()
    stale = server.data / "postmaster.pid"
    _, *rest = stale.read_text().split("\n")
    stale.write_text("\n".join([str(os.getpid()), *rest]))
    server.start()
    assert server.process.poll() is None


def test_ctrl_c_in_the_terminal_does_not_reach_the_server(holder):
    process, postmaster = holder
    family = [psutil.Process(postmaster), *psutil.Process(postmaster).children(recursive=True)]
    assert all(os.getsid(each.pid) != os.getsid(process.pid) for each in family)
    assert all(os.getpgid(each.pid) != os.getpgid(process.pid) for each in family)


def test_an_interrupted_first_start_leaves_no_half_cluster(server, folder):
    half = folder / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    server.start()
    assert not half.exists()


def test_a_path_too_long_for_a_socket_is_no_obstacle(tmp_path):
    deep = tmp_path / ("langer-ordner-" * 9)
    server = EmbeddedPostgres(deep)
    server.start()
    place = server._socket
    server.stop()
    assert place is not None
    assert not place.exists()
    assert not Path(place).is_relative_to(deep)


def test_what_kept_it_from_starting_is_shown(folder):
    server = EmbeddedPostgres(folder, settings={"max_connections": "viele"})
    with pytest.raises(EmbeddedPostgresError, match=r"startet nicht(.|\n)*max_connections"):
        server.start()
    mended = EmbeddedPostgres(folder)
    mended.start()
    mended.stop()


def test_a_stop_asks_before_it_kills(server):
    server.start()
    assert server.process is not None
    process = server.process
    server.stop()
    assert process.returncode == 0
