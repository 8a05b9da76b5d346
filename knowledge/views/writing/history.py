"""The history of a page: its versions, what lies between two of them, and going back to one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from knowledge import writing_reading
from knowledge.exceptions import KnowledgeError
from knowledge.services.history import restore
from knowledge.versions import versions_of
from knowledge.views.writing.access import page_with_history


@login_required
def versions(request, pk):
    """Every version that this person may see."""
    page = page_with_history(request.user, pk)
    return render(request, "knowledge/writing/history.html", writing_reading.history_page(page, request.user))


@login_required
def compare(request, pk):
    """What lies between two versions, named by their numbers in the address."""
    page = page_with_history(request.user, pk)
    seen = {str(each.revision.pk): each for each in versions_of(page, request.user)}
    before, after = seen.get(request.GET.get("from")), seen.get(request.GET.get("to"))
    if before is None or after is None:
        raise Http404
    context = writing_reading.comparison(page, request.user, before, after)
    return render(request, "knowledge/writing/compare.html", context)


@require_POST
@login_required
def go_back(request, pk):
    """Publish what an earlier version said, as a new one."""
    page = page_with_history(request.user, pk)
    seen = {str(each.revision.pk): each for each in versions_of(page, request.user)}
    version = seen.get(request.POST.get("version"))
    if version is None:
        raise Http404
    try:
        restore(page=page, revision=version.revision, user=request.user)
    except PermissionDenied:
        raise Http404 from None
    except KnowledgeError as refusal:
        messages.error(request, str(refusal))
        return redirect("knowledge:history", page.pk)
    messages.success(request, _("The earlier version is published again, as a new one."))
    return redirect("knowledge:history", page.pk)
