"""Scheduling events and changing them: for coaches, the PMO and administrators."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.detail import readable
from events.forms import EventForm
from events.permissions import can_create_event, can_edit_event


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def create(request):
    """A form for a new event. Sending it twice makes one."""
    if not can_create_event(request.user):
        raise PermissionDenied(_("Coaches and the PMO schedule events. Ask one of them."))
    return _form(request, EventForm(request.POST or None, user=request.user), _("The event is in the calendar."))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request, slug):
    """The form of an event as it is."""
    event = get_object_or_404(readable(request.user), slug=slug)
    if not can_edit_event(request.user, event):
        raise PermissionDenied(_("Only those who run this event can change it."))
    form = EventForm(request.POST or None, user=request.user, event=event)
    return _form(request, form, _("The event is changed."))


def _form(request, form, done):
    """Save what was sent, or show the form with what is wrong beside its fields."""
    if request.method == "POST" and form.is_valid() and (event := form.save()):
        messages.success(request, done)
        return redirect(event)
    context = {"form": form, "event": form.event, "section": "events"}
    return render(request, "events/form.html", context, status=422 if form.errors else 200)
