"""Reads of projects."""

from people.querysets import VisibleQuerySet


class ProjectQuerySet(VisibleQuerySet):
    def for_list(self):
        """With everything that a list row shows."""
        return self.select_related("objective").prefetch_related("teams")
