"""What follows from Wagtail's workflow on written knowledge, after commit."""

from functools import partial

from django.db import transaction
from django.dispatch import receiver
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_cancelled, workflow_rejected

from knowledge.contents import WRITABLE
from knowledge.services.overtaken import note_ended
from knowledge.tasks import tell_author_of_review, tell_reviewers_of_piece


def _is_knowledge(run):
    return run.content_type.model_class() in WRITABLE


@receiver(task_submitted, sender=TaskState, dispatch_uid="knowledge.tell_reviewers")
def tell_reviewers_later(sender, instance, **kwargs):
    """A piece waits for its reviewers."""
    if _is_knowledge(instance.workflow_state):
        transaction.on_commit(partial(tell_reviewers_of_piece.enqueue, instance.pk))


@receiver(workflow_cancelled, sender=WorkflowState, dispatch_uid="knowledge.note_ended")
def note_what_became_of_it(sender, instance, **kwargs):
    """Publishing ends a review, whatever was published."""
    if _is_knowledge(instance):
        note_ended(run=instance)


@receiver(workflow_approved, sender=WorkflowState, dispatch_uid="knowledge.tell_author_published")
@receiver(workflow_rejected, sender=WorkflowState, dispatch_uid="knowledge.tell_author_changes")
@receiver(workflow_cancelled, sender=WorkflowState, dispatch_uid="knowledge.tell_author_ended")
def tell_author_later(sender, instance, user=None, **kwargs):
    """A review ended or came back to its author, who hears of it where somebody else did that."""
    if _is_knowledge(instance) and (user is None or instance.requested_by_id != user.pk):
        transaction.on_commit(partial(tell_author_of_review.enqueue, instance.pk))
