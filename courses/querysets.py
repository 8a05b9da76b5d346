"""Reads of enrolments, quizzes, attempts and the learning ledger."""

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q


class EnrolmentQuerySet(models.QuerySet):
    def current(self):
        """Enrolments that were not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def to_learn(self, user):
        """What this person takes and can still open, with the page and who assigned it, the latest first."""
        return self.current().filter(user=user, page__live=True).select_related("page", "assigned_by")


class LearningEventQuerySet(models.QuerySet):
    def completions(self):
        """Lessons done, the oldest first."""
        return self.filter(kind="completed").order_by("happened_at", "pk")

    def about(self, lesson_pks, quiz_pks):
        """Lines about these lessons and quizzes, in the order in which they happened."""
        return self.filter(Q(page__in=lesson_pks) | Q(attempt__quiz__in=quiz_pks)).order_by("happened_at", "pk")

    def standing(self):
        """Completions that were not taken back by a later line."""
        taken_back = self.model.objects.filter(kind="reopened", user=OuterRef("user"), page=OuterRef("page")).filter(
            Q(happened_at__gt=OuterRef("happened_at")) | Q(happened_at=OuterRef("happened_at"), pk__gt=OuterRef("pk"))
        )
        return self.filter(~Exists(taken_back), kind="completed")

    def finishers(self, lesson_pks, quiz_pks):
        """The people who have done all these lessons and passed all these quizzes, as rows of {"user": pk}."""
        done = self.standing().filter(page__in=lesson_pks).order_by().values("user")
        found = done.annotate(n=Count("page", distinct=True)).filter(n=len(set(lesson_pks))).values("user")
        if quiz_pks:
            passed = self.filter(kind="passed", attempt__quiz__in=quiz_pks).order_by().values("user")
            passed = passed.annotate(n=Count("attempt__quiz", distinct=True)).filter(n=len(set(quiz_pks)))
            found = found.filter(user__in=passed.values("user"))
        return found


class QuizQuerySet(models.QuerySet):
    def with_questions(self):
        """With everything that asking and marking needs."""
        return self.prefetch_related("questions__choices")


class AttemptQuerySet(models.QuerySet):
    def submitted(self):
        """Attempts that were handed in and marked."""
        return self.filter(submitted_at__isnull=False)

    def visible_to(self, user):
        """A person's attempts are their own."""
        return self.filter(user=user) if user.is_authenticated else self.none()
