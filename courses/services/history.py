"""Bringing in learning that took place elsewhere or earlier, many lines at once."""

from django.db import transaction

from courses.models import Enrolment, LearningEvent


@transaction.atomic
def load_history(*, completions):
    """Write many completed lessons into the ledger. Returns how many lines were new.

    `completions` is an iterable of (user, lesson, happened_at). People are enrolled in the lessons' courses from the
    first of their lines on. Lessons that are done already are left alone, so it is safe to repeat. No laps hear of it
    and nobody is told.
    """
    wanted = sorted(completions, key=lambda row: row[2])
    users, pages = {row[0].pk for row in wanted}, {row[1].pk for row in wanted}
    done = LearningEvent.objects.standing().filter(user__in=users, page__in=pages)
    there = set(done.values_list("user", "page"))
    fresh = {}
    for user, lesson, happened_at in wanted:
        if (user.pk, lesson.pk) not in there:
            fresh.setdefault((user.pk, lesson.pk), (lesson, happened_at))
    _enrol_all(fresh)
    LearningEvent.objects.bulk_create(
        LearningEvent(
            user_id=user_pk,
            page_id=lesson_pk,
            kind=LearningEvent.Kind.COMPLETED,
            title=lesson.title,
            revision_id=lesson.live_revision_id or lesson.latest_revision_id,
            happened_at=happened_at,
        )
        for (user_pk, lesson_pk), (lesson, happened_at) in fresh.items()
    )
    return len(fresh)


def _enrol_all(fresh):
    first = {}
    for (user_pk, _lesson_pk), (lesson, happened_at) in fresh.items():
        first.setdefault((user_pk, lesson.course.pk), (lesson.course, happened_at))
    there = Enrolment.objects.current().filter(user__in={pk for pk, _ in first}, page__in={pk for _, pk in first})
    taken = set(there.values_list("user", "page"))
    Enrolment.objects.bulk_create(
        Enrolment(user_id=user_pk, page_id=course_pk, title=course.title, enrolled_at=happened_at)
        for (user_pk, course_pk), (course, happened_at) in first.items()
        if (user_pk, course_pk) not in taken
    )
