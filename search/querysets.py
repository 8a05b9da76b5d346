"""Reads of documents. Every one that a person sees starts at `visible_to`."""

from django.db.models import Case, F, IntegerField, Value, When
from django.utils import timezone
from modelsearch.queryset import SearchableQuerySetMixin

from people.querysets import VisibleQuerySet


def soonest_or_newest(prefix=""):
    """Expressions to order by: what is still to come first, soonest first; then what has been, newest first."""
    date, now = f"{prefix}date", timezone.now()
    return [
        Case(When(**{f"{date}__gte": now}, then=Value(0)), default=Value(1), output_field=IntegerField()),
        Case(When(**{f"{date}__gte": now}, then=F(date))),
        F(date).desc(nulls_last=True),
        F(f"{prefix}pk"),
    ]


class DocumentQuerySet(SearchableQuerySetMixin, VisibleQuerySet):
    def behind(self):
        """Rows whose present revision the engine does not have yet."""
        return self.exclude(revision=F("indexed_revision"))

    def about(self, document):
        """Documents that say they are about this one."""
        return self.filter(links_out__target=document).distinct()
