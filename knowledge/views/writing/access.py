"""Pages, pieces and drafts for those who may open them. What they may not see is answered like what does not exist."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, JsonResponse
from django.utils.translation import gettext as _
from wagtail.models import Page

from knowledge.contents import WRITABLE
from knowledge.models import Draft
from knowledge.permissions import can_open_draft, can_see_history, can_suggest


def signed_in_or_401(view):
    """A view for scripts: who is not signed in is told so, and not sent to another page."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return JsonResponse({"error": _("You are not signed in any more.")}, status=401)

    return wrapped


def for_writers(view):
    """A view of the editor: people are asked to sign in, scripts are told that nobody is signed in."""
    for_people, for_scripts = login_required(view), signed_in_or_401(view)

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        asks = request.headers.get("Accept", "").startswith("application/json")
        return (for_scripts if asks else for_people)(request, *args, **kwargs)

    return wrapped


def own_draft(user, pk):
    """The draft of that number, for its author. Raises `Http404`."""
    draft = Draft.objects.select_related("author", "page", "base", "content_type").filter(pk=pk).first()
    if draft is None or not can_open_draft(user, draft):
        raise Http404
    return draft


def page_to_change(user, pk):
    """The page of that number, for those who may propose a change to it. Raises `Http404`."""
    return _page(user, pk, can_suggest)


def page_with_history(user, pk):
    """The page of that number, for those who may see its versions. Raises `Http404`."""
    return _page(user, pk, can_see_history)


def _page(user, pk, allowed):
    page = Page.objects.filter(pk=pk).first()
    if page is None or page.cached_content_type.model_class() not in WRITABLE or not allowed(user, page):
        raise Http404
    return page
