"""What a person's week holds, gathered from every room in a constant number of queries."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.models import Assessment
from events.models import Occurrence
from knowledge.models import Lap
from people.models import TeamMembership

WORKDAYS = 5
# Of how many open laps the nearest are chosen.
MOST_NEAR = 50


@dataclass
class Entry:
    """One thing on one day: a line of the week."""

    title: str
    url: str
    cat: str
    line: str = ""
    at: time | None = None


@dataclass
class Day:
    """A day of the week with its entries, those with a time first and in order."""

    date: date
    is_today: bool
    entries: list[Entry] = field(default_factory=list)


@dataclass
class Week:
    """Monday to Friday, with Saturday and Sunday only where something stands on them."""

    days: list[Day]

    @property
    def first(self):
        return self.days[0].date

    @property
    def last(self):
        return self.days[-1].date

    @property
    def number(self):
        """ISO 8601 week number."""
        return self.days[0].date.isocalendar().week


def shown_monday(today):
    """The Monday of this week; on a weekend, of the week to come."""
    return today - timedelta(days=today.weekday()) + (timedelta(days=7) if today.weekday() >= WORKDAYS else timedelta())


def week_for(user, today=None, learning=()):
    """The reader's week in the reader's own zone: dates they are registered for, their teams' rounds and laps, training
    that is due, and the next lesson (`learning`, see courses/progress.py). Three queries however much stands in it."""
    today = today or timezone.localdate()
    monday = shown_monday(today)
    days = [Day(monday + timedelta(days=n), monday + timedelta(days=n) == today) for n in range(7)]
    by_date = {day.date: day for day in days}
    team_ids = [m.team_id for m in user.team_memberships]
    for day, entry in [
        *_meetings(user, monday),
        *_rounds(user, team_ids, monday),
        *_laps(user, team_ids, monday),
        *_due(learning, monday),
        *_next_lesson(learning, max(today, monday)),
    ]:
        by_date[day].entries.append(entry)
    for day in days:
        day.entries.sort(key=lambda entry: (entry.at is None, entry.at or time.min, entry.title))
    return Week(days[:WORKDAYS] + [day for day in days[WORKDAYS:] if day.entries])


def _bounds(monday):
    start = timezone.make_aware(datetime.combine(monday, time.min))
    return start, timezone.make_aware(datetime.combine(monday + timedelta(days=7), time.min))


def _meetings(user, monday):
    start, end = _bounds(monday)
    found = (
        Occurrence.objects.between(start, end)
        .visible_to(user)
        .filter(event__registrations__user=user, event__registrations__status="confirmed", starts_at__gte=start)
        .select_related("event")
        .distinct()
    )
    for occurrence in found:
        local = timezone.localtime(occurrence.starts_at)
        place = occurrence.event.place or occurrence.event.get_format_display()
        line = f"{date_format(local, 'H:i')}, {place}"
        yield (
            local.date(),
            Entry(occurrence.event.title, occurrence.event.get_absolute_url(), "event", line, local.time()),
        )


def _rounds(user, team_ids, monday):
    found = (
        Assessment.objects.visible_to(user)
        .open()
        .filter(team__in=team_ids, closes_on__range=(monday, monday + timedelta(days=6)))
        .select_related("team")
    )
    for assessment in found:
        url = reverse("assessments:take", args=[assessment.team.slug, assessment.number])
        yield assessment.closes_on, Entry(_("Assess: %(team)s") % {"team": assessment.team}, url, "assess", _("closes"))


def _laps(user, team_ids, monday):
    found = (
        Lap.objects.visible_to(user)
        .open()
        .filter(team__in=team_ids, decide_by__range=(monday, monday + timedelta(days=6)))
        .select_related("team")
    )
    for lap in found:
        title = _("%(team)s looks back") % {"team": lap.team.name}
        yield lap.decide_by, Entry(title, lap.get_absolute_url(), "retro", lap.practice_title)


def _due(learning, monday):
    """Training that is due this week and not finished."""
    for item in learning:
        if item.due_on and monday <= item.due_on < monday + timedelta(days=7):
            yield item.due_on, Entry(item.title, item.url, "learn", _("due"))


def _next_lesson(learning, day):
    """The lesson to go on with, on the first day that is left of the week."""
    for item in learning[:1]:
        yield day, Entry(item.next.title, item.next.url, "learn", item.title)


def home_team(user):
    """The team whose lap stands on a person's home: one they work in before one they coach, or `None`."""
    memberships = sorted(user.team_memberships, key=lambda m: m.role == TeamMembership.Role.COACH)
    return memberships[0].team if memberships else None


def teams_near(team, lap, user, limit=3):
    """Other teams on the same practice, or on any lap, as far as this reader may see their laps."""
    others = Lap.objects.visible_to(user).open().exclude(team=team).filter(practice__isnull=False)
    found = list(others.select_related("team", "practice").order_by("-started_on", "pk")[:MOST_NEAR])
    same = [other for other in found if lap and lap.practice_id and other.practice_id == lap.practice_id]
    return (same or found)[:limit]
