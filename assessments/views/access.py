"""Fetching rounds. What a reader may not see is answered like what does not exist."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from assessments.models import Assessment
from assessments.permissions import can_answer, can_close, can_see_result


def readable_round(user, team, number):
    """The round that this person may see. Raises `Http404`."""
    found = Assessment.objects.for_page().filter(team__slug=team, number=number).first()
    if found is None or not can_see_result(user, found):
        raise Http404
    return found


def answerable_round(user, team, number):
    """The round that this person may answer while it is open. Raises `Http404`, for the team's coach 403."""
    found = readable_round(user, team, number)
    if not can_answer(user, found):
        raise PermissionDenied(_("People of the team answer. You can follow how many have done so."))
    return found


def closable_round(user, team, number):
    """The round that this person may close. Raises `Http404`, for others of the team 403."""
    found = readable_round(user, team, number)
    if not can_close(user, found):
        raise PermissionDenied(_("A lead or coach of the team, or whoever opened it, closes an assessment."))
    return found
