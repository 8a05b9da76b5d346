"""Following a page, to hear when it changes; of a practice also when there is new evidence."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from knowledge.models import PracticePage
from knowledge.views.access import readable_page
from people.services import follow, unfollow


@require_POST
@login_required
def page(request, pk):
    """Follow it, or stop: `follow` is "yes" or "no"."""
    target = readable_page(request.user, pk)
    if request.POST.get("follow") == "no":
        unfollow(user=request.user, target=target)
        messages.success(request, _("You will not hear of this page any more."))
    else:
        follow(user=request.user, target=target)
        messages.success(request, _following(target))
    return redirect(target.url)


def _following(target):
    if isinstance(target, PracticePage):
        return _("You will hear when a team shares what it did for them, and when the page changes.")
    return _("You will hear when this page changes.")
