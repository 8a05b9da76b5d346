"""Error pages in words that say what happened and what to do."""

from django.shortcuts import render
from django.utils.translation import gettext as _


def bad_request(request, exception=None):
    """400: the request could not be understood."""
    return render(request, "400.html", status=400)


def permission_denied(request, exception=None):
    """403: signed in, but not allowed."""
    return render(request, "403.html", {"reason": str(exception) if exception else ""}, status=403)


def not_found(request, exception=None):
    """404: nothing here, or nothing that this reader may know of."""
    return render(request, "404.html", status=404)


def server_error(request):
    """500: needs no database and no context, because either may be what broke."""
    return render(None, "500.html", status=500)


def csrf_failure(request, reason=""):
    """403 for a form that was open too long or came from elsewhere: nothing was saved; going back keeps the text."""
    context = {
        "reason": _(
            "This form was open for so long that its key expired, or cookies are off. Nothing was saved. "
            "Go back: your browser still has what you typed. Reload the page and send it again."
        )
    }
    return render(request, "403.html", context, status=403)
