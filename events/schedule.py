"""When an event takes place: dates and times in its own zone, recurrence rules, and the moments they come to.

Rules are RFC 5545 (section 3.3.10), bounded: every series ends, after at most `MAX_DATES` dates and `MAX_YEARS` years.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.exceptions import EventError

MAX_DATES = 200
MAX_YEARS = 3
FIRST_YEAR, LAST_YEAR = 1990, 2100
WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
ORDER = ["FREQ", "UNTIL", "COUNT", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"]
DAY = r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)"
MAX_LENGTH = 200
ALLOWED = {
    "FREQ": r"DAILY|WEEKLY|MONTHLY|YEARLY",
    "UNTIL": r"\d{8}(T\d{6}Z?)?",
    "COUNT": r"\d{1,6}",
    "INTERVAL": r"[1-9]\d?",
    "BYDAY": rf"{DAY}(,{DAY})*",
    "BYMONTHDAY": r"-?[1-9]\d?(,-?[1-9]\d?)*",
    "BYMONTH": r"[1-9]\d?(,[1-9]\d?)*",
    "BYSETPOS": r"-?[1-9]\d{0,2}(,-?[1-9]\d{0,2})*",
    "WKST": r"MO|TU|WE|TH|FR|SA|SU",
}


@dataclass(frozen=True, order=True)
class Slot:
    """One date with its start and end on the clock of the event's zone."""

    day: date
    start: time
    end: time


def moment(day, clock, zone):
    """A wall-clock time in a zone as UTC. A time that a clock change skips is read with the offset before it, one that
    it repeats is the first (RFC 5545, section 3.3.5)."""
    return datetime.combine(day, clock, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def moments(slot, zone):
    """Start and end of a slot in UTC. Where a clock change would turn them round, the length on the clock counts."""
    starts_at, ends_at = moment(slot.day, slot.start, zone), moment(slot.day, slot.end, zone)
    if ends_at <= starts_at:
        ends_at = starts_at + (datetime.combine(slot.day, slot.end) - datetime.combine(slot.day, slot.start))
    return starts_at, ends_at


def slot_of(occurrence, zone):
    """The slot that an occurrence came from."""
    start, end = (at.astimezone(ZoneInfo(zone)) for at in (occurrence.starts_at, occurrence.ends_at))
    return Slot(start.date(), start.time(), end.time())


def repeat_rule(freq, day, count, interval=1):
    """The rule of a plain repetition: "weekly", or "monthly" on the same weekday of the month as `day`.

    The fifth weekday of a month is taken for the last: not every month has five.
    """
    if freq == "weekly":
        return f"FREQ=WEEKLY;COUNT={count};INTERVAL={interval}" if interval > 1 else f"FREQ=WEEKLY;COUNT={count}"
    nth = (day.day - 1) // 7 + 1
    byday = f"{-1 if nth == 5 else nth}{WEEKDAYS[day.weekday()]}"
    return f"FREQ=MONTHLY;COUNT={count};" + (f"INTERVAL={interval};" if interval > 1 else "") + f"BYDAY={byday}"


def parts_of(rrule):
    """The parts of a rule as a dict. Raises `EventError` for what is no rule or may be no rule here."""
    parts = {}
    if len(rrule) > MAX_LENGTH:
        raise EventError({"rrule": _("This repetition is too long.")})
    for part in rrule.upper().removeprefix("RRULE:").strip(";").split(";"):
        name, _equals, value = part.partition("=")
        if name in parts or not re.fullmatch(ALLOWED.get(name, r"(?!)"), value):
            raise EventError({"rrule": _("“%(part)s” cannot stand in a repetition.") % {"part": part[:40]}})
        parts[name] = value
    if "FREQ" not in parts:
        raise EventError({"rrule": _("Say how often it repeats.")})
    if ("COUNT" in parts) == ("UNTIL" in parts):
        raise EventError({"rrule": _("Say when the repetition ends: after a number of dates, or on a day.")})
    return parts


def clean_rule(rrule, slot, zone):
    """A rule in its one written form: parts in the order that calendars expect, UNTIL in UTC."""
    parts = parts_of(rrule)
    if parts.get("INTERVAL") == "1":
        del parts["INTERVAL"]
    if "UNTIL" in parts:
        until = _until(parts["UNTIL"], zone)
        if until < datetime.combine(slot.day, slot.start):
            raise EventError({"rrule": _("The repetition ends before the first date.")})
        parts["UNTIL"] = f"{until.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return ";".join(f"{name}={parts[name]}" for name in ORDER if name in parts)


def _until(value, zone):
    """UNTIL as wall-clock time of the zone. A day means its end."""
    try:
        if len(value) == 8:
            return datetime.combine(datetime.strptime(value, "%Y%m%d"), time(23, 59, 59))
        at = datetime.strptime(value.rstrip("Z"), "%Y%m%dT%H%M%S")
    except ValueError as error:
        raise EventError({"rrule": _("The day on which the repetition ends does not exist.")}) from error
    return at.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) if value.endswith("Z") else at


def expand(rrule, slot, zone):
    """All slots of a series that begins with `slot`. Raises `EventError` where it has too many or runs too long."""
    parts = parts_of(rrule)
    first = datetime.combine(slot.day, slot.start)
    limit = first + timedelta(days=366 * MAX_YEARS)
    until = min(_until(parts["UNTIL"], zone), limit + timedelta(days=1)) if "UNTIL" in parts else limit
    bare = ";".join(f"{name}={value}" for name, value in parts.items() if name not in ("COUNT", "UNTIL"))
    try:
        found = list(islice(rrulestr(f"{bare};UNTIL={until:%Y%m%dT%H%M%S}", dtstart=first), MAX_DATES + 1))
    except (ValueError, OverflowError, IndexError) as error:
        raise EventError({"rrule": _("This repetition cannot be worked out.")}) from error
    _refuse_unbounded(parts, found, limit, slot)
    wanted = found[: int(parts["COUNT"])] if "COUNT" in parts else found
    return [Slot(at.date(), slot.start, slot.end) for at in wanted]


def _refuse_unbounded(parts, found, limit, slot):
    count = int(parts.get("COUNT", 0))
    if not found or found[0].date() != slot.day or ("COUNT" in parts and count < 1):
        raise EventError({"rrule": _("The first date is not one of the dates of the repetition.")})
    if count > MAX_DATES or (not count and len(found) > MAX_DATES):
        raise EventError({"rrule": _("A series has at most %(n)s dates.") % {"n": MAX_DATES}})
    if len(found) < count or found[-1] > limit:
        raise EventError({"rrule": _("A series runs for at most %(n)s years.") % {"n": MAX_YEARS}})


def words(rrule):
    """How often a series meets, in words; nothing for an event that is no series."""
    if not rrule:
        return ""
    parts = parts_of(rrule)
    n = int(parts.get("INTERVAL", 1))
    said = {
        "DAILY": ngettext("every day", "every %(n)s days", n),
        "WEEKLY": ngettext("every week", "every %(n)s weeks", n),
        "MONTHLY": ngettext("every month", "every %(n)s months", n),
        "YEARLY": ngettext("every year", "every %(n)s years", n),
    }
    return said[parts["FREQ"]] % {"n": n}
