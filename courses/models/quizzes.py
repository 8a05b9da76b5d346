"""Quizzes, marked on the server, and the attempts people make."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.querysets import AttemptQuerySet


class Quiz(models.Model):
    """Questions that show whether something was understood."""

    slug = models.SlugField(max_length=120, unique=True)
    title = models.CharField(max_length=160)
    intro = models.TextField(blank=True)
    pass_mark = models.PositiveSmallIntegerField(
        default=70, validators=[MaxValueValidator(100)], help_text=_("Percent of the points.")
    )

    class Meta:
        verbose_name_plural = _("quizzes")

    def __str__(self):
        return self.title


class Question(models.Model):
    """One question with its options. Which options are right never leaves the server before an answer is marked."""

    class Kind(models.TextChoices):
        SINGLE = "single", _("One right answer")
        MULTIPLE = "multiple", _("Several right answers")

    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="questions")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.SINGLE)
    text = models.TextField()
    explanation = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["quiz_id", "position", "pk"]

    def __str__(self):
        return self.text[:80]


class Choice(models.Model):
    """One option of a question, and what to say to somebody who chose it."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="choices")
    text = models.CharField(max_length=400)
    is_right = models.BooleanField(default=False)
    feedback = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["question_id", "position", "pk"]

    def __str__(self):
        return self.text[:80]


class Attempt(models.Model):
    """One person's go at a quiz. `answers` are kept as given, so that a score can be marked again from them."""

    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="attempts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="attempts")
    started_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    answers = models.JSONField(default=dict, help_text=_("{question id: [choice ids]}"))
    points = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    points_possible = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    passed = models.BooleanField(null=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-pk"]
        indexes = [models.Index(fields=["user", "quiz"])]

    def __str__(self):
        return f"{self.user}: {self.quiz}"
