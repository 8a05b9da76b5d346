"""What the organisation works on: objectives, and the projects that serve them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.audiences import AudienceMixin
from people.models import Team
from portfolio.querysets import ProjectQuerySet
from search.models import Topic


class Objective(models.Model):
    """What the organisation wants to be true."""

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=400, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="objectives"
    )

    class Meta:
        ordering = ["title"]

    def __str__(self):
        return self.title


class Project(AudienceMixin, models.Model):
    """A piece of work with a beginning, the teams that do it, and the objective it serves. Practices are tried here."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        PAUSED = "paused", _("Paused")
        DONE = "done", _("Done")

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    summary = models.CharField(max_length=400, blank=True)
    description = models.TextField(blank=True, help_text=_("Markdown"))
    objective = models.ForeignKey(Objective, null=True, blank=True, on_delete=models.SET_NULL, related_name="projects")
    teams = models.ManyToManyField(Team, blank=True, related_name="projects")
    topics = models.ManyToManyField(Topic, blank=True, related_name="projects")
    status = models.CharField(max_length=10, choices=Status, default=Status.ACTIVE)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            *AudienceMixin.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="portfolio_project_dates"
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("portfolio:project", args=[self.slug])

    @property
    def status_colour(self):
        """The tag's status: colour repeats what the word says."""
        return {"active": "good", "paused": "warn"}.get(self.status, "")
