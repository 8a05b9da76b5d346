"""Pages of laps: one of them, choosing a practice for one, changing and ending it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from knowledge import reading
from knowledge.forms import ChooseForm, EndLapForm, LapForm
from knowledge.loop import loop_for
from knowledge.models import Stage
from knowledge.services import record_step
from knowledge.views.access import readable_lap, running_lap, sign_in_first


@sign_in_first
def detail(request, team, number):
    """One lap, all the way round."""
    lap = readable_lap(request.user, team, number)
    return render(request, "knowledge/lap.html", reading.lap_page(lap, request.user))


@login_required
def new(request):
    """Choose a practice for a lap; the address may name team, practice and gap."""
    if not request.user.team_memberships:
        return render(request, "knowledge/no_team.html", {"section": "knowledge"})
    form = ChooseForm(request.POST or None, user=request.user, initial=reading.preset_lap(request.user, request.GET))
    lap = form.save() if form.is_valid() else None
    if lap is None:
        return render(request, "knowledge/lap_new.html", {"form": form, "section": "knowledge"})
    messages.success(request, _("%(team)s is on lap %(number)s.") % {"team": lap.team.name, "number": lap.number})
    return redirect(lap)


@sign_in_first
def edit(request, team, number):
    """Change what was written about an open lap, for its team."""
    lap = running_lap(request.user, team, number)
    if lap.ended_on:
        return redirect(lap)
    said = {name: getattr(lap, name) for name in ("gap", "hypothesis", "measure", "decide_by")}
    initial = {**said, "project": lap.project_id}
    form = LapForm(request.POST or None, user=request.user, lap=lap, initial=initial)
    if form.is_valid() and form.save():
        messages.success(request, _("Saved."))
        return redirect(lap)
    return render(request, "knowledge/lap_edit.html", {"form": form, "lap": lap, "section": "knowledge"})


@require_POST
@sign_in_first
def start_trying(request, team, number):
    """The team says that it has begun to try the practice."""
    lap = running_lap(request.user, team, number)
    if lap.practice_title and not lap.ended_on:
        record_step(team=lap.team, lap=lap, stage=Stage.TRY, what=lap.practice_title, reference="trying")
        messages.success(request, _("You are trying it. Write down what you see while it is fresh."))
    return redirect(lap)


@sign_in_first
def end(request, team, number):
    """End a lap with its outcome and what the team decided."""
    lap = running_lap(request.user, team, number)
    if lap.ended_on:
        return redirect(lap)
    form = EndLapForm(request.POST or None, initial=reading.end_of(lap))
    if form.is_valid() and form.save(lap):
        messages.success(request, _("Lap %(number)s has ended.") % {"number": lap.number})
        return redirect(lap)
    context = {"form": form, "lap": lap, "loop": loop_for(lap, request.user), "section": "knowledge"}
    return render(request, "knowledge/lap_end.html", context)
