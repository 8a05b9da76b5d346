"""Makers of events for these tests, through the services."""

import re
from datetime import date, time, timedelta

from django.contrib.auth.models import Group
from django.utils import timezone

from events.services import create_event
from tests.factories import _numbers, make_user


def make_event(title="Running a board", *, in_days=10, **fields):
    """A workshop for members, from 09:30 to 12:00 in London, `in_days` days from today."""
    fields.setdefault("day", timezone.localdate() + timedelta(days=in_days))
    fields.setdefault("start", time(9, 30))
    fields.setdefault("end", time(12))
    fields.setdefault("slug", f"event-{next(_numbers)}")
    fields.setdefault("timezone", "Europe/London")
    return create_event(title=title, **fields)


def make_series(title="Coach hour", *, day=date(2026, 10, 6), count=8, **fields):
    """A weekly series on Tuesdays at 14:00 in London, across the end of summer time."""
    fields.setdefault("rrule", f"FREQ=WEEKLY;COUNT={count}")
    fields.setdefault("kind", "office_hours")
    return make_event(title, day=day, start=time(14), end=time(15), **fields)


def statuses(event):
    """Who holds what: pairs of first name ("" for an open seat) and status, in order."""
    rows = event.registrations.order_by("pk").select_related("user")
    return [(row.user.first_name if row.user else "", row.status) for row in rows]


def assert_seats_agree(event):
    """The cached number of seats is the number of confirmed rows."""
    event.refresh_from_db()
    assert event.seats_taken == event.registrations.confirmed().count()
    assert event.capacity is None or event.seats_taken <= event.capacity


def coach(client=None):
    """A coach, signed in where a client is given."""
    user = make_user("Jonas", "Lindqvist")
    user.groups.add(Group.objects.get_or_create(name="Coaches")[0])
    if client:
        client.force_login(user)
    return user


def signed_in(client, name="Anna", **fields):
    """A member who is signed in."""
    user = make_user(name, **fields)
    client.force_login(user)
    return user


def text(response):
    """What the page says, without markup and with single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())
