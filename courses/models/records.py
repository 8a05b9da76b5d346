"""What learners did. Progress is derived from these rows, never stored as a percentage."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from courses.querysets import EnrolmentQuerySet, LearningEventQuerySet


class Enrolment(models.Model):
    """A person takes a path or a course. It outlives the page: `title` remembers what it was called."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="enrolments")
    page = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+")
    title = models.CharField(max_length=255)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    assigned_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    enrolled_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["-enrolled_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "page"],
                condition=Q(withdrawn_at__isnull=True, page__isnull=False),
                name="courses_enrolled_once",
            )
        ]

    def __str__(self):
        return f"{self.user}: {self.title}"


class LearningEvent(models.Model):
    """One line of the append-only ledger: somebody opened or finished a lesson, or handed in a quiz.

    It answers "why am I at 80 %?". `page` is the lesson, or the course that a quiz was taken in; `revision_id` is the
    revision of the lesson or quiz that it was done against. A line is written once: taking something back is a line
    of its own.
    """

    class Kind(models.TextChoices):
        OPENED = "opened", _("Opened")
        COMPLETED = "completed", _("Done")
        REOPENED = "reopened", _("Marked as not done")
        PASSED = "passed", _("Quiz passed")
        FAILED = "failed", _("Quiz not passed")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="learning_events")
    kind = models.CharField(max_length=10, choices=Kind)
    page = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+")
    title = models.CharField(max_length=255)
    revision_id = models.PositiveBigIntegerField(null=True, blank=True)
    attempt = models.ForeignKey(
        "courses.Attempt", null=True, blank=True, on_delete=models.SET_NULL, related_name="learning_events"
    )
    happened_at = models.DateTimeField(default=timezone.now)

    objects = LearningEventQuerySet.as_manager()

    class Meta:
        ordering = ["happened_at", "pk"]
        indexes = [models.Index(fields=["user", "page", "kind"])]

    def __str__(self):
        return f"{self.user} {self.get_kind_display()}: {self.title}"

    def save(self, *args, **kwargs):
        """Write a line. Raises `TypeError` for one that is written already."""
        if not self._state.adding:
            raise TypeError("The learning ledger is append-only: write another line.")
        super().save(*args, **kwargs)
