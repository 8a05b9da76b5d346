"""Where assessments begin: my teams' rounds, and the model explained."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments import reading

SECTION = {"section": "assess"}


@require_safe
@login_required
def overview(request):
    """My teams: what is open, what was found, and the first step where there is nothing yet."""
    return render(request, "assessments/overview.html", {**reading.overview(request.user), **SECTION})


@require_safe
@login_required
def model(request, key):
    """A maturity model in full: dimensions, questions, what each level means, practices."""
    found = reading.model_page(key, request.user)
    if found is None:
        raise Http404
    return render(request, "assessments/model.html", {**found, **SECTION})
