from math import asin, cos, radians, sin, sqrt

from hypothesis import given
from hypothesis import strategies as st

from services.resources import geo

E6 = geo.E6


def metres(latitude, longitude, to_latitude, to_longitude):
    """The haversine, as a textbook has it."""
    up, along = radians(to_latitude - latitude) / 2, radians(to_longitude - longitude) / 2
    root = sin(up) ** 2 + cos(radians(latitude)) * cos(radians(to_latitude)) * sin(along) ** 2
    return 2 * geo.EARTH_METRES * asin(min(1, sqrt(root)))


@given(
    latitude=st.floats(47, 55),
    longitude=st.floats(5, 15),
    within_m=st.integers(1, 50_000),
    north=st.floats(-1, 1),
    east=st.floats(-1, 1),
)
def test_whoever_is_near_enough_is_in_the_box(latitude, longitude, within_m, north, east):
    point = {"latitude_e6": round(latitude * E6), "longitude_e6": round(longitude * E6)}
    here = point["latitude_e6"] / E6, point["longitude_e6"] / E6
    there_e6 = round((here[0] + north) * E6), round((here[1] + east) * E6)
    there = there_e6[0] / E6, there_e6[1] / E6
    box = geo.box(point, within_m)
    inside = (
        box["south"] <= there_e6[0] <= box["north"] and box["west"] <= there_e6[1] <= box["east"]
    )
    assert inside or metres(*here, *there) > within_m


def test_the_box_is_not_much_larger_than_the_circle():
    box = geo.box({"latitude_e6": 50_938_100, "longitude_e6": 7_008_500}, 1_000)
    assert box["north"] - 50_938_100 == 8_994
    assert 14_272 <= box["east"] - 7_008_500 <= 14_290


def test_at_a_pole_the_box_goes_around():
    box = geo.box({"latitude_e6": 90_000_000, "longitude_e6": 0}, 1_000)
    assert box["north"] > 90_000_000
    assert box["east"] > 5_000_000
