"""The story that the demonstration plays: who asks for what on which day, read from a data file.

In the file an amount is a text such as „1234.50 EUR“, and „@key“ stands for the id of what was made
under that key. Acts stand in the order in which they are played; their days never run backwards.

An act is a `call`, or an `ask` that changes nothing. What an application says is put in where one
is handed in (`application`), drafted (`draft`, of which `only` some fields) or handed in `again`;
what a statement of use says, where one is handed in (`hand_in`) or checked (`audit`).

`beside` names files with more acts; on the same day they come after those of the story itself.

„file:name“ stands for a file beside the story, as base64. `takes` gives names to parts of an answer,
by the way there: names of fields, and for lists what marks the item; an empty way is the whole
answer. An `ask` is repeated until all that it takes is there.
"""

import json
import re
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from typing import Any, Final
from uuid import NAMESPACE_URL, UUID, uuid5

from deploy.demo import statements
from deploy.demo.act import Act, Way, act_of, traeger_of
from shared.canonical import Json

FILE: Final = "kalk_2026.json"
THREE_YEARS: Final = "neubrueck_2040.json"
REGISTERED_BY: Final = {"traeger": "register_traeger", "sozialraeume": "register_sozialraum"}

WHERE: Final = ("sozialraum_id", "traeger_id")
"""What an application says once and for all: handing it in again does not repeat it."""

_FILE: Final = "file:"
_AMOUNT: Final = re.compile(r"(-?[0-9]+\.[0-9]{2}) EUR")


@dataclass(frozen=True, slots=True)
class Story:
    """All acts, and what they are about. The digest is that of the data file."""

    title: str
    year: int
    years: tuple[int, ...]
    titles: Mapping[str, str]
    acts: tuple[Act, ...]
    digest: str

    def command_id(self, act: Act, run: str) -> str:
        """Return the command id of an act: a repeated run asks for the same again."""
        return str(uuid5(NAMESPACE_URL, f"sozialraum:demo:{self.digest}:{run}:{act.name}"))

    def id_made(self, act: Act, run: str) -> str:
        """Return the id that what this act makes will have: services derive it from the command."""
        return str(uuid5(UUID(self.command_id(act, run)), f"{act.service}.{act.method}"))


def load(file: str = FILE) -> Story:
    """Read a story that comes with the program, by default the district's year."""
    folder = files("deploy.demo")
    text = (folder / file).read_text("utf-8")
    told, digest = json.loads(text), sha256(text.encode())

    def read(name: str) -> bytes:
        found = (folder / name).read_bytes()
        digest.update(found)
        return found

    for name in told.get("beside", ()):
        acts = [*told["acts"], *json.loads(read(name))["acts"]]
        told["acts"] = sorted(acts, key=lambda it: str(it["day"]))
    told = _with_files(told, lambda name: b64encode(read(name)).decode())
    return Story(
        title=told["title"],
        year=told["year"],
        years=tuple(told["years"]),
        titles={key: it["title"] for key, it in told["applications"].items()},
        acts=tuple(_acts(told)),
        digest=digest.hexdigest(),
    )


def _with_files(value: Any, content: Callable[[str], str]) -> Any:
    if isinstance(value, dict):
        return {name: _with_files(each, content) for name, each in value.items()}
    if isinstance(value, list):
        return [_with_files(each, content) for each in value]
    if isinstance(value, str) and value.startswith(_FILE):
        return content(value.removeprefix(_FILE))
    return value


def taken(answer: Any, way: Way) -> Any:
    """Return what lies at the end of a way through an answer, None if it is not there."""
    for step in way:
        if answer is None:
            return None
        if isinstance(step, str):
            answer = answer[step]
        else:
            marked = (it for it in answer if all(it[name] == at for name, at in step.items()))
            answer = next(marked, None)
    return answer


def resolved(value: Any, ids: Mapping[str, str]) -> Any:
    """Return a value with ids in place of keys and amounts as services take them."""
    if isinstance(value, Mapping):
        return {name: resolved(each, ids) for name, each in value.items()}
    if isinstance(value, list):
        return [resolved(each, ids) for each in value]
    if isinstance(value, str) and value.startswith("@"):
        return ids[value[1:]]
    if isinstance(value, str) and (amount := _AMOUNT.fullmatch(value)):
        return {"amount": amount[1], "currency": "EUR"}
    return value


def _acts(told: Json) -> Iterator[Act]:
    paid: Counter[tuple[str, int]] = Counter()
    for number, it in enumerate(told["acts"], 1):
        if "register" in it:
            yield from _registrations(told, it)
        elif "payout" in it:
            paid[it["payout"], it["year"]] += 1
            yield from _payout(it, str(number), paid[it["payout"], it["year"]])
        elif "pay" in it:
            yield from _planned_payments(it, str(number))
        elif "check" in it:
            yield from _checks(told, it)
        elif "hand_in" in it:
            for key in it["hand_in"]:
                yield from statements.handed_in(told, key, it["day"])
        elif "audit" in it:
            for key in it["audit"]:
                yield from statements.audited(told, key, it["day"])
        else:
            yield _act(told, it, str(number))


def _registrations(told: Json, it: Json) -> Iterator[Act]:
    """One act for each entry of the master data; the first one speaks for all."""
    say = it["say"]
    for key, body in told[it["register"]].items():
        method = REGISTERED_BY[it["register"]]
        yield act_of(f"{method} {key}", it["day"], ("projects", method), body, key=key, say=say)
        say = ""


def _checks(told: Json, it: Json) -> Iterator[Act]:
    """The Träger's signature and both checks of each application named; the last one is told."""
    for key in it["check"]:
        traeger = traeger_of(told, key)
        for method, body in told["checks"].items():
            name, call = f"{method} {key}", ("projects", method)
            asked = {"project_id": f"@{key}", **body}
            yield act_of(name, it["day"], call, asked, project=key, traeger=traeger)


def _payout(it: Json, name: str, number: int) -> Iterator[Act]:
    """All from the plan of a payment to its confirmation; the pay list is what is told.

    number  of the payment within its project and year
    """
    day, key, pay_list = it["day"], it["payout"], f"pay list {name}"
    payment = {"number": number, "year": it["year"], "amount": it["amount"]}
    due = {"due_on": day, "amount": it["amount"]}
    named = {"project_id": f"@{key}"}
    plan = {**named, "year": it["year"], "instalments": [due]}
    for method, body, made in (
        ("plan_payments", plan, None),
        ("release_payments", {**named, "payments": [payment]}, None),
        ("make_pay_list", {"due_until": day}, pay_list),
        ("import_confirmations", {"content": f"@{pay_list}"}, None),
    ):
        say = it.get("say") if made else None
        call = ("funding", method)
        yield act_of(f"{method} {name}", day, call, body, key=made, project=key, say=say)


def _planned_payments(it: Json, name: str) -> Iterator[Act]:
    """From the release of payments as they are planned to their confirmation; the list is told."""
    day, key, pay_list = it["day"], it["pay"], f"pay list {name}"
    named, year = {"project_id": f"@{key}"}, it["year"]
    due = {n: f"{name} {n}" for n in it["numbers"]}
    takes = {due[n]: ["years", {"year": year}, "payments", {"number": n}, "amount"] for n in due}
    seen = [{"number": n, "year": year, "amount": f"@{due[n]}"} for n in due]
    release = {**named, "payments": seen}
    reading, releasing = ("funding", "get_payments"), ("funding", "release_payments")
    yield act_of(f"plan {name}", day, reading, named, reads=True, takes=takes, say="")
    yield act_of(f"release {name}", day, releasing, release, project=key)
    making, confirming = ("funding", "make_pay_list"), ("funding", "import_confirmations")
    until = {"due_until": day}
    yield act_of(f"list {name}", day, making, until, key=pay_list, project=key, say=it.get("say"))
    yield act_of(f"confirm {name}", day, confirming, {"content": f"@{pay_list}"}, project=key)


def _act(told: Json, it: Json, name: str) -> Act:
    service, _, method = str(it.get("call") or it["ask"]).partition(".")
    project, key = it.get("application") or it.get("project"), it.get("key")
    body = it.get("body", {})
    if "application" in it:
        key = project
        body = {**told["applications"][key], **it.get("with", {})}
    elif "draft" in it:
        project = it["draft"]
        written = told["applications"][project]
        only = it.get("only", written)
        body = {**body, "content": {name: written[name] for name in only}}
    elif it.get("again"):
        written = {**told["applications"][project], **it.get("with", {})}
        stated = {name: each for name, each in written.items() if name not in WHERE}
        body = {"project_id": f"@{project}", **stated}
    elif project and not it.get("bare"):
        body = {"project_id": f"@{project}", **body}
    told_so = {each: it[each] for each in ("say", "refused", "takes") if each in it}
    person, reads = it.get("as"), "ask" in it
    traeger = it.get("traeger") or traeger_of(told, project)
    return act_of(
        name, it["day"], (service, method), body,
        key=key, project=project, person=person, traeger=traeger, reads=reads, **told_so,
    )  # fmt: skip
