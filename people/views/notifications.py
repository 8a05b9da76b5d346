"""What a person has been told."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from people import services

PER_PAGE = 30


@require_safe
@login_required
def notifications(request):
    """The newest first; what has not been read is marked."""
    page = Paginator(request.user.notifications.all(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "people/notifications.html", {"page": page})


@require_safe
@login_required
def open_notification(request, pk):
    """Mark one as read and go where it leads. Somebody else's is not there."""
    notification = get_object_or_404(request.user.notifications, pk=pk)
    services.mark_read(user=request.user, notification=notification)
    if url_has_allowed_host_and_scheme(notification.url, {request.get_host()}):
        return redirect(notification.url)
    return redirect("people:notifications")


@require_POST
@login_required
def mark_all_read(request):
    """Mark everything as read."""
    services.mark_read(user=request.user)
    return redirect("people:notifications")
