"""Finding people, and a person's page."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from people import services
from people.models import Profile

PER_PAGE = 24
LONGEST_QUERY = 100


@require_safe
@login_required
def directory(request):
    """Everyone, by name, narrowed by words that their names, work, places or skills hold."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_QUERY]
    profiles = Profile.objects.directory().matching(words)
    page = Paginator(profiles, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "people/directory.html", {"page": page, "words": words, "section": "people"})


@require_safe
@login_required
def person(request, slug):
    """What a person tells about themselves, and their teams."""
    profile = get_object_or_404(Profile.objects.directory(), slug=slug)
    return render(request, "people/person.html", {"profile": profile, "is_own": profile.user_id == request.user.pk})


@require_safe
@login_required
def me(request):
    """The reader's own page, at an address that is the same for everyone."""
    return redirect(services.ensure_profile(user=request.user))
