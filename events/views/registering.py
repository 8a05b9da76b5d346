"""Registering for an event and giving a place back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.detail import event_page, held_by_person, readable
from events.exceptions import EventError
from events.forms import RegisterForm
from events.forms.registering import outcome_words
from events.models import Registration
from events.permissions import can_cancel_registration
from events.services import cancel_registration


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def register(request, slug):
    """Register me or my team. A refusal stands on the event's page, with what was chosen."""
    event = get_object_or_404(readable(request.user), slug=slug)
    if request.method != "POST":
        return redirect(event)
    held = held_by_person(event.registrations.active())
    form = RegisterForm(request.POST, event=event, user=request.user, held=held)
    if form.is_valid() and (registrations := form.save()):
        messages.success(request, outcome_words(registrations))
        return redirect(event)
    return render(request, "events/event.html", event_page(event, request.user, form), status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def cancel(request, pk):
    """Ask, then give a place back."""
    rows = Registration.objects.select_related("event", "team", "user")
    registration = get_object_or_404(rows, pk=pk)
    if not can_cancel_registration(request.user, registration):
        raise Http404
    if request.method != "POST":
        return render(request, "events/cancel.html", {"registration": registration, "section": "events"})
    try:
        cancel_registration(registration=registration, by=request.user)
        messages.success(request, _("The place is given back."))
    except EventError as refusal:
        messages.error(request, str(refusal))
    visible = registration.event.is_visible_to(request.user)
    return redirect(registration.event if visible else "events:mine")
