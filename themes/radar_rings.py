"""A radar of rings and quarters with numbered blips: pure geometry, drawn by ``components/chart_rings.html``.

Blips stand on concentric tracks. A ring gets as many tracks as its fullest quarter needs, so that no two blips touch,
however many there are, and the same list always gives the same drawing.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from themes.charts import Point

BLIP = 12.0
PITCH = 29.0
NEAREST = 27.0
# From a blip's middle to the lines between quarters; the names of the rings stand on one of them.
CLEAR = 22.0
QUARTERS = 4
FEWEST_TRACKS = (3, 2, 2, 2)
# Where each quarter begins, clockwise from the top left, in quarter turns from the right (the y axis points down).
BEGINS = (2, 3, 0, 1)


@dataclass(frozen=True)
class Entry:
    """One thing on the radar: `quarter` 0 to 3 clockwise from the top left, `ring` from 0, the innermost.

    `mark` is "new", "moved" or empty.
    """

    number: int
    label: str
    url: str
    quarter: int
    ring: int
    mark: str = ""


@dataclass(frozen=True)
class Blip:
    """An entry with its place; `tip_at` and `anchor` place its name, which is shown on hover and focus."""

    entry: Entry
    at: Point
    tip_at: Point
    anchor: str

    @property
    def diamond(self) -> str:
        """The corners of the shape that marks what is new."""
        reach = BLIP + 3
        corners = [(0, -reach), (reach, 0), (0, reach), (-reach, 0)]
        return " ".join(str(Point(self.at.x + x, self.at.y + y)) for x, y in corners)


@dataclass(frozen=True)
class Circle:
    """The outer edge of a ring, and where its name stands."""

    name: str
    radius: float
    text: Point


@dataclass(frozen=True)
class Quarter:
    """The name of a quarter in its corner."""

    name: str
    text: Point
    anchor: str


@dataclass(frozen=True)
class Rings:
    size: int
    middle: float
    blip: float
    circles: list[Circle]
    quarters: list[Quarter]
    blips: list[Blip]


def _room(radius: float) -> tuple[float, float, int]:
    """(angle kept free at either end, angle to use, most blips) of one quarter of a track."""
    if radius <= CLEAR:
        return 0.0, 0.0, 0
    margin = math.asin(CLEAR / radius)
    usable = math.pi / 2 - 2 * margin
    if usable < 0:
        return 0.0, 0.0, 0
    return margin, usable, max(1, int(usable / (2 * math.asin(min(1.0, NEAREST / (2 * radius))))))


def _tracks(fullest: Sequence[int]) -> list[list[float]]:
    """The radii of each ring's tracks, the inner ring first."""
    rings, edge = [], 0.0
    for number, need in enumerate(fullest):
        fewest = FEWEST_TRACKS[number] if number < len(FEWEST_TRACKS) else FEWEST_TRACKS[-1]
        tracks: list[float] = []
        while len(tracks) < fewest or sum(_room(radius)[2] for radius in tracks) < need:
            tracks.append(edge + PITCH * (len(tracks) + 0.5))
        rings.append(tracks)
        edge += PITCH * len(tracks)
    return rings


def _share(count: int, rooms: Sequence[int], first: int) -> list[int]:
    """``count`` blips over tracks in proportion to their room; what is left over begins at the track ``first``."""
    total = sum(rooms)
    shares = [count * room // total if total else 0 for room in rooms]
    for track in [*range(first, len(rooms)), *reversed(range(first))]:
        more = min(rooms[track] - shares[track], count - sum(shares))
        shares[track] += max(0, more)
    return shares


def _places(quarter: int, tracks: Sequence[float], count: int, middle: float) -> list[Point]:
    places = []
    begin = BEGINS[quarter] * math.pi / 2
    rooms = [_room(radius)[2] for radius in tracks]
    # Few blips stand in the middle of their ring, nearer in one quarter and farther in the next.
    first = len(tracks) // 2 - (quarter % 2 if len(tracks) % 2 == 0 else 0)
    for radius, share in zip(tracks, _share(count, rooms, first), strict=True):
        margin, usable, _most = _room(radius)
        for nth in range(share):
            angle = begin + margin + usable * (nth + 0.5) / share
            places.append(Point(middle + radius * math.cos(angle), middle + radius * math.sin(angle)))
    return places


def rings(ring_names: Sequence[str], quarter_names: Sequence[str], entries: Sequence[Entry]) -> Rings:
    """The radar of some entries. Raises ``ValueError`` for other than four quarters, or an entry outside the rings."""
    if len(quarter_names) != QUARTERS:
        raise ValueError("a radar of rings has four quarters")
    cells: dict[tuple[int, int], list[Entry]] = defaultdict(list)
    for entry in entries:
        if not (0 <= entry.ring < len(ring_names) and 0 <= entry.quarter < QUARTERS):
            raise ValueError(f"{entry.label} stands outside the radar")
        cells[entry.ring, entry.quarter].append(entry)
    fullest = [max(len(cells[ring, quarter]) for quarter in range(QUARTERS)) for ring in range(len(ring_names))]
    tracks = _tracks(fullest)
    outer = PITCH * sum(map(len, tracks))
    middle = outer + 6
    circles, edge = [], 0.0
    for name, own in zip(ring_names, tracks, strict=True):
        edge += PITCH * len(own)
        circles.append(Circle(name, edge, Point(middle + edge - 6, middle + 4)))
    blips = []
    for (ring, quarter), found in sorted(cells.items()):
        for entry, at in zip(found, _places(quarter, tracks[ring], len(found), middle), strict=True):
            left = at.x < middle
            tip_at = Point(at.x + (-BLIP if left else BLIP), at.y - BLIP - 6)
            blips.append(Blip(entry, at, tip_at, "start" if left else "end"))
    blips.sort(key=lambda blip: blip.entry.number)
    size = round(2 * middle)
    corners = [(4, 16, "start"), (size - 4, 16, "end"), (size - 4, size - 6, "end"), (4, size - 6, "start")]
    quarters = [Quarter(name, Point(x, y), anchor) for name, (x, y, anchor) in zip(quarter_names, corners, strict=True)]
    return Rings(size, middle, BLIP, circles, quarters, blips)
