"""Every write of the events room with a consequence, by subject, for pages, commands and the demo loader."""

from events.services.events import create_event, update_event
from events.services.feeds import find_feed, issue_feed_token, note_use, revoke_feed
from events.services.registrations import cancel_registration, register_people, register_team

__all__ = [
    "cancel_registration",
    "create_event",
    "find_feed",
    "issue_feed_token",
    "note_use",
    "register_people",
    "register_team",
    "revoke_feed",
    "update_event",
]
