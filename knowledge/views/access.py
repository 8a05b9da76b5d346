"""Fetching what a reader may see. What they may not see is answered like what does not exist."""

from django.contrib.auth.views import redirect_to_login
from django.http import Http404

from knowledge.models import Lap, Retrospective
from knowledge.permissions import can_edit_retrospective, can_read_lap, can_read_retrospective, can_run_lap


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


def _open_to(user, found, allowed):
    if found is not None and allowed(user, found):
        return found
    if not user.is_authenticated:
        raise SignInFirst
    raise Http404
