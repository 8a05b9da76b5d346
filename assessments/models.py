"""Maturity models and the rounds in which teams answer them.

A model is a tree of items with stable ids; an explicit version keeps what a round was answered against. Here the tree
has dimensions with questions below them; deeper trees fit into the same rows.
"""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.querysets import (
    AssessmentQuerySet,
    ItemQuerySet,
    MaturityModelQuerySet,
    ModelVersionQuerySet,
    ResponseQuerySet,
)
from knowledge.models import Lap, PracticePage
from people.audiences import AudienceMixin
from people.models import Team
from search.models import Topic


class MaturityModel(models.Model):
    """A model by its stable id, for instance "northmoor-team", whatever its versions."""

    key = models.SlugField(unique=True)
    title = models.CharField(max_length=120)
    summary = models.TextField(max_length=600, blank=True)

    objects = MaturityModelQuerySet.as_manager()

    class Meta:
        ordering = ["title"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("assessments:model", args=[self.key])


class ModelVersion(models.Model):
    """One version of a model. Published versions do not change: a round refers to exactly what people read."""

    model = models.ForeignKey(MaturityModel, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField(validators=[MinValueValidator(1)])
    scale = models.JSONField(help_text=_('[{"value": 1, "name": …, "description": …}], lowest first'))
    digest = models.CharField(max_length=64, blank=True, help_text=_("Of what was published: tells a change."))
    published_at = models.DateTimeField(null=True, blank=True)

    objects = ModelVersionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["model", "version"], name="assessments_one_row_per_version")]

    def __str__(self):
        return f"{self.model.key}@{self.version}"

    @property
    def values(self):
        """The values that an answer may have, lowest first."""
        return [level["value"] for level in self.scale]

    def level_name(self, value):
        """What a level is called, for instance "Trying"."""
        return next((level["name"] for level in self.scale if level["value"] == value), str(value))


class Item(models.Model):
    """A node of a version's tree: a dimension (no parent) or a question below one."""

    version = models.ForeignKey(ModelVersion, on_delete=models.CASCADE, related_name="items")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="children")
    key = models.CharField(max_length=80, help_text=_("Stable id within the model, for instance flow.limits."))
    title = models.CharField(max_length=160)
    question = models.TextField(max_length=600, blank=True)
    hint = models.TextField(max_length=600, blank=True, help_text=_("Of a dimension: what it is about."))
    levels = models.JSONField(default=dict, blank=True, help_text=_('{"1": what is true at level 1, …}'))
    position = models.PositiveIntegerField(default=0)
    practices = models.ManyToManyField(PracticePage, blank=True, related_name="raised_in_items")
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["version_id", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="assessments_one_item_per_key")]

    def __str__(self):
        return self.title

    def level_text(self, value):
        """What is true at a level, or nothing where the item does not say."""
        return self.levels.get(str(value), "")


class Assessment(AudienceMixin, models.Model):
    """One round of one team. For the team alone unless the team says otherwise."""

    version = models.ForeignKey(ModelVersion, on_delete=models.PROTECT, related_name="assessments")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="assessments")
    number = models.PositiveIntegerField(help_text=_("First round of the team is 1."))
    lap = models.ForeignKey(Lap, null=True, blank=True, on_delete=models.SET_NULL, related_name="assessments")
    invited = models.PositiveIntegerField(default=0, help_text=_("How many people were in the team when it opened."))
    opened_at = models.DateTimeField(default=timezone.now)
    closes_on = models.DateField(null=True, blank=True, help_text=_("Until when people are asked to answer."))
    closed_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["team_id", "-number"]
        constraints = [
            *AudienceMixin.Meta.constraints,
            models.UniqueConstraint(fields=["team", "number"], name="assessments_round_number"),
            models.UniqueConstraint(
                fields=["team"], condition=Q(closed_at__isnull=True), name="assessments_one_open_round"
            ),
        ]

    def __str__(self):
        return f"{self.team}, round {self.number}"

    def get_absolute_url(self):
        return reverse("assessments:result", args=[self.team.slug, self.number])

    @property
    def is_open(self):
        return self.closed_at is None

    @property
    def label(self):
        """What people call the round: by its lap where it belongs to one."""
        if self.lap_id:
            return _("Lap %(number)s") % {"number": self.lap.number}
        return _("Assessment %(number)s") % {"number": self.number}


class Response(models.Model):
    """One person's answer to one item. No level means "I cannot tell": it counts as no answer, never as zero.

    `user` is empty once the account is gone: what was answered stays in the team's numbers and is nobody's.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="responses")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="responses")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="assessment_responses"
    )
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    note = models.TextField(max_length=1000, blank=True)
    answered_at = models.DateTimeField(default=timezone.now)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "item", "user"], name="assessments_one_answer_each")
        ]

    def __str__(self):
        return f"{self.assessment}, {self.item}: {self.level}"


class Target(models.Model):
    """The level that a team wants to reach in a dimension."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="targets")
    model = models.ForeignKey(MaturityModel, on_delete=models.CASCADE, related_name="targets")
    item_key = models.CharField(max_length=80)
    level = models.DecimalField(max_digits=3, decimal_places=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "model", "item_key"], name="assessments_one_target")]

    def __str__(self):
        return f"{self.team}, {self.item_key}: {self.level}"
