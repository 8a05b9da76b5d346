"""Whole feeds: what is in each, the text, and the tag by which a client asks whether anything changed."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, vDuration

from events.calendar.components import ventry, vevents
from events.calendar.sources import entries_for
from events.calendar.timezones import vtimezone
from events.models import Event, Registration

PRODID = "-//Guildhall//Events//EN"
REFRESH = timedelta(hours=1)
KEPT = timedelta(days=366)
FORMAT = 1  # rises when the same rows are written differently


@dataclass
class Feed:
    """What one feed holds: `items` are tuples of event, registration or `None`, and whether the reader facilitates."""

    name: str
    items: list = field(default_factory=list)
    entries: list = field(default_factory=list)
    changed_at: datetime | None = None  # of the last change of anything that may stand in it

    @property
    def etag(self):
        """Changes exactly when the text would."""
        parts = [FORMAT, settings.BASE_URL, self.name, *self.entries]
        for event, registration, facilitates in self.items:
            held = (registration.pk, registration.status, registration.changed_at) if registration else None
            parts.append((event.pk, event.sequence, event.updated_at, held, facilitates))
        return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'

    def text(self):
        """The feed as iCalendar, with the zones before the events."""
        calendar = Calendar()
        calendar.add("PRODID", PRODID)
        calendar.add("VERSION", "2.0")
        calendar.add("CALSCALE", "GREGORIAN")
        calendar.add("METHOD", "PUBLISH")
        calendar.add("NAME", self.name)
        calendar.add("X-WR-CALNAME", self.name)
        calendar.add("REFRESH-INTERVAL", REFRESH, parameters={"VALUE": "DURATION"})
        calendar.add("X-PUBLISHED-TTL", vDuration(REFRESH))
        for component in self._zones():
            calendar.add_component(component)
        for event, registration, facilitates in self.items:
            for component in vevents(event, registration, facilitates):
                calendar.add_component(component)
        for entry in self.entries:
            calendar.add_component(ventry(entry))
        return calendar.to_ical()

    def _zones(self):
        years = {}
        for event, _registration, _facilitates in self.items:
            at = [date.starts_at.year for date in event.occurrences.all()]
            first, last = years.get(event.timezone, (min(at), max(at)))
            years[event.timezone] = min(first, *at), max(last, *at)
        return [vtimezone(name, *years[name]) for name in sorted(years)]


def public_feed(brand_name):
    """Every event that strangers may see, a year back."""
    events = Event.objects.visible_to(AnonymousUser()).for_feed(timezone.now() - KEPT)
    return Feed(
        _("Events at %(name)s") % {"name": brand_name},
        [(event, None, False) for event in events],
        changed_at=Event.objects.aggregate(last=Max("updated_at"))["last"],
    )


def event_feed(event):
    """One event."""
    return Feed(event.title, [(event, None, False)], changed_at=event.updated_at)


def private_feed(user, brand_name):
    """What a person is registered for, waits for or facilitates, and what other rooms add."""
    held = {registration.event_id: registration for registration in Registration.objects.of(user)}
    facilitated = set(Event.objects.filter(facilitators=user).values_list("pk", flat=True))
    events = Event.objects.visible_to(user).filter(pk__in={*held, *facilitated})
    items = [(event, held.get(event.pk), event.pk in facilitated) for event in events.for_feed(timezone.now() - KEPT)]
    entries = entries_for(user)
    changes = [event.updated_at for event, _registration, _facilitates in items]
    changes += [registration.changed_at for registration in held.values()] + [entry.changed_at for entry in entries]
    return Feed(
        _("My dates at %(name)s") % {"name": brand_name}, items, entries, max(changes, default=user.date_joined)
    )
