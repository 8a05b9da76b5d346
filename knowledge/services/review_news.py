"""Telling authors and reviewers how a piece stands, wherever it was decided: in the portal or in the CMS."""

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page, WorkflowState

from knowledge.reviewing import reviewers_of
from knowledge.services.overtaken import taken_by_revision
from people.services import notify


def tell_reviewers(*, step):
    """Those who review a piece hear that it waits for them, each once for each time that it is sent."""
    page, author = _page(step.workflow_state), step.workflow_state.requested_by
    if page is None or step.status != step.STATUS_IN_PROGRESS:
        return
    words = {"person": author.display_name if author else _("Somebody"), "title": page.draft_title or page.title}
    for user in reviewers_of(page, but=author):
        notify(
            user=user,
            kind="review-asked",
            text=_("%(person)s sent “%(title)s” for a review") % words,
            url=reverse("knowledge:piece", args=[page.pk]),
            dedupe=f"step-{step.pk}",
        )


def tell_author(*, run):
    """Whoever sent a piece hears that it is published, or that changes are asked for, or that its review was ended."""
    page, author, step = _page(run), run.requested_by, run.current_task_state
    if page is None or author is None or step is None or step.finished_by_id == author.pk:
        return
    words = {"title": page.draft_title or page.title, "person": step.finished_by or _("Somebody")}
    taken = taken_by_revision([step.revision_id]).get(step.revision_id)
    cancelled = run.status == WorkflowState.STATUS_CANCELLED
    if run.status == WorkflowState.STATUS_APPROVED or (cancelled and taken):
        kind, text, url = "review-published", _("“%(title)s” is published"), page.url or ""
    elif run.status == WorkflowState.STATUS_NEEDS_CHANGES:
        kind, text = "review-changes", _("%(person)s asks for changes in “%(title)s”")
        url = reverse("knowledge:piece", args=[page.pk])
    elif cancelled and taken is False:
        kind, text = "review-ended", _("“%(title)s”: somebody else published another version. Yours is kept.")
        url = reverse("knowledge:writing")
    elif cancelled:
        kind, text, url = "review-ended", _("The review of “%(title)s” was ended"), reverse("knowledge:writing")
    else:
        return
    notify(user=author, kind=kind, text=text % words, url=url, dedupe=f"step-{step.pk}-{run.status}")


def _page(run):
    return Page.objects.filter(pk=run.object_id).first() if str(run.object_id).isdigit() else None
