"""Addresses of private calendar feeds. The token is told once and never stored: only its hash is."""

import hashlib
import secrets

from django.db import transaction
from django.utils import timezone

from events.models import CalendarFeed
from people.models import User


def _hash(token):
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


@transaction.atomic
def issue_feed_token(user):
    """Give a person a private feed and return its token, which cannot be looked up later. An earlier one is revoked."""
    User.objects.select_for_update().get(pk=user.pk)
    revoke_feed(user)
    token = secrets.token_urlsafe(32)
    CalendarFeed.objects.create(user=user, token_hash=_hash(token))
    return token


def revoke_feed(user):
    """Switch a person's private feed off. Returns whether there was one."""
    return bool(CalendarFeed.objects.open().filter(user=user).update(revoked_at=timezone.now()))


def find_feed(token):
    """The feed behind a token, open or revoked, or `None` for a token that was never issued."""
    return CalendarFeed.objects.select_related("user").filter(token_hash=_hash(token)).first()


def note_use(feed):
    """Remember the day on which a calendar last asked; written once a day."""
    today = timezone.localdate()
    if feed.last_used_on != today:
        CalendarFeed.objects.filter(pk=feed.pk).update(last_used_on=today)
