"""Forms that were sent after the session had ended: what was typed waits in the session until the person has signed in.

A POST that is answered with a redirect to sign-in would lose its text. Here it is put aside under its address; when
the person comes back to that address, signed in, they are shown a page that sends it again with a fresh key. Nothing
is done in their name before they press the button, and the view then checks everything as ever.

A view that htmx posts to asks for signing in by `sign_in_first`: the page goes there as a whole.
"""

import time
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

KEY = "unsent_form"
LIFETIME = 3600
LARGEST = 100_000
DISCARD = "discard-unsent"
NOT_KEPT = ("csrfmiddlewaretoken", "password")


class UnsentFormMiddleware:
    """Put aside what somebody without a session sent, and offer it again after signing in."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if KEY in request.session and request.user.is_authenticated:
            answer = self._offer(request)
            if answer is not None:
                return answer
        response = self.get_response(request)
        if self._was_turned_away(request, response):
            self._put_aside(request)
        return response

    def _was_turned_away(self, request, response):
        return (
            request.method == "POST"
            and not request.user.is_authenticated
            and _leads_to(response).startswith(resolve_url(settings.LOGIN_URL))
        )

    def _put_aside(self, request):
        typed = [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if not name.startswith(NOT_KEPT) and "\x00" not in value
        ]
        if sum(len(name) + len(value) for name, value in typed) > LARGEST:
            text = _("You are not signed in any more, and the form was too long to keep. Go back: your browser has it.")
            messages.warning(request, text)
            return
        request.session[KEY] = {"path": request.get_full_path(), "typed": typed, "at": time.time()}
        messages.info(request, _("Your session had ended. What you typed is kept: sign in, then send it again."))

    def _offer(self, request):
        kept = request.session[KEY]
        if time.time() - kept["at"] > LIFETIME or request.GET.get(DISCARD):
            del request.session[KEY]
            return redirect(request.path) if request.GET.get(DISCARD) else None
        if request.path != kept["path"].partition("?")[0]:
            return None
        if request.method == "POST":
            del request.session[KEY]
            return None
        return render(request, "people/unsent.html", {"kept": kept, "discard": DISCARD})


def _leads_to(response):
    """Where a redirect leads, one of the browser's or one of htmx."""
    return response["Location"] if response.status_code == 302 else response.get("HX-Redirect", "")


def sign_in_first(view):
    """`login_required` for views that htmx asks too: a plain redirect would put the sign-in page into a corner."""

    @wraps(view)
    def asking(request, *args, **kwargs):
        response = login_required(view)(request, *args, **kwargs)
        if request.htmx and not request.user.is_authenticated and response.status_code == 302:
            return HttpResponseClientRedirect(response["Location"])
        return response

    return asking
