"""Points on the earth: a box that holds all that lies within a distance. Pure.

Whole millionths of a degree (WGS 84). How far it really is, PostgreSQL computes: `metres`.
"""

from math import cos, degrees, radians
from typing import Final

from shared.canonical import Json

EARTH_METRES: Final = 6_371_000
E6: Final = 1_000_000
POLAR: Final = 89
"""So many degrees from the equator a circle may go around the pole."""

NOWHERE: Final[Json] = dict.fromkeys(("south", "north", "west", "east"))


def box(near: Json, within_m: int) -> Json:
    """Return {south, north, west, east} around a point; a circle fits inside with some room."""
    latitude, longitude = near["latitude_e6"] / E6, near["longitude_e6"] / E6
    high = degrees(within_m / EARTH_METRES)
    widest = abs(latitude) + high
    wide = high / cos(radians(widest)) if widest < POLAR else 360
    return {
        "south": int((latitude - high) * E6) - 1,
        "north": int((latitude + high) * E6) + 1,
        "west": int((longitude - wide) * E6) - 1,
        "east": int((longitude + wide) * E6) + 1,
    }
