"""Going back: an earlier version of a page published again, as a new one."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from wagtail.models import Page

from knowledge.permissions import can_publish
from knowledge.services.submissions import UnderReview, publish_revision, refusal


@transaction.atomic
def restore(*, page, revision, user):
    """Publish what an earlier version said, as a new version; the log names both. Returns the new revision.

    Raises `PermissionDenied`, `UnderReview` while somebody's change is being reviewed (publishing would end that
    review), and `KnowledgeError` where the page refuses what stood there.
    """
    page = Page.objects.select_for_update().get(pk=page.pk)
    if not can_publish(user, page):
        raise PermissionDenied
    if page.current_workflow_state:
        raise UnderReview(page.current_workflow_state)
    try:
        again = revision.as_object().save_revision(user=user, log_action=True, previous_revision=revision)
    except ValidationError as wrong:
        raise refusal(wrong) from wrong
    publish_revision(again, user, previous=revision)
    return again
