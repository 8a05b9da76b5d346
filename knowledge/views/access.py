"""Fetching what a reader may see. What they may not see is answered like what does not exist."""

from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from wagtail.models import Page

from knowledge.models import KnowledgePage, Lap, Retrospective, Upkeep
from knowledge.permissions import can_edit_retrospective, can_keep, can_read_lap, can_read_retrospective, can_run_lap
from people.audiences import visible_pages


class SignInFirst(Exception):
    """A stranger asked for something that may be there for somebody who is signed in."""


def sign_in_first(view):
    """A view whose `SignInFirst` leads to the sign-in page and back."""

    def wrapped(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except SignInFirst:
            return redirect_to_login(request.get_full_path())

    wrapped.__name__, wrapped.__doc__ = view.__name__, view.__doc__
    return wrapped


def readable_retrospective(user, slug):
    """The retrospective that this person may read. Raises `Http404`, for strangers `SignInFirst`."""
    found = Retrospective.objects.for_detail().filter(slug=slug).first()
    return _open_to(user, found, can_read_retrospective)


def editable_retrospective(user, slug):
    """The retrospective that this person may change. Raises `Http404`, for strangers `SignInFirst`."""
    found = Retrospective.objects.for_detail().filter(slug=slug).first()
    return _open_to(user, found, can_edit_retrospective)


def readable_lap(user, team, number):
    """The lap that this person may read. Raises `Http404`, for strangers `SignInFirst`."""
    found = Lap.objects.for_detail().filter(team__slug=team, number=number).first()
    return _open_to(user, found, can_read_lap)


def running_lap(user, team, number):
    """The lap that this person may run. Raises `Http404`, for strangers `SignInFirst`."""
    found = Lap.objects.for_detail().filter(team__slug=team, number=number).first()
    return _open_to(user, found, can_run_lap)


def kept_upkeep(user, page_id):
    """The care of a published page that this person may keep. Raises `Http404`, for strangers `SignInFirst`.

    Its owner always knows of the page; editors as far as they may read it.
    """
    found = Upkeep.objects.filter(page=page_id, page__live=True).select_related("page", "owner").first()
    if found and found.owner_id != user.pk and not visible_pages(Page.objects.filter(pk=page_id), user).exists():
        found = None
    return _open_to(user, found, can_keep)


def readable_page(user, page_id):
    """A published page of written knowledge that this person may read. Raises `Http404` or `SignInFirst`."""
    page = visible_pages(Page.objects.filter(pk=page_id), user).first()
    page = page.specific if page else None
    return _open_to(user, page if isinstance(page, KnowledgePage) else None, lambda user, page: True)


def _open_to(user, found, allowed):
    if found is not None and allowed(user, found):
        return found
    if not user.is_authenticated:
        raise SignInFirst
    raise Http404
