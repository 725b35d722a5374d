from dataclasses import replace

from services.projects import commands
from services.projects.number import NUMBER
from tests.given import Given
from tests.unit.projects.examples import NUMBERED, PROJECT_ID

numbered = Given(NUMBER)


def test_file_numbers_count_up_within_a_year():
    ask = commands.AssignNumber(PROJECT_ID, "8", 2025)
    first = replace(NUMBERED, running=1, number="2025-8-001")
    numbered().when(ask).then(first)
    numbered(*[first] * 15, replace(first, running=16)).when(ask).then(NUMBERED)


def test_the_thousandth_number_has_four_digits():
    last = replace(NUMBERED, running=999)
    next_one = replace(NUMBERED, running=1000, number="2025-8-1000")
    numbered(last).when(commands.AssignNumber(PROJECT_ID, "8", 2025)).then(next_one)
