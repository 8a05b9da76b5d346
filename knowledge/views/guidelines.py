"""What people do with a guideline: confirm that they read it, see who has, ask for an exception and decide on it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from knowledge import readers_file
from knowledge.exceptions import KnowledgeError
from knowledge.forms.guidelines import AskExceptionForm, DecideExceptionForm
from knowledge.governance import by_team, readers_of, teams_that_may_ask
from knowledge.models import GuidelineException, GuidelinePage
from knowledge.permissions import can_decide_exceptions, can_see_exception, can_see_readers
from knowledge.services.guidelines import acknowledge, end_exception
from people.audiences import visible_pages

NUMBER = 9


def _guideline(user, pk):
    """The published guideline that this person may read. Raises `Http404`."""
    pages = GuidelinePage.objects.select_related(*GuidelinePage.reads_with)
    return get_object_or_404(visible_pages(pages, user), pk=pk)


@require_POST
@login_required
def read(request, pk):
    """The reader confirms that they have read the version that they were shown."""
    guideline = _guideline(request.user, pk)
    version = request.POST.get("version", "")
    try:
        acknowledge(
            guideline=guideline,
            user=request.user,
            version=int(version) if version.isdecimal() and len(version) < NUMBER else 0,
        )
    except KnowledgeError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Noted: you have read version %(version)s.") % {"version": guideline.version})
    return redirect(guideline.url)


@login_required
def readers(request, pk):
    """Who must read it, and who has, for its owner and editors; `?format=csv` gives a file."""
    guideline = _guideline(request.user, pk)
    if not can_see_readers(request.user, guideline):
        raise Http404
    people = readers_of(guideline)
    if request.GET.get("format") == "csv":
        name = f"{guideline.slug}-v{guideline.version}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(readers_file.csv_of(people), content_type="text/csv; charset=utf-8", headers=headers)
    context = {
        "guideline": guideline,
        "missing": [each for each in people if each.read_at is None],
        "done": [each for each in people if each.read_at is not None],
        "teams": by_team(people),
        "section": "knowledge",
    }
    return render(request, "knowledge/guideline_readers.html", context)


@login_required
def ask(request, pk):
    """Ask for an exception for one of one's teams."""
    guideline = _guideline(request.user, pk)
    if not teams_that_may_ask(request.user):
        raise Http404
    form = AskExceptionForm(request.POST or None, guideline=guideline, user=request.user)
    asked = form.save() if form.is_valid() else None
    if asked is None:
        context = {"form": form, "guideline": guideline, "section": "knowledge"}
        return render(request, "knowledge/exception_new.html", context)
    messages.success(request, _("Sent. You will be told what they decide."))
    return redirect(asked)


def _exception(user, pk):
    """The exception that this person may see, of a guideline that they may read. Raises `Http404`."""
    rows = GuidelineException.objects.select_related(
        "guideline__upkeep", "team__group", "asked_by__profile", "decided_by__profile"
    )
    found = get_object_or_404(rows.filter(guideline__in=visible_pages(GuidelinePage.objects.all(), user)), pk=pk)
    if not can_see_exception(user, found):
        raise Http404
    return found


@login_required
def exception(request, pk):
    """One request: for its team what became of it, for those who decide the form to decide with."""
    found = _exception(request.user, pk)
    waits = found.state == GuidelineException.State.ASKED
    decides = can_decide_exceptions(request.user, found.guideline) and found.asked_by_id != request.user.pk
    form = DecideExceptionForm(request.POST or None) if waits and decides else None
    if form and form.is_valid() and form.save(found, request.user):
        messages.success(request, _("The team has been told."))
        return redirect(found.guideline.url)
    can_end = found.is_running and can_decide_exceptions(request.user, found.guideline)
    context = {"exception": found, "form": form, "can_end": can_end, "section": "knowledge"}
    return render(request, "knowledge/exception.html", context)


@require_POST
@login_required
def end(request, pk):
    """End an exception before its last day, for those who decide."""
    found = _exception(request.user, pk)
    if not can_decide_exceptions(request.user, found.guideline):
        raise Http404
    try:
        end_exception(exception=found, by=request.user)
        messages.success(request, _("The exception has ended. The team has been told."))
    except KnowledgeError as refusal:
        messages.warning(request, str(refusal))
    return redirect(found.guideline.url)
