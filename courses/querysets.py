"""Reads of enrolments, attempts and the learning ledger."""

from django.db import models


class EnrolmentQuerySet(models.QuerySet):
    def current(self):
        """Enrolments that were not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class LearningEventQuerySet(models.QuerySet):
    def completions(self):
        """Lessons done, the oldest first."""
        return self.filter(kind="completed").order_by("happened_at", "pk")


class AttemptQuerySet(models.QuerySet):
    def submitted(self):
        """Attempts that were handed in and marked."""
        return self.filter(submitted_at__isnull=False)
