"""What one row looks like in the index: which columns there are, and how values become words and back.

Columns: `pk`; `types` (the row's model and those it inherits from); `s_…` searchable text, `a_…` the beginnings of
words for autocompletion, `f_…` exact values to filter, sort and count by. A related field's name joins the way to it
(`s_authors__name`). Names must not begin with an underscore: Whoosh would take them for options.
"""

import hashlib
import struct
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache

from django.db.models import Manager, Model, QuerySet
from modelsearch.index import AutocompleteField, FilterField, RelatedFields, SearchField, class_is_indexed
from modelsearch.utils import get_descendant_models
from whoosh import fields
from whoosh.analysis import Composable, Token
from whoosh.analysis import RegexTokenizer as Tokens

from search.words import STOP_WORDS, stem, words

VERSION = 1  # Raise it when rows are analysed differently: indexes of another version are made anew.
LONGEST_TEXT = 2_000_000  # characters of one field that are indexed
LONGEST_WORD = 64
LONGEST_VALUE = 500
LONGEST_BEGINNING = 15
SEPARATOR = "\x1f"
# Text of these column types is prose, where stop words would only cost; anything else is a name or a title.
PROSE = {"TextField", "JSONField"}


class Words(Composable):
    """Whoosh analyser: folded and stemmed words. `stop` leaves words without meaning out."""

    def __init__(self, stop=False):
        self.stop = stop

    def __eq__(self, other):
        return type(self) is type(other) and vars(self) == vars(other)

    def __hash__(self):
        return hash((type(self), self.stop))

    def terms(self, text):
        """The terms of a text in order."""
        return [stem(word[:LONGEST_WORD]) for word in words(text) if not (self.stop and word in STOP_WORDS)]

    def __call__(self, value, positions=False, start_pos=0, mode="", **kwargs):
        token = Token(positions, mode=mode, **kwargs)
        for position, term in enumerate(self.terms(value), start_pos):
            token.text, token.boost, token.stopped, token.pos = term, 1.0, False, position
            yield token


class Beginnings(Words):
    """Whoosh analyser: the beginnings of unstemmed words, up to 15 letters long."""

    def terms(self, text):
        return [word[:end] for word in words(text) for end in range(1, min(len(word), LONGEST_BEGINNING) + 1)]


class Column:
    """One column of the index: a search field of a model, and the relations that lead to it."""

    def __init__(self, model, field, path):
        self.field = field
        self.kind = {SearchField: "s", AutocompleteField: "a", FilterField: "f"}[type(field)]
        self.name = f"{self.kind}_{'__'.join([*path, field.field_name])}"
        self.prose = field.get_type(model) in PROSE
        self.boost = getattr(field, "boost", None) or 1.0

    def whoosh_field(self):
        if self.kind == "f":
            return fields.KEYWORD(analyzer=Tokens(f"[^{SEPARATOR}]+"), sortable=True)
        if self.kind == "a":
            return fields.TEXT(analyzer=Beginnings(), phrase=False)
        return fields.TEXT(analyzer=Words(stop=self.prose))

    def stored(self, value):
        """The column's text for a field's value, or None where there is nothing to store."""
        if self.kind == "f":
            return SEPARATOR.join(encode(each) for each in flatten(value)) or None
        return " ".join(str(each) for each in flatten(value))[:LONGEST_TEXT].replace("\x00", " ") or None


def flatten(value):
    """The single values in a field's value: of a list, a related set, or the value itself; None is none."""
    if isinstance(value, (Manager, QuerySet)):
        value = value.all()
    if isinstance(value, Iterable) and not isinstance(value, (str, bytes)):
        return [each for item in value for each in flatten(item)]
    return [] if value is None else [value]


def encode(value):
    """A value as a word that sorts as the value does; its first letter tells the type apart."""
    if isinstance(value, Model):
        value = value.pk
    if isinstance(value, int):
        return f"i{min(max(value, -(2**63)), 2**63 - 1) + 2**63:016x}"
    if isinstance(value, (float, Decimal, timedelta)):
        number = value.total_seconds() if isinstance(value, timedelta) else float(value)
        (bits,) = struct.unpack(">Q", struct.pack(">d", number))
        return f"n{bits ^ (2**64 - 1 if bits >> 63 else 2**63):016x}"
    if isinstance(value, datetime):
        aware = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return f"d{aware.isoformat(timespec='microseconds')}"
    if isinstance(value, date):
        return f"d{value.isoformat()}"
    if isinstance(value, time):
        return f"t{value.isoformat(timespec='microseconds')}"
    return f"s{str(value)[:LONGEST_VALUE].replace(SEPARATOR, ' ')}"


def decode(word):
    """The value of an encoded word: a number or a text; dates and times stay text."""
    kind, text = word[0], word[1:]
    if kind == "i":
        return int(text, 16) - 2**63
    if kind == "n":
        bits = int(text, 16)
        return struct.unpack(">d", struct.pack(">Q", bits ^ (2**63 if bits >> 63 else 2**64 - 1)))[0]
    return text


def _columns(model, search_fields, path=()):
    for field in search_fields:
        if isinstance(field, RelatedFields):
            related = field.get_field(model).related_model
            yield from _columns(related, field.fields, (*path, field.field_name))
        else:
            yield Column(model, field, path)


@cache
def columns_of(model, kind):
    """The columns of one kind ("s", "a" or "f") that rows of a model, or of models that inherit from it, may have."""
    found = {}
    for each in sorted(get_descendant_models(model), key=lambda descendant: len(descendant._meta.parents)):
        if class_is_indexed(each):
            for column in _columns(each, each.get_search_fields()):
                found.setdefault(column.name, column)
    return tuple(column for column in found.values() if column.kind == kind)


@cache
def schema_for(root):
    """Whoosh's schema for the index of a root model."""
    schema = fields.Schema(pk=fields.ID(unique=True, sortable=True), types=fields.KEYWORD())
    for kind in "saf":
        for column in columns_of(root, kind):
            schema.add(column.name, column.whoosh_field())
    return schema


@cache
def fingerprint(root):
    """A word that changes when rows of a root model must be indexed anew: the version and the columns' definitions."""
    lines = [f"{column.name} {column.prose}" for kind in "saf" for column in columns_of(root, kind)]
    return hashlib.sha256("\n".join([str(VERSION), *sorted(lines)]).encode()).hexdigest()[:16]


def _values(row, search_fields, path=()):
    """Pairs of column and value for a row (or a related row) and its search fields."""
    for field in search_fields:
        if isinstance(field, RelatedFields):
            for related in flatten(field.get_value(row)):
                yield from _values(related, field.fields, (*path, field.field_name))
        else:
            yield Column(type(row), field, path), field.get_value(row)


def document_of(row):
    """A model's row as the keyword arguments of Whoosh's `add_document`."""
    gathered = {}
    for column, value in _values(row, type(row).get_search_fields()):
        text = column.stored(value)
        if text is not None:
            gathered.setdefault(column.name, (column, []))[1].append(text)
    document = {
        name: (SEPARATOR if column.kind == "f" else " ").join(texts) for name, (column, texts) in gathered.items()
    }
    models = [type(row), *type(row)._meta.get_parent_list()]
    return {"pk": str(row.pk), "types": " ".join(model._meta.label_lower for model in models), **document}
