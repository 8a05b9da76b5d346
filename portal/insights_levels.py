"""Levels on the insights page: the line over six quarters, the map of departments, and both in a sentence."""

from math import ceil, floor

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.aggregates import PLACES
from assessments.sentences import SMALLEST_MOVE, mid_sentence
from themes import charts

STEP = 0.5
COLUMNS_THAT_FIT = 4


def maturity(levels):
    """What the trend shows: a chart with its sentence and how many teams each quarter counts.

    With one quarter bars for its areas as `bars`; `None` where no quarter may be shown.
    """
    shown = _shown(levels)
    if not shown:
        return None
    counted = ", ".join(
        _("%(teams)s in %(quarter)s") % {"teams": group.teams, "quarter": quarter_label(quarter)}
        for quarter, group in shown
    )
    if len(shown) == 1:
        group = shown[0][1]
        rows = [(title, group.levels[key]) for key, title in levels.areas if key in group.levels]
        return {"bars": charts.bars(rows), "counted": counted}
    chart = _trend(levels, shown)
    return {"chart": chart, "label": _read_out(chart), "counted": counted}


def movement(levels):
    """What rises and what is lowest: "Feedback rises, forecasting does not."; empty where nothing may be shown."""
    shown = _shown(levels)
    if not shown:
        return ""
    rising, lowest = _rising(levels, shown), _lowest(levels, shown)
    if rising is None and len(shown) == 1:
        return _("%(lowest)s is lowest.") % {"lowest": _title(levels, lowest)}
    if rising is None:
        return _("No area rises, %(lowest)s is lowest.") % {"lowest": mid_sentence(_title(levels, lowest))}
    if rising == lowest:
        return _("%(rising)s rises and is still lowest.") % {"rising": _title(levels, rising)}
    names = {"rising": _title(levels, rising), "lowest": mid_sentence(_title(levels, lowest))}
    if (_change(lowest, shown) or 0) >= SMALLEST_MOVE:
        return _("%(rising)s rises most, %(lowest)s is lowest.") % names
    return _("%(rising)s rises, %(lowest)s does not.") % names


def department_heat(levels):
    """Departments by area, or `None` where no department may be shown."""
    if not levels.departments:
        return None
    rows = [
        (
            name,
            _("%(teams)s, %(quarter)s") % {"teams": _teams(group.teams), "quarter": quarter_label(quarter)},
            [group.levels.get(key) for key, _title in levels.areas],
        )
        for name, quarter, group in levels.departments
    ]
    low, high = levels.scale
    chart = charts.heat([title for _key, title in levels.areas], rows, low=low, high=high)
    return {"chart": chart, "wide": len(levels.areas) > COLUMNS_THAT_FIT}


def quarter_label(quarter):
    """A quarter on an axis: "Q3 26"."""
    return _("Q%(number)s %(year)02d") % {"number": quarter.number, "year": quarter.year % 100}


def _shown(levels):
    return [(quarter, group) for quarter, group in levels.quarters if group is not None]


def _trend(levels, shown):
    """All areas, what rises most and what is lowest, from the first quarter that may be shown."""
    groups = [group for quarter, group in levels.quarters if quarter >= shown[0][0]]
    steps = [quarter_label(quarter) for quarter, _group in levels.quarters if quarter >= shown[0][0]]
    series = [(_("All areas"), [group.mean if group else None for group in groups])]
    for key in dict.fromkeys(filter(None, [_rising(levels, shown), _lowest(levels, shown)])):
        series.append((_title(levels, key), [group.levels.get(key) if group else None for group in groups]))
    values = [value for _label, line in series for value in line if value is not None]
    low, high = floor(min(values) / STEP) * STEP, ceil(max(values) / STEP) * STEP
    return charts.trend(steps, series, low=low, high=high if high > low else low + STEP, every=STEP)


def _change(key, shown):
    """From the first quarter that tells this area to the last, or `None` where fewer than two do."""
    values = [group.levels[key] for _quarter, group in shown if key in group.levels]
    return round(values[-1] - values[0], PLACES) if len(values) > 1 else None


def _rising(levels, shown):
    """The key of the area of the last quarter that rose most and visibly, or `None`."""
    moved = {key: _change(key, shown) or 0 for key, _title in levels.areas if key in shown[-1][1].levels}
    key = max(moved, key=moved.get)
    return key if moved[key] >= SMALLEST_MOVE else None


def _lowest(levels, shown):
    """The key of the lowest area of the last quarter."""
    last = shown[-1][1].levels
    return min((key for key, _title in levels.areas if key in last), key=last.get)


def _title(levels, key):
    return dict(levels.areas)[key]


def _teams(count):
    return ngettext("%(n)s team", "%(n)s teams", count) % {"n": count}


def _read_out(chart):
    """The trend in words: first and last value of each line."""
    lines = []
    for line in chart.lines:
        first = next(value for value in line.values if value is not None)
        values = {"label": line.label, "first": f"{first:.1f}", "last": f"{line.last:.1f}"}
        lines.append(_("%(label)s from %(first)s to %(last)s") % values)
    return _("Average level over the quarters: %(lines)s.") % {"lines": ", ".join(lines)}
