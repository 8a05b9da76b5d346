"""Your writing: drafts and what was sent, the editor, putting two versions together, withdrawing, deleting."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from knowledge import writing_reading
from knowledge.exceptions import KnowledgeError
from knowledge.forms.writing import MergeForm
from knowledge.models import Draft, LessonLearnedPage
from knowledge.permissions import can_suggest
from knowledge.services.drafts import delete_draft, merge_draft
from knowledge.services.overtaken import begin_again
from knowledge.services.submissions import withdraw
from knowledge.versions import conflicts, head_for, merge_of
from knowledge.views.writing.access import for_writers, own_draft, page_to_change
from knowledge.views.writing.desk import Desk


@login_required
def index(request):
    """What you write, where it stands, and what waits for your review."""
    return render(request, "knowledge/writing/index.html", writing_reading.your_writing(request.user))


@for_writers
def new(request):
    """Write a lesson learned, with what the address presets: a practice, a project."""
    initial = writing_reading.preset_lesson(request.user, request.GET)
    return Desk(request, model=LessonLearnedPage, initial=initial).answer()


@for_writers
def change(request, pk):
    """Propose a change to a page; go on with the draft of one that was begun."""
    page = page_to_change(request.user, pk)
    draft = Draft.objects.filter(author=request.user, page=page).first()
    if draft and request.method != "POST":
        return redirect(draft)
    return Desk(request, model=page.cached_content_type.model_class(), page=page).answer()


@for_writers
def draft(request, pk):
    """Go on with a draft."""
    found = own_draft(request.user, pk)
    return Desk(request, model=found.content_type.model_class(), page=found.page, draft=found).answer()


@login_required
def delete(request, pk):
    """Throw a draft away, after a question."""
    found = own_draft(request.user, pk)
    if request.method != "POST":
        return render(request, "knowledge/writing/delete.html", {"draft": found, "section": "knowledge"})
    delete_draft(draft=found)
    messages.success(request, _("The draft is deleted."))
    return redirect("knowledge:writing")


@login_required
def merge(request, pk):
    """Put a draft and a newer version of its page together, field by field."""
    found = own_draft(request.user, pk)
    if found.page is None or not can_suggest(request.user, found.page):
        return redirect(found)
    head = head_for(request.user, found.page)
    if head is None:
        return redirect(found)
    both = merge_of(found, head)
    form = MergeForm(request.POST or None, merge=both, head=head, draft=found)
    if request.method == "POST" and form.is_valid():
        merge_draft(draft=found, values=form.merged, base=head)
        messages.success(request, _("Both versions are put together. Look it over, then send it."))
        return redirect(found)
    context = {"draft": found, "page": found.page, "head": head, "merge": both, "form": form, "section": "knowledge"}
    return render(request, "knowledge/writing/merge.html", context)


@require_POST
@login_required
def take_back(request, pk):
    """Withdraw a piece from its review: it becomes a draft again."""
    page = page_to_change(request.user, pk)
    try:
        found = withdraw(page=page, user=request.user)
    except PermissionDenied:
        messages.warning(request, _("It is not in a review any more."))
        return redirect("knowledge:writing")
    messages.success(request, _("It is withdrawn, and a draft of yours again."))
    return redirect(found)


@require_POST
@login_required
def again(request, pk):
    """Go on from a piece that was not taken: a draft of it, and what differs from the published version."""
    page = page_to_change(request.user, pk)
    try:
        found = begin_again(page=page, user=request.user)
    except PermissionDenied:
        messages.warning(request, _("Nothing of yours waits to be begun again here."))
        return redirect("knowledge:writing")
    except KnowledgeError as refusal:
        messages.error(request, str(refusal))
        return redirect("knowledge:page_change", page.pk)
    differ = conflicts(found, head_for(request.user, page))
    return redirect("knowledge:draft_merge", found.pk) if differ else redirect(found)
