"""Reads of maturity models and assessments."""

from django.db import models

from people.querysets import VisibleQuerySet


class ModelVersionQuerySet(models.QuerySet):
    def published(self):
        """Versions that teams may answer, the newest of each model first."""
        return self.filter(published_at__isnull=False).order_by("model_id", "-version")


class AssessmentQuerySet(VisibleQuerySet):
    def open(self):
        """Rounds that still take answers."""
        return self.filter(closed_at__isnull=True)

    def closed(self):
        """Rounds with a result, the newest first."""
        return self.filter(closed_at__isnull=False).order_by("-closed_at", "-pk")
