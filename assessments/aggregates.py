"""Levels over many teams, without opening the result of any.

Results are for their teams. What leaves this module is means over groups of teams, and no group may tell one team's
level, neither by itself nor by taking one number from another. The rules, all applied in `_group`:

- A mean is given for at least `MINIMUM_TEAMS` teams. Callers may ask for more, never for less.
- A team counts in the quarter in which it closed its round, once, with its latest round there that has
  scores. No round is in two quarters, so comparing quarters compares different rounds.
- A quarter is given once it is over. In a running one, each team that closes its round would show in the difference.
- A department is given for one quarter of the organisation's, as a part of it. Where the teams of that quarter that
  stand in no given department are one to four, the smallest department is held back, so that they are five or more.
- Means are rounded to the one decimal that is shown.

Quarters are those of the installation's time zone, whoever reads: a reader's own zone would move rounds across their
borders. Two things stay possible: whoever knows four teams of five can work out the fifth, and a team that changes its
department changes the numbers of both.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time
from statistics import fmean
from typing import NamedTuple

from django.db.models import Avg, Count
from django.utils import timezone

from assessments.models import Item, ModelVersion, Response
from assessments.scores import MINIMUM_ANSWERS, mean_of

MINIMUM_TEAMS = 5
QUARTERS = 6
PLACES = 1


class Quarter(NamedTuple):
    """A quarter of a calendar year; `number` is 1 to 4."""

    year: int
    number: int

    @classmethod
    def of(cls, day):
        """The quarter that a date stands in."""
        return cls(day.year, (day.month + 2) // 3)

    def plus(self, count):
        """The quarter so many later, or earlier for a negative count."""
        years, place = divmod(self.year * 4 + self.number - 1 + count, 4)
        return Quarter(years, place + 1)

    @property
    def begins_at(self):
        """Its first moment in the installation's time zone."""
        first = date(self.year, 3 * self.number - 2, 1)
        return datetime.combine(first, time.min, tzinfo=timezone.get_default_timezone())


@dataclass(frozen=True)
class GroupLevels:
    """Mean levels of a group of teams by the area's key; only areas in which enough of them have a score.

    `teams` is how many the area with the most of them counts.
    """

    teams: int
    levels: dict

    @property
    def mean(self):
        """Over the areas that are given, so that it tells nothing about one that is held back."""
        return mean_of(self.levels.values())


@dataclass(frozen=True)
class AreaLevels:
    """What may be shown. `areas` lists pairs of key and title in the model's order; `scale` its ends.

    `quarters` lists pairs of a quarter and its `GroupLevels`, the oldest first, `None` where too few teams answered.
    `departments` lists a name, the quarter in question (its latest that may be shown) and its `GroupLevels`, by name.
    """

    areas: list = field(default_factory=list)
    scale: tuple = (1, 5)
    quarters: list = field(default_factory=list)
    departments: list = field(default_factory=list)


class _TeamLevels(NamedTuple):
    """One team in one quarter. Stays inside this module."""

    department: str
    levels: dict


def area_levels(minimum_teams=MINIMUM_TEAMS, *, quarters=QUARTERS, now=None):
    """Mean levels by area over the latest whole quarters, of all teams and of departments. Three queries.

    Reads the model that rounds ask unless told otherwise, in all its versions with the same scale. Raises `ValueError`
    for fewer teams than `MINIMUM_TEAMS`.
    """
    if minimum_teams < MINIMUM_TEAMS:
        raise ValueError(f"levels are given for {MINIMUM_TEAMS} teams or more")
    versions = list(ModelVersion.objects.published())
    if not versions:
        return AreaLevels()
    newest = versions[0]
    alike = [one for one in versions if one.model_id == newest.model_id and one.values == newest.values]
    areas = list(Item.objects.filter(version=newest, parent__isnull=True).order_by("position", "pk"))
    running = Quarter.of(timezone.localdate(now, timezone.get_default_timezone()))
    shown = [running.plus(-back) for back in range(quarters, 0, -1)]
    teams = _team_levels(alike, shown[0].begins_at, running.begins_at)
    groups = {quarter: _group(teams[quarter], areas, minimum_teams) for quarter in shown}
    return AreaLevels(
        areas=[(area.key, area.title) for area in areas],
        scale=(newest.values[0], newest.values[-1]),
        quarters=[(quarter, groups[quarter][0]) for quarter in shown],
        departments=_latest_departments(groups),
    )


def _team_levels(versions, begin, end):
    """Each team's levels by quarter, scored as in assessments/scores.py: too few answers to a question are no score."""
    rows = (
        Response.objects.filter(
            level__isnull=False,
            item__parent__isnull=False,
            assessment__version__in=versions,
            assessment__closed_at__gte=begin,
            assessment__closed_at__lt=end,
        )
        .values_list(
            "assessment__team_id",
            "assessment__team__department",
            "assessment__closed_at",
            "assessment_id",
            "item__parent__key",
            "item_id",
        )
        .annotate(mean=Avg("level"), answers=Count("pk"))
        .filter(answers__gte=MINIMUM_ANSWERS)
        .order_by("assessment__closed_at", "assessment_id")
    )
    rounds = {}
    for team, department, closed_at, round_id, area, _item, mean, _answers in rows:
        quarter = Quarter.of(timezone.localdate(closed_at, timezone.get_default_timezone()))
        # Rounds come oldest first: a team's latest one of a quarter takes the place of those before.
        held = rounds.get((quarter, team))
        if held is None or held[0] != round_id:
            held = rounds[quarter, team] = (round_id, department.strip(), defaultdict(list))
        held[2][area].append(float(mean))
    found = defaultdict(list)
    for (quarter, _team), (_round, department, means) in rounds.items():
        found[quarter].append(_TeamLevels(department, {area: fmean(items) for area, items in means.items()}))
    return found


def _group(teams, areas, minimum):
    """The one place that decides what may be told of a quarter: its `GroupLevels` or `None`, departments' by name."""
    whole, parts = {}, defaultdict(dict)
    for area in areas:
        scored = [team for team in teams if area.key in team.levels]
        if len(scored) < minimum:
            continue
        whole[area.key] = [team.levels[area.key] for team in scored]
        for name, levels in _departments(scored, area, minimum).items():
            parts[name][area.key] = levels
    return _means(whole), {name: _means(levels) for name, levels in parts.items()}


def _departments(scored, area, minimum):
    """Departments that may be told in one area, with their teams' levels."""
    by_name = defaultdict(list)
    for team in scored:
        if team.department:
            by_name[team.department].append(team.levels[area.key])
    told = {name: levels for name, levels in by_name.items() if len(levels) >= minimum}
    rest = len(scored) - sum(map(len, told.values()))
    if told and 0 < rest < minimum:
        del told[min(told, key=lambda name: (len(told[name]), name))]
    return told


def _means(levels_by_area):
    if not levels_by_area:
        return None
    levels = {key: round(fmean(levels), PLACES) for key, levels in levels_by_area.items()}
    return GroupLevels(max(map(len, levels_by_area.values())), levels)


def _latest_departments(groups):
    """Each department's latest quarter; `groups` come oldest first."""
    latest = {}
    for quarter, (_whole, departments) in groups.items():
        for name, levels in departments.items():
            latest[name] = (name, quarter, levels)
    return sorted(latest.values())
