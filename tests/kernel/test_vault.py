"""Personal data can be read with their key and with nothing else, and never again without it."""

import json
import sqlite3
import stat
import subprocess
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deploy.embedded import programs
from deploy.keys import keys as keys_command
from shared import keystore
from shared.keystore import Key, KeyDestroyedError, key_store
from shared.refusal import Refused
from shared.settings import Settings, SettingsError
from shared.vault import Record, Vault, VaultError
from tests.toy import settings as toy_settings
from tests.toy import toys

pytestmark = pytest.mark.postgres

NOW = datetime(2025, 9, 15, 10, 30, tzinfo=UTC)
NOW_TEXT = "2025-09-15T10:30:00.000000Z"
SECRET = "a secret that nobody can guess, of enough characters"
AYSE = {"name": "Ayşe Öztürk", "email": "ayse.oeztuerk@kalk.example", "phone": "+49 221 47110815"}


@pytest.fixture(scope="module", params=["file", "database"])
def known(request, postgres, tmp_path_factory):
    """The settings of an instance whose keys lie in a file, or in a database of their own."""
    made = [postgres.create_database()]
    given = {"VAULT_DATABASE_PASSWORD": "test", "VAULT_KEY": SECRET}
    if request.param == "database":
        made.append(postgres.create_database())
        given["KEYS_DATABASE_URL"] = made[-1]
    folder = tmp_path_factory.mktemp("instance")
    settings = toy_settings(made[0], folder, "source", "sink", **given)
    keystore.migrate(settings)
    yield settings
    for url in made:
        postgres.drop_database(url)


@pytest.fixture(scope="module")
def toy(known):
    with toys(known.database_url, known.data, "source", "sink") as (source, _):
        yield source


@pytest.fixture(scope="module")
def keys(known):
    store = key_store(known)
    yield store
    store.close()


@pytest.fixture(scope="module")
def vault(keys):
    return Vault("source", keys, SECRET)


def put(toy, vault, subject, fields):
    with toy.pool.connection() as conn, conn.transaction():
        vault.put(conn, subject, fields)


def read(toy, vault, *subjects):
    with toy.pool.connection() as conn:
        return vault.read(conn, subjects)


def erase(toy, vault, subject):
    with toy.pool.connection() as conn, conn.transaction():
        return vault.erase(conn, subject, NOW)


def test_what_was_put_is_read_field_by_field(toy, vault):
    one, other, unknown = str(uuid4()), str(uuid4()), str(uuid4())
    put(toy, vault, one, AYSE)
    put(toy, vault, other, {"name": "Ben Weiß"})
    put(toy, vault, one, {"phone": None, "name": "Ayşe Yıldız"})
    assert read(toy, vault, one, other, unknown) == {
        one: Record({"name": "Ayşe Yıldız", "email": AYSE["email"]}),
        other: Record({"name": "Ben Weiß"}),
        unknown: Record({}),
    }


def test_an_erased_record_says_so_and_never_comes_back(toy, vault):
    subject, other = str(uuid4()), str(uuid4())
    put(toy, vault, subject, AYSE)
    put(toy, vault, other, AYSE)
    rows = toy.rows("select * from vault_record where subject = %s", subject)
    first = erase(toy, vault, subject)
    assert erase(toy, vault, subject) == first
    assert read(toy, vault, subject, other) == {
        subject: Record({}, erased_at=NOW_TEXT),
        other: Record(AYSE),
    }
    with pytest.raises(Refused) as no:
        put(toy, vault, subject, AYSE)
    assert no.value.code == "record-erased"
    with toy.pool.connection() as conn:  # As after the restoring of an older backup of the data.
        conn.cursor().executemany("insert into vault_record values (%s, %s, %s, %s)", rows)
    assert read(toy, vault, subject) == {subject: Record({}, erased_at=NOW_TEXT)}


def test_who_has_no_record_can_be_erased_all_the_same(toy, vault, keys):
    subject = str(uuid4())
    erase(toy, vault, subject)
    assert read(toy, vault, subject) == {subject: Record({}, erased_at=NOW_TEXT)}
    with pytest.raises(KeyDestroyedError):
        keys.add(Key(str(uuid4()), subject, b"key"))


def test_an_erasure_that_is_rolled_back_has_still_destroyed_the_key(toy, vault):
    subject = str(uuid4())
    put(toy, vault, subject, AYSE)
    with toy.pool.connection() as conn, conn.transaction(force_rollback=True):
        vault.erase(conn, subject, NOW)
    assert toy.value("select count(*) from vault_record where subject = %s", subject) == 3
    assert read(toy, vault, subject) == {subject: Record({}, erased_at=NOW_TEXT)}


def test_the_dump_of_the_data_holds_no_plain_text_and_no_key(toy, vault, keys, known):
    subject = str(uuid4())
    put(toy, vault, subject, AYSE)
    (key,) = keys.find([subject]).values()
    dump = subprocess.run(
        [programs() / "pg_dump", "--schema=source", known.database_url],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert key.key_id in dump
    for word in (*AYSE.values(), "Ayşe", "47110815", key.wrapped.hex()):
        assert word not in dump
    for word in AYSE.values():
        assert word.encode().hex() not in dump


@pytest.mark.parametrize("column", ["subject", "field", "sealed", "service"])
def test_a_row_is_bound_to_service_subject_and_field(toy, vault, keys, column):
    subject, other = str(uuid4()), str(uuid4())
    put(toy, vault, subject, {"name": "Ayşe Öztürk"})
    put(toy, vault, other, {"name": "Ben Weiß"})
    moved = {
        "subject": "update vault_record r set sealed = o.sealed from vault_record o"
        f" where r.subject = '{subject}' and o.subject = '{other}'",
        "field": f"update vault_record set field = 'email' where subject = '{subject}'",
        "sealed": "update vault_record set sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1)"
        f" where subject = '{subject}'",
        "service": "select 1",
    }
    with toy.pool.connection() as conn:
        conn.execute(moved[column])
    reader = Vault("sink", keys, SECRET) if column == "service" else vault
    with pytest.raises(VaultError):
        read(toy, reader, subject)


def test_another_instance_key_opens_nothing(toy, vault, keys):
    subject = str(uuid4())
    put(toy, vault, subject, AYSE)
    with pytest.raises(VaultError, match="instance key"):
        read(toy, Vault("source", keys, SECRET[::-1]), subject)


def test_a_lost_key_is_a_fault_and_no_erasure(toy, vault, keys):
    subject = str(uuid4())
    put(toy, vault, subject, AYSE)
    with keys.transaction() as execute:
        execute("delete from vault_key where subject = %s", [subject])
    with pytest.raises(VaultError, match="does not know"):
        read(toy, vault, subject)


def test_two_who_put_at_once_use_the_same_key(keys):
    subject = str(uuid4())
    first = keys.add(Key(str(uuid4()), subject, b"first"))
    assert keys.add(Key(str(uuid4()), subject, b"second")) == first


@pytest.mark.parametrize(
    "statement",
    ["delete from destroyed_key", "update destroyed_key set destroyed_at = ''"],
)
def test_the_list_of_destroyed_keys_is_only_ever_added_to(toy, vault, keys, known, statement):
    subject = str(uuid4())
    gone = erase(toy, vault, subject)
    with pytest.raises((sqlite3.DatabaseError, psycopg.Error)), keys.transaction() as execute:
        execute(statement, [])
    if known.vault.keys_url:  # Nor can the owner, who may do everything else.
        with psycopg.connect(known.vault.keys_url, options="-c search_path=vault") as conn:
            for each in (statement, "truncate destroyed_key"):
                with pytest.raises(psycopg.Error, match="only ever added to"):
                    conn.execute(each.encode())
                conn.rollback()
    assert keys.destroyed()[subject] == gone


def test_a_restored_key_store_destroys_again_what_was_destroyed(toy, vault, keys, known, tmp_path):
    subject, other = str(uuid4()), str(uuid4())
    put(toy, vault, subject, AYSE)
    put(toy, vault, other, AYSE)
    (backup,) = keys.find([subject]).values()
    erase(toy, vault, subject)
    listed = list(keys.destroyed().values())
    assert subject in {it.subject for it in listed}

    restored = key_store(toy_settings(known.database_url, tmp_path))
    restored.add(backup)
    for key in keys.find([other]).values():
        restored.add(key)
    restored.apply(listed)
    restored.apply(listed)
    assert restored.find([subject, other]) == keys.find([other])
    assert list(restored.destroyed().values()) == listed


@pytest.mark.parametrize("known", ["file"], indirect=True)
def test_an_operator_writes_the_list_down_and_applies_it_to_a_restored_store(
    known, keys, monkeypatch, tmp_path
):
    subject = str(uuid4())
    backup = keys.add(Key(str(uuid4()), subject, b"key"))
    keys.destroy(subject, NOW_TEXT)
    monkeypatch.delenv("DATABASE_URL", raising=False)

    def command(folder, *arguments):
        monkeypatch.setenv("DATA_DIR", str(folder))
        return CliRunner().invoke(keys_command, arguments)

    lines = command(known.data, "destroyed").output.splitlines()
    (listed,) = [line for line in lines if subject in line]
    assert json.loads(listed) == asdict(keys.destroyed()[subject])
    file = tmp_path / "destroyed.jsonl"
    file.write_text(listed)

    restored = key_store(toy_settings(known.database_url, tmp_path / "restored"))
    restored.add(backup)
    told = command(tmp_path / "restored", "apply", str(file))
    assert told.output == "1 Schlüssel neu vernichtet.\n"
    assert restored.find([subject]) == {}
    assert command(tmp_path / "restored", "apply", str(file)).output.startswith("0 ")

    file.write_text("{}\n")
    assert command(tmp_path / "restored", "apply", str(file)).exit_code == 2


@pytest.mark.parametrize("known", ["file"], indirect=True)
def test_a_file_of_keys_is_its_owners_alone_and_forgets_what_is_deleted(toy, vault, keys, known):
    subject = str(uuid4())
    put(toy, vault, subject, AYSE)
    (key,) = keys.find([subject]).values()
    file = Path(known.data / keystore.FILE)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert key.wrapped in file.read_bytes()
    erase(toy, vault, subject)
    assert key.wrapped not in file.read_bytes()
    assert key.key_id.encode() in file.read_bytes()


@pytest.mark.parametrize("known", ["database"], indirect=True)
def test_the_role_of_the_key_store_may_do_no_more_than_it_must(keys, known):
    for statement in (
        "update vault_key set wrapped = ''",
        "truncate vault_key",
        "create table mine (number integer)",
        "drop table destroyed_key",
        "alter table destroyed_key disable trigger immutable",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege), keys.transaction() as execute:
            execute(statement, [])


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(record=st.dictionaries(st.sampled_from(["name", "email", "phone", "ä b"]), TEXTS))
def test_whatever_text_is_put_comes_back(toy, vault, record):
    subject = str(uuid4())
    put(toy, vault, subject, record)
    assert read(toy, vault, subject) == {subject: Record(record)}


def test_the_same_text_looks_different_each_time(toy, vault):
    subject = str(uuid4())
    put(toy, vault, subject, {"name": "Ayşe", "email": "Ayşe"})
    before = toy.rows("select sealed from vault_record where subject = %s", subject)
    put(toy, vault, subject, {"name": "Ayşe", "email": "Ayşe"})
    after = toy.rows("select sealed from vault_record where subject = %s", subject)
    assert len({bytes(sealed) for (sealed,) in (*before, *after)}) == 4


def test_an_instance_key_that_could_be_guessed_is_refused():
    with pytest.raises(SettingsError, match="VAULT_KEY"):
        Settings.load({"DATABASE_URL": "postgresql://localhost/x", "VAULT_KEY": "x" * 31})


def test_without_a_setting_the_instance_key_is_random_and_stays(tmp_path):
    def secret(folder):
        env = {"DATABASE_URL": "postgresql://localhost/x", "DATA_DIR": str(folder)}
        return Settings.load(env).vault_secret()

    assert secret(tmp_path / "a") == secret(tmp_path / "a") != secret(tmp_path / "b")
    (file,) = (tmp_path / "a" / "secrets").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


GREEN = """
import sys
from shared.green import patch
patch()
from pathlib import Path
from uuid import uuid4
import eventlet
from shared.keystore import Key, key_store
from tests.toy import settings

url, folder, keys_url = sys.argv[1:]
given = {"VAULT_DATABASE_PASSWORD": "test", **({"KEYS_DATABASE_URL": keys_url} if keys_url else {})}
store = key_store(settings(url, Path(folder), **given))
subjects = [str(uuid4()) for _ in range(4)]

def one(number):
    subject = subjects[number % 4]
    kept = store.add(Key(str(uuid4()), subject, b"key"))
    return subject, kept.key_id

made = set(eventlet.GreenPool().imap(one, range(32)))
for subject in subjects:
    store.destroy(subject, "2025-09-15T10:30:00.000000Z")
print(len(made), store.find(subjects), len(store.destroyed(subjects)))
store.close()
"""


def test_many_green_threads_at_once_make_one_key_for_each_subject(toy, known):
    done = subprocess.run(
        [
            *(sys.executable, "-W", "ignore", "-c", GREEN),
            *(known.database_url, str(known.data), known.vault.keys_url or ""),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "4 {} 4\n"
