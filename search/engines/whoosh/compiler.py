"""From modelsearch's queries and Django's filters to Whoosh's, with a bounded number of terms whatever was typed."""

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Subquery
from django.db.models.sql import Query
from django.db.models.sql.constants import MULTI, SINGLE
from modelsearch.backends.base import BaseSearchQueryCompiler
from modelsearch.query import And, Boost, Fuzzy, MatchAll, Not, Or, Phrase, PlainText
from whoosh import query as wq

from search.engines.whoosh.schema import LONGEST_BEGINNING, LONGEST_WORD, Words, columns_of, encode
from search.words import STOP_WORDS, query_words, stem, telling

MOST_WORDS = 24  # of one text are looked for
MOST_PARTS = 60  # of a compound query are looked at
FUZZY_WORDS = 6

ALL = wq.Every()
NONE = wq.NullQuery


class NotInIndexError(Exception):
    """A filter that only the database can answer."""


class QueryCompiler(BaseSearchQueryCompiler):
    """Compiles one search. `filters()` gives the rows to search among as `snapshot` understands them.

    Filters that the index cannot answer (several conditions that one related row has to meet, or lookups such as
    `icontains`) are left to the database: the results then ask it which of the matches pass.
    """

    DEFAULT_OPERATOR = "and"
    HANDLES_ORDER_BY_EXPRESSIONS = True
    column_kind = "s"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.columns = columns_of(self.queryset.model, self.column_kind)
        if self.fields:
            wanted = {f"{self.column_kind}_{name}" for name in self.fields}
            self.columns = tuple(column for column in self.columns if column.name in wanted)
        self.parts = 0

    # Text

    def compile(self):
        """The search's text as a Whoosh query."""
        self.parts = 0
        return self._compile(self.query)

    def _compile(self, query, boost=1.0):
        self.parts += 1
        if self.parts > MOST_PARTS:
            return NONE
        if isinstance(query, MatchAll):
            return ALL
        if isinstance(query, PlainText):
            return self._plain(query.query_string, query.operator, boost * query.boost)
        if isinstance(query, Phrase):
            return self._phrase(query.query_string, boost)
        if isinstance(query, Fuzzy):
            return self._fuzzy(query.query_string, query.operator, boost)
        if isinstance(query, Boost):
            return self._compile(query.subquery, boost * query.boost)
        if isinstance(query, Not):
            return self._without(ALL, [self._compile(query.subquery, boost)])
        if isinstance(query, Or):
            return any_of([self._compile(part, boost) for part in query.subqueries])
        if isinstance(query, And):
            wanted = [self._compile(part, boost) for part in query.subqueries if not isinstance(part, Not)]
            unwanted = [self._compile(part.subquery, boost) for part in query.subqueries if isinstance(part, Not)]
            return self._without(all_of(wanted), unwanted)
        raise NotImplementedError(f"`{type(query).__name__}` is not supported by the Whoosh search backend.")

    def _without(self, wanted, unwanted):
        unwanted = any_of(unwanted)
        if wanted == NONE or unwanted == ALL:
            return NONE
        return wanted if unwanted == NONE else wq.AndNot(wanted, unwanted)

    def _plain(self, text, operator, boost):
        found = [self._word(word, boost) for word in telling(query_words(text, MOST_WORDS))]
        return all_of(found) if operator == "and" and found else any_of(found)

    def _word(self, word, boost):
        """One word in any column. Stop words are only where the text is not prose."""
        columns = [column for column in self.columns if not (column.prose and word in STOP_WORDS)]
        term = stem(word[:LONGEST_WORD])
        return any_of([wq.Term(column.name, term, boost=boost * column.boost) for column in columns])

    def _phrase(self, text, boost):
        found = []
        for column in self.columns:
            terms = Words(stop=column.prose).terms(text[: MOST_WORDS * 50])[:MOST_WORDS]
            if len(terms) == 1:
                found.append(wq.Term(column.name, terms[0], boost=boost * column.boost))
            elif terms:
                found.append(wq.Phrase(column.name, terms, boost=boost * column.boost))
        return any_of(found)

    def _fuzzy(self, text, operator, boost):
        found = []
        for word in telling(query_words(text, FUZZY_WORDS)):
            term = stem(word[:LONGEST_WORD])
            distance = 0 if len(term) < 4 else 1
            found.append(
                any_of(
                    [
                        wq.FuzzyTerm(column.name, term, boost=boost * column.boost, maxdist=distance, prefixlength=1)
                        if distance
                        else wq.Term(column.name, term, boost=boost * column.boost)
                        for column in self.columns
                    ]
                )
            )
        return all_of(found) if operator == "and" and found else any_of(found)

    # Filters

    def filters(self):
        """The rows to search among, and whether the database has to look at them as well."""
        types = ("is", "types", frozenset([self.queryset.model._meta.label_lower]))
        self.relations = set()
        try:
            rows = self._get_filters_from_queryset()
        except NotInIndexError:
            return types, True
        parts = [part for part in (rows, None if self.queryset.model._meta.parents == {} else types) if part]
        return (("and", tuple(parts)) if len(parts) > 1 else parts[0] if parts else None), False

    def order(self):
        """Pairs (descending, column) to order by, `None` for relevance; or False where the database has to order."""
        if self.order_by_relevance:
            return None
        if any(not isinstance(name, str) for name in self.queryset.query.order_by):
            return False
        return [(descending, f"f_{field.field_name}") for descending, field in self._get_order_by()]

    def _process_lookup(self, field_path, lookup, value):
        names = tuple(field.field_name for field in field_path)
        if len(names) > 1:
            if names[:-1] in self.relations:
                raise NotInIndexError
            self.relations.add(names[:-1])
        column = f"f_{'__'.join(names)}"
        if lookup in ("exact", "in"):
            return ("is", column, frozenset(encode(each) for each in self._given(value, lookup) if each is not None))
        if lookup == "isnull":
            return ("null", column) if value else ("not", ("null", column))
        if lookup in ("gt", "gte", "lt", "lte"):
            return ("compare", column, lookup, encode(self._given(value, "exact")[0]))
        if lookup == "range":
            lower, upper = (encode(each) for each in value)
            return ("and", (("compare", column, "gte", lower), ("compare", column, "lte", upper)))
        if lookup == "startswith":
            return ("starts", column, encode(value))
        raise NotInIndexError

    def _given(self, value, lookup):
        """The values that a column is compared with, fetched where they stand in a subquery."""
        if isinstance(value, (Query, Subquery)):
            compiler = getattr(value, "query", value).get_compiler(self.queryset._db or DEFAULT_DB_ALIAS)
            if lookup == "exact":
                row = compiler.execute_sql(result_type=SINGLE)
                return [row[0] if row else None]
            return [row[0] for rows in compiler.execute_sql(result_type=MULTI) for row in rows]
        return list(value) if lookup == "in" else [value]

    def _process_match_none(self):
        return ("none",)

    def _connect_filters(self, filters, connector, negated):
        if not filters:
            return None
        joined = filters[0] if len(filters) == 1 else (connector.lower(), tuple(filters))
        return ("not", joined) if negated else joined


class AutocompleteCompiler(QueryCompiler):
    """Compiles a search for words that begin as the typed ones do: each is one stored beginning, no open prefix."""

    column_kind = "a"

    def _word(self, word, boost):
        return any_of([wq.Term(column.name, word[:LONGEST_BEGINNING], boost=boost) for column in self.columns])

    def _plain(self, text, operator, boost):
        found = [self._word(word, boost) for word in query_words(text, MOST_WORDS)]
        return all_of(found) if operator == "and" and found else any_of(found)

    def _phrase(self, text, boost):
        return self._plain(text, "and", boost)

    def _fuzzy(self, text, operator, boost):
        return self._plain(text, operator, boost)


def any_of(queries):
    """Whoosh's Or, without what matches nothing; everything where one matches everything."""
    queries = [query for query in queries if query != NONE]
    if not queries or ALL in queries:
        return ALL if queries else NONE
    return queries[0] if len(queries) == 1 else wq.Or(queries)


def all_of(queries):
    """Whoosh's And, without what matches everything; nothing where one matches nothing."""
    if NONE in queries:
        return NONE
    queries = [query for query in queries if query != ALL]
    if not queries:
        return ALL
    return queries[0] if len(queries) == 1 else wq.And(queries)
