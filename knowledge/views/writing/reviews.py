"""A piece that was sent: its author sees where it stands, its reviewers decide."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from knowledge import writing_reading
from knowledge.exceptions import KnowledgeError
from knowledge.forms.writing import DecisionForm
from knowledge.permissions import can_review
from knowledge.services.submissions import ChangedMeanwhile, decide
from knowledge.views.writing.access import page_to_change


@login_required
def piece(request, pk):
    """One piece: as it will look, what it changes, what was said, and for reviewers what to make of it."""
    page = page_to_change(request.user, pk)
    run = page.current_workflow_state
    own = (run is not None and run.requested_by_id == request.user.pk) or page.owner_id == request.user.pk
    if run is None and page.live:
        return redirect(page.url)
    if not own and not can_review(request.user, page):
        raise Http404
    context = writing_reading.piece_page(page, request.user)
    form = _form(request, context) if context["decides"] else None
    if request.method == "POST" and form is None:
        raise PermissionDenied(
            _("You cannot decide about your own text. Somebody else who knows the subject looks at it.")
            if own
            else _("Nothing waits for your decision here.")
        )
    if request.method == "POST" and form is not None and form.is_valid():
        answer = _decide(request, page, form)
        if answer is not None:
            return answer
    return render(request, "knowledge/writing/piece.html", {**context, "form": form})


def _form(request, context):
    initial = {"revision": context["revision"].pk, "audience": context["audience"]}
    offers_audience = context["is_new"] and context["audience"] != "group"
    return DecisionForm(request.POST or None, initial=initial, with_audience=offers_audience)


def _decide(request, page, form):
    """What came of the decision; `None` shows the form again with what is wrong."""
    action = request.POST.get("action")
    try:
        decide(
            page=page,
            user=request.user,
            action=action,
            comment=form.cleaned_data["comment"],
            revision=form.cleaned_data["revision"],
            audience=form.cleaned_data.get("audience"),
        )
    except ChangedMeanwhile:
        form.add_error(None, _("It was changed while you read it. This is the newer version: look at it again."))
        form.data = form.data | {"revision": page.latest_revision_id} if isinstance(form.data, dict) else form.data
        return None
    except KnowledgeError as refusal:
        for name, message in refusal.errors.items():
            form.add_error(name if name in form.fields else None, message)
        return None
    except PermissionDenied:
        raise Http404 from None
    if action == "approve":
        messages.success(request, _("It is published, and its author hears of it."))
        page.refresh_from_db()
        return redirect(page.url)
    messages.success(request, _("The author hears what should change."))
    return redirect("knowledge:writing")
