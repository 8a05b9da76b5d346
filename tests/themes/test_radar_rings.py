"""The geometry of the radar: no two blips touch, each stands in its ring and quarter, and nothing is random."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from themes.radar_rings import BEGINS, BLIP, Entry, rings

NAMES = ["Adopt", "Trial", "Assess", "Hold"]
QUARTERS = ["Plan", "Build", "Run", "Together"]


def drawn(cells):
    return rings(NAMES, QUARTERS, [Entry(n, f"Tool {n}", "/", *cell) for n, cell in enumerate(cells, 1)])


def assert_well_placed(radar):
    for one, other in itertools.combinations(radar.blips, 2):
        assert math.hypot(one.at.x - other.at.x, one.at.y - other.at.y) > 2 * BLIP
    edges = [0, *(circle.radius for circle in radar.circles)]
    for blip in radar.blips:
        x, y = blip.at.x - radar.middle, blip.at.y - radar.middle
        away = math.hypot(x, y)
        assert edges[blip.entry.ring] <= away - BLIP
        assert away + BLIP <= edges[blip.entry.ring + 1]
        turn = math.degrees(math.atan2(y, x)) % 360
        begin = BEGINS[blip.entry.quarter] * 90
        assert begin < turn < begin + 90


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=60))
def test_up_to_sixty_blips_never_touch(cells):
    assert_well_placed(drawn(cells))


@pytest.mark.parametrize("cell", [(0, 0), (3, 3), (1, 2)])
def test_sixty_in_one_corner_have_room_too(cell):
    assert_well_placed(drawn([cell] * 60))


def test_the_same_entries_give_the_same_drawing():
    cells = [(n % 4, n * 7 % 4) for n in range(40)]
    assert drawn(cells) == drawn(cells)


def test_an_empty_radar_is_drawn():
    assert drawn([]).blips == []


def test_what_stands_outside_is_refused():
    with pytest.raises(ValueError, match="outside"):
        drawn([(0, 4)])
    with pytest.raises(ValueError, match="four"):
        rings(NAMES, QUARTERS[:3], [])
