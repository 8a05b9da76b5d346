"""Registering people and teams, and giving seats back."""

import uuid

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.exceptions import EventError
from events.models import Event, Registration
from events.permissions import can_cancel_registration, can_register_team
from events.services import seats
from events.signals import registrations_changed
from people.permissions import belongs_to

WHEN_FULL = {"wait", "split", "refuse"}
MAX_PARTY = 200


def register_people(*, event, users, registered_by, when_full="wait", registered_at=None):
    """Register people at once. Returns their registrations in order.

    Where fewer seats are left than people: "wait" puts all on the waiting list together, "split" gives the first their
    seats and lets the others wait, "refuse" raises. With `registered_at` (history) nobody is told. Raises `EventError`.
    """
    return _register(event, list(users), None, 0, registered_by, when_full, registered_at)


def register_team(*, event, team, users=(), open_seats=0, registered_by, when_full="split", registered_at=None):
    """Register people of a team at once, and `open_seats` more whose names are not known yet.

    As `register_people`; named people come before open seats. A team that gets seats has a "learn" step on its lap.
    """
    users = list(users)
    if not can_register_team(registered_by, team):
        raise EventError({"who": _("You are not in %(team)s.") % {"team": team.name}})
    strangers = [user for user in users if not belongs_to(user, team)]
    if strangers:
        raise EventError(
            {"people": _("%(person)s is not in %(team)s.") % {"person": strangers[0].display_name, "team": team.name}}
        )
    return _register(event, users, team, open_seats, registered_by, when_full, registered_at)


def _register(event, users, team, open_seats, by, when_full, registered_at):
    if when_full not in WHEN_FULL:
        raise ValueError(when_full)
    at = registered_at or timezone.now()
    users = list(dict.fromkeys(users))
    n = len(users) + open_seats
    try:
        with transaction.atomic():
            event = Event.objects.get(pk=event.pk)
            _refuse(event, users, n, when_full, at)
            _refuse_registered(event, users)
            seated = _seats_for(event, n, when_full)
            rows = _rows(event, users, team, open_seats, by, seated, when_full, at)
            Registration.objects.bulk_create(rows)
            if team is not None and seated:
                seats.record_learning(event, team, timezone.localdate(at))
            if registered_at is None:
                _announce(rows, by)
    except IntegrityError as error:
        _refuse_registered(event, users)
        raise EventError(_("Somebody else changed this at the same moment. Please try again.")) from error
    return rows


def _seats_for(event, n, when_full):
    """How many of `n` seats there are for this party. The event is locked afterwards, one way or the other."""
    if seats.take(event, n):
        return n
    event = seats.lock(event)
    if seats.take(event, n):
        return n
    if when_full == "refuse":
        raise EventError(_full(event, n))
    return seats.take_up_to(event, n) if when_full == "split" else 0


def _full(event, n):
    if not event.seats_left:
        return _("All places are taken.")
    return ngettext(
        "Only %(left)s place is left, and you asked for %(n)s.",
        "Only %(left)s places are left, and you asked for %(n)s.",
        event.seats_left,
    ) % {"left": event.seats_left, "n": n}


def _rows(event, users, team, open_seats, by, seated, when_full, at):
    """The rows of one request. Those who get seats are a party; of those who wait each is its own when split."""
    party = uuid.uuid4()
    everyone = [*users, *([None] * open_seats)]
    return [
        Registration(
            event=event,
            user=user,
            team=team,
            party=party if index < seated or when_full != "split" else uuid.uuid4(),
            status=Registration.Status.CONFIRMED if index < seated else Registration.Status.WAITING,
            registered_by=by,
            registered_at=at,
            changed_at=at,
        )
        for index, user in enumerate(everyone)
    ]


def _announce(rows, by):
    for status in (Registration.Status.CONFIRMED, Registration.Status.WAITING):
        pks = [row.pk for row in rows if row.status == status]
        if pks:
            registrations_changed.send(Event, registrations=pks, news=str(status), by=by)


def closed_because(event, at=None):
    """Why nobody can register at this time, in words; nothing while registration is open. Reads `event.occurrences`."""
    at = at or timezone.now()
    if not event.takes_registrations:
        return _("This event needs no registration. Just come.")
    dates = sorted((occurrence.starts_at, occurrence.ends_at) for occurrence in event.occurrences.all())
    if not dates or dates[-1][1] <= at:
        return _("This event is over.")
    if event.registration_closes_at and at > event.registration_closes_at:
        closed_on = date_format(timezone.localtime(event.registration_closes_at), "j F Y")
        return _("Registration closed on %(day)s.") % {"day": closed_on}
    if not event.is_series and dates[0][0] <= at:
        return _("This event has begun.")
    return ""


def _refuse(event, users, n, when_full, at):
    """Raise for what no seat could mend."""
    if reason := closed_because(event, at):
        raise EventError(reason)
    if n < 1:
        raise EventError({"people": _("Choose at least one person.")})
    if n > MAX_PARTY:
        raise EventError({"people": _("At most %(n)s people can be registered at once.") % {"n": MAX_PARTY}})
    if when_full != "split" and event.capacity is not None and n > event.capacity:
        raise EventError({"people": _("This event has %(capacity)s places in all.") % {"capacity": event.capacity}})
    hidden = [user for user in users if not event.is_visible_to(user)]
    if hidden:
        raise EventError({"people": _("%(person)s cannot see this event.") % {"person": hidden[0].display_name}})


def _refuse_registered(event, users):
    taken = event.registrations.active().filter(user__in=users).select_related("user").first()
    if taken is None:
        return
    if taken.status == Registration.Status.WAITING:
        text = _("%(person)s is on the waiting list already.")
    else:
        text = _("%(person)s is registered already.")
    raise EventError({"people": text % {"person": taken.user.display_name}})


@transaction.atomic
def cancel_registration(*, registration, by):
    """Give a seat, or a place on the waiting list, back; the waiting list moves up. Returns who moved up.

    Cancelling twice is cancelling once. Raises `EventError`: not theirs to cancel, or the event is over.
    """
    event = seats.lock(registration.event)
    if not can_cancel_registration(by, registration):
        raise EventError(_("This is not your registration. Ask the person, or a lead of the team."))
    if not event.occurrences.to_come().exists():
        raise EventError(_("This event is over."))
    current = Registration.objects.active().filter(pk=registration.pk).first()
    if current is None:
        return []
    held = current.status == Registration.Status.CONFIRMED
    Registration.objects.filter(pk=current.pk).update(status=Registration.Status.CANCELLED, changed_at=timezone.now())
    registrations_changed.send(Event, registrations=[current.pk], news="cancelled", by=by)
    return seats.free(event, 1 if held else 0)
