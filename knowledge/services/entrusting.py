"""Entrusting practices to those who review what is written about them."""

from django.db import transaction
from wagtail.models import Revision

from knowledge.models import PracticePage


@transaction.atomic
def entrust_review(*, practices, group):
    """Let a group (a community's editors) review what is written about some practices that no group reviews yet.

    This changes who looks after a page and none of its words, so it makes no version: the live row is written, and
    the revisions that may be published later are told.
    """
    pages = list(PracticePage.objects.filter(pk__in=[practice.pk for practice in practices], review_group=None))
    PracticePage.objects.filter(pk__in=[page.pk for page in pages]).update(review_group=group)
    wanted = {pk for page in pages for pk in (page.live_revision_id, page.latest_revision_id) if pk}
    for revision in Revision.objects.filter(pk__in=wanted):
        revision.content["review_group"] = group.pk
        revision.save(update_fields=["content"])
