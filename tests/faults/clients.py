"""What the processes of tests/faults/test_storage.py run: `python -m tests.faults.clients …`."""

import json
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import mkdtemp
from uuid import uuid4

from shared.guideline import EDITION
from shared.refusal import Refused
from shared.writer import Turn, _command
from tests.direct import Direct
from tests.journal import Journal
from tests.toy import Counted, Toy, call, settings


def append(url: str, journal: str, command_id: str, stream: str, in_transaction: str) -> None:
    """Send one command; with `in_transaction`, stop before the commit until killed."""
    toy = Toy(settings(url, Path("none"), "source"), "source")
    noted = Journal(Path(journal))
    if in_transaction == "yes":
        noted.sent(command_id, "source", "count", {})

        def decide(turn: Turn) -> None:
            turn.add(stream, [Counted(1)])

        with toy.pool.connection() as conn, conn.transaction():
            asked = call(command_id=command_id)
            command = _command(asked)
            begun = toy.writer._begin(conn, asked, command, [stream])
            assert isinstance(begun, Turn)
            decide(begun)
            toy.writer._finish(conn, asked, command, begun, {})
            print("appended", flush=True)
            sys.stdin.read()
        return
    print("sending", flush=True)
    noted.call(
        lambda *_: toy.add(stream, Counted(1), command_id=command_id),
        "source",
        "count",
        {"command_id": command_id},
    )


def approve(url: str, journal: str, project_id: str, command_id: str) -> None:
    """Approve a project when told to, and say what came of it."""
    data = Path(journal).parent / f"data-{command_id}"
    services = Direct(settings(url, data, "projects", "funding", APP_ENV="demo"), *BOTH)
    print("ready", flush=True)
    sys.stdin.readline()
    body = {"project_id": project_id, "command_id": command_id}
    try:
        answer = Journal(Path(journal)).call(services.ask, "projects", "approve", body)
    except Refused as refused:
        print("refused", json.dumps({"code": refused.code, "detail": refused.detail}), flush=True)
    else:
        print("approved", json.dumps(answer), flush=True)
    services.close()


def reserve(url: str, journal: str, name: str, times: str) -> None:
    """Let eight clients reserve at once of one year, again and again, and say what came of each."""
    data = Path(journal).parent / f"data-{name}"
    services = Direct(settings(url, data, "funding", APP_ENV="demo"), "funding")
    noted = Journal(Path(journal))

    def client(number: int) -> list[str]:
        outcomes = []
        for turn in range(int(times)):
            body = {
                "command_id": str(uuid4()),
                "approval_id": f"{name}-{number}-{turn}",
                "project_id": str(uuid4()),
                "grant": [{"year": 2026, "amount": {"amount": "5.00", "currency": "EUR"}}],
                "edition": EDITION,
                "policy_position": 0,
            }
            try:
                noted.call(services.ask, "funding", "reserve", body)
            except Refused as refused:
                outcomes.append(refused.code)
            else:
                outcomes.append("reserved")
        return outcomes

    print("ready", flush=True)
    sys.stdin.readline()
    with ThreadPoolExecutor(CLIENTS) as pool:
        found = Counter(it for outcomes in pool.map(client, range(CLIENTS)) for it in outcomes)
    print("done", json.dumps(found), flush=True)
    services.close()


def decide(url: str, journal: str, project_ids: str) -> None:
    """Let as many clients as projects are named approve one each, and say what came of it."""
    services = Direct(settings(url, Path(mkdtemp()), "projects", "funding", APP_ENV="demo"), *BOTH)
    noted = Journal(Path(journal))

    def client(project_id: str) -> str:
        body = {"project_id": project_id, "command_id": str(uuid4())}
        try:
            noted.call(services.ask, "projects", "approve", body)
        except Refused as refused:
            return f"{refused.code}: {refused.detail}"
        return "approved"

    asked = project_ids.split(",")
    print("ready", flush=True)
    sys.stdin.readline()
    with ThreadPoolExecutor(len(asked)) as pool:
        print("done", json.dumps(list(pool.map(client, asked))), flush=True)
    services.close()


BOTH = ("projects", "funding")
CLIENTS = 8

COMMANDS: dict[str, Callable[..., None]] = {
    "append": append,
    "approve": approve,
    "decide": decide,
    "reserve": reserve,
}

if __name__ == "__main__":
    COMMANDS[sys.argv[1]](*sys.argv[2:])
