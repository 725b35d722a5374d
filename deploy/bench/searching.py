"""Row `search`: cards of a city's size are searched as people search, with words, filters, a point."""

import time
from collections.abc import Iterator
from itertools import product
from random import Random
from statistics import quantiles
from typing import Any, Final
from uuid import UUID, uuid5

from deploy.bench import samples
from deploy.bench.figures import Figure, Target
from deploy.bench.place import Place, connect
from deploy.bench.size import Size
from services.registry import sql_folders
from services.resources import events, opening, search, told
from services.resources.events import CardContent, CardRecorded, Contact, Cost, OpeningRule
from services.resources.events import Place as Spot
from services.resources.forms.questions import FindSchema
from services.resources.rpc.common import DIRECTORY
from services.resources.topics import IDS
from shared import database
from shared.document_store import store
from shared.documents import Document
from shared.form import load
from shared.hearing import Fetch
from shared.log import Command, Draft, History, Log, answer_of
from shared.readmodel import ReadModels
from shared.settings import Settings

LOG: Final = Log(events.CATALOGUE)
NAMESPACE: Final = UUID("6be3d274-93b8-5ac0-9265-c3d4e5f6a7b8")
AREAS: Final = [str(uuid5(NAMESPACE, f"area {number}")) for number in range(80)]
PER_TRANSACTION: Final = 500
E6: Final = 1_000_000
CITY: Final = (50_938_000, 6_957_000)  # Köln
LIMIT_MS: Final = {5_000: 200, 100_000: 400}
"""What nine of ten and more questions may take, by the number of cards; between them the larger."""

WHOM: Final = (
    *("Mädchen", "Jugend", "Kinder", "Eltern", "Familien", "Senioren", "Väter", "Mütter"),
    *("Schüler", "Nachbarschafts", "Frauen", "Jungen", "Stadtteil", "Bürger", "Gemeinde", "Spiel"),
)
WHAT: Final = (
    *("treff", "haus", "café", "werkstatt", "beratung", "gruppe", "garten", "chor", "verein"),
    *("zentrum", "büro", "küche", "bücherei", "theater", "sport", "förderung", "hilfe", "kreis"),
)
WHERE: Final = (
    *("Kalk", "Höhenberg", "Vingst", "Ostheim", "Mülheim", "Ehrenfeld", "Nippes", "Chorweiler"),
    *("Porz", "Meschenich", "Bickendorf", "Bocklemünd", "Dünnwald", "Höhenhaus", "Zollstock"),
)
DOES: Final = (
    *("kochen gemeinsam", "lernen Deutsch", "spielen Fußball", "bauen Fahrräder", "pflegen Beete"),
    *("üben Theater", "machen Hausaufgaben", "reden über Sorgen", "tanzen", "musizieren"),
    *("suchen Ausbildungsplätze", "lesen vor", "reparieren Geräte", "schwimmen", "klettern"),
)
MORE: Final = (
    *("Die Räume sind hell und groß.", "Anmeldung ist nicht nötig.", "Getränke gibt es umsonst."),
    *("In den Ferien ist geschlossen.", "Wer kommt, bestimmt mit.", "Ein Aufzug ist vorhanden."),
    *("Geschwister sind willkommen.", "Die Gruppe plant Ausflüge in Wälder und Museen."),
)
SYLLABLES: Final = (
    *("ba", "bel", "cha", "dro", "el", "fan", "gi", "hor", "ima", "jo", "kal", "lu", "mer", "nor"),
    *(
        "pa",
        "que",
        "ris",
        "sen",
        "tor",
        "ul",
        "vin",
        "wol",
        "xa",
        "zim",
        "schu",
        "bra",
        "kle",
        "ost",
    ),
)
"""Three of them make words of which a city has thousands: names that nobody spells alike."""

ASKED: Final[list[dict[str, Any]]] = [
    *({"words": it} for it in ("Maedchentreff", "Mädchentreffs", "Häuser", "Kochen in Höhenberg")),
    *({"words": it} for it in ("Jugnedhaus", "Elterncaffee", "Fussbal", "Nachbarschaftsgaten")),
    *({"words": it} for it in ("Treff", "Beratung Vingst", "Ausbildungsplatz", "Fahrrad")),
    {"words": "Verein", "topic": "sports", "age": 12},
    {"topic": "culture", "sozialraum_id": AREAS[7]},
    {"threshold": "open", "cost": "free", "language": "tr"},
    {"words": "Küche", "open_day": "friday", "open_at": "17:00"},
    {"open_day": "saturday", "age": 15},
    {"near": {"latitude_e6": CITY[0], "longitude_e6": CITY[1]}, "within_m": 1_500},
    {"words": "Café", "near": {"latitude_e6": CITY[0], "longitude_e6": CITY[1]}},
    {"words": "Garten", "offset": 50},
]


def searching(place: Place, size: Size) -> Iterator[Figure]:
    """Ask the same questions again and again: nearly all of them are answered within so long."""
    for count in size.cards:
        settings = place.settings(sql_folders())
        filled(settings, count)
        with database.pool(settings, "resources", size=2) as pool:
            models = ReadModels("resources", pool, [DIRECTORY])
            models.prepare()
            models.rebuild(DIRECTORY.name, lambda _: _fetch(pool))
            with pool.connection() as conn:
                conn.execute("analyze")
            found = [_round(models, size) for _ in range(size.rounds)]
        most = next((LIMIT_MS[it] for it in sorted(LIMIT_MS) if count <= it), LIMIT_MS[100_000])
        yield Figure(
            "search",
            f"search among {count:,} cards, p95",
            "ms",
            found,
            target=Target(most, at_least=False),
        )


def _round(models: ReadModels, size: Size) -> float:
    """Return the time in ms that 95 of 100 questions took at most, with the answer's making."""
    took = []
    for number in range(max(size.calls, len(ASKED))):
        asked = question(ASKED[number % len(ASKED)])
        started = time.perf_counter()
        rows, _ = models.ask(DIRECTORY.name, lambda conn: search.find(conn, asked))  # noqa: B023 - at once
        for row in rows:
            told.found(row, exact=True)
        took.append((time.perf_counter() - started) * 1000)
    return quantiles(took, n=20)[-1]


def question(asked: dict[str, Any]) -> dict[str, Any]:
    """Return a question as the service asks it for a person of the office."""
    loaded: dict[str, Any] = load(FindSchema, asked)
    reach = {"everywhere": False, "sozialraeume": AREAS[:3], "own_traeger_id": None}
    return {**loaded, **reach, "exact": True, "open_on": None}


def _fetch(pool: database.Pool) -> Fetch:
    def fetch(after: int, leaf: str | None, limit: int) -> list[dict[str, Any]]:
        with pool.connection() as conn:
            LOG.check_reader(conn, after, leaf)
            return LOG.page(conn, after, limit)

    return fetch


def filled(settings: Settings, count: int) -> None:
    """Record so many cards, each with a description."""
    chance = Random(20261127)  # noqa: S311 - the same cards in each run
    with connect(settings, "resources") as conn:
        for first in range(0, count, PER_TRANSACTION):
            with conn.transaction():
                for number in range(first, min(first + PER_TRANSACTION, count)):
                    _record(conn, number, chance)
        samples.seal(conn)


def _record(conn: database.Conn, number: int, chance: Random) -> None:
    card_id = str(uuid5(NAMESPACE, f"card {number}"))
    description = Document.of_text(text(chance))
    made = CardRecorded(card_id, content(number, chance), description.ref, samples.PERSON, None)
    command = Command.of(card_id, "bench.record_card", {"n": number}, {"sub": "x", "role": "y"})
    draft = Draft()
    draft.add(History(f"card-{card_id}", 0, []), [made])
    lines = LOG.lines(draft, samples.origin(), UUID(card_id))
    LOG.append(conn, draft, lines, command, answer_of(draft, lines, {}))
    store(conn, [description], "network")


def text(chance: Random) -> str:
    """Return a description as teams write them."""
    who, other = chance.sample(WHOM, 2)
    doing = " und ".join(chance.sample(DOES, 2))
    of_their_own = "".join(chance.choice(SYLLABLES) for _ in range(3)).capitalize()
    named = f"Den Namen {of_their_own} haben sie selbst gefunden."
    told = " ".join(chance.sample(MORE, 3))
    return f"{who} und {other} aus {chance.choice(WHERE)} {doing}. {told} {named}"


NAMES: Final = [f"{whom}{what}" for whom, what in product(WHOM, WHAT)]


def content(number: int, chance: Random) -> CardContent:
    """Return what a card says, mostly in full."""
    where = chance.choice(WHERE)
    spot = Spot(
        street=f"{where}er Straße {number % 200 + 1}",
        postcode=f"5{chance.randrange(600, 1150):04}",
        city="Köln",
        latitude_e6=CITY[0] + chance.randrange(-100_000, 100_000),
        longitude_e6=CITY[1] + chance.randrange(-150_000, 150_000),
        masked=number % 50 == 0,
    )
    days = tuple(it for it in opening.WEEKDAYS if chance.choice((True, False, False)))
    opens = chance.choice(("09:00", "14:00", "16:00"))
    rule = OpeningRule(days, opens, "18:30", None, None)
    return CardContent(
        name=f"{chance.choice(NAMES)} {where} {number}",
        kind=chance.choice(("association", "school", "youth-facility", "place", "group")),
        sozialraum_ids=tuple(chance.sample(AREAS, chance.choice((1, 1, 2)))),
        visibility=chance.choice(("team", "district", "district", "public")),
        place=spot,
        topics=tuple(chance.sample(IDS, 2)),  # type: ignore[arg-type]
        keywords=tuple(chance.sample(WHOM, 2)),
        age_from=chance.randrange(0, 16),
        age_to=chance.randrange(16, 99),
        threshold=chance.choice(("open", "registration", "referral", None)),
        cost=Cost(chance.choice(("free", "donation", "paid")), None, None),
        languages=tuple(chance.sample(("de", "tr", "ar", "uk", "pl", "en"), 2)),
        opening=(rule,) if days else (),
        contact=Contact("phone", f"0221 {number:07}"),
    )
