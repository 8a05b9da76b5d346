"""Reads of maturity models and assessments."""

from django.db import models
from django.db.models import Count, Prefetch, Q

from people.querysets import VisibleQuerySet


class MaturityModelQuerySet(models.QuerySet):
    def with_published(self):
        """Models with their published versions, the newest first, as `published`."""
        versions = self.model._meta.get_field("versions").related_model
        published = Prefetch("versions", versions.objects.published(), to_attr="published")
        return self.prefetch_related(published)


class ModelVersionQuerySet(models.QuerySet):
    def published(self):
        """Versions that teams may answer, the newest of each model first."""
        return self.filter(published_at__isnull=False).select_related("model").order_by("model_id", "-version")

    def newest(self):
        """The newest published version of each model."""
        later = models.Exists(
            self.model.objects.filter(
                model=models.OuterRef("model"), version__gt=models.OuterRef("version"), published_at__isnull=False
            )
        )
        return self.published().exclude(later)


class ItemQuerySet(models.QuerySet):
    def questions(self):
        """The items that people answer: those below a dimension, in the model's order."""
        return self.filter(parent__isnull=False).select_related("parent").order_by("version_id", "position", "pk")


class AssessmentQuerySet(VisibleQuerySet):
    def open(self):
        """Rounds that still take answers."""
        return self.filter(closed_at__isnull=True)

    def closed(self):
        """Rounds with a result, the newest first."""
        return self.filter(closed_at__isnull=False).order_by("-closed_at", "-pk")

    def of_teams(self, teams):
        """The rounds of these teams, each team's newest first."""
        return self.filter(team__in=teams).order_by("team_id", "-number")

    def with_people(self):
        """Annotate `answered`: how many people have answered at least one question."""
        told = Q(responses__user__isnull=False)
        return self.annotate(answered=Count("responses__user", filter=told, distinct=True))

    def for_page(self):
        """With everything that a page about one round shows."""
        return self.select_related("team__group", "version__model", "lap__team")


class ResponseQuerySet(models.QuerySet):
    def notes(self):
        """What people wrote beside their answers, without who."""
        return self.exclude(note="").select_related("item__parent")
