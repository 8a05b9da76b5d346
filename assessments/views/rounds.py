"""A team's round: its result, opening and closing it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments import reading
from assessments.exceptions import AssessmentError
from assessments.forms import OpenForm
from assessments.scores import MINIMUM_ANSWERS
from assessments.services import close_assessment
from assessments.views.access import closable_round, readable_round

SECTION = {"section": "assess"}


@require_safe
@login_required
def result(request, team, number):
    """What a closed round says, or how far an open one has come."""
    assessment = readable_round(request.user, team, number)
    if assessment.is_open:
        return render(request, "assessments/open.html", {**reading.open_page(assessment, request.user), **SECTION})
    return render(request, "assessments/result.html", {**reading.result_page(assessment, request.user), **SECTION})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request):
    """Open a round for a team that I lead or coach; the address may name the team."""
    form = OpenForm(request.POST or None, user=request.user, initial={"team": _named_team(request)})
    if not form.fields["team"].queryset:
        raise PermissionDenied(_("A lead or coach of a team opens its assessment."))
    opened = form.save() if form.is_valid() else None
    if opened is None:
        return render(request, "assessments/new.html", {"form": form, **SECTION}, status=422 if form.errors else 200)
    messages.success(request, _("It is open, and everyone in team %(team)s knows.") % {"team": opened.team.name})
    return redirect(opened)


def _named_team(request):
    """The team of the address, if any. Raises `Http404` where it is none of this person's."""
    slug = request.GET.get("team", "")
    team = next((each.team for each in request.user.team_memberships if each.team.slug == slug), None)
    if slug and team is None:
        raise Http404
    return team


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def close(request, team, number):
    """Ask, then close: a result is final."""
    assessment = closable_round(request.user, team, number)
    if request.method == "POST":
        try:
            close_assessment(assessment=assessment, by=request.user)
            messages.success(request, _("Closed. Here is what you said."))
        except AssessmentError as refusal:
            messages.warning(request, refusal.text)
    if request.method == "POST" or not assessment.is_open:
        return redirect(assessment)
    context = {**reading.open_page(assessment, request.user), "minimum": MINIMUM_ANSWERS, **SECTION}
    return render(request, "assessments/close.html", context)
