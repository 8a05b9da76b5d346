"""Geometry of the charts: the numbers end up where they belong."""

from itertools import pairwise

import pytest

from themes import charts


@pytest.mark.parametrize(
    ("value", "total", "expected", "ticks"),
    [(4, 9, 4, 8), (-1, 3, 0, 2), (5, 3, 3, 2), (0, 0, 0, 0), (7, 200, 7, 0)],
)
def test_folding_rule(value, total, expected, ticks):
    rule = charts.rule(value, total)
    assert rule.value == expected
    assert len(rule.ticks) == ticks


@pytest.mark.parametrize(("value", "total", "percent"), [(4, 9, 44), (0, 0, 0), (12, 9, 100), (-2, 9, 0)])
def test_ring(value, total, percent):
    assert charts.ring(value, total).percent == percent


def test_radar_points_up_first_and_goes_clockwise():
    radar = charts.radar(["a", "b", "c", "d"], [5, 2.5, None, 5], maximum=5)
    first, second, third, _fourth = radar.spokes
    assert (first.dot.x, first.dot.y) == (radar.centre.x, radar.centre.y - 140)
    assert (second.dot.x, second.dot.y) == pytest.approx((radar.centre.x + 70, radar.centre.y))
    assert third.dot is None
    assert [spoke.anchor for spoke in radar.spokes] == ["middle", "start", "middle", "end"]
    assert radar.before == ""


@pytest.mark.parametrize(
    ("labels", "now", "before"), [(["a", "b"], [1, 2], []), (["a"] * 3, [1], []), (["a"] * 3, [1] * 3, [1])]
)
def test_radar_refuses_what_it_cannot_draw(labels, now, before):
    with pytest.raises(ValueError, match="three axes"):
        charts.radar(labels, now, before)


def test_trend_lifts_the_pen_at_a_gap_and_labels_the_last_value():
    trend = charts.trend(["a", "b", "c"], [("All", [1, None, 3])], low=1, high=3)
    line = trend.lines[0]
    assert line.path.count("M") == 2
    assert line.last == 3
    assert [dot.y for dot in line.dots] == [trend.base, 16]


def test_labels_of_lines_that_end_together_do_not_overlap():
    trend = charts.trend(["a", "b"], [("x", [1, 2]), ("y", [3, 2]), ("z", [2, 2])], low=1, high=3)
    ends = sorted(line.end.y for line in trend.lines)
    assert min(b - a for a, b in pairwise(ends)) >= charts.LABEL_GAP
    assert [line.dotted for line in trend.lines] == [False, False, True]


@pytest.mark.parametrize("series", [[], [("a", [1, 2])] * 4, [("a", [1])], [("a", [None, None])]])
def test_trend_refuses_what_it_cannot_draw(series):
    with pytest.raises(ValueError):  # noqa: PT011 - four different sentences
        charts.trend(["x", "y"], series, low=0, high=3)


def test_the_longest_bar_leaves_room_for_its_number():
    assert [bar.width for bar in charts.bars([("a", 12), ("b", 6), ("c", 0)])] == [85, 42, 0]
    assert charts.bars([("a", 0)])[0].width == 0
    assert charts.bars([]) == []


def test_heat_has_five_steps_and_hides_what_is_protected():
    heat = charts.heat(["a"] * 6, [("Customer", "", [1, 1.9, 3, 4.2, 5, None])], low=1, high=5)
    assert [cell.level for cell in heat.rows[0].cells] == [1, 2, 3, 5, 5, 0]


@pytest.mark.parametrize(
    ("stage", "states"),
    [(0, ["todo"] * 6), (1, ["now"] + ["todo"] * 5), (3, ["done", "done", "now", "todo", "todo", "todo"])],
)
def test_small_loop(stage, states):
    assert [arc.state for arc in charts.loop_arcs(stage)] == states
