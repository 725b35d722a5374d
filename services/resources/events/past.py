"""How cards were told before there was more to say of them."""

from typing import Final

from shared.canonical import Json

UNSAID: Final[Json] = {
    "traeger_id": None,
    "visibility": "district",
    "venue": "fixed",
    "place": None,
    "topics": [],
    "eligibility": None,
    "threshold": None,
    "cost": None,
    "languages": [],
    "accessibility": [],
    "opening": [],
    "functions": [],
    "links": [],
}
"""What the first cards did not say: everybody in the district found them, their place was not asked."""


def recorded_v1(data: Json) -> Json:
    """Raise a `card_recorded` of version 1."""
    return {**_raised(data), "by": "", "recorded_on": None}


def amended_v1(data: Json) -> Json:
    """Raise a `card_amended` of version 1."""
    return {**_raised(data), "reason_code": "unstated", "by": "", "amended_on": None}


def _raised(data: Json) -> Json:
    """The words that topics were are keywords now; one Sozialraum is one of several."""
    kept = ("name", "kind", "age_from", "age_to", "contact")
    content = {
        **UNSAID,
        **{name: data[name] for name in kept},
        "sozialraum_ids": [data["sozialraum_id"]],
        "keywords": data["topics"],
    }
    return {"card_id": data["card_id"], "content": content, "description": data["description"]}
