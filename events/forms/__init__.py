"""What people fill in, by subject: filters, registration, scheduling."""

from events.forms.filters import EventFilter
from events.forms.registering import RegisterForm
from events.forms.scheduling import EventForm

__all__ = ["EventFilter", "EventForm", "RegisterForm"]
