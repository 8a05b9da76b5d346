"""What readers say of a page: whether it helped, and what is wrong with it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from knowledge.forms.upkeep import HelpfulForm, ProblemForm
from knowledge.upkeep_rows import care_for
from knowledge.views.access import readable_page


@require_POST
@login_required
def helpful(request, pk):
    """Was it helpful? With htmx only this piece of the page comes back."""
    page = readable_page(request.user, pk)
    form = HelpfulForm(request.POST)
    saved = form.is_valid() and form.save(page, request.user)
    if getattr(request, "htmx", False) or not saved:
        context = {"page": page, "care": care_for(page, request.user), "form": form, "said": bool(saved)}
        name = "knowledge/partials/helpful.html" if getattr(request, "htmx", False) else "knowledge/upkeep/helpful.html"
        return render(request, name, context)
    messages.success(request, _("Thank you. Whoever keeps the page sees it without your name."))
    return redirect(f"{page.url}#helpful")


@login_required
def problem(request, pk):
    """Report a problem with a page."""
    page = readable_page(request.user, pk)
    form = ProblemForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and form.save(page, request.user):
        messages.success(request, _("Reported. You will hear what comes of it."))
        return redirect(page.url)
    context = {"page": page, "form": form, "keeper": getattr(getattr(page, "upkeep", None), "owner", None)}
    return render(request, "knowledge/upkeep/problem.html", {**context, "section": "knowledge"})
