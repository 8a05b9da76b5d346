"""Retrospectives: what a team saw when it looked back, and which practices it had used with what outcome."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from knowledge.querysets import ActionQuerySet, PracticeUseQuerySet, RetrospectiveQuerySet
from people.audiences import AudienceMixin
from people.models import Team
from portfolio.models import Project


class Outcome(models.TextChoices):
    """What a practice did. Always these three words."""

    HELPED = "helped", _("Helped")
    MIXED = "mixed", _("Mixed")
    HURT = "hurt", _("Hurt")


class Retrospective(AudienceMixin, models.Model):
    """A team's look back at a stretch of work. For the team alone until the team shares it."""

    class Kind(models.TextChoices):
        RETROSPECTIVE = "retrospective", _("Retrospective")
        POST_MORTEM = "post-mortem", _("Blameless post-mortem")

    slug = models.SlugField(max_length=120, unique=True)
    title = models.CharField(max_length=160)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.RETROSPECTIVE)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="retrospectives")
    project = models.ForeignKey(
        Project, null=True, blank=True, on_delete=models.SET_NULL, related_name="retrospectives"
    )
    held_on = models.DateField()
    people_count = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MinValueValidator(1)])
    summary = models.TextField(max_length=1000, blank=True)
    measures = models.JSONField(
        default=list, blank=True, help_text=_('[{"name": …, "before": …, "after": …}], as the team wrote them')
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    token = models.UUIDField(
        null=True,
        blank=True,
        unique=True,
        editable=False,
        help_text=_("Of the form it was sent with: sent twice is once."),
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = RetrospectiveQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [*AudienceMixin.Meta.constraints]
        indexes = [models.Index(fields=["project", "held_on"], name="knowledge_retro_project")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("knowledge:retrospective", args=[self.slug])


class RetrospectiveNote(models.Model):
    """One note on the board, in the order in which it was written."""

    class Column(models.TextChoices):
        WELL = "well", _("Went well")
        IMPROVE = "improve", _("To improve")
        PUZZLE = "puzzle", _("Puzzles us")
        NEXT = "action", _("What we would try next")

    retrospective = models.ForeignKey(Retrospective, on_delete=models.CASCADE, related_name="notes")
    column = models.CharField(max_length=10, choices=Column)
    text = models.TextField(max_length=2000)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["retrospective_id", "position", "pk"]

    def __str__(self):
        return self.text[:60]


class PracticeUse(models.Model):
    """A practice that the team used, what it did, and what the team says about it: one notch of evidence.

    It outlives the practice's page: `practice_title` remembers what the practice was called.
    """

    retrospective = models.ForeignKey(Retrospective, on_delete=models.CASCADE, related_name="practice_uses")
    practice = models.ForeignKey("knowledge.PracticePage", null=True, on_delete=models.SET_NULL, related_name="uses")
    practice_title = models.CharField(max_length=255)
    outcome = models.CharField(max_length=10, choices=Outcome)
    note = models.TextField(max_length=1000, blank=True)
    weeks = models.PositiveSmallIntegerField(null=True, blank=True, help_text=_("For how long, in weeks."))

    objects = PracticeUseQuerySet.as_manager()

    class Meta:
        ordering = ["retrospective_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["retrospective", "practice"],
                condition=Q(practice__isnull=False),
                name="knowledge_one_use_per_retrospective",
            ),
            models.CheckConstraint(condition=Q(outcome__in=["helped", "mixed", "hurt"]), name="knowledge_outcome"),
        ]

    def __str__(self):
        return f"{self.practice_title}: {self.get_outcome_display()}"


class Action(models.Model):
    """Something that somebody said they would do after a retrospective."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    retrospective = models.ForeignKey(Retrospective, on_delete=models.CASCADE, related_name="actions")
    text = models.CharField(max_length=300)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="actions"
    )
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]

    def __str__(self):
        return self.text
