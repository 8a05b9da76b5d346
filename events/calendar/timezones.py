"""VTIMEZONE components: one for each zone, with yearly rules (RRULE and BYDAY) where the zone follows one.

Calendar programs read rules right and long lists of dates wrong, so a change that comes every year by one rule is
written as a rule. What follows no rule (Africa/Casablanca, a rule that was given up) is written date by date, for the
years of the feed.
"""

import calendar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import groupby
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
CYCLE = 28  # years after which days and weekdays fall together again
STEP = timedelta(days=7)


@dataclass(frozen=True)
class Change:
    """One clock change. `onset` is the wall-clock time at which it happens, told by the clock before it."""

    onset: datetime
    before: timedelta
    after: timedelta
    name: str

    @property
    def key(self):
        """What changes of one rule have in common."""
        return self.before, self.after, self.name, self.onset.month, self.onset.time(), self.onset.weekday()


def changes(zone, first_year, last_year):
    """Every clock change of a zone from the beginning of one year to the end of another, in order."""
    at, end = datetime(first_year, 1, 1, tzinfo=UTC), datetime(last_year + 1, 1, 1, tzinfo=UTC)
    found = []
    while at < end:
        following = min(at + STEP, end)
        if _state(zone, at) != _state(zone, following):
            found.append(_change_between(zone, at, following))
        at = following
    return found


def _state(zone, at):
    local = at.astimezone(zone)
    return local.utcoffset(), local.tzname()


def _change_between(zone, low, high):
    """The change in this week, to the second."""
    before = _state(zone, low)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=int((high - low).total_seconds()) // 2)
        low, high = (middle, high) if _state(zone, middle) == before else (low, middle)
    offset, name = _state(zone, high)
    return Change((high + before[0]).replace(tzinfo=None), before[0], offset, name)


def _byday(onsets):
    """The BYDAY (and BYMONTHDAY) parts that give exactly these days, one a year, or `None`."""
    weekday = WEEKDAYS[onsets[0].weekday()]
    if all(at.day + 7 > calendar.monthrange(at.year, at.month)[1] for at in onsets):
        return {"BYDAY": f"-1{weekday}"}
    nths = {(at.day - 1) // 7 + 1 for at in onsets}
    if len(nths) == 1:
        return {"BYDAY": f"{nths.pop()}{weekday}"}
    lowest, highest = min(at.day for at in onsets), max(at.day for at in onsets)
    if highest - lowest == 6:
        return {"BYDAY": weekday, "BYMONTHDAY": list(range(lowest, highest + 1))}
    return None


def _rule(found, last_year):
    """The yearly rule of changes with one key, or `None`: every year once, to the end of the cycle."""
    years = [change.onset.year for change in found]
    if len(years) < CYCLE // 2 or years != list(range(years[0], last_year + 1)):
        return None
    days = _byday([change.onset for change in found])
    return days and {"FREQ": "YEARLY", "BYMONTH": found[0].onset.month, **days}


def _observance(onset, before, after, name, rule=None):
    part = TimezoneDaylight() if after > before else TimezoneStandard()
    part.add("DTSTART", onset)
    part.add("TZOFFSETFROM", before)
    part.add("TZOFFSETTO", after)
    part.add("TZNAME", name)
    if rule:
        part.add("RRULE", rule)
    return part


@lru_cache(maxsize=64)
def vtimezone(name, first_year, last_year):
    """The VTIMEZONE of a zone for events of these years."""
    zone = ZoneInfo(name)
    horizon = first_year - 1 + CYCLE
    found = changes(zone, first_year - 1, horizon)
    component = Timezone()
    component.add("TZID", name)
    start = datetime(first_year - 1, 1, 1)
    offset, abbreviation = _state(zone, start.replace(tzinfo=UTC))
    component.add_component(_observance(start, offset, offset, abbreviation))
    in_order = sorted(found, key=lambda change: (change.key, change.onset))
    for _key, group in groupby(in_order, key=lambda change: change.key):
        same = list(group)
        rule = _rule(same, horizon)
        for change in same[:1] if rule else [each for each in same if each.onset.year <= last_year + 1]:
            component.add_component(_observance(change.onset, change.before, change.after, change.name, rule))
    return component
