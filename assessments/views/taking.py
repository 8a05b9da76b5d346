"""Answering: one question a screen, saved on each answer, to be left and taken up again at any time."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments.forms import AnswerForm
from assessments.reading import taking_page
from assessments.sheets import sheet_for
from assessments.views.access import answerable_round

SECTION = {"section": "assess"}


@require_safe
@login_required
def take(request, team, number):
    """Go to the first question without an answer; where there is none, show my answers."""
    assessment = answerable_round(request.user, team, number)
    if not assessment.is_open:
        return _to_result(request, assessment)
    sheet = sheet_for(assessment, request.user)
    if sheet.first_open:
        return redirect(sheet.first_open.url)
    return render(request, "assessments/done.html", {"assessment": assessment, "parts": sheet.parts(), **SECTION})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def question(request, team, number, position):
    """One question. A POST keeps the answer and goes on as its button says."""
    assessment = answerable_round(request.user, team, number)
    sheet = sheet_for(assessment, request.user)
    asked = sheet.at(position)
    if asked is None:
        raise Http404
    form = AnswerForm(request.POST or None, assessment=assessment, question=asked, user=request.user)
    if request.method == "POST":
        return _keep(request, form, sheet)
    return _ask(request, form, sheet) if assessment.is_open else _to_result(request, assessment)


def _to_result(request, assessment):
    messages.info(request, _("This assessment has been closed and takes no more answers."))
    return redirect(assessment)


def _ask(request, form, sheet, status=200):
    """The question's page."""
    asked = form.question
    context = {
        "form": form,
        "sheet": sheet,
        "assessment": sheet.assessment,
        "question": asked,
        "before": sheet.at(asked.position - 1),
        "after": sheet.at(asked.position + 1),
        "parts": sheet.parts(asked),
        **taking_page(sheet.assessment),
        **SECTION,
    }
    return render(request, "assessments/take.html", context, status=status)


def _keep(request, form, sheet):
    """Save what was sent and answer as it was asked: the next page, or a word that it is kept."""
    if not form.says_nothing and form.is_valid() and form.save():
        return render(request, "assessments/partials/saved.html") if request.htmx else _go_on(request, form, sheet)
    if request.htmx:
        return render(request, "assessments/partials/saved.html", {"form": form})
    if form.is_closed or not form.assessment.is_open:
        return render(request, "assessments/closed_meanwhile.html", {"form": form, **SECTION}, status=409)
    if form.says_nothing and request.POST.get("go") in {"back", "later"}:
        return _go_on(request, form, sheet)
    return _ask(request, form, sheet, status=422)


def _go_on(request, form, sheet):
    """Where the button leads: the question before, out of it, or the next one; after the last one what is open."""
    assessment, position = form.assessment, form.question.position
    go = request.POST.get("go")
    if go == "later":
        messages.success(request, _("What you have answered is kept. You come back to where you stopped."))
        return redirect("assessments:overview")
    neighbour = sheet.at(position - 1 if go == "back" else position + 1)
    if neighbour is None:
        return redirect("assessments:take", assessment.team.slug, assessment.number)
    return redirect(neighbour.url)
