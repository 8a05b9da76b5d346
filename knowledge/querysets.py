"""Reads of retrospectives, evidence and laps."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from people.audiences import visible_filter
from people.querysets import VisibleQuerySet


class RetrospectiveQuerySet(VisibleQuerySet):
    def for_list(self):
        """With everything that a list row shows."""
        return self.select_related("team", "project").prefetch_related("practice_uses")

    def for_detail(self):
        """With everything that its own page shows."""
        return self.select_related("team__group", "project", "audience_group").prefetch_related(
            "notes", "actions__owner", "laps", "practice_uses__practice"
        )


class PracticeUseQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Uses told in retrospectives that this reader may see: evidence rests on these alone."""
        return self.filter(visible_filter(user, "retrospective__"))

    def evidence_for(self, user):
        """One use for each practice and project: the one of the latest retrospective that this reader may see.

        A retrospective without a project stands for itself. Of two on the same day the later written one counts.
        """
        later = self.model.objects.visible_to(user).filter(
            Q(retrospective__held_on__gt=OuterRef("retrospective__held_on"))
            | Q(retrospective__held_on=OuterRef("retrospective__held_on"), retrospective__gt=OuterRef("retrospective")),
            practice=OuterRef("practice"),
            retrospective__project=OuterRef("retrospective__project"),
        )
        return self.visible_to(user).filter(~Exists(later), practice__isnull=False)


class ActionQuerySet(models.QuerySet):
    def open(self):
        """Not done and not dropped."""
        return self.filter(state="open")


class LapQuerySet(VisibleQuerySet):
    def open(self):
        """Laps that have not ended."""
        return self.filter(ended_on__isnull=True)

    def for_detail(self):
        """With everything that its own page shows."""
        return self.select_related("team__group", "practice", "project", "retrospective").prefetch_related("steps")
