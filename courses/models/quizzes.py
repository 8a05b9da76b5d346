"""Quizzes, marked on the server, and the attempts people make."""

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable, RevisionMixin

from courses.querysets import AttemptQuerySet, QuizQuerySet


class QuizForm(WagtailAdminModelForm):
    """The editor's form. Refuses questions that nobody could answer right."""

    def clean(self):
        cleaned = super().clean()
        for question in getattr(self, "formsets", {}).get("questions", []):
            self._check(question)
        return cleaned

    @staticmethod
    def _check(question):
        if not question.is_valid() or question.cleaned_data.get("DELETE"):
            return
        kept = [
            choice.cleaned_data
            for choice in question.formsets["choices"].forms
            if choice.is_valid() and choice.cleaned_data.get("text") and not choice.cleaned_data.get("DELETE")
        ]
        right = sum(bool(choice.get("is_right")) for choice in kept)
        single = question.cleaned_data.get("kind") == Question.Kind.SINGLE
        if single and right != 1:
            question.add_error("kind", forms.ValidationError(_("Mark exactly one choice as right.")))
        elif not single and right < 1:
            question.add_error("kind", forms.ValidationError(_("Mark at least one choice as right.")))


class Quiz(RevisionMixin, ClusterableModel):
    """Questions that show whether something was understood. Two courses with one quiz share what was passed."""

    slug = models.SlugField(max_length=120, unique=True)
    title = models.CharField(max_length=160)
    intro = models.TextField(blank=True)
    pass_mark = models.PositiveSmallIntegerField(
        default=70, validators=[MaxValueValidator(100)], help_text=_("Percent of the points.")
    )

    objects = QuizQuerySet.as_manager()

    base_form_class = QuizForm
    panels = [
        FieldPanel("title"),
        FieldPanel("slug"),
        FieldPanel("intro"),
        FieldPanel("pass_mark"),
        InlinePanel("questions", label=_("Question"), heading=_("Questions"), min_num=1),
    ]

    class Meta:
        ordering = ["title", "pk"]
        verbose_name_plural = _("quizzes")

    def __str__(self):
        return self.title


class Question(ClusterableModel, Orderable):
    """One question with its options. Which options are right never leaves the server before an answer is marked."""

    class Kind(models.TextChoices):
        SINGLE = "single", _("One right answer")
        MULTIPLE = "multiple", _("Several right answers")

    quiz = ParentalKey(Quiz, on_delete=models.CASCADE, related_name="questions")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.SINGLE)
    text = models.TextField()
    explanation = models.TextField(blank=True, help_text=_("Shown after marking, whatever was chosen."))

    panels = [
        FieldPanel("text"),
        FieldPanel("kind"),
        InlinePanel("choices", label=_("Choice"), heading=_("Choices"), min_num=2),
        FieldPanel("explanation"),
    ]

    class Meta(Orderable.Meta):
        ordering = ["sort_order", "pk"]

    def __str__(self):
        return self.text[:80]


class Choice(Orderable):
    """One option of a question, and what to say to somebody who chose it."""

    question = ParentalKey(Question, on_delete=models.CASCADE, related_name="choices")
    text = models.CharField(max_length=400)
    is_right = models.BooleanField(default=False)
    feedback = models.TextField(blank=True, help_text=_("Shown after marking to those who chose it."))

    panels = [FieldPanel("text"), FieldPanel("is_right"), FieldPanel("feedback")]

    class Meta(Orderable.Meta):
        ordering = ["sort_order", "pk"]

    def __str__(self):
        return self.text[:80]


class Attempt(models.Model):
    """One person's go at a quiz.

    `answers` are kept as given and `revision_id` is the quiz as it was then, so that a score can be marked again.
    `key` names the form that it was sent with: the same form sent twice is one attempt.
    """

    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="attempts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="attempts")
    key = models.CharField(max_length=64, blank=True)
    revision_id = models.PositiveBigIntegerField(null=True, blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    answers = models.JSONField(default=dict, help_text=_("{question id: [choice ids]}"))
    points = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    points_possible = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    passed = models.BooleanField(null=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "quiz", "key"], condition=~Q(key=""), name="courses_one_attempt_per_form"
            )
        ]

    def __str__(self):
        return f"{self.user}: {self.quiz}"

    def get_absolute_url(self):
        return reverse("courses:attempt", args=[self.pk])

    def quiz_as_answered(self):
        """The quiz with the questions that this attempt answered, also those that an editor has taken out since."""
        revision = self.quiz.revisions.filter(pk=self.revision_id).first() if self.revision_id else None
        return Quiz.from_serializable_data(revision.content, check_fks=False) if revision else self.quiz
