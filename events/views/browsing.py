"""The list of events, past ones, and one event."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.detail import event_page, readable
from events.forms import EventFilter
from events.listing import kind_counts, month, tickets
from events.models import Event
from events.permissions import can_create_event
from search.models import Topic

PAGE = 20


def _filtered(request):
    form = EventFilter(request.GET, user=request.user)
    if not form.is_valid():
        messages.warning(request, _("Part of this address could not be read. All events are shown."))
        form = EventFilter({}, user=request.user)
        form.full_clean()
    return form, form.without_kinds(Event.objects.visible_to(request.user))


def _context(request, form, shown, counted):
    """What both lists need: one page of tickets and the filters."""
    page = Paginator(form.by_kind(shown).for_list(), PAGE).get_page(request.GET.get("page"))
    return {
        "section": "events",
        "side_width": "sm",
        "filter": form,
        "kinds": form.kind_options(kind_counts(counted)),
        "topics": Topic.objects.filter(events__isnull=False).distinct(),
        "page": page,
        "tickets": tickets(page.object_list, request.user),
    }


@require_safe
def events(request):
    """What is to come: four weeks as a table, then tickets; a series stands at its next date."""
    form, found = _filtered(request)
    context = _context(request, form, found.upcoming(), found.upcoming())
    context["month"] = month(form.by_kind(found), form.start)
    context["can_create"] = can_create_event(request.user)
    return render(request, "events/list.html", context)


@require_safe
def past(request):
    """What has been, latest first, with its materials."""
    form, found = _filtered(request)
    return render(request, "events/past.html", _context(request, form, found.past(), found.past()))


@require_safe
def event(request, slug):
    """One event, with the panel to register."""
    found = get_object_or_404(readable(request.user), slug=slug)
    return render(request, "events/event.html", event_page(found, request.user))
