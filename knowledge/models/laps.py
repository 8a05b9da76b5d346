"""Laps: one turn round the loop by one team, with one practice."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from knowledge.models.retrospectives import Outcome, Retrospective
from knowledge.querysets import LapQuerySet
from people.audiences import AudienceMixin
from people.models import Team
from portfolio.models import Project


class Stage(models.TextChoices):
    """The six stations of the loop, in order."""

    ASSESS = "assess", _("Assess")
    GAP = "gap", _("See the gaps")
    CHOOSE = "choose", _("Choose a practice")
    LEARN = "learn", _("Learn it")
    TRY = "try", _("Try it")
    LOOK_BACK = "look_back", _("Look back")


class Lap(AudienceMixin, models.Model):
    """From a gap, or a wish, through one practice, to what the team decided about it.

    A lap may begin at an assessment, before a practice is chosen. `practice_title` outlives the practice's page. Rooms
    above record steps on it through knowledge/services; the lap knows none of them.
    """

    class Decision(models.TextChoices):
        KEEP = "keep", _("Keep it")
        ADAPT = "adapt", _("Adapt it")
        DROP = "drop", _("Drop it")

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="laps")
    number = models.PositiveIntegerField(help_text=_("First lap of the team is 1."))
    practice = models.ForeignKey(
        "knowledge.PracticePage", null=True, blank=True, on_delete=models.SET_NULL, related_name="laps"
    )
    practice_title = models.CharField(max_length=255, blank=True)
    project = models.ForeignKey(Project, null=True, blank=True, on_delete=models.SET_NULL, related_name="laps")
    gap = models.CharField(max_length=200, blank=True, help_text=_("What the team wants to be better at."))
    hypothesis = models.TextField(_("what we expect"), max_length=1000, blank=True)
    measure = models.TextField(_("how we will notice"), max_length=1000, blank=True)
    started_on = models.DateField()
    decide_by = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    decision = models.CharField(max_length=10, choices=Decision, blank=True)
    learned = models.TextField(_("what we learned"), max_length=2000, blank=True)
    retrospective = models.ForeignKey(
        Retrospective, null=True, blank=True, on_delete=models.SET_NULL, related_name="laps"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = LapQuerySet.as_manager()

    class Meta:
        ordering = ["team_id", "-number"]
        constraints = [
            *AudienceMixin.Meta.constraints,
            models.UniqueConstraint(fields=["team", "number"], name="knowledge_lap_number"),
            models.CheckConstraint(condition=Q(decide_by__gte=F("started_on")), name="knowledge_lap_dates"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=False) | Q(outcome="", decision=""),
                name="knowledge_lap_outcome_at_its_end",
            ),
        ]

    def __str__(self):
        return f"{self.team}, lap {self.number}"

    def get_absolute_url(self):
        return reverse("knowledge:lap", args=[self.team.slug, self.number])


class LapStep(models.Model):
    """Something that happened on a lap at one of its stations. `reference` makes recording it again do nothing."""

    lap = models.ForeignKey(Lap, on_delete=models.CASCADE, related_name="steps")
    stage = models.CharField(max_length=10, choices=Stage)
    happened_on = models.DateField()
    what = models.CharField(max_length=200)
    url = models.CharField(max_length=500, blank=True)
    reference = models.CharField(max_length=120)

    class Meta:
        ordering = ["lap_id", "happened_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["lap", "stage", "reference"], name="knowledge_lap_step_once")]

    def __str__(self):
        return f"{self.get_stage_display()}: {self.what}"
