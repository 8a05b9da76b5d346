"""How an event stands for a reader: registered, waiting and at which place, full, or how many places are left."""

from collections import defaultdict
from dataclasses import dataclass

from django.contrib.humanize.templatetags.humanize import ordinal
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import Registration
from events.permissions import facilitates


@dataclass(frozen=True)
class Standing:
    """`mine` is the reader's own registration; `position` their place among the `waiting`, from 1."""

    label: str = ""
    status: str = ""
    mine: Registration | None = None
    position: int = 0
    waiting: int = 0


def seats_words(event, waiting=0):
    """What anybody is told about the seats, and its status; nothing where there is no limit."""
    if event.capacity is None or not event.takes_registrations:
        return "", ""
    if event.is_full and waiting:
        return _("Full, %(n)s on the waiting list") % {"n": waiting}, "warn"
    if event.is_full:
        return _("Full, you can join the waiting list"), "warn"
    words = ngettext("%(n)s place left", "%(n)s places left", event.seats_left)
    return words % {"n": event.seats_left}, "good"


def waiting_words(position, waiting):
    """ "Waiting list, you are 2nd of 4" """
    return _("Waiting list, you are %(position)s of %(n)s") % {"position": ordinal(position), "n": waiting}


def standings(events, user):
    """{event's pk: Standing} for this reader, in two queries. Wants prefetched facilitators."""
    events = list(events)
    waiting = defaultdict(list)
    for event_id, pk in Registration.objects.filter(event__in=events).waiting().values_list("event_id", "pk"):
        waiting[event_id].append(pk)
    held = {}
    if user.is_authenticated:
        held = {row.event_id: row for row in Registration.objects.active().filter(event__in=events, user=user)}
    return {event.pk: _standing(event, user, held.get(event.pk), waiting[event.pk]) for event in events}


def _standing(event, user, mine, waiting):
    if mine and mine.status == Registration.Status.WAITING:
        position = waiting.index(mine.pk) + 1 if mine.pk in waiting else len(waiting)
        return Standing(waiting_words(position, len(waiting)), "warn", mine, position, len(waiting))
    if mine:
        return Standing(_("You are registered"), "note", mine, 0, len(waiting))
    if facilitates(user, event):
        return Standing(_("You facilitate"), "note", None, 0, len(waiting))
    return Standing(*seats_words(event, len(waiting)), None, 0, len(waiting))
