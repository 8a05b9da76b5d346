"""What rooms above put into a person's own calendar feed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Entry:
    """One thing in a person's calendar that is no event. `uid` names it for ever, `changed_at` is its last change.

    `start` is a day, or an aware moment with `end` after it. `url` is a path of the portal.
    """

    uid: str
    title: str
    start: date | datetime
    changed_at: datetime
    end: datetime | None = None
    url: str = ""
    description: str = ""
    category: str = ""


_sources: dict[str, Callable] = {}


def register_calendar_source(name, entries_for):
    """Add a source by name: `entries_for(user)` returns a list of `Entry`. Raises `ValueError` for a second one."""
    if name in _sources:
        raise ValueError(f"The calendar source {name} is registered already.")
    _sources[name] = entries_for


def unregister_calendar_source(name):
    """Take a source away again."""
    _sources.pop(name, None)


def entries_for(user):
    """What all sources say about this person, in the order of registration."""
    return [entry for source in _sources.values() for entry in source(user)]
