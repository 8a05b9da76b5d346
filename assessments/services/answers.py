"""One person's answer."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.exceptions import AssessmentError
from assessments.models import Assessment, Response
from assessments.permissions import can_answer

LONGEST_NOTE = 1000


@transaction.atomic
def save_response(*, assessment, item, user, level, note="", answered_at=None):
    """Keep a person's answer to one question, in place of the one they gave before; `level=None` is "I cannot tell".

    Raises `AssessmentError`: not someone who works in the team, a closed round (key "assessment"), a question of
    another version, a level off the scale, a note that is too long.
    """
    # The lock keeps a round from closing between the check and the write.
    current = Assessment.objects.select_for_update(of=["self"]).select_related("version", "team").get(pk=assessment.pk)
    if not current.is_open:
        raise AssessmentError({"assessment": _("This assessment has been closed.")})
    if errors := wrong_answer(current, item, user, level, note):
        raise AssessmentError(errors)
    return Response.objects.update_or_create(
        assessment=current,
        item=item,
        user=user,
        defaults={"level": level, "note": note.strip(), "answered_at": answered_at or timezone.now()},
    )[0]


def wrong_answer(assessment, item, user, level, note):
    """The messages for what does not hold, by field."""
    errors = {}
    if not can_answer(user, assessment):
        errors["user"] = _("Only people of team %(team)s answer.") % {"team": assessment.team.name}
    if item.version_id != assessment.version_id or item.parent_id is None:
        errors["item"] = _("“%(item)s” is not a question of this assessment.") % {"item": item.key}
    if not is_level(level, assessment.version):
        errors["level"] = _("Choose one of the levels, or “I cannot tell”.")
    if len(note) > LONGEST_NOTE or "\0" in note:
        errors["note"] = _("Use at most %(longest)s plain characters.") % {"longest": LONGEST_NOTE}
    return errors


def is_level(level, version):
    """`None`, or a whole number on the scale."""
    return level is None or (isinstance(level, int) and not isinstance(level, bool) and level in version.values)
