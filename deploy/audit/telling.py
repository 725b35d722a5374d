"""How changes and what is conspicuous are told to people, in German."""

import json
from collections.abc import Iterable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

from deploy import story
from services.access import ROLES
from shared.canonical import Json, parse_instant
from shared.money import euros


def change(it: Json, zone: ZoneInfo) -> Iterator[str]:
    """Yield a change: when, what, in which role, about which project, why; then each value."""
    refused = "ABGEWIESEN  " if it["refused"] else ""
    role = ROLES.roles.get(it["role"], it["role"])
    why = f"  Grund: {it['reason']}" if it["reason"] else ""
    when = story.moment(parse_instant(it["recorded_at"]), zone)
    about = project(it)
    place = f"[{it['service']} {it['position']}]"
    yield f"{when}  {refused}{it['what']} ({role}){about and '  ' + about}{why}  {place}"
    for each in it["changed"]:
        yield f"    {story.labelled(each['field'])}: {_values(each)}"
    if it["moved_ct"]:
        yield "    " + ", ".join(
            f"{account} {euros(cents)}" for account, cents in it["moved_ct"].items()
        )


def finding(rule: Json) -> Iterator[str]:
    """Yield how often a rule has hit, and where."""
    yield f"{rule['count']:>5}  {rule['title']}"
    for hit in rule["hits"]:
        about = project(hit)
        place = f"[{hit['service']} {hit['position']}]"
        yield f"       {about and about + ': '}{hit['text']}  {place}"


def project(it: Json) -> str:
    """Return a project as people call it; its id where it has no number yet."""
    return str(it["number"] or it["project_id"] or "")


def _values(each: Json) -> str:
    name = each["field"].rpartition(".")[2]
    if "removed" in each:
        return f"− {_all(name, each['removed'])}  + {_all(name, each['added'])}"
    return f"{_value(name, each['old'])} → {_value(name, each['new'])}"


def _all(name: str, values: Iterable[Any]) -> str:
    return "; ".join(_value(name, each) for each in values) or "–"


def _value(name: str, value: Any) -> str:
    """Return a value as people write it; as JSON where it has no short form."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, dict) and "document_id" in value:
        return f"Text {value['document_id']}"
    short = story.value(name, value)
    if isinstance(value, dict) and short:
        line = next((f"{key} {value[key]}: " for key in ("id", "key") if key in value), "")
        return f"({line}{short})"
    return short or json.dumps(value, ensure_ascii=False)
