"""An application told as `apply` takes it: for reading, comparing versions, and asking again. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from re import compile as regex
from typing import Any, Final

from services.projects import commands, events
from services.projects.application import financing
from shared.canonical import Json
from shared.documents import Document, DocumentRef
from shared.edge import at_the_edge
from shared.guideline import InKind, YearPlan

Words = Callable[[DocumentRef], Any]
"""What stands for a document: its words, or the reference itself."""

_INDEX: Final = regex("0|[1-9][0-9]*")
_NOWHERE: Final = object()
_REFERENCE: Final = {field.name for field in fields(DocumentRef)}


def application(it: events.Applied, words: Words) -> Json:
    """Return what an application says, field by field; texts as `words` gives them.

    What events of old did not say is null.
    """
    asked = financing(it)
    told: Json = at_the_edge(
        {
            "title": it.title,
            "need": words(it.need),
            "goals": [_goal(goal, words) for goal in it.goals],
            "target_group": words(it.target_group),
            "measures": words(it.measures),
            "start": it.start,
            "end": it.end,
            "plan": [_year(year, asked.plan[year]) for year in sorted(asked.plan)],
            "own_cash_ct": asked.own_cash_ct,
            "in_kind": [_in_kind(each) for each in asked.in_kind],
            "employees": _employees(it.employees),
            "financing_type": it.financing_type,
            "full_funding_reason": it.full_funding_reason and words(it.full_funding_reason),
            "requested_ct": it.requested_ct,
            **_statements(it.statements, words),
        }
    )
    return told


def asked(it: commands.Application) -> Json:
    """Return the words of an application that is being handed in, each at its place."""
    own = {field.name: getattr(it, field.name) for field in fields(it)}
    stated = own.pop("stated")
    own |= {field.name: getattr(stated, field.name) for field in fields(stated)}
    own["declarations"] = own.pop("declared")
    own["plan"] = tuple(it.plan.values())
    told: Json = _plain(own, _no_words)
    return told


def words_of(texts: Mapping[str, str]) -> Words:
    """Return what looks up the words of a document; of one that is gone nothing is known."""
    return lambda ref: texts.get(ref.document_id)


def references(it: events.Applied) -> list[Json]:
    """Return which document stands at which place of an application."""
    return list(_references("", application(it, lambda ref: ref)))


def _references(pointer: str, here: Any) -> Iterator[Json]:
    if isinstance(here, Mapping) and here.keys() == _REFERENCE:
        yield {"pointer": pointer, **here}
    elif isinstance(here, Mapping):
        for name, inner in here.items():
            yield from _references(f"{pointer}/{name}", inner)
    elif isinstance(here, list):
        for number, inner in enumerate(here):
            yield from _references(f"{pointer}/{number}", inner)


def nothing(_: DocumentRef) -> Any:
    """Say that there is a text, and not which: for who only looks at places."""
    return ""


def has(told: Json, pointer: str) -> bool:
    """Tell whether a pointer (RFC 6901) names a place of an application, null ones included."""
    here: Any = told
    for token in pointer.split("/")[1:]:
        here = _step(here, token.replace("~1", "/").replace("~0", "~"))
    return here is not _NOWHERE and pointer.startswith("/")


def documents(value: Any) -> list[str]:
    """Return the ids of all documents that an application, or a part of one, refers to."""
    if isinstance(value, DocumentRef):
        return [value.document_id]
    if is_dataclass(value):
        value = tuple(getattr(value, field.name) for field in fields(value))
    return [id_ for each in value for id_ in documents(each)] if isinstance(value, tuple) else []


def _step(here: Any, token: str) -> Any:
    if isinstance(here, Mapping):
        return here.get(token, _NOWHERE)
    if isinstance(here, list) and _INDEX.fullmatch(token) and int(token) < len(here):
        return here[int(token)]
    return _NOWHERE


def _goal(goal: events.Goal, words: Words) -> Json:
    if goal.qualitative is not None:
        return {"text": words(goal.text), "qualitative": words(goal.qualitative)}
    return {
        "text": words(goal.text),
        "indicator": goal.indicator,
        "target": goal.target,
        "further": [_plain(each, words) for each in goal.further],
    }


def _year(year: int, plan: YearPlan) -> Json:
    return {"year": year, **at_the_edge(plan)}


def _in_kind(each: InKind) -> Json:
    """Minutes of unpaid work, or a value: whichever is not said is left out."""
    return {name: value for name, value in at_the_edge(each).items() if value is not None}


def _employees(it: events.Employees) -> Json:
    number = {"count": it.count} if it.method == "heads" else {"hundredths": it.hundredths}
    return {"method": it.method, **number, "on": it.on}


def _statements(it: events.Statements | None, words: Words) -> Json:
    if it is None:
        return {field.name: None for field in fields(events.Statements)}
    return {field.name: _plain(getattr(it, field.name), words) for field in fields(it)}


def _no_words(_: DocumentRef) -> Any:
    """What is being handed in has its texts with it."""
    raise AssertionError("No document is known by reference yet.")


def _plain(value: Any, words: Words) -> Any:
    """Return a value as JSON, with words for documents."""
    if isinstance(value, DocumentRef):
        return words(value)
    if isinstance(value, Document):
        return value.content.decode()
    if isinstance(value, Mapping):
        return {name: _plain(each, words) for name, each in value.items()}
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name), words) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(each, words) for each in value]
    return value.isoformat() if isinstance(value, date) else value
