"""What the list of events shows: tickets in order, and four weeks as a table."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Count
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events import when
from events.models import Occurrence
from events.schedule import words
from events.standing import Standing, seats_words, standings

WEEKS = 4
WORKDAYS = 5
CATEGORIES = {"forum": "talk", "meeting": "talk", "webinar": "learn"}


@dataclass(frozen=True)
class Ticket:
    """What components/ticket.html wants."""

    start: datetime
    title: str
    url: str
    line: str
    status: str = ""
    status_kind: str = ""


@dataclass
class Entry:
    """One date of an event in the table."""

    title: str
    url: str
    cat: str
    time: time


@dataclass
class Day:
    """One day of the table."""

    date: date
    is_today: bool
    is_out: bool
    entries: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class Month:
    """Four weeks from a Monday: what components/month.html wants, and the days to go on to."""

    weeks: list[list[Day]]
    weekdays: list[str]
    label: str
    earlier: date
    later: date


def people_words(event):
    """ "Jonas Lindqvist and 2 others", or nothing. Wants prefetched facilitators."""
    names = [person.display_name for person in event.facilitators.all()]
    if len(names) < 2:
        return "".join(names)
    if len(names) == 2:
        return _("%(a)s and %(b)s") % {"a": names[0], "b": names[1]}
    return _("%(a)s and %(n)s others") % {"a": names[0], "n": len(names) - 1}


def ticket(event, standing=None):
    """The ticket of an event at its next date, or its last. Wants `for_list()` after `upcoming()` or `past()`.

    Without a `standing` it says what anybody is told about the seats.
    """
    start, end = event.next_start, event.next_end
    coming = start is not None
    if not coming:
        start, end = event.last_start, event.last_end
    if standing is None:
        standing = Standing(*seats_words(event))
    kind, people = event.get_kind_display(), people_words(event)
    who = _("%(kind)s with %(people)s.") % {"kind": kind, "people": people} if people else f"{kind}."
    where = event.place or event.get_format_display()
    line = f"{who} {_how_often(event)}{when.times(start, end)}, {where}"
    status = (standing.label, standing.status) if coming or standing.mine else ("", "")
    return Ticket(start, event.title, event.get_absolute_url(), line, *status)


def _how_often(event):
    if event.is_series:
        said = words(event.rrule)
        return f"{said[0].upper()}{said[1:]}, "
    if event.dates > 1:
        return ngettext("%(n)s date, ", "%(n)s dates, ", event.dates) % {"n": event.dates}
    return ""


def tickets(events, user):
    """The tickets of some events as they stand for this reader: two queries for all of them."""
    found = list(events)
    stands = standings(found, user)
    return [ticket(event, stands[event.pk]) for event in found]


def kind_counts(events):
    """{kind: how many} in one query."""
    rows = events.order_by().values("kind").annotate(n=Count("pk", distinct=True))
    return {row["kind"]: row["n"] for row in rows}


def month(events, start, today=None):
    """Four weeks from the Monday of `start`, Monday to Friday and weekend days where something stands on them.

    `events` is the queryset of those shown; days and times are the reader's. One query.
    """
    today = today or timezone.localdate()
    monday = start - timedelta(days=start.weekday())
    days = [monday + timedelta(days=n) for n in range(7 * WEEKS)]
    entries = _entries(events, monday)
    used = max((day.weekday() for day in entries), default=0)
    columns = max(WORKDAYS, used + 1)
    shown = [day for day in days if day.weekday() < columns]
    cells = [Day(day, day == today, day < today, entries.get(day, [])) for day in shown]
    return Month(
        weeks=[cells[n : n + columns] for n in range(0, len(cells), columns)],
        weekdays=[date_format(day, "D") for day in days[:columns]],
        label=_("%(first)s to %(last)s")
        % {"first": date_format(shown[0], "j F"), "last": date_format(shown[-1], "j F Y")},
        earlier=monday - timedelta(days=7 * WEEKS),
        later=monday + timedelta(days=7 * WEEKS),
    )


def _entries(events, monday):
    first, last = (
        timezone.make_aware(datetime.combine(day, time.min)) for day in (monday, monday + timedelta(days=7 * WEEKS))
    )
    found = defaultdict(list)
    dates = Occurrence.objects.filter(starts_at__gte=first, starts_at__lt=last)
    for occurrence in dates.filter(event__in=events.order_by().values("pk")).select_related("event"):
        local, event = timezone.localtime(occurrence.starts_at), occurrence.event
        entry = Entry(event.title, event.get_absolute_url(), CATEGORIES.get(event.kind, "event"), local.time())
        found[local.date()].append(entry)
    return found
