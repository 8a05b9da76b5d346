"""Many pages at once: an import tells what it is about to publish, and has what follows from each page done once.

Inside `together`, links between the pages that are still to come are no links into nowhere, and what Wagtail and this
room do after each save (the CMS's search, its reference index, a look at links) is left to whoever opened it.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

_current = ContextVar("knowledge_together", default=None)


@dataclass
class Together:
    """`to_come` are numbers of pages that are about to be published; `look_again` those whose links want a look."""

    to_come: set[int] = field(default_factory=set)
    look_again: set[int] = field(default_factory=set)


@contextmanager
def together(to_come=()):
    """Publish many pages; gives the `Together`."""
    this = Together(set(to_come))
    token = _current.set(this)
    try:
        yield this
    finally:
        _current.reset(token)


def pages_to_come():
    """Numbers of the pages that the import going on here is about to publish."""
    this = _current.get()
    return this.to_come if this else set()


def leave_for_later(pks):
    """Have the links of some pages looked at when the import is over; `False` where none is going on."""
    this = _current.get()
    if this is not None:
        this.look_again.update(pks)
    return this is not None


def is_going_on():
    """Is an import going on here?"""
    return _current.get() is not None
