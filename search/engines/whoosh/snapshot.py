"""Reading an index: searchers kept open per process, and what a search asks of one.

Whoosh's `Searcher.refresh()` is not used: reusing segments it brings back deleted and merged documents. A searcher is
opened anew when a commit has happened, and values and filters are remembered per segment, which never change.
"""

import os
import threading
from collections import Counter
from contextlib import contextmanager

from whoosh import index as whoosh_index
from whoosh.matching import NullMatcher
from whoosh.matching.wrappers import FilterMatcher, WrappingMatcher
from whoosh.query import Every
from whoosh.query.wrappers import WrappingQuery
from whoosh.scoring import BM25F

from search.engines.whoosh.schema import SEPARATOR

IDLE_SEARCHERS = 2
REMEMBERED_FILTERS = 16  # per segment
OVERDUE = 0.6  # what a match in an overdue row is worth beside the same match in a fresh one


class UnusableIndexError(Exception):
    """There is no index, or it cannot be read."""


class Searchers:
    """The open searchers of one generation in this process: one for each thread that searches at the same time, since
    a Whoosh searcher is not to be shared between threads. A worker with one thread keeps one."""

    _of_folder = {}
    _guard = threading.Lock()

    def __init__(self, folder, schema):
        self.process = os.getpid()
        self.folder = folder
        try:
            self.whoosh = whoosh_index.open_dir(folder, schema=schema, readonly=True)
        except Exception as error:  # Whatever a damaged file makes the reader stumble over.
            raise UnusableIndexError(str(error)) from error
        self.idle = []
        self.segments = {}

    @classmethod
    def of(cls, folder, schema):
        """The searchers of a generation; those of other generations of the same index are closed."""
        with cls._guard:
            kept = cls._of_folder.get(folder.parent)
            if kept is None or kept.folder != folder or kept.process != os.getpid():
                if kept is not None and kept.process == os.getpid():
                    kept.close()
                kept = cls._of_folder[folder.parent] = cls(folder, schema)
            return kept

    def close(self):
        """Close what nobody uses at the moment."""
        while self.idle:
            self.idle.pop().close()

    @contextmanager
    def borrow(self):
        """A `Snapshot` of the last commit, for one thread."""
        try:
            searcher = self._current()
            yield Snapshot(searcher, self.segments)
        except (OSError, EOFError, AssertionError, ValueError, whoosh_index.IndexError) as error:
            # A file vanished (the generation was replaced) or is damaged; the next search opens the index again.
            self._forget()
            raise UnusableIndexError(str(error)) from error
        if len(self.idle) < IDLE_SEARCHERS:
            self.idle.append(searcher)
        else:
            searcher.close()

    def _current(self):
        while self.idle:
            searcher = self.idle.pop()
            if searcher.up_to_date():
                return searcher
            searcher.close()
        searcher = self.whoosh.searcher(weighting=BM25F())
        present = {segment_key(leaf) for leaf, _ in searcher.leaf_searchers()}
        for gone in self.segments.keys() - present:
            self.segments.pop(gone, None)
        return searcher

    def _forget(self):
        with self._guard:
            if self._of_folder.get(self.folder.parent) is self:
                del self._of_folder[self.folder.parent]


class Remembered:
    """What is known about one segment. A segment's values never change; rows are only taken out of it."""

    def __init__(self, key):
        self.key = key
        self.values = {}
        self.filters = {}


class Snapshot:
    """One commit of an index, open for reading in one thread.

    Filters are tuples that `compiler` makes: ("is", column, words), ("null", column), ("starts", column, word),
    ("compare", column, operator, word), ("and" | "or", filters), ("not", filter), ("none",). `None` filters nothing.
    """

    def __init__(self, searcher, segments):
        self.searcher = searcher
        self.segments = segments

    # What a search asks

    def top(self, query, limit):
        """The best `limit` (all for None) matches as pairs of primary key (text) and score, best first."""
        results = self.searcher.search(query, limit=limit)
        return [(self._pk(number), score) for number, score in results.items()]

    def ordered(self, query, keys):
        """The primary keys of all matches by the values of columns: `keys` are pairs (descending, column)."""
        found = [(leaf, number) for leaf, number in self._matches(query)]
        for descending, column in reversed(keys):
            found.sort(key=lambda hit: self.values(hit[0], column)[hit[1]], reverse=descending)
        if not keys:
            found.sort(key=lambda hit: _in_order(self.values(hit[0], "pk")[hit[1]]), reverse=True)
        return [self.values(leaf, "pk")[number] for leaf, number in found]

    def count(self, query):
        """How many rows match."""
        return sum(1 for _ in self._matches(query))

    def facet(self, query, column):
        """How many matching rows have each word in a column, commonest first; `None` counts those without any."""
        counts = Counter()
        for leaf, number in self._matches(query):
            value = self.values(leaf, column)[number]
            counts.update(value.split(SEPARATOR) if value else [None])
        return counts.most_common()

    def document_count(self):
        """Rows in the index."""
        return self.searcher.doc_count()

    def primary_keys(self):
        """The primary keys (text) of all rows."""
        return [self.values(leaf, "pk")[number] for leaf, number in self._matches(Every())]

    # Segments

    def _matches(self, query):
        for leaf, _ in self.searcher.leaf_searchers():
            for number in query.docs(leaf):
                yield leaf, number

    def _pk(self, number):
        for leaf, offset in reversed(self.searcher.leaf_searchers()):
            if number >= offset:
                return self.values(leaf, "pk")[number - offset]
        raise LookupError(number)

    def remembered(self, leaf):
        key = segment_key(leaf)
        return self.segments.setdefault(key, Remembered(key))

    def values(self, leaf, column):
        """A segment's values in a column, by document number; an empty text where there is none."""
        known = self.remembered(leaf).values
        if column not in known:
            same = {}
            known[column] = [same.setdefault(value, value) for value in leaf.reader().column_reader(column)]
        return known[column]

    def admitted(self, leaf, rows):
        """The numbers of a segment's documents that a filter lets through."""
        known = self.remembered(leaf).filters
        if rows not in known:
            while len(known) >= REMEMBERED_FILTERS:
                known.pop(next(iter(known)), None)
            known[rows] = self._evaluate(leaf, rows)
        return known[rows]

    def _evaluate(self, leaf, rows):
        kind, *given = rows
        reader = leaf.reader()
        if kind == "none":
            return set()
        if kind == "is":
            column, sought = given
            present = (word for word in sought if (column, word) in reader)
            return {number for word in present for number in reader.postings(column, word).all_ids()}
        if kind == "not":
            return set(range(reader.doc_count_all())) - self._evaluate(leaf, given[0])
        if kind in ("and", "or"):
            parts = [self._evaluate(leaf, part) for part in given[0]]
            return set.intersection(*parts) if kind == "and" else set.union(*parts)
        column, test = given[0], _test(kind, given[1:])
        return {number for number, value in enumerate(self.values(leaf, column)) if test(value.split(SEPARATOR))}


def _in_order(pk):
    return (len(pk), pk)


def _test(kind, given):
    """A function of a row's words in a column, for the filters that look at values one by one."""
    if kind == "null":
        return lambda present: present == [""]
    if kind == "starts":
        return lambda present: any(word.startswith(given[0]) for word in present)
    compare = {"gt": str.__gt__, "gte": str.__ge__, "lt": str.__lt__, "lte": str.__le__}[given[0]]
    return lambda present: any(word and compare(word, given[1]) for word in present)


def segment_key(leaf):
    """What tells a segment of an index apart; segments keep it until they are merged away."""
    segment = leaf.reader().segment()
    return segment.segment_id() if segment is not None else ""


class Admitted(FilterMatcher):
    """Whoosh's filter, made tight: skipping ahead by quality must not land on a row that the filter keeps out."""

    def next(self):
        moved = self.child.next()
        return self._find_next() or moved

    def skip_to_quality(self, minquality):
        skipped = super().skip_to_quality(minquality)
        self._find_next()
        return skipped


class Among(WrappingQuery):
    """A query among the rows that a filter lets through; also keeps out rows that were deleted."""

    def __init__(self, child, snapshot, rows):
        super().__init__(child)
        self.snapshot, self.rows = snapshot, rows

    def _rewrap(self, child):
        return type(self)(child, self.snapshot, self.rows)

    def matcher(self, searcher, context=None):
        reader = searcher.reader()
        if not reader.doc_count_all():
            return NullMatcher()
        child = self.child.matcher(searcher, context or searcher.context())
        removed = frozenset(reader.segment().deleted_docs()) if reader.has_deletions() else ()
        if self.rows is not None:
            return Admitted(child, self.snapshot.admitted(searcher, self.rows).difference(removed))
        return Admitted(child, removed, exclude=True) if removed else child


class Lowered(WrappingMatcher):
    """Matches of which some are worth less, by a factor below 1.

    The child's qualities stay upper bounds of what is scored here, so that Whoosh may skip whole blocks as before.
    """

    def __init__(self, child, numbers, factor):
        super().__init__(child)
        self.numbers, self.factor = numbers, factor

    def copy(self):
        return type(self)(self.child.copy(), self.numbers, self.factor)

    def _replacement(self, newchild):
        return type(self)(newchild, self.numbers, self.factor)

    def next(self):
        return self.child.next()

    def score(self):
        score = self.child.score()
        return score * self.factor if self.child.id() in self.numbers else score


class Aging(WrappingQuery):
    """A query in which rows with a past day in `column` are ranked lower: OVERDUE says how much.

    `before` is the day, encoded. The rows' own text decides first: two words found outweigh a fresh page with one.
    """

    def __init__(self, child, snapshot, column, before):
        super().__init__(child)
        self.snapshot, self.column, self.before = snapshot, column, before

    def _rewrap(self, child):
        return type(self)(child, self.snapshot, self.column, self.before)

    def matcher(self, searcher, context=None):
        child = self.child.matcher(searcher, context or searcher.context())
        if not child.is_active():
            return child
        overdue = self.snapshot.admitted(searcher, ("compare", self.column, "lt", self.before))
        return Lowered(child, overdue, OVERDUE) if overdue else child
