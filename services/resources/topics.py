"""What offers are about: a small versioned list, the same for cards, observations and gaps.

An id stays what it is for ever: what is no longer offered is struck from `Topic`, never from
`TITLES`, so that old cards keep their words. A change of the list raises `VERSION`.
"""

from typing import Final, Literal, get_args

VERSION: Final = 1

Topic = Literal[
    "early-years",
    "family",
    "school",
    "language",
    "leisure",
    "sports",
    "culture",
    "media",
    "nature",
    "health",
    "food",
    "work",
    "counselling",
    "material-help",
    "housing",
    "migration",
    "inclusion",
    "gender",
    "prevention",
    "holidays",
    "neighbourhood",
    "participation",
    "rooms",
    "networking",
]

TITLES: Final[dict[str, str]] = {
    "early-years": "Frühe Hilfen und Kleinkinder",
    "family": "Familie und Erziehung",
    "school": "Schule und Lernen",
    "language": "Sprache",
    "leisure": "Freizeit und offene Treffs",
    "sports": "Sport und Bewegung",
    "culture": "Kultur, Musik und Theater",
    "media": "Medien und Digitales",
    "nature": "Natur, Garten und Umwelt",
    "health": "Gesundheit",
    "food": "Ernährung und Kochen",
    "work": "Ausbildung und Beruf",
    "counselling": "Beratung",
    "material-help": "Geld, Schulden und Sachhilfe",
    "housing": "Wohnen",
    "migration": "Flucht und Migration",
    "inclusion": "Inklusion und Behinderung",
    "gender": "Mädchen, Jungen, Vielfalt",
    "prevention": "Schutz vor Gewalt und Sucht",
    "holidays": "Ferien und Ausflüge",
    "neighbourhood": "Nachbarschaft und Begegnung",
    "participation": "Beteiligung und Engagement",
    "rooms": "Räume und Material",
    "networking": "Vernetzung",
}

IDS: Final[tuple[str, ...]] = get_args(Topic)
