"""Seats: the only place that writes `Event.seats_taken`, and what follows from a freed seat.

Count-then-insert sells a seat twice. Here one conditional UPDATE takes the seats, in the transaction of the rows. Who
finds no seat locks the event before joining the waiting list, so that a seat freed at the same moment is not missed.
On SQLite transactions begin with BEGIN IMMEDIATE, which gives the same guarantees.
"""

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from events.models import Event, Registration
from events.signals import registrations_changed
from knowledge.services import record_step


def lock(event):
    """The event as it is now, locked until the transaction ends. Always taken before any of its registrations."""
    return Event.objects.select_for_update().get(pk=event.pk)


def take(event, n):
    """Take `n` seats at once, or none. Says whether it did."""
    free = Q(capacity__isnull=True) | Q(capacity__gte=F("seats_taken") + n)
    return bool(Event.objects.filter(free, pk=event.pk).update(seats_taken=F("seats_taken") + n))


def take_up_to(event, n):
    """Take as many of `n` seats as are free, at most all. Returns how many. Wants a locked event."""
    while n > 0 and not take(event, n):
        left = Event.objects.get(pk=event.pk).seats_left
        n = min(n - 1, left if left is not None else n)
    return n


def free(event, n):
    """Give `n` seats back and let the waiting list move up. Wants a locked event. Returns who moved up."""
    Event.objects.filter(pk=event.pk).update(seats_taken=F("seats_taken") - n)
    return promote(event)


def promote(event):
    """Give free seats to the waiting list in its order, each party whole. A party that does not fit is passed over
    and keeps its place. Wants a locked event. Returns the registrations that moved up, in order."""
    event = Event.objects.get(pk=event.pk)
    moved = []
    for party, n in event.registrations.waiting_parties():
        if event.is_full:
            break
        if (event.seats_left is None or n <= event.seats_left) and take(event, n):
            event.seats_taken += n
            moved.append(party)
    rows = list(event.registrations.waiting().filter(party__in=moved))
    event.registrations.filter(pk__in=[row.pk for row in rows]).update(
        status=Registration.Status.CONFIRMED, changed_at=timezone.now()
    )
    if rows:
        registrations_changed.send(Event, registrations=[row.pk for row in rows], news="promoted", by=None)
        for team_id in dict.fromkeys(row.team_id for row in rows if row.team_id):
            record_learning(event, next(row.team for row in rows if row.team_id == team_id), timezone.localdate())
    return rows


def record_learning(event, team, on):
    """A team that has seats has taken the step to learn what the event works on: it stands on the team's lap."""
    for practice in event.practices.all():
        record_step(
            team=team,
            stage="learn",
            what=_("Registered for: %(title)s") % {"title": event.title},
            url=event.get_absolute_url(),
            reference=f"event:{event.pk}",
            happened_on=on,
            practice=practice,
        )
