"""Points on the earth: a box that holds all that lies within a distance. Pure.

Whole millionths of a degree (WGS 84). How far it really is, PostgreSQL computes: `metres`.
"""

from math import cos, degrees, radians
from typing import Final

from shared.canonical import Json

EARTH_METRES: Final = 6_371_000
E6: Final = 1_000_000
NOWHERE: Final[Json] = dict.fromkeys(("south", "north", "west", "east"))


def box(near: Json, within_m: int) -> Json:
    """Return {south, north, west, east} around a point; a circle fits inside with some room."""
    latitude, longitude = near["latitude_e6"] / E6, near["longitude_e6"] / E6
    high = degrees(within_m / EARTH_METRES)
    widest = min(abs(latitude) + high, 89.9)
    wide = min(high / cos(radians(widest)), 360.0)
    return {
        "south": int((latitude - high) * E6) - 1,
        "north": int((latitude + high) * E6) + 1,
        "west": int((longitude - wide) * E6) - 1,
        "east": int((longitude + wide) * E6) + 1,
    }
