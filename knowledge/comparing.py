"""Readable differences between two texts and two versions of a page: by paragraph, then by word, within bounds."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from knowledge.contents import CHOICES, LISTS, ROWS, body_text, label_of

SAME, ADDED, REMOVED, SKIPPED = "same", "added", "removed", "skipped"
MOST_PARAGRAPHS = 1500
MOST_WORDS = 1200
CONTEXT = 1
PLAIN = {"CharField", "TextField", "URLField", "DateField", "PositiveSmallIntegerField"}

_PARAGRAPH = re.compile(r"\n{2,}")
_WORD = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Piece:
    """A run of text: `kind` is same, added or removed; for skipped, `count` paragraphs were left out."""

    kind: str
    text: str = ""
    count: int = 0


@dataclass(frozen=True)
class FieldDifference:
    """What became of one field. `paragraphs` are lists of pieces."""

    name: str
    label: str
    paragraphs: list


def differences(before, after):
    """Lists of `Piece`, one for each paragraph that changed, with one unchanged paragraph around it.

    Work is bounded: more than 1,500 paragraphs, or a changed one of more than 1,200 words, are replaced as a whole.
    """
    old, new = _paragraphs(before), _paragraphs(after)
    if old == new:
        return []
    if max(len(old), len(new)) > MOST_PARAGRAPHS:
        head = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
        tail = 0
        while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
            tail += 1
        changed = ("replace", head, len(old) - tail, head, len(new) - tail)
        steps = [("equal", 0, head, 0, head), changed, ("equal", len(old) - tail, len(old), 0, 0)]
    else:
        steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    found = []
    for step, a, b, c, d in steps:
        if step == "equal":
            found += _unchanged(old[a:b], first=a == 0, last=b == len(old))
        else:
            found += _changed(old[a:b], new[c:d])
    return found


def _paragraphs(text):
    return [each for each in _PARAGRAPH.split((text or "").replace("\r\n", "\n").strip()) if each.strip()]


def _unchanged(paragraphs, *, first, last):
    head = [] if first else paragraphs[:CONTEXT]
    tail = [] if last else paragraphs[max(len(head), len(paragraphs) - CONTEXT) :]
    left_out = len(paragraphs) - len(head) - len(tail)
    rows = [[Piece(SAME, each)] for each in head]
    if left_out:
        rows.append([Piece(SKIPPED, count=left_out)])
    return rows + [[Piece(SAME, each)] for each in tail]


def _changed(old, new):
    """Paragraphs side by side while there are two; what is over was added or removed as a whole."""
    rows = []
    for number in range(max(len(old), len(new))):
        if number >= len(new):
            rows.append([Piece(REMOVED, old[number])])
        elif number >= len(old):
            rows.append([Piece(ADDED, new[number])])
        else:
            rows += _words(old[number], new[number])
    return rows


def _words(old, new):
    before, after = _WORD.findall(old), _WORD.findall(new)
    if max(len(before), len(after)) > 2 * MOST_WORDS:
        return [[Piece(REMOVED, old)], [Piece(ADDED, new)]]
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < 0.3:
        return [[Piece(REMOVED, old)], [Piece(ADDED, new)]]
    pieces = []
    for step, a, b, c, d in matcher.get_opcodes():
        if step == "equal":
            pieces.append(Piece(SAME, "".join(before[a:b])))
            continue
        if a < b:
            pieces.append(Piece(REMOVED, "".join(before[a:b])))
        if c < d:
            pieces.append(Piece(ADDED, "".join(after[c:d])))
    return [pieces]


def page_differences(before, after, offers):
    """What differs between two versions of a page, field by field in reading order. `before` may be `None`.

    Names of practices, projects and teams that the reader was not offered stand in no difference.
    """
    model = type(after)
    old, new = (_read(page, offers) if page is not None else {} for page in (before, after))
    found = []
    for name in new:
        if paragraphs := differences(old.get(name, ""), new[name]):
            found.append(FieldDifference(name, label_of(model, name), paragraphs))
    return found


def _read(page, offers):
    """Everything that a version says, as texts by field."""
    model = type(page)
    said = {"title": page.title, "summary": page.summary}
    said |= {name: getattr(page, name) for name in model.SECTIONS}
    said["body"] = _body(page)
    for name in CHOICES.get(model, ()):
        said[name] = str(getattr(page, f"get_{name}_display")())
    for name in _plain_fields(model):
        if name not in said:
            value = getattr(page, name)
            said[name] = "" if value is None else str(value)
    for name in ROWS.get(model, ()):
        row = getattr(offers, name).get(getattr(page, f"{name}_id"))
        said[name] = str(row) if row else ""
    for name in LISTS[model]:
        offered = getattr(offers, name)
        said[name] = ", ".join(sorted(str(each) for each in getattr(page, name).all() if each.pk in offered))
    return said


def _plain_fields(model):
    """The names of a kind's own fields that hold a text, a date or a number that editors set."""
    fields = [field for field in model._meta.local_fields if field.get_internal_type() in PLAIN and field.editable]
    return [field.name for field in fields]


def _body(page):
    """A body as text: Markdown as it was written, other blocks by their words."""
    if all(block.block_type == "markdown" for block in page.body):
        return body_text(page)
    parts = []
    for block in page.body:
        if block.block_type == "markdown":
            parts.append(block.value.strip())
        else:
            words = " · ".join(str(each) for each in block.block.get_searchable_content(block.value))
            parts.append(_("%(kind)s: %(words)s") % {"kind": block.block.label, "words": words})
    return "\n\n".join(parts)
