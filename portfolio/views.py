"""Pages about projects."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render

from portfolio.models import Project

PER_PAGE = 24


def projects(request):
    """All projects that this reader may see, active ones first."""
    found = Project.objects.visible_to(request.user).for_list().active_first()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "portfolio/projects.html", {"page": page, "section": "knowledge"})


def project(request, slug):
    """One project: what it is for, who does it, and everything that is about it."""
    found = get_object_or_404(Project.objects.visible_to(request.user).for_list(), slug=slug)
    return render(request, "portfolio/project.html", {"project": found, "section": "knowledge"})
