"""From numbers to geometry: pure functions whose results the chart templates draw as inline SVG.

No chart is coloured here and none needs a script. Every result carries its numbers as well, so that the template can
show them as a table and read them out in a sentence. Lengths are in units of the drawing's own ``viewBox``.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

HEAT_STEPS = 5
MOST_TICKS = 60


@dataclass(frozen=True)
class Point:
    x: float
    y: float

    def __str__(self) -> str:
        return f"{self.x:.1f},{self.y:.1f}"


@dataclass(frozen=True)
class Rule:
    """A folding rule: ``value`` of ``total`` with a tick after each step but the last."""

    value: int
    total: int
    ticks: list[int] = field(default_factory=list)


def rule(value: int, total: int) -> Rule:
    """Progress in whole steps. More than 60 steps are drawn without ticks: they would run together."""
    total = max(int(total), 0)
    value = min(max(int(value), 0), total)
    return Rule(value, total, list(range(1, total)) if total <= MOST_TICKS else [])


@dataclass(frozen=True)
class Ring:
    """A share of a circle, 0 to 100 per cent."""

    percent: int


def ring(value: float, total: float = 100) -> Ring:
    """``value`` of ``total`` in whole per cent; an empty total is 0."""
    share = 0 if total <= 0 else value / total
    return Ring(round(min(max(share, 0), 1) * 100))


@dataclass(frozen=True)
class Spoke:
    """One axis of a radar: its end, its label with place, its value now and before."""

    label: str
    end: Point
    text: Point
    anchor: str
    value: float | None
    before: float | None
    dot: Point | None


@dataclass(frozen=True)
class Radar:
    width: int
    height: int
    centre: Point
    rings: list[str]
    spokes: list[Spoke]
    now: str
    before: str


def _on_circle(centre: Point, radius: float, index: int, count: int) -> Point:
    angle = 2 * math.pi * index / count - math.pi / 2
    return Point(centre.x + radius * math.cos(angle), centre.y + radius * math.sin(angle))


def _polygon(points: Sequence[Point]) -> str:
    return " ".join(map(str, points))


def radar(
    labels: Sequence[str],
    now: Sequence[float | None],
    before: Sequence[float | None] = (),
    *,
    maximum: float = 5,
    radius: int = 140,
) -> Radar:
    """A radar of three axes or more; the first points up, the others follow clockwise.

    ``None`` stands for an axis without an answer: the outline passes through the centre there and no dot is drawn.
    Raises ``ValueError`` for fewer than three axes or lists of unequal length.
    """
    count = len(labels)
    if count < 3 or len(now) != count or len(before) not in (0, count):
        raise ValueError("a radar needs three axes or more, with one value for each")
    width, height = 500, 2 * radius + 108
    centre = Point(width / 2, radius + 46)

    def at(value: float | None, index: int) -> Point:
        share = min(max((value or 0) / maximum, 0), 1)
        return _on_circle(centre, radius * share, index, count)

    spokes = []
    for index, label in enumerate(labels):
        end = _on_circle(centre, radius, index, count)
        place = _on_circle(centre, radius + 16, index, count)
        side = place.x - centre.x
        anchor = "middle" if abs(side) < 1 else ("start" if side > 0 else "end")
        lift = -16 if anchor == "middle" and place.y < centre.y else (12 if anchor == "middle" else -3)
        value = now[index]
        spokes.append(
            Spoke(
                label=label,
                end=end,
                text=Point(place.x, place.y + lift),
                anchor=anchor,
                value=value,
                before=before[index] if before else None,
                dot=None if value is None else at(value, index),
            )
        )
    steps = max(1, round(maximum))
    rings = [
        _polygon([_on_circle(centre, radius * step / steps, index, count) for index in range(count)])
        for step in range(1, steps + 1)
    ]
    outline = _polygon([at(value, index) for index, value in enumerate(now)])
    earlier = _polygon([at(value, index) for index, value in enumerate(before)]) if before else ""
    return Radar(width, height, centre, rings, spokes, outline, earlier)


@dataclass(frozen=True)
class Line:
    """One series of a trend: its path, its dots, its label with the last value at the end of the line."""

    label: str
    series: str
    dotted: bool
    path: str
    dots: list[Point]
    end: Point
    values: list[float | None]
    last: float


@dataclass(frozen=True)
class Mark:
    """A grid line or a step of the time axis with its text."""

    label: str
    at: float
    anchor: str = "middle"


@dataclass(frozen=True)
class Trend:
    width: int
    height: int
    left: int
    right: int
    base: int
    levels: list[Mark]
    steps: list[Mark]
    lines: list[Line]
    places: int


SERIES = ("ink", "a", "b")
LABEL_GAP = 16.0


def _spread(places: list[float], gap: float) -> list[float]:
    """Move labels that would overlap apart, keeping their order."""
    order = sorted(range(len(places)), key=places.__getitem__)
    moved = list(places)
    for above, below in pairwise(order):
        moved[below] = max(moved[below], moved[above] + gap)
    return moved


def trend(
    steps: Sequence[str],
    series: Sequence[tuple[str, Sequence[float | None]]],
    *,
    low: float,
    high: float,
    every: float = 1,
    height: int = 262,
    places: int = 1,
) -> Trend:
    """Up to three lines over the same steps; the third is dotted. ``None`` leaves a gap in its line.

    Raises ``ValueError`` for more than three series, a series of another length, or one without any value.
    """
    if not 1 <= len(series) <= len(SERIES):
        raise ValueError("a trend shows one to three lines")
    if high <= low:
        raise ValueError("the scale must rise")
    width, left, right, top, base = 660, 40, 530, 16, height - 32
    across = (right - left) / max(len(steps) - 1, 1)

    def y(value: float) -> float:
        return base - (value - low) / (high - low) * (base - top)

    levels = [Mark(f"{low + n * every:g}", y(low + n * every)) for n in range(int((high - low) / every + 1e-9) + 1)]
    marks = [Mark(label, left + n * across) for n, label in enumerate(steps)]
    drawn = []
    for (label, values), hue in zip(series, SERIES, strict=False):
        if len(values) != len(steps):
            raise ValueError(f"{label}: one value for each step is needed")
        points = [None if value is None else Point(left + n * across, y(value)) for n, value in enumerate(values)]
        dots = [point for point in points if point]
        if not dots:
            raise ValueError(f"{label}: there is no value to draw")
        last = [value for value in values if value is not None][-1]
        drawn.append(Line(label, hue, hue == "b", _path(points), dots, dots[-1], list(values), last))
    ends = _spread([line.end.y for line in drawn], LABEL_GAP)
    lines = [
        Line(one.label, one.series, one.dotted, one.path, one.dots, Point(right + 16, end + 4), one.values, one.last)
        for one, end in zip(drawn, ends, strict=True)
    ]
    return Trend(width, height, left, right, base, levels, marks, lines, places)


def _path(points: Sequence[Point | None]) -> str:
    """An SVG path that lifts the pen at each gap."""
    parts, down = [], False
    for point in points:
        if point is not None:
            parts.append(f"{'L' if down else 'M'}{point.x:.1f} {point.y:.1f}")
        down = point is not None
    return " ".join(parts)


@dataclass(frozen=True)
class Bar:
    """One bar of a table: its label, value and length in per cent of the cell (15 per cent stay for the number)."""

    label: str
    value: float
    width: int
    cat: str = ""
    note: str = ""
    url: str = ""


def bars(rows: Sequence[tuple]) -> list[Bar]:
    """Horizontal bars from ``(label, value[, cat[, note[, url]]])``, the largest one fills its cell."""
    largest = max((row[1] for row in rows), default=0)
    return [Bar(row[0], row[1], round(85 * row[1] / largest) if largest > 0 else 0, *row[2:]) for row in rows]


@dataclass(frozen=True)
class Cell:
    """One cell of a heat map; ``level`` 1 to 5 chooses its colour, 0 is a cell that must not be shown."""

    value: float | None
    level: int


@dataclass(frozen=True)
class HeatRow:
    label: str
    note: str
    cells: list[Cell]


@dataclass(frozen=True)
class Heat:
    columns: list[str]
    rows: list[HeatRow]
    places: int


def heat(
    columns: Sequence[str],
    rows: Sequence[tuple[str, str, Sequence[float | None]]],
    *,
    low: float,
    high: float,
    places: int = 1,
) -> Heat:
    """A heat map in five equal steps from ``low`` to ``high``; ``None`` is a value that is missing or protected.

    ``places`` is the number of decimal places shown: 1 for averages, 0 for counts.
    """

    def cell(value: float | None) -> Cell:
        if value is None:
            return Cell(None, 0)
        share = 0 if high <= low else (value - low) / (high - low)
        return Cell(value, min(HEAT_STEPS, max(1, 1 + int(share * HEAT_STEPS))))

    drawn = [HeatRow(label, note, [cell(value) for value in values]) for label, note, values in rows]
    return Heat(list(columns), drawn, places)


@dataclass(frozen=True)
class Arc:
    """One of the six arcs of the small loop."""

    path: str
    state: str


GAP_DEGREES = 14


def loop_arcs(stage: int, *, stations: int = 6, radius: float = 15, middle: float = 20) -> list[Arc]:
    """The small loop: arcs before ``stage`` are done, that one is now, the rest is to do. Stage 0: nothing yet."""

    def point(degrees: float) -> str:
        angle = math.radians(degrees - 90)
        return f"{middle + radius * math.cos(angle):.2f} {middle + radius * math.sin(angle):.2f}"

    arcs = []
    for number in range(1, stations + 1):
        start = 360 / stations * (number - 1) + GAP_DEGREES / 2
        end = 360 / stations * number - GAP_DEGREES / 2
        state = "done" if 0 < number < stage else ("now" if number == stage else "todo")
        arcs.append(Arc(f"M{point(start)}A{radius:g} {radius:g} 0 0 1 {point(end)}", state))
    return arcs
