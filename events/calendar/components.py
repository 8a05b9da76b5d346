"""Events as VEVENT components."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Event as VEvent
from icalendar import vRecur, vUri


def uid_of(event, occurrence=None):
    """The name of an event in calendars, for ever. Its first date, and a series, carry the event's own."""
    dates = event.occurrences.all()
    if occurrence is None or event.is_series or occurrence.pk == min(date.pk for date in dates):
        return str(event.uid)
    return f"{event.uid}-{occurrence.pk}"


def vevents(event, registration=None, facilitates=False):
    """The components of an event: one for a series, otherwise one for each date.

    With the `registration` of a feed's owner, or where they facilitate it, it tells more: their status, and the join
    link to those who have a place.
    """
    dates = list(event.occurrences.all())
    return [_vevent(event, date, registration, facilitates) for date in (dates[:1] if event.is_series else dates)]


def _vevent(event, occurrence, registration, facilitates):
    zone = ZoneInfo(event.timezone)
    changed_at = max(event.updated_at, registration.changed_at) if registration else event.updated_at
    waiting = registration is not None and registration.status == "waiting"
    component = VEvent()
    component.add("UID", uid_of(event, occurrence))
    component.add("DTSTAMP", changed_at)
    component.add("LAST-MODIFIED", changed_at)
    component.add("CREATED", event.created_at)
    component.add("SEQUENCE", event.sequence)
    component.add("DTSTART", occurrence.starts_at.astimezone(zone))
    component.add("DTEND", occurrence.ends_at.astimezone(zone))
    if event.is_series:
        component.add("RRULE", vRecur.from_ical(event.rrule))
    title = _("Waiting list: %(title)s") % {"title": event.title} if waiting else event.title
    component.add("SUMMARY", title)
    if event.place:
        component.add("LOCATION", event.place)
    url = settings.BASE_URL + event.get_absolute_url()
    join_url = event.join_url if facilitates or (registration and not waiting) else ""
    component.add("DESCRIPTION", _description(event, url, join_url, waiting))
    if join_url:
        component.add("CONFERENCE", vUri(join_url), parameters={"VALUE": "URI", "FEATURE": "VIDEO"})
    component.add("URL", url)
    component.add("CATEGORIES", [str(event.get_kind_display())])
    component.add("STATUS", "TENTATIVE" if waiting else "CONFIRMED")
    component.add("TRANSP", "TRANSPARENT" if waiting else "OPAQUE")
    return component


def _description(event, url, join_url, waiting):
    lines = [event.summary]
    if waiting:
        lines.append(_("You are on the waiting list and hear from us when a place is free."))
    if join_url:
        lines.append(_("Join: %(url)s") % {"url": join_url})
    return "\n\n".join([line for line in lines if line] + [url])


def ventry(entry):
    """Something of another room as a component. A day stands as a whole day; its end is exclusive (section 3.6.1)."""
    component = VEvent()
    component.add("UID", entry.uid)
    component.add("DTSTAMP", entry.changed_at)
    component.add("LAST-MODIFIED", entry.changed_at)
    component.add("DTSTART", entry.start)
    component.add("DTEND", entry.end or entry.start + timedelta(days=1))
    component.add("SUMMARY", entry.title)
    url = settings.BASE_URL + entry.url if entry.url else ""
    component.add("DESCRIPTION", "\n\n".join(line for line in (entry.description, url) if line))
    if url:
        component.add("URL", url)
    if entry.category:
        component.add("CATEGORIES", [entry.category])
    component.add("STATUS", "CONFIRMED")
    component.add("TRANSP", "TRANSPARENT" if entry.end is None else "OPAQUE")
    return component
