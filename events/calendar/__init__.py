"""Calendar feeds (RFC 5545 and 7986), and the register of what other rooms put into a person's own feed.

A room above registers in its `apps.py: ready()`:

    from events.calendar import Entry, register_calendar_source
    register_calendar_source("courses", due_dates)       # due_dates(user) -> list of Entry
"""

from events.calendar.sources import Entry, register_calendar_source

__all__ = ["Entry", "register_calendar_source"]
