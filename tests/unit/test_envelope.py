"""The ids of events: made from the command's id, and the same for each repeat."""

from uuid import UUID, uuid5

import pytest

from shared.envelope import event_id

SEEDS = [UUID(int=0), UUID(int=2**128 - 1), UUID("6d5a1bb4-8a5e-5b1c-9d0e-1f2a3b4c5d6e")]


@pytest.mark.parametrize("seed", SEEDS)
def test_an_event_id_is_a_uuid_of_version_5(seed):
    made = [event_id(seed, number) for number in range(300)]
    assert made == [str(uuid5(seed, str(number))) for number in range(300)]
