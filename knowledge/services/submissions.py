"""Sending what was written into a review, deciding about it, withdrawing it: Wagtail's revisions and workflows."""

from anyascii import anyascii
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, Workflow, WorkflowPage, WorkflowState, WorkflowTask

from knowledge.contents import Offers, put, values_of
from knowledge.exceptions import KnowledgeError
from knowledge.link_checks import publishing_errors
from knowledge.models import Draft, KnowledgeIndexPage, KnowledgeSectionPage, StewardReview
from knowledge.pages import add_page, restrict
from knowledge.permissions import can_decide, can_publish, can_suggest
from knowledge.services.drafts import save_draft
from knowledge.services.overtaken import begun_from, holds
from knowledge.versions import conflicts, head_for
from people.audiences import Audience

WORKFLOW = "Review by those who know the subject"
NOTE = "knowledge.note"


class UnderReview(KnowledgeError):
    """Somebody else's change to the page is being reviewed: `state` is that review."""

    def __init__(self, state):
        self.state = state
        super().__init__({"": _("Somebody else's change to this page is being reviewed. Yours is kept as a draft.")})


class ChangedMeanwhile(KnowledgeError):
    """The page has a newer version than the one that this was written upon."""

    def __init__(self):
        super().__init__({"": _("This page was changed meanwhile. Look at both versions; neither is lost.")})


def section_of(model):
    """The section in which pages of a kind stand. Raises `KnowledgeError` where this portal has none."""
    section = next((each for each in KnowledgeSectionPage.objects.live() if each.page_model is model), None)
    if section is None:
        raise KnowledgeError({"": _("This portal has no section for it yet. Your text is kept as a draft.")})
    return section


@transaction.atomic
def ensure_review():
    """Give the knowledge base its workflow of one step, once, unless an administrator has given it another one."""
    index = KnowledgeIndexPage.objects.select_for_update().first()
    if index is None or WorkflowPage.objects.filter(page=index).exists():
        return
    task = StewardReview.objects.filter(active=True).first() or StewardReview.objects.create(name=WORKFLOW)
    workflow = Workflow.objects.filter(name=WORKFLOW, active=True).first() or Workflow.objects.create(name=WORKFLOW)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    WorkflowPage.objects.create(page=index, workflow=workflow)


@transaction.atomic
def send(*, draft, cleaned, audience=None, note="", publish=False):
    """Make a revision of a draft and send it into a review, or publish it at once. Returns the page; the draft is gone.

    `cleaned` holds what the form read, by field. A reviewer's change to a piece that is being reviewed goes into that
    piece. Raises `UnderReview`, `ChangedMeanwhile`, `PermissionDenied` and `KnowledgeError` (with the fields that are
    wrong); the draft is then as it was.
    """
    draft = Draft.objects.select_for_update(of=("self",)).select_related("author", "base").get(pk=draft.pk)
    author = draft.author
    page = _begun(draft, cleaned, audience) if draft.page_id is None else _changed(draft, cleaned)
    if publish and not can_publish(author, page):
        raise KnowledgeError({"": _("Its steward or an editor publishes it. Send it for a review instead.")})
    revision = _saved(page, author)
    if note:
        log(instance=page, action=NOTE, user=author, data={"comment": note}, revision=revision)
    if publish:
        _published(page, author, revision)
    else:
        _into_review(page, author, revision)
    draft.delete()
    return Page.objects.get(pk=page.pk)


def _begun(draft, cleaned, audience):
    """A page that was not there, unpublished below its section."""
    model = draft.content_type.model_class()
    section = section_of(model)
    page = model(owner=draft.author, live=False, slug=_free_slug(section, cleaned["title"]))
    if hasattr(page, "author_id"):
        page.author = draft.author
    put(page, cleaned, Offers(draft.author))
    add_page(parent=section, page=page)
    restrict(page=page, audience=audience or Audience.MEMBERS)
    return page


def _changed(draft, cleaned):
    """The version that this author writes upon, with what they wrote. Locks the page's row."""
    page = Page.objects.select_for_update().get(pk=draft.page_id)
    author = draft.author
    if not can_suggest(author, page):
        raise PermissionDenied
    running = page.current_workflow_state
    if running and running.requested_by_id != author.pk and not can_decide_now(author, page):
        raise UnderReview(running)
    head = head_for(author, page)
    if conflicts(draft, head):
        raise ChangedMeanwhile
    written = head.as_object() if head else page.specific
    return put(written, cleaned, Offers(author))


def can_decide_now(user, page):
    """Whether a review is running whose piece this person may change and decide about."""
    return page.current_workflow_task_state is not None and can_decide(user, page)


def _free_slug(section, title):
    base = slugify(anyascii(title))[:80].strip("-") or "lesson"
    taken = set(Page.objects.child_of(section).filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for n in range(1, len(taken) + 3) if (slug := base if n == 1 else f"{base}-{n}") not in taken)


def _saved(page, user):
    """A revision of what is on `page`; an unpublished page's own row follows, as in Wagtail's editor."""
    if errors := publishing_errors(page):
        raise KnowledgeError({name: " ".join(str(each) for each in messages) for name, messages in errors.items()})
    try:
        revision = page.save_revision(user=user, log_action=True)
        if not page.live:
            page.save(clean=False)
    except ValidationError as wrong:
        raise refusal(wrong) from wrong
    return revision


def _published(page, user, revision):
    """Publish at once. Somebody else's piece that is being reviewed is approved with it, where its words are in it."""
    step = page.current_workflow_task_state
    run = step.workflow_state if step else None
    if run is None or run.requested_by_id == user.pk or not holds(revision, step.revision, begun_from(page, step)):
        publish_revision(revision, user)
        return
    step.revision = revision
    step.save(update_fields=["revision"])
    try:
        step.task.specific.on_action(step, user, "approve", comment="")
    except ValidationError as wrong:
        raise refusal(wrong) from wrong


def publish_revision(revision, user, previous=None):
    """Publish a version, for those whom our own predicates let. Raises `KnowledgeError` where the page refuses, for
    instance for a link into nowhere."""
    try:
        revision.publish(user=user, previous_revision=previous, skip_permission_checks=True)
    except ValidationError as wrong:
        raise refusal(wrong) from wrong


def refusal(wrong):
    """A page's own refusal in the words of this room."""
    found = wrong.message_dict if hasattr(wrong, "error_dict") else {"": wrong.messages}
    return KnowledgeError({name.replace("__all__", ""): " ".join(messages) for name, messages in found.items()})


def _into_review(page, author, revision):
    """Start the review, or go on with it."""
    state = page.current_workflow_state
    if state is None:
        ensure_review()
        workflow = page.get_workflow()
        if workflow is None:
            raise KnowledgeError({"": _("Nobody reviews this part of the portal yet. Your text is kept as a draft.")})
        workflow.start(page, author)
    elif state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(author)
    else:
        step = state.current_task_state
        step.revision = revision
        step.save(update_fields=["revision"])


@transaction.atomic
def decide(*, page, user, action, comment="", revision, audience=None):
    """Publish what waits for a review ("approve"), or ask for changes ("reject"), which needs words.

    `revision` is the number of the version that was looked at: raises `ChangedMeanwhile` where there is a newer one.
    Raises `PermissionDenied` for those who may not, and `KnowledgeError`.
    """
    page = Page.objects.select_for_update().get(pk=page.pk)
    step = page.current_workflow_task_state
    if step is None:
        raise KnowledgeError({"": _("Nothing waits for a review here any more.")})
    task = step.task.specific
    if action not in {name for name, _words, _more in task.get_actions(page, user)}:
        raise PermissionDenied
    if page.latest_revision_id != revision:
        raise ChangedMeanwhile
    if action == "reject" and not comment.strip():
        raise KnowledgeError({"comment": _("Say what should change, so that the author can go on.")})
    try:
        if action == "approve":
            page.get_latest_revision_as_object().full_clean()
            if audience:
                restrict(page=page, audience=audience)
        task.on_action(step, user, action, comment=comment.strip())
    except ValidationError as wrong:
        raise refusal(wrong) from wrong


@transaction.atomic
def withdraw(*, page, user):
    """Take a piece out of its review, at the word of the one who sent it. It becomes their draft again.

    On a published page the published version is the latest one again, so that nobody publishes the withdrawn text
    by accident; its version stays in the history. Raises `PermissionDenied`.
    """
    page = Page.objects.select_for_update().get(pk=page.pk)
    state = page.current_workflow_state
    if state is None or state.requested_by_id != user.pk:
        raise PermissionDenied
    latest = page.get_latest_revision()
    written = latest.as_object()
    state.cancel(user=user)
    if page.live and page.live_revision_id:
        Page.objects.filter(pk=page.pk).update(latest_revision=page.live_revision_id, has_unpublished_changes=False)
    base = page.live_revision if page.live else latest
    values = values_of(written, Offers(user))
    return save_draft(author=user, model=type(written), values=values, page=page, base=base)
