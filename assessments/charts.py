"""Pictures of a result, for the themes room's chart components."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.sentences import risen_most
from themes import charts

FEWEST_AXES = 3
MOST_ROUNDS = 6


def radar(result):
    """This round and the one before, one axis for each dimension; `None` for too few of them or no score at all."""
    if len(result.dimensions) < FEWEST_AXES or result.mean is None:
        return None
    labels = [dimension.item.title for dimension in result.dimensions]
    now = [dimension.mean for dimension in result.dimensions]
    before = [dimension.before for dimension in result.dimensions]
    if not any(value is not None for value in before):
        before = ()
    return charts.radar(labels, now, before, maximum=result.version.values[-1])


def round_label(earlier):
    """A round beside its line: "Lap 3, average 2.9"."""
    if earlier.mean is None:
        return earlier.assessment.label
    return _("%(round)s, average %(mean).1f") % {"round": earlier.assessment.label, "mean": earlier.mean}


def people_heat(result):
    """People for each level, one row for each dimension that has counts; `None` where none has."""
    rows = [(one.item.title, "", _counts(one.people)) for one in result.dimensions if one.people]
    return _heat(result.version, rows)


def question_heats(result):
    """Pairs of a dimension and people for each level of its questions, with each question's score."""
    return [(dimension, _heat(result.version, _question_rows(dimension))) for dimension in result.dimensions]


def _question_rows(dimension):
    return [(item.item.title, f"{item.mean:.1f}", _counts(item.counts)) for item in dimension.items if item.counts]


def _counts(counts):
    return [counts[value] for value in sorted(counts)]


def _heat(version, rows):
    if not rows:
        return None
    columns = [f"{level['value']} {level['name']}" for level in version.scale]
    return charts.heat(columns, rows, low=0, high=max(max(counts) for *_names, counts in rows), places=0)


def trend(result):
    """All parts, the part that rose most and the first gap, over the latest rounds; `None` for fewer than two."""
    rounds = [one for one in result.history if one.mean is not None][-MOST_ROUNDS:]
    if len(rounds) < 2 or result.mean is None:
        return None
    steps = [f"{one.assessment.label}, {date_format(one.assessment.closed_at, 'F')}" for one in rounds]
    series = [(_("All parts"), [one.mean for one in rounds])]
    for dimension in _telling(result):
        series.append((dimension.item.title, [one.dimensions.get(dimension.item.key) for one in rounds]))
    low, high = result.version.values[0], result.version.values[-1]
    return charts.trend(steps, series, low=low, high=high)


def _telling(result):
    """The dimensions that stand beside the average: what rose most, and the gap."""
    risen = risen_most(result.dimensions)
    gap = result.gaps[0].dimension if result.gaps else None
    return [risen, gap] if risen and gap and risen is not gap else [one for one in (risen or gap,) if one]


def trend_sentence(chart):
    """The trend read out."""
    lines = (f"{line.label}: {', '.join(_value(value) for value in line.values)}" for line in chart.lines)
    return _("Average by round. %(lines)s.") % {"lines": ". ".join(lines)}


def radar_sentence(result):
    """The radar read out."""
    scores = (f"{one.item.title} {_value(one.mean)}" for one in result.dimensions)
    return _("Score of each part: %(scores)s.") % {"scores": ", ".join(scores)}


def _value(value):
    return _("no score") if value is None else f"{value:.1f}"
