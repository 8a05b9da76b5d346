"""Taking a path or a course, and leaving it."""

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.exceptions import LearningError
from courses.models import CoursePage, Enrolment, PathPage
from people.models import User
from people.services import notify


def hold(user):
    """Let one person's writes happen one after the other: two tabs and a double click end up in one state."""
    User.objects.select_for_update().get(pk=user.pk)


@transaction.atomic
def enrol(*, user, page, assigned_by=None, due_on=None, enrolled_at=None):
    """Let a person take a path or a course; twice is once. An assignment or a due date is added to what is there.

    The person is told when somebody else assigned it. Raises `LearningError` for a page of another kind or offline.
    """
    page = page.specific
    if not isinstance(page, PathPage | CoursePage):
        raise LearningError(_("Only paths and courses can be taken."))
    if not page.live:
        raise LearningError(_("“%(title)s” is not offered at the moment.") % {"title": page.title})
    hold(user)
    enrolment, _created = Enrolment.objects.current().get_or_create(
        user=user, page_id=page.pk, defaults={"title": page.title, "enrolled_at": enrolled_at or timezone.now()}
    )
    if (assigned_by or due_on) and (enrolment.assigned_by, enrolment.due_on) != (assigned_by, due_on):
        enrolment.assigned_by, enrolment.due_on = assigned_by or enrolment.assigned_by, due_on or enrolment.due_on
        enrolment.assigned_at = enrolled_at or timezone.now()
        enrolment.save(update_fields=["assigned_by", "assigned_at", "due_on"])
        _tell_of_assignment(enrolment, page)
    return enrolment


def _tell_of_assignment(enrolment, page):
    by = enrolment.assigned_by
    if by is None or by == enrolment.user:
        return
    words = {"person": by.display_name, "title": page.title}
    text = _("%(person)s asks you to take “%(title)s”") % words
    if enrolment.due_on:
        text = _("%(sentence)s by %(day)s") % {"sentence": text, "day": date_format(enrolment.due_on, "j F")}
    notify(
        user=enrolment.user,
        kind="learning-assigned",
        text=text,
        url=page.url or "",
        dedupe=f"enrolment-{enrolment.pk}-{by.pk}-{enrolment.due_on or ''}",
    )


@transaction.atomic
def withdraw(*, user, page, withdrawn_at=None):
    """Leave a path or course. What was learned stays in the ledger. Returns whether there was anything to leave."""
    hold(user)
    current = Enrolment.objects.current().filter(user=user, page_id=page.pk)
    return bool(current.update(withdrawn_at=withdrawn_at or timezone.now()))
