"""Pages of retrospectives: the list, one of them, the form, and who may read it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from knowledge import reading
from knowledge.filters import RetrospectiveFilter
from knowledge.forms import RetrospectiveSheet, ShareForm
from knowledge.services import share_retrospective
from knowledge.views.access import editable_retrospective, readable_retrospective, sign_in_first


def index(request):
    """All retrospectives that this reader may see, filtered as the address says."""
    chosen = RetrospectiveFilter(request.GET).chosen()
    context = reading.retrospective_list(request.user, chosen, request.GET.get("page"))
    template = "knowledge/partials/retrospective_results.html" if request.htmx else "knowledge/retrospectives.html"
    return render(request, template, context)


@sign_in_first
def detail(request, slug):
    """One retrospective."""
    retrospective = readable_retrospective(request.user, slug)
    context = reading.retrospective_page(retrospective, request.user)
    context["share_form"] = ShareForm(initial={"audience": retrospective.audience})
    return render(request, "knowledge/retrospective.html", context)


@login_required
def new(request):
    """Write one: empty, or begun from a team, a practice or a lap in the address."""
    if not request.user.team_memberships:
        return render(request, "knowledge/no_team.html", {"section": "knowledge"})
    if request.method != "POST":
        initial, rows = reading.preset_retrospective(request.user, request.GET)
        return _form(request, RetrospectiveSheet(request.user, initial=initial, rows=rows))
    return _sent(request, RetrospectiveSheet(request.user, data=request.POST))


@sign_in_first
def edit(request, slug):
    """Change one, for its team."""
    retrospective = editable_retrospective(request.user, slug)
    if request.method != "POST":
        return _form(request, RetrospectiveSheet(request.user, retrospective=retrospective))
    return _sent(request, RetrospectiveSheet(request.user, data=request.POST, retrospective=retrospective))


def _sent(request, sheet):
    """One more row, errors beside the fields, or on to what was written."""
    if (name := request.POST.get("add")) in sheet.rows:
        return _form(request, sheet.with_another(name))
    written = sheet.save() if sheet.is_valid() else None
    if written is None:
        return _form(request, sheet)
    lap = sheet.form.cleaned_data.get("lap")
    if lap is not None:
        messages.success(request, _("Your retrospective is saved. One thing is left: what you make of the practice."))
        return redirect("knowledge:lap_end", lap.team.slug, lap.number)
    messages.success(request, _("Your retrospective is saved."))
    return redirect(written)


def _form(request, sheet):
    return render(request, "knowledge/retrospective_form.html", {"sheet": sheet, "section": "knowledge"})


@require_POST
@sign_in_first
def share(request, slug):
    """Set who may read it, for its team."""
    retrospective = editable_retrospective(request.user, slug)
    form = ShareForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(_("Choose who may read it."))
    share_retrospective(retrospective=retrospective, audience=form.cleaned_data["audience"])
    messages.success(request, _("Saved who can read it."))
    return redirect(retrospective)
