"""Pieces whose review ended because somebody published meanwhile: whether they were taken, and beginning again."""

import re
from collections import Counter

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry, WorkflowState

from knowledge.contents import Offers, values_of, writable_columns
from knowledge.exceptions import KnowledgeError
from knowledge.models import Draft
from knowledge.permissions import can_suggest
from knowledge.services.drafts import save_draft

ENDED = "knowledge.review_ended"
_WORD = re.compile(r"\w+|[^\w\s]")


def note_ended(*, run):
    """Record of a review that somebody ended by publishing whether its piece is in what was published.

    Reviews that ended otherwise, for instance because the piece was withdrawn, leave nothing here.
    """
    page, step = Page.objects.filter(pk=run.object_id).first(), run.current_task_state
    if page is None or step is None or step.revision_id is None or not (page.live and page.live_revision_id):
        return
    if page.last_published_at is None or page.last_published_at < step.started_at:
        return
    live = page.live_revision
    taken = live.pk == step.revision_id or holds(live, step.revision, begun_from(page, step))
    log(instance=page, action=ENDED, user=live.user, revision=step.revision, data={"taken": taken})


def begun_from(page, step):
    """The version that readers saw when a piece was sent, or `None`."""
    published = PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish", timestamp__lt=step.started_at)
    entry = published.filter(revision__isnull=False).select_related("revision").order_by("-timestamp", "-pk").first()
    return entry.revision if entry else None


def holds(later, piece, base):
    """Whether a later version has in it at least half of the words that a piece added to its `base`.

    An editor may mend a piece while publishing it: it is then published all the same.
    """
    model = piece.content_type.model_class()
    was, wanted, now = (_words(model, each) for each in (base, piece, later))
    added, removed = wanted - was, was - wanted
    if added:
        return 2 * (added & (now - was)).total() >= added.total()
    return 2 * (removed & (was - now)).total() >= removed.total()


def _words(model, revision):
    if revision is None:
        return Counter()
    content = revision.content
    return Counter(
        (name, word) for name in writable_columns(model) for word in _WORD.findall(str(content.get(name) or ""))
    )


@transaction.atomic
def begin_again(*, page, user):
    """Make a draft of what this person sent and nobody took, as a change of the version that they began from.

    Raises `PermissionDenied` where there is no such piece, and `KnowledgeError` where they have a draft already.
    """
    page = Page.objects.select_for_update().get(pk=page.pk)
    step = not_taken(page, user)
    if step is None or not can_suggest(user, page):
        raise PermissionDenied
    if Draft.objects.filter(author=user, page=page).exists():
        raise KnowledgeError({"": _("You have a draft of this page already. Send or delete it first.")})
    piece = step.revision.as_object()
    values = values_of(piece, Offers(user))
    return save_draft(author=user, model=type(piece), values=values, page=page, base=begun_from(page, step))


def not_taken(page, user):
    """The last step of this person's latest piece about a page, where another version was published in its place."""
    runs = WorkflowState.objects.filter(
        requested_by=user, object_id=str(page.pk), content_type=ContentType.objects.get_for_id(page.content_type_id)
    )
    run = runs.select_related("current_task_state__revision").order_by("-created_at", "-pk").first()
    if run is None or run.status != WorkflowState.STATUS_CANCELLED or run.current_task_state is None:
        return None
    step = run.current_task_state
    return step if taken_by_revision([step.revision_id]).get(step.revision_id) is False else None


def taken_by_revision(revisions):
    """{number of a version: whether it was taken} of those whose review somebody ended by publishing."""
    entries = PageLogEntry.objects.filter(action=ENDED, revision__in=[pk for pk in revisions if pk]).order_by("pk")
    return {entry.revision_id: bool(entry.data.get("taken")) for entry in entries}
