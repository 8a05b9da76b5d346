"""Lessons opened, done, and marked as not done.

Reading a lesson writes nothing: a GET stays safe, for strangers and for learners. "Opened" is written where a person
says by a button that they go there: when they start a path or course, and when marking a lesson as done leads them on
to the next.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.exceptions import LearningError
from courses.models import LearningEvent
from courses.services.enrolment import enrol, hold
from knowledge.models import Lap, Stage
from knowledge.services import record_step
from people.models import TeamMembership

Kind = LearningEvent.Kind


@transaction.atomic
def open_lesson(*, user, lesson, happened_at=None):
    """Write down that a person opened a lesson, at most once a day. Returns the line, or `None` where it was there."""
    at = happened_at or timezone.now()
    hold(user)
    day = timezone.localdate(at)
    lines = LearningEvent.objects.filter(user=user, page_id=lesson.pk, kind=Kind.OPENED)
    if any(timezone.localdate(opened) == day for opened in lines.values_list("happened_at", flat=True)):
        return None
    return _write(user, lesson, Kind.OPENED, at)


@transaction.atomic
def complete_lesson(*, user, lesson, happened_at=None):
    """Write down that a person did a lesson; twice is once. Returns the line, or `None` where it was done already.

    Enrols them in its course quietly, and records a step on the open laps of the teams that they work in where the
    lap's practice is one of the lesson's. Raises `LearningError` for a lesson or course that is offline.
    """
    if not lesson.is_open:
        raise LearningError(_("“%(title)s” is not offered at the moment.") % {"title": lesson.title})
    at = happened_at or timezone.now()
    hold(user)
    enrol(user=user, page=lesson.course, enrolled_at=at)
    if _is_done(user, lesson):
        return None
    line = _write(user, lesson, Kind.COMPLETED, at)
    record_learning(
        user=user,
        practices=lesson.practices.all(),
        what=_("Lesson: %(title)s") % {"title": lesson.title},
        url=lesson.url or "",
        reference=f"lesson-{lesson.pk}",
        happened_at=at,
    )
    return line


@transaction.atomic
def reopen_lesson(*, user, lesson, happened_at=None):
    """Write down that a lesson is not done after all. Returns the line, or `None` where it was not done."""
    hold(user)
    if not _is_done(user, lesson):
        return None
    return _write(user, lesson, Kind.REOPENED, happened_at or timezone.now())


def record_learning(*, user, practices, what, url, reference, happened_at):
    """Record a "learn" step on the open laps of the person's own teams that try one of these practices."""
    worked_in = [m.team_id for m in user.team_memberships if m.role != TeamMembership.Role.COACH]
    laps = Lap.objects.open().filter(team__in=worked_in, practice__in=[practice.pk for practice in practices])
    day = timezone.localdate(happened_at)
    for lap in laps.filter(started_on__lte=day).select_related("team"):
        record_step(team=lap.team, lap=lap, stage=Stage.LEARN, what=what, url=url, reference=reference, happened_on=day)


def _is_done(user, lesson):
    last = (
        LearningEvent.objects.filter(user=user, page_id=lesson.pk, kind__in=[Kind.COMPLETED, Kind.REOPENED])
        .order_by("happened_at", "pk")
        .last()
    )
    return last is not None and last.kind == Kind.COMPLETED


def _write(user, lesson, kind, at):
    return LearningEvent.objects.create(
        user=user,
        page_id=lesson.pk,
        kind=kind,
        title=lesson.title,
        revision_id=lesson.live_revision_id or lesson.latest_revision_id,
        happened_at=at,
    )
