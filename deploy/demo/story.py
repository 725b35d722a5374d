"""The story that the demonstration plays: who asks for what on which day, read from a data file.

In the file an amount is a text such as „1234.50 EUR“, and „@key“ stands for the id of what was made
under that key. Acts stand in the order in which they are played; their days never run backwards.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from typing import Any, Final
from uuid import NAMESPACE_URL, UUID, uuid5

from shared.canonical import Json

FILE: Final = "kalk_2026.json"
REGISTERED_BY: Final = {"traeger": "register_traeger", "sozialraeume": "register_sozialraum"}

_AMOUNT: Final = re.compile(r"(-?[0-9]+\.[0-9]{2}) EUR")


@dataclass(frozen=True, slots=True)
class Act:
    """One request of the story.

    key      the name under which later acts mean what this one makes
    project  the key of the project it is about
    say      what to tell beside it, if more than the act itself
    refused  the code with which it has to be refused
    """

    name: str
    day: str
    service: str
    method: str
    body: Json
    key: str | None = None
    project: str | None = None
    say: str | None = None
    refused: str | None = None


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


def load(text: str | None = None) -> Story:
    """Read a story, by default the one that comes with the program."""
    text = text or (files("deploy.demo") / FILE).read_text("utf-8")
    told = json.loads(text)
    return Story(
        title=told["title"],
        year=told["year"],
        years=tuple(told["years"]),
        titles={key: it["title"] for key, it in told["applications"].items()},
        acts=tuple(_acts(told)),
        digest=sha256(text.encode()).hexdigest(),
    )


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
        elif "check" in it:
            yield from _checks(told, it)
        else:
            yield _act(told, it, str(number))


def _registrations(told: Json, it: Json) -> Iterator[Act]:
    """One act for each entry of the master data; the first one speaks for all."""
    say = it["say"]
    for key, body in told[it["register"]].items():
        method = REGISTERED_BY[it["register"]]
        yield Act(f"{method} {key}", it["day"], "projects", method, body, key, say=say)
        say = ""


def _checks(told: Json, it: Json) -> Iterator[Act]:
    """The signature and both checks of each application named; the last one is told."""
    for key in it["check"]:
        for method, body in told["checks"].items():
            asked = {"project_id": f"@{key}", **body}
            yield Act(f"{method} {key}", it["day"], "projects", method, asked, project=key)


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
        yield Act(f"{method} {name}", day, "funding", method, body, made, key, say)


def _act(told: Json, it: Json, name: str) -> Act:
    service, _, method = it["call"].partition(".")
    project = it.get("project")
    body, key = it.get("body", {}), it.get("key")
    if "application" in it:
        project = key = it["application"]
        body = {**told["applications"][key], **it.get("with", {})}
    elif project:
        body = {"project_id": f"@{project}", **body}
    return Act(
        name, it["day"], service, method, body, key, project, it.get("say"), it.get("refused")
    )
