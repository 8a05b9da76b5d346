"""What follows from the room's own announcements, after commit."""

from functools import partial

from django.db import transaction
from django.dispatch import receiver

from knowledge.signals import evidence_changed
from knowledge.tasks import tell_followers


@receiver(evidence_changed, dispatch_uid="knowledge.tell_followers")
def tell_followers_later(sender, retrospective, **kwargs):
    """Followers of the practices hear about it once the retrospective is stored."""
    transaction.on_commit(partial(tell_followers.enqueue, retrospective.pk))
