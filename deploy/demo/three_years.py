"""What the three years of one project came to: the answers kept on the way, and whether all agree."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from deploy.demo.review import cents
from deploy.demo.story import Story
from shared.canonical import Json

KEPT: Final = {
    "antrag": "quote",
    "zahlungen": "payments",
    "pflichten": "duties",
    "nachweis": "statement",
    "abschluss": "settlements",
    "festsetzung": "claims",
    "projekt": "project",
    "quartal": "quarter",
    "quartal-ganz": "full_quarter",
    "einarbeitung": "onboardings",
    "mappe": "pack",
    "fund": "found",
}
"""The names under which the story keeps answers, and how they are called in the outcome."""

CHAINS: Final = ("kette.beobachtung", "kette.projekt", "kette.karte")
HIDDEN: Final = "p35"  # A kind of help with two cases.


def look(kept: Mapping[str, Any], story: Story) -> Json:
    """Return {title, quote, …, chain, checks} from what the story has kept."""
    told: Json = {name: kept[key] for key, name in KEPT.items()}
    told |= {"title": story.title, "chain": kept[CHAINS[0]]}
    same_chain = all(kept[it] == told["chain"] for it in CHAINS)
    checks = [*_of_money(told), *_of_steps(told), *_of_the_sozialraum(told, same_chain=same_chain)]
    return {**told, "checks": [{"text": text, "holds": holds} for text, holds in checks]}


def steps(told: Json) -> dict[str, list[Json]]:
    """Return the steps of all sums, from the application to the interest."""
    (claim,) = told["claims"]["claims"]
    return {
        "Der Antrag": told["quote"]["steps"],
        "Der geprüfte Verwendungsnachweis": told["statement"]["recognised"]["steps"],
        "Die Abrechnung": told["claims"]["settlement"]["steps"],
        "Die Zinsen": claim["interest"]["steps"],
    }


def _of_money(told: Json) -> Iterator[tuple[str, bool]]:
    claims, (settled,) = told["claims"], told["settlements"]["settlements"]
    final = claims["settlement"]["final_grant"]
    final_ct = sum(cents(it["amount"]) for it in final)
    paid_ct, payable_ct, claimed_ct = (
        cents(claims[name]) for name in ("paid", "payable", "claimed")
    )
    yield (
        "Ausgezahlt + noch auszuzahlen - gefordert = endgültige Zuwendung.",
        paid_ct + payable_ct - claimed_ct == final_ct,
    )
    parts = ("received", "open", "waived", "void")
    yield (
        "Gefordert = zurückgezahlt + offen + verzichtet, Zinsen gesondert.",
        all(
            cents(it["claimed"]) == sum(cents(it[name]) for name in parts)
            for it in claims["claims"]
        ),
    )
    yield (
        "Abschlussbescheid und Hauptbuch nennen dieselbe Zuwendung und dieselbe Rückforderung.",
        (settled["final_grant"], settled["recovery"]) == (final, claims["settlement"]["recovery"]),
    )
    rates = [it for year in told["payments"]["years"] for it in year["payments"]]
    yield (
        "Die bestätigten Raten ergeben, was ausgezahlt ist.",
        sum(cents(it["amount"]) for it in rates if it["state"] == "confirmed") == paid_ct,
    )


def _of_steps(told: Json) -> Iterator[tuple[str, bool]]:
    every = [it for found in steps(told).values() for it in found]
    yield (
        "In jedem Schritt ergeben die Teile das Ergebnis.",
        all(
            sum(cents(part["amount"]) for part in it["parts"]) == cents(it["result"])
            for it in every
        ),
    )
    years = told["statement"]["recognised"]["years"]
    (gap,) = [it for it in told["claims"]["settlement"]["steps"] if it["rule"] == "gap"]
    yield (
        "Abgerechnet wird, was im Verwendungsnachweis anerkannt ist.",
        sum(cents(it["costs"]) for it in years) == cents(gap["parts"][0]["amount"]),
    )


def _of_the_sozialraum(told: Json, *, same_chain: bool) -> Iterator[tuple[str, bool]]:
    yield (
        "Alle Pflichten sind erfüllt.",
        {it["standing"] for it in told["duties"]["duties"]} == {"fulfilled"},
    )
    yield ("Die Kette ist dieselbe, wo immer man sie aufnimmt.", same_chain)
    seen, full = (row(told[name], HIDDEN) for name in ("quarter", "full_quarter"))
    yield (
        "Das Team sieht keine Zahl, die von einem Fall erzählt; die WJH sieht alle.",
        seen["cases"] is None and full["cases"] is not None,
    )


def row(quarter: Json, name: str) -> Json:
    """Return the row of a kind of help."""
    found: Json = next(it for it in quarter["rows"] if it["row"] == name)
    return found
