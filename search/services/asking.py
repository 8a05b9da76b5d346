"""Asking the index: search, and suggestions while somebody types. What a reader may not see influences nothing."""

import logging
from collections import Counter
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.db import DatabaseError
from django.db.models import Q
from modelsearch.query import Boost, PlainText

from search.kinds import Kind, kinds
from search.models import Document
from search.services.highlighting import Highlighter
from search.services.indexing import BACKEND
from search.words import query_words, telling

logger = logging.getLogger(__name__)

PER_PAGE = 20
FEW = 5  # with fewer results that have all words, those with some of them follow
ALL_WORDS_FIRST = 10.0  # how much more a result with all words counts
MOST_WORDS = 24
LONGEST_QUERY = 2_000


@dataclass
class Hit:
    """One result: its document, title and passage (safe HTML, sought words in `<mark>`). `strip` is for whoever shows
    the evidence of practices beside them."""

    document: Document
    title: str
    passage: str
    strip: object = None


@dataclass(frozen=True)
class Facet:
    """One kind among the results: how many there are, and whether it was chosen."""

    kind: Kind
    count: int
    chosen: bool


@dataclass
class Results:
    """What a search found.

    `facets` counts all kinds, also those that were not chosen. `widened` says that results with only some of the words
    are among them, `degraded` that the index could not be asked and only titles were compared.
    """

    query: str
    page: Page
    hits: list[Hit] = field(default_factory=list)
    facets: list[Facet] = field(default_factory=list)
    total: int = 0
    widened: bool = False
    degraded: bool = False


def search(query, user, kinds=(), topic=None, page=1, per_page=PER_PAGE):
    """Search the documents that this reader may see. Never raises for anything that can be typed.

    `kinds` are slugs to choose among, `topic` a Topic's slug; unknown ones find nothing. Two queries to the database
    at most, however much is found (and one for the reader's groups).
    """
    query = str(query or "")[:LONGEST_QUERY]
    words = query_words(query, MOST_WORDS)
    if not words:
        return Results(query, Paginator([], per_page).get_page(1))
    rows = Document.objects.visible_to(user)
    if topic:
        rows = rows.filter(topics__slug=topic)
    try:
        asked = _Indexed(rows, query, several=len(telling(words)) > 1)
        return _results(asked, query, words, set(kinds), page, per_page)
    except DatabaseError:
        raise
    except Exception:
        logger.exception("Search: the index could not be asked; titles are compared instead")
        return _results(_Titles(rows, words), query, words, set(kinds), page, per_page)


def _results(asked, query, words, chosen, page, per_page):
    counts = {kind: count for kind, count in asked.counts.items() if kind}
    total = sum(count for kind, count in counts.items() if not chosen or kind in chosen)
    numbers = Paginator(range(total), per_page).get_page(page)
    first = (numbers.number - 1) * per_page
    highlight = Highlighter(words)
    return Results(
        query=query,
        page=numbers,
        hits=[
            Hit(row, highlight.marked(row.title), highlight.passage(row.summary, row.body))
            for row in (asked.rows(chosen, first, first + per_page) if total else [])
        ],
        facets=_facets(counts, chosen),
        total=total,
        widened=asked.widened,
        degraded=asked.degraded,
    )


def _facets(counts, chosen):
    known = [kind for kind in kinds if counts.get(kind.slug) or kind.slug in chosen]
    others = [kinds[slug] for slug in counts if slug not in kinds]
    return [Facet(kind, counts.get(kind.slug, 0), kind.slug in chosen) for kind in [*known, *others]]


class _Indexed:
    """The engine's answer: documents with all words; where these are few, then those with some of them."""

    degraded = False

    def __init__(self, rows, query, several):
        self.among = rows
        self.query = PlainText(query, operator="and")
        self.counts = self._search(rows).facet("kind")
        self.widened = False
        if several and sum(self.counts.values()) < FEW:
            self.query = Boost(self.query, ALL_WORDS_FIRST) | PlainText(query, operator="or")
            before, self.counts = sum(self.counts.values()), self._search(rows).facet("kind")
            self.widened = sum(self.counts.values()) > before

    def _search(self, rows):
        return rows.search(self.query, backend=BACKEND)

    def rows(self, chosen, start, stop):
        among = self.among.filter(kind__in=sorted(chosen)) if chosen else self.among
        return self._search(among)[start:stop]


class _Titles:
    """The answer without an engine: documents whose titles have all the words, by title."""

    degraded = True
    widened = False

    def __init__(self, rows, words):
        self.among = rows.filter(_in_title(words)).order_by("title", "pk")
        self.counts = Counter(self.among.order_by().values_list("kind", flat=True))

    def rows(self, chosen, start, stop):
        return (self.among.filter(kind__in=chosen) if chosen else self.among)[start:stop]


def _in_title(words):
    condition = Q()
    for word in telling(words)[:8]:
        condition &= Q(title__icontains=word)
    return condition


def suggest(query, user, limit=8):
    """Documents that this reader may see with a title (or another name) whose words begin as the typed ones do."""
    words = query_words(str(query or "")[:LONGEST_QUERY], MOST_WORDS)
    if not words:
        return []
    rows = Document.objects.visible_to(user)
    try:
        return list(rows.autocomplete(" ".join(words), backend=BACKEND)[:limit])
    except DatabaseError:
        raise
    except Exception:
        logger.exception("Search: the index could not be asked for suggestions")
        return list(rows.filter(_in_title(words)).order_by("title", "pk")[:limit])
