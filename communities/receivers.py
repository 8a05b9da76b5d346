"""What follows from the room's own announcements, and from pages that move."""

from functools import partial

from django.db import transaction
from django.dispatch import receiver
from wagtail.signals import page_slug_changed, post_page_move

from communities import signals, tasks
from communities.services.telling import tell_of_removal
from communities.subjects import discussions_below
from search.services import refresh


@receiver(signals.posted, dispatch_uid="communities.tell_of_post")
def tell_later(sender, post, **kwargs):
    """People are told once the post is stored."""
    transaction.on_commit(partial(tasks.tell_of_post.enqueue, post.pk))


@receiver(signals.accepted, dispatch_uid="communities.tell_of_acceptance")
def tell_of_acceptance_later(sender, post, by, **kwargs):
    """The author of the reply is told once it is stored."""
    transaction.on_commit(partial(tasks.tell_of_acceptance.enqueue, post.pk, by.pk))


@receiver(signals.removed, dispatch_uid="communities.tell_of_removal")
def tell_of_removal_now(sender, post, by, because, **kwargs):
    """One person is told, in the transaction that takes the post away."""
    tell_of_removal(author_id=post.author_id, discussion=post.discussion, by=by, because=because, post_id=post.pk)


@receiver([post_page_move, page_slug_changed], dispatch_uid="communities.describe_again")
def describe_again(sender, instance, **kwargs):
    """A page that moves takes on the restrictions above its new place, and so do the discussions of all below it."""
    refresh(*discussions_below(instance))
