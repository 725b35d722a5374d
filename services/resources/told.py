"""A card as it is shown: its content flat, a masked place without street and point. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from services.resources.card import Card
from services.resources.events import CardContent
from shared.canonical import Json
from shared.edge import at_the_edge

Texts = Mapping[str, str]
HIDDEN = ("street", "latitude_e6", "longitude_e6")


def content(said: Mapping[str, Any], *, exact: bool) -> Json:
    """Return a content for the outside; only who may see it exactly sees a masked place whole."""
    place = said["place"]
    if place is not None and place["masked"] and not exact:
        place = {**place, **dict.fromkeys(HIDDEN)}
    told: Json = at_the_edge({**said, "place": place})
    return told


def listed(row: Mapping[str, Any], *, exact: bool) -> Json:
    """Return a card of a list."""
    beside = ("card_id", "version", "description", "verified_on", "verify_by")
    return {
        **content(row["content"], exact=exact),
        **at_the_edge({name: row[name] for name in beside}),
    }


def found(row: Mapping[str, Any], *, exact: bool) -> Json:
    """Return a card that was looked for, with how far it is from the point asked for."""
    return {**listed(row, exact=exact), "distance_m": row["distance_m"]}


def changed_card(row: Mapping[str, Any], *, exact: bool) -> Json:
    """Return a card of the news, with what has become of it."""
    beside = {name: row[name] for name in ("change", "changed_on", "position")}
    return {**listed(row, exact=exact), **beside}


def duplicate(row: Mapping[str, Any], *, exact: bool) -> Json:
    """Return a card that may be the same as another, and why."""
    because = [it for it in ("name", "place", "phone") if row[f"same_{it}"]]
    return {
        **listed(row, exact=exact),
        "name_percent": row["name_percent"],
        "because": because,
    }


def proposed(row: Mapping[str, Any], *, exact: bool) -> Json:
    """Return a proposal of a list, with what would be other than now."""
    now = row["now"] or {"content": {}, "description": None}
    beside = ("card_id", "description", "proposed_on")
    return {
        **content(row["content"], exact=exact),
        **at_the_edge({name: row[name] for name in beside}),
        "changed": changed(now, row),
    }


def changed(now: Mapping[str, Any], then: Mapping[str, Any]) -> list[str]:
    """Return the names of the fields in which two of {content, description} differ."""
    names = [it.name for it in fields(CardContent)]
    found = [it for it in names if now["content"].get(it) != then["content"][it]]
    return found + ["description"] * (now["description"] != then["description"])


def card(known: Card, texts: Texts, today: date, *, exact: bool) -> Json:
    """Return a card in full."""
    proposal = known.proposal
    is_late = known.verify_by is None or known.verify_by < today
    told: Json = {
        **content(asdict(known.content), exact=exact),
        "card_id": known.card_id,
        "standing": known.standing,
        "description": texts.get(known.description.document_id),
        "verified_on": at_the_edge(known.verified_on),
        "verify_by": at_the_edge(known.verify_by),
        "unverified": is_late,
        "merged_into": known.merged_into,
        "absorbed": list(known.absorbed),
        "proposal": None,
        "declined": known.declined
        and {
            "reason": texts.get(known.declined.reason.document_id),
            "declined_on": known.declined.declined_on.isoformat(),
        },
    }
    if proposal is not None:
        now: Json = {"content": asdict(known.content), "description": known.description}
        then: Json = {"content": asdict(proposal.content), "description": proposal.description}
        if known.standing == "proposed":
            now = {"content": {}, "description": None}
        told["proposal"] = {
            **content(then["content"], exact=exact),
            "description": texts.get(proposal.description.document_id),
            "proposed_by": proposal.by,
            "proposed_on": proposal.proposed_on.isoformat(),
            "changed": changed(now, then),
        }
    return told


def remarks(known: Card, texts: Texts) -> list[Json]:
    """Return the internal notes, the newest first."""
    return [
        {
            "text": texts.get(it.remark.document_id),
            "by": it.by,
            "remarked_on": it.remarked_on.isoformat(),
        }
        for it in reversed(known.remarks)
    ]
