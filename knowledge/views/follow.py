"""Following a practice, to hear of new evidence."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from knowledge.models import PracticePage
from people.audiences import visible_pages
from people.services import follow, unfollow


@require_POST
@login_required
def practice(request, pk):
    """Follow it, or stop: `follow` is "yes" or "no"."""
    page = get_object_or_404(visible_pages(PracticePage.objects.all(), request.user), pk=pk)
    if request.POST.get("follow") == "no":
        unfollow(user=request.user, target=page)
        messages.success(request, _("You will not hear of new evidence any more."))
    else:
        follow(user=request.user, target=page)
        messages.success(request, _("You will hear when a team shares what it did for them."))
    return redirect(page.url)
