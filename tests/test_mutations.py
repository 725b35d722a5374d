"""Tests that stay green when a safeguard is taken out test nothing: so each is taken out once.

In a copy of the source one piece of text is replaced, and one named test is run on it. It must
fail. The same tests, on the same copy without the change, must pass.
"""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
COPIED = ("shared", "services", "deploy", "tests")
RUN_SECONDS_MAX = 120

pytestmark = [pytest.mark.postgres, pytest.mark.rabbitmq, pytest.mark.slow]


@dataclass(frozen=True)
class Mutation:
    """In `file`, which holds `found` exactly once, it becomes `put`; then `test` must fail."""

    name: str
    file: str
    found: str
    put: str
    test: str


LOG, WRITER, FOLLOWER, PUBLISHER, SEQUENCER, MODELS = (
    f"tests/kernel/test_{name}.py::test_"
    for name in ("log", "writer", "follower", "publisher", "sequencer", "read_models")
)
ATTACKS, CHECKPOINTS, REHEARSAL, AS_OF = (
    f"tests/kernel/test_{name}.py::test_"
    for name in ("attacks", "checkpoints", "rehearsal", "as_of")
)
WITNESS = "tests/unit/proof/test_witness.py::test_"
SQL = "shared/sql/0001_log.sql"

MUTATIONS = (
    Mutation(
        "a replaced leader may seal",
        SQL,
        "from cursor where name = 'sealed' and fence = p_fence for update",
        "from cursor where name = 'sealed' for update",
        f"{SEQUENCER}a_replaced_leader_cannot_seal",
    ),
    Mutation(
        "the fence is read without holding it",
        SQL,
        "and fence = p_fence for update",
        "and fence = p_fence",
        f"{SEQUENCER}a_leader_is_replaced_while_it_seals_only_after_its_seal",
    ),
    Mutation(
        "a replaced leader may move the cursor of publication",
        "shared/publisher.py",
        "where name = 'published' and fence = %s and position < %s",
        "where name = 'published' and %s is not null and position < %s",
        f"{SEQUENCER}a_replaced_leader_cannot_move_the_cursor_of_publication",
    ),
    Mutation(
        "commands are not remembered",
        SQL,
        "insert into command values (p_command, p_request, p_answer);",
        "null;",
        f"{WRITER}a_repeated_command_gets_the_same_answer_and_changes_nothing",
    ),
    Mutation(
        "a command's id serves for any command",
        "shared/log.py",
        "if command is None or used_for != command.digest:",
        "if False:",
        f"{WRITER}the_id_of_a_command_cannot_be_used_for_another",
    ),
    Mutation(
        "confirms are not awaited",
        "shared/broker.py",
        'self.confirms = broker.transport.driver_type == "amqp"',
        "self.confirms = False",
        f"{PUBLISHER}the_cursor_does_not_pass_what_the_broker_did_not_take",
    ),
    Mutation(
        "what nobody takes is dropped",
        "shared/broker.py",
        "self.channel.basic_publish(message, exchange, key, mandatory=True)",
        "self.channel.basic_publish(message, exchange, key, mandatory=False)",
        f"{PUBLISHER}an_event_that_nobody_takes_stops_the_cursor_before_it",
    ),
    Mutation(
        "positions are not counted",
        "shared/follower.py",
        "if first.position != position + 1:",
        "if False:",
        f"{FOLLOWER}what_is_missing_before_an_event_is_noticed_and_nothing_is_applied",
    ),
    Mutation(
        "what was heard is heard again",
        "shared/follower.py",
        "fresh = [event for event in events if event.position > position]",
        "fresh = list(events)",
        f"{FOLLOWER}what_was_heard_already_is_left_out",
    ),
    Mutation(
        "rows of budgets are read without a lock",
        "shared/log.py",
        '"select 1 from stream where stream = any(%s) order by stream for update"',
        '"select 1 from stream where stream = any(%s) order by stream"',
        f"{WRITER}under_a_lock_a_second_writer_decides_only_when_the_first_has_appended",
    ),
    Mutation(
        "any version is followed",
        SQL,
        "where stream = p_stream and version = p_expected;",
        "where stream = p_stream;",
        f"{LOG}only_the_version_expected_is_followed",
    ),
    Mutation(
        "batches split commands",
        SQL,
        "insert into unsealed (id, ids) values (new_ids[1], new_ids);",
        "insert into unsealed (id, ids) select id, array[id] from unnest(new_ids) as new (id);",
        f"{SEQUENCER}a_batch_takes_whole_commands_only",
    ),
    Mutation(
        "the recorded time is the clock's",
        SQL,
        "now_at := greatest(clock_timestamp(), head.recorded_at);",
        "now_at := clock_timestamp();",
        f"{SEQUENCER}the_recorded_time_does_not_fall_when_the_clock_of_the_database_is_behind",
    ),
    Mutation(
        "facts can be changed",
        SQL,
        "raise exception '% of % is refused: the log is only ever added to', tg_op, tg_table_name\n"
        "        using errcode = 'SR004';",
        "return new;",
        f"{LOG}even_the_owner_cannot_change_the_log",
    ),
    Mutation(
        "a rewound source is read on",
        "shared/log.py",
        "if row is None or (leaf is not None and row[0].hex() != leaf):",
        "if False:",
        f"{LOG}a_reader_who_has_read_another_log_is_told_that_it_was_rewound",
    ),
    Mutation(
        "a switch to a new generation is not waited for",
        "shared/projection.py",
        "namespace = self.namespace or hold_live(conn, self.model)",
        "namespace = self.namespace or live_namespace(conn, self.model)",
        f"{MODELS}a_follower_that_waits_for_the_switch_goes_on_in_the_new_generation",
    ),
    Mutation(
        "two rebuild a model at once",
        "shared/readmodel.py",
        "if mine != (True,):",
        "if False:",
        f"{MODELS}a_second_rebuild_beside_one_is_refused_and_the_first_comes_to_its_end",
    ),
    Mutation(
        "an id is remembered before it is committed",
        "shared/actors.py",
        "if conn.info.transaction_status == TransactionStatus.IDLE:",
        "if True:",
        f"{WRITER}whoever_acts_after_an_effect_was_undone_is_still_known",
    ),
    Mutation(
        "the witness forgets how long a log was",
        "shared/proof/witness.py",
        "if stated.size < last.size:",
        "if False:",
        f"{WITNESS}a_log_that_was_cut_or_restored_from_an_old_backup",
    ),
    Mutation(
        "the witness believes without a proof",
        "shared/proof/witness.py",
        "if not extends(last.size, stated.size, request.path, last.root, stated.root):",
        "if False:",
        f"{WITNESS}a_leaf_that_was_replaced_before_the_log_grew_on",
    ),
    Mutation(
        "roots are not compared with those that were signed",
        "shared/verify.py",
        "if self.tree.root() == mark.root:",
        "if True:",
        f"{ATTACKS}an_event_replaced_and_made_fit_is_found_behind_the_last_good_checkpoint",
    ),
    Mutation(
        "whatever is there is signed for",
        "shared/proof/keeper.py",
        "self._check(conn, kept, tree.size)",
        "pass",
        f"{CHECKPOINTS}nothing_is_signed_over_a_log_that_was_rewritten",
    ),
    Mutation(
        "differences are accepted that nobody has seen",
        "shared/rehearsal/methods.py",
        "if found.digest != asked.digest:",
        "if False:",
        f"{REHEARSAL}nobody_accepts_what_nobody_has_seen",
    ),
    Mutation(
        "a past day ends at midnight of UTC",
        "shared/asof/forms.py",
        "time(), zone)",
        'time(), ZoneInfo("UTC"))',
        f"{AS_OF}a_day_ends_at_midnight_in_berlin_not_in_utc",
    ),
    Mutation(
        "a look back reads its log beyond the position",
        "shared/asof/past.py",
        "where p.position <= %(position)s",
        "where %(position)s >= 0",
        f"{AS_OF}a_later_correction_does_not_change_what_was_known_then",
    ),
    Mutation(
        "a look back hears what counts only later",
        "shared/projection.py",
        'if self.until is not None and event.event["occurred_at"] >= self.until:',
        "if False:",
        f"{AS_OF}a_read_model_leaves_out_what_counts_later_though_it_is_recorded",
    ),
)


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the source, without what Python has compiled of it."""
    folder = tmp_path_factory.mktemp("mutated")
    for name in COPIED:
        ignored = shutil.ignore_patterns("__pycache__", "node_modules")
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


@pytest.fixture(scope="module")
def run(copy, postgres, broker):
    """Run tests on the copy, over the servers of this run."""
    environment = os.environ | {
        "TEST_DATABASE_URL": postgres.url,
        "AMQP_URI": broker,
        "PYTHONPATH": str(copy),
        "PYTHONDONTWRITEBYTECODE": "1",
    }

    def pytest_(*tests):
        return subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            cwd=copy,
            env=environment,
            timeout=RUN_SECONDS_MAX,
        )

    return pytest_


def test_the_tests_pass_where_nothing_is_taken_out(run):
    done = run(*dict.fromkeys(mutation.test for mutation in MUTATIONS))

    assert done.returncode == 0, done.stdout[-3000:]
    counted = re.search(r"(\d+) passed", done.stdout)
    assert counted is not None
    assert int(counted[1]) >= len(MUTATIONS)
    assert not re.search(r"skipped|failed|error", done.stdout.splitlines()[-1])


@pytest.mark.parametrize("mutation", MUTATIONS, ids=[it.name for it in MUTATIONS])
def test_a_test_fails_where(mutation, copy, run):
    file = copy / mutation.file
    text = file.read_text()
    assert text.count(mutation.found) == 1, (
        f"{mutation.file} holds it {text.count(mutation.found)}×"
    )
    file.write_text(text.replace(mutation.found, mutation.put))
    try:
        done = run(mutation.test)
    finally:
        file.write_text(text)

    assert done.returncode == 1, done.stdout[-3000:]
    assert re.search(r"^FAILED " + re.escape(mutation.test), done.stdout, re.MULTILINE), done.stdout
