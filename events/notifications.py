"""What the events room tells people about."""

from django.utils.translation import gettext_lazy as _


def register(kinds):
    """The kinds of this room."""
    kinds.add("event-confirmed", label=_("A place at an event"), icon="ticket", category="event")
    kinds.add("event-waiting", label=_("A waiting list"), icon="hourglass", category="event")
    kinds.add("event-promoted", label=_("A place became free"), icon="ticket", category="event")
    kinds.add("event-cancelled", label=_("A place was given back"), icon="calendar-x", category="event")
    kinds.add("event-changed", label=_("An event changed"), icon="calendar-clock", category="event")
