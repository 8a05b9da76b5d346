"""Results of a search: what the index found, loaded as rows of the model in the index's order."""

from collections import Counter, OrderedDict

from django.utils import timezone
from modelsearch.backends.base import BaseSearchResults, FilterFieldError
from whoosh.query import NullQuery

from search.engines.whoosh.schema import decode, encode
from search.engines.whoosh.snapshot import Aging, Among


class SearchResults(BaseSearchResults):
    """A slice of the matches. Slices are cut in the index; the rows are loaded in one query, which applies the
    queryset's own filters once more. Raises `UnusableIndexError` where there is no index."""

    supports_facet = True

    def _asked(self, ask):
        """Ask a snapshot: `ask(snapshot, query)` with the compiled search; `None` where nothing can match."""
        query = self.query_compiler.compile()
        rows, _ = self.query_compiler.filters()
        if query == NullQuery or rows == ("none",):
            return None
        with self.backend.get_index_for_model(self.model).snapshot() as snapshot:
            return ask(snapshot, self._aging(Among(query, snapshot, rows), snapshot))

    def _aging(self, query, snapshot):
        """Rows whose day is past are ranked lower where the model names a date column for it, `search_ages_by`."""
        column = getattr(self.model, "search_ages_by", None)
        return Aging(query, snapshot, f"f_{column}", encode(timezone.localdate())) if column else query

    def _do_search(self):
        _, in_database = self.query_compiler.filters()
        order = self.query_compiler.order()
        if in_database or order is False:
            return self._loaded(*self._found_with_database(order))
        if order is not None:
            return self._loaded(
                (self._asked(lambda snapshot, query: snapshot.ordered(query, order)) or [])[self._slice]
            )
        return self._loaded_scored(self._asked(lambda snapshot, query: snapshot.top(query, self.stop)) or [])

    @property
    def _slice(self):
        return slice(self.start, self.stop)

    def _found_with_database(self, order):
        """All matches of the index that pass the queryset's filters, cut to the slice: primary keys and scores."""
        hits = self._asked(lambda snapshot, query: snapshot.top(query, None)) or []
        among = self.query_compiler.queryset.filter(pk__in=[pk for pk, _ in hits])
        if order is None:
            passing = {str(pk) for pk in among.order_by().values_list("pk", flat=True)}
            found = [pk for pk, _ in hits if pk in passing]
        else:
            ordered = among if among.ordered else among.order_by("-pk")
            found = list(OrderedDict.fromkeys(str(pk) for pk in ordered.values_list("pk", flat=True)))
        return found[self._slice], dict(hits)

    def _loaded_scored(self, hits):
        hits = hits[self._slice]
        return self._loaded([pk for pk, _ in hits], dict(hits))

    def _loaded(self, pks, scores=None):
        rows = {str(row.pk): row for row in self.query_compiler.queryset.filter(pk__in=pks)} if pks else {}
        found = [rows[pk] for pk in pks if pk in rows]
        if self._score_field:
            for row in found:
                setattr(row, self._score_field, float((scores or {}).get(str(row.pk), 0.0)))
        return found

    def _do_count(self):
        _, in_database = self.query_compiler.filters()
        if in_database:
            return len(self._found_with_database(None)[0])
        total = self._asked(lambda snapshot, query: snapshot.count(query)) or 0
        return max(min(total, total if self.stop is None else self.stop) - self.start, 0)

    def facet(self, field_name):
        """How many matches have each value of a filter field, commonest first; `None` stands for no value."""
        field = self.query_compiler._get_filterable_field(field_name) or next(
            (each for each in self.model.get_filterable_search_fields() if each.field_name == field_name), None
        )
        if field is None:
            raise FilterFieldError(
                f'Cannot facet search results with field "{field_name}". '
                f'Please add index.FilterField("{field_name}") to {self.model.__name__}.search_fields.',
                field_name=field_name,
            )
        _, in_database = self.query_compiler.filters()
        if in_database:
            passing = self.query_compiler.queryset.filter(pk__in=self._found_with_database(None)[0])
            values = passing.order_by().values_list("pk", field.field_name).distinct()
            return OrderedDict(Counter(value for _, value in values).most_common())
        counts = self._asked(lambda snapshot, query: snapshot.facet(query, f"f_{field.field_name}")) or []
        return OrderedDict((None if word is None else decode(word), count) for word, count in counts)
