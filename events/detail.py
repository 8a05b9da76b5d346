"""What an event's page shows to one reader, gathered in a constant number of queries."""

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events import when
from events.forms import RegisterForm
from events.listing import tickets
from events.models import Event, Registration
from events.permissions import can_cancel_registration, can_edit_event
from events.schedule import words
from events.services.registrations import closed_because
from events.standing import standings
from knowledge.evidence import evidence_for_many
from knowledge.models import PracticePage
from people.audiences import visible_pages
from people.models import User

OTHER_DATES = 6
ICONS = {
    "workshop": "ticket",
    "forum": "messages-square",
    "office_hours": "clock",
    "meeting": "users",
    "webinar": "video",
}


def readable(user):
    """The events that this reader may open, with what the page needs of each."""
    facilitators = Prefetch("facilitators", User.objects.select_related("profile"))
    return Event.objects.visible_to(user).prefetch_related("occurrences", facilitators)


def event_page(event, user, form=None):
    """The context of an event's page. `form` is a registration that was refused."""
    dates = list(event.occurrences.all())
    coming = [date for date in dates if date.ends_at >= timezone.now()]
    rows = list(event.registrations.active().with_people()) if user.is_authenticated else []
    closed = closed_because(event)
    standing = standings([event], user)[event.pk]
    if form is None and user.is_authenticated and not closed:
        form = RegisterForm(event=event, user=user, held=held_by_person(rows))
    can_edit = can_edit_event(user, event)
    confirmed = standing.mine is not None and standing.mine.status == Registration.Status.CONFIRMED
    return {
        "event": event,
        "section": "events",
        "side_width": "lg",
        "side_sticky": True,
        "icon": ICONS.get(event.kind, "ticket"),
        "shown": coming[0] if coming else dates[-1],
        "when": when_facts(event, coming or dates[-1:], dates),
        "over": not coming,
        "places": places_words(event),
        "standing": standing,
        "closed": closed,
        "form": form,
        "team_rows": _team_rows(rows, user, event),
        "participants": _participants(rows) if can_edit else None,
        "can_edit": can_edit,
        "join_url": event.join_url if confirmed or can_edit else "",
        "practices": _practices(event, user),
        "other_dates": coming[1 : OTHER_DATES + 1] if event.is_series else [],
        "more_dates": max(0, len(coming) - 1 - OTHER_DATES) if event.is_series else 0,
        "same_name": same_name(event, user),
    }


def held_by_person(rows):
    """{person's pk: registration} of the active registrations of one event."""
    return {row.user_id: row for row in rows if row.user_id}


def when_facts(event, shown, dates):
    """When it takes place, in the reader's zone: a day, lines of times, and the planned time where the zones differ."""
    first = shown[0]
    lines = [f"{when.times(first.starts_at, first.ends_at)}, {when.zone_name(first.starts_at)}"]
    if planned := _planned(event, first):
        lines.append(planned)
    if event.is_series:
        lines.append(_series_words(event, dates))
    elif len(dates) > 1:
        others = [date for date in dates if date != first]
        lines += [
            _("and %(day)s, %(times)s")
            % {"day": when.day(date.starts_at, year=False), "times": when.times(date.starts_at, date.ends_at)}
            for date in others
        ]
    return {"day": when.day(first.starts_at), "lines": lines}


def _planned(event, date):
    """The time on the clock of the event's zone, where that is another one than the reader's."""
    here = timezone.localtime(date.starts_at)
    with timezone.override(event.timezone):
        there = timezone.localtime(date.starts_at)
        if there.utcoffset() == here.utcoffset():
            return ""
        city = event.timezone.rpartition("/")[2].replace("_", " ")
        return _("%(times)s in %(city)s") % {"times": when.times(date.starts_at, date.ends_at), "city": city}


def _series_words(event, dates):
    last = date_format(timezone.localtime(dates[-1].starts_at), "j F Y")
    said = words(event.rrule)
    return _("%(often)s until %(day)s") % {"often": f"{said[0].upper()}{said[1:]}", "day": last}


def places_words(event):
    """The places in two lines: how many are left, and until when one can register."""
    if not event.takes_registrations:
        return _("Just come"), ""
    left = event.seats_left
    if left is None:
        first = _("No limit")
    else:
        first = _("%(left)s of %(capacity)s left") % {"left": left, "capacity": event.capacity}
    closes = event.registration_closes_at
    if closes is None:
        return first, ""
    words_ = _("Closes on %(day)s") if closes > timezone.now() else _("Closed on %(day)s")
    return first, words_ % {"day": date_format(timezone.localtime(closes), "j F")}


def _team_rows(rows, user, event):
    """What the reader's teams hold, other than the reader's own: pairs of registration and may they give it back."""
    teams = {membership.team_id for membership in user.team_memberships} if user.is_authenticated else set()
    found = []
    for row in rows:
        if row.team_id in teams and row.user_id != user.pk:
            row.event = event
            found.append((row, can_cancel_registration(user, row)))
    return found


def _participants(rows):
    """Everyone who comes or waits, for those who run the event."""
    seated = [row for row in rows if row.status == Registration.Status.CONFIRMED]
    waiting = [row for row in rows if row.status == Registration.Status.WAITING]
    said = ngettext("%(n)s person comes", "%(n)s people come", len(seated)) % {"n": len(seated)}
    if waiting:
        said += ", " + ngettext("%(n)s waits", "%(n)s wait", len(waiting)) % {"n": len(waiting)}
    return {"seated": seated, "waiting": waiting, "words": said}


def _practices(event, user):
    pages = list(visible_pages(PracticePage.objects.filter(events=event), user).order_by("title"))
    strips = evidence_for_many(pages, user)
    return [(page, strips[page.pk]) for page in pages]


def same_name(event, user):
    """The same workshop on other dates, as tickets."""
    others = Event.objects.upcoming_for(user).of_the_same_name(event).for_list()[:OTHER_DATES]
    return tickets(others, user)
