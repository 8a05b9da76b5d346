"""My registrations, and the address of my private calendar feed."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from events.listing import tickets
from events.models import Event, Registration
from events.services import issue_feed_token, revoke_feed

PAST_SHOWN = 10


def _page(request, address=""):
    held = Registration.objects.of(request.user).values("event")
    mine = Event.objects.visible_to(request.user).filter(pk__in=held)
    context = {
        "section": "events",
        "side_width": "md",
        "tickets": tickets(mine.upcoming().for_list(), request.user),
        "past": tickets(mine.past().for_list()[:PAST_SHOWN], request.user),
        "feed": request.user.calendar_feeds.open().first(),
        "address": address,
        "app_address": address.replace("https://", "webcal://").replace("http://", "webcal://"),
    }
    return render(request, "events/mine.html", context)


@require_safe
@login_required
def mine(request):
    """Where I have a place or wait for one, and my calendar."""
    return _page(request)


@require_POST
@never_cache
@login_required
def issue_feed(request):
    """Make a private address and show it, this once. An earlier one stops working."""
    token = issue_feed_token(request.user)
    return _page(request, settings.BASE_URL + reverse("events:private_feed", args=[token]))


@require_POST
@login_required
def switch_off_feed(request):
    """Switch the private address off."""
    if revoke_feed(request.user):
        messages.success(request, _("The address is switched off. Calendars that use it stop being updated."))
    return redirect("events:mine")
