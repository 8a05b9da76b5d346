"""Reads of projects."""

from django.db.models import Case, IntegerField, Value, When

from people.querysets import VisibleQuerySet


class ProjectQuerySet(VisibleQuerySet):
    def for_list(self):
        """With everything that a list row shows."""
        return self.select_related("objective").prefetch_related("teams", "topics")

    def active_first(self):
        """Active, then paused, then done; the youngest first within each."""
        rank = Case(
            When(status="active", then=Value(0)),
            When(status="paused", then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        )
        return self.order_by(rank, "-starts_on", "pk")
