"""What follows from the services' announcements: people are told, after commit."""

from functools import partial

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from events import tasks
from events.models import Registration
from events.services import seats
from events.signals import event_moved, registrations_changed


@receiver(registrations_changed, dispatch_uid="events.tell_people")
def tell_people_later(sender, registrations, news, by, **kwargs):
    """Those concerned hear of it once it is stored."""
    transaction.on_commit(partial(tasks.tell_people.enqueue, registrations, news, by.pk if by else None))


@receiver(event_moved, dispatch_uid="events.tell_of_move")
def tell_of_move_later(sender, event, **kwargs):
    """Those who hold a place hear that date or place changed."""
    transaction.on_commit(partial(tasks.tell_of_move.enqueue, event.pk))


@receiver(post_delete, sender=Registration, dispatch_uid="events.free_deleted_seat")
def free_deleted_seat(sender, instance, **kwargs):
    """A seat whose row goes, for instance with its person's account, is free again."""
    if instance.status == Registration.Status.CONFIRMED:
        seats.free(seats.lock(instance.event), 1)
