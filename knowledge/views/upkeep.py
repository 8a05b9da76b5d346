"""The care of pages: a person's own list, one page's care, and the editors' report."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.models import Page

from knowledge.backlinks import backlinks
from knowledge.exports import upkeep_csv
from knowledge.forms.upkeep import AnswerForm, BringBackForm, ConfirmForm, HandOverForm, ReportFilter, RetireForm
from knowledge.models import ProblemReport
from knowledge.permissions import can_see_upkeep_report
from knowledge.upkeep_reading import all_kept, kept_by, page_of, with_figures
from knowledge.upkeep_rows import kept_rows, page_care
from knowledge.views.access import kept_upkeep, sign_in_first
from people.audiences import visible_pages

PER_PAGE = 25


@login_required
def index(request):
    """The pages that this person keeps."""
    page = page_of(kept_by(request.user), request.GET.get("page"), PER_PAGE)
    context = {"page_of": page, "rows": kept_rows(page.object_list), "sees_report": can_see_upkeep_report(request.user)}
    return render(request, "knowledge/upkeep/index.html", {**context, "section": "knowledge"})


@sign_in_first
def detail(request, pk):
    """One page's care: what readers say, how often it is read, what was done, and what can be done."""
    upkeep = kept_upkeep(request.user, pk)
    return _detail(request, upkeep)


@require_POST
@sign_in_first
def confirm(request, pk):
    """Still true."""
    upkeep = kept_upkeep(request.user, pk)
    form = ConfirmForm(request.POST)
    if form.is_valid() and form.save(upkeep, request.user):
        messages.success(request, _("“%(title)s” counts as verified.") % {"title": upkeep.page.title})
        return _back(request, upkeep)
    return _detail(request, upkeep, confirm_form=form)


@require_POST
@sign_in_first
def hand_over(request, pk):
    """To another person."""
    upkeep = kept_upkeep(request.user, pk)
    form = HandOverForm(request.POST, upkeep=upkeep)
    if form.is_valid() and form.save(upkeep, request.user):
        words = {"title": upkeep.page.title, "person": form.cleaned_data["to"].display_name}
        messages.success(request, _("%(person)s keeps “%(title)s” and has been told.") % words)
        return redirect("knowledge:upkeep")
    return _detail(request, upkeep, hand_over_form=form)


@sign_in_first
def retire(request, pk):
    """Ask why and what follows, and show what refers to the page; then retire it."""
    upkeep = kept_upkeep(request.user, pk)
    words = request.GET.get("q", "")
    form = RetireForm(request.POST or None, upkeep=upkeep, user=request.user, words=words)
    if request.method == "POST" and form.is_valid() and form.save(upkeep, request.user):
        messages.success(request, _("“%(title)s” is retired.") % {"title": upkeep.page.title})
        return redirect("knowledge:page_care", upkeep.page_id)
    refers = backlinks(upkeep.page, request.user, shown=25, with_relations=True)
    context = {"upkeep": upkeep, "form": form, "refers": refers}
    return render(request, "knowledge/upkeep/retire.html", {**context, "section": "knowledge"})


@require_POST
@sign_in_first
def bring_back(request, pk):
    """Put a retired page to use again."""
    upkeep = kept_upkeep(request.user, pk)
    form = BringBackForm(request.POST)
    if form.is_valid() and form.save(upkeep, request.user):
        messages.success(request, _("“%(title)s” is in use again.") % {"title": upkeep.page.title})
        return redirect("knowledge:page_care", pk)
    return _detail(request, upkeep, bring_back_form=form)


@require_POST
@sign_in_first
def answer(request, pk):
    """Answer a report and close it."""
    report = ProblemReport.objects.select_related("page", "reported_by").filter(pk=pk).first()
    upkeep = kept_upkeep(request.user, report.page_id if report else None)
    form = AnswerForm(request.POST)
    if form.is_valid() and form.save(report, request.user):
        messages.success(request, _("Answered. Whoever reported it has been told."))
        return redirect("knowledge:page_care", upkeep.page_id)
    return _detail(request, upkeep, answering=pk, answer_form=form)


@login_required
def report(request):
    """The care of all pages, for editors; as CSV where the address says so."""
    if not can_see_upkeep_report(request.user):
        raise PermissionDenied
    form = ReportFilter(request.GET)
    seen = visible_pages(Page.objects.all(), request.user)
    rows = all_kept(**form.chosen()).filter(page__in=seen)
    if request.GET.get("format") == "csv":
        return upkeep_csv(with_figures(rows))
    page = page_of(rows, request.GET.get("page"), PER_PAGE)
    context = {"form": form, "page_of": page, "rows": kept_rows(page.object_list), "chosen": form.chosen()}
    return render(request, "knowledge/upkeep/report.html", {**context, "section": "knowledge"})


def _detail(request, upkeep, **refused):
    """A page's care with its forms; those that were sent and refused keep what was typed."""
    forms = {
        "confirm_form": ConfirmForm(),
        "hand_over_form": HandOverForm(upkeep=upkeep, auto_id="hand-over-%s"),
        "bring_back_form": BringBackForm(auto_id="back-%s"),
        "answer_form": AnswerForm(),
    }
    context = {**page_care(upkeep, request.user), **forms, **refused}
    return render(request, "knowledge/upkeep/detail.html", context)


def _back(request, upkeep):
    """To the list where somebody works through it, else to the page's care."""
    if request.POST.get("from") == "list":
        return redirect("knowledge:upkeep")
    return redirect("knowledge:page_care", upkeep.page_id)
