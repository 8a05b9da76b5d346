"""Readable differences between two texts and two versions of a page: by paragraph, then by word, within bounds."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from knowledge.contents import CHOICES, LISTS, ROWS, body_text, label_of

SAME, ADDED, REMOVED, SKIPPED = "same", "added", "removed", "skipped"
MOST_PARAGRAPHS = 400
MOST_WORDS = 600
MOST_WORK = 2_000_000
CONTEXT = 1
FEW_WORDS = 2
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

    Work is bounded: texts of more than 400 changed paragraphs, paragraphs of more than 600 words, and what comes after
    two million compared pairs of words, are shown as removed and added as a whole.
    """
    old, new = _paragraphs(before), _paragraphs(after)
    if old == new:
        return []
    shorter = min(len(old), len(new))
    head = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    tail = next((n for n in range(shorter - head) if old[-1 - n] != new[-1 - n]), shorter - head)
    was, now = old[head : len(old) - tail], new[head : len(new) - tail]
    work = _Work(MOST_WORK)
    found = _unchanged(old[:head], first=True, last=False)
    if max(len(was), len(now)) > MOST_PARAGRAPHS:
        found += [[Piece(kind, "\n\n".join(text))] for kind, text in ((REMOVED, was), (ADDED, now)) if text]
    else:
        for step, a, b, c, d in SequenceMatcher(None, was, now).get_opcodes():
            if step == "equal":
                found += _unchanged(was[a:b], first=False, last=False)
            else:
                found += _changed(was[a:b], now[c:d], work)
    return found + _unchanged(old[len(old) - tail :] if tail else [], first=False, last=True)


class _Work:
    """How many pairs of words may still be compared."""

    def __init__(self, left):
        self.left = left

    def allows(self, pairs):
        """Take so much of what is left, where there is enough."""
        self.left -= pairs
        return self.left >= 0


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


def _changed(old, new, work):
    """Paragraphs side by side while there are two; what is over was added or removed as a whole."""
    rows = []
    for number in range(max(len(old), len(new))):
        if number >= len(new):
            rows.append([Piece(REMOVED, old[number])])
        elif number >= len(old):
            rows.append([Piece(ADDED, new[number])])
        else:
            rows += _words(old[number], new[number], work)
    return rows


def _words(old, new, work):
    before, after = _WORD.findall(old), _WORD.findall(new)
    if max(len(before), len(after)) > 2 * MOST_WORDS or not work.allows(len(before) * len(after)):
        return [[Piece(REMOVED, old)], [Piece(ADDED, new)]]
    matcher = SequenceMatcher(None, before, after)
    if matcher.ratio() < 0.3:
        return [[Piece(REMOVED, old)], [Piece(ADDED, new)]]
    return [_readable(before, after, matcher.get_opcodes())]


def _readable(before, after, steps):
    """Pieces of one paragraph. A word or a space that stayed between two changes goes with them: one change reads
    better than five."""
    pieces, removed, added = [], [], []

    def close():
        pieces.extend(Piece(kind, "".join(words)) for kind, words in ((REMOVED, removed), (ADDED, added)) if words)
        removed.clear()
        added.clear()

    last = len(steps) - 1
    for number, (step, a, b, c, d) in enumerate(steps):
        short = step == "equal" and 0 < number < last and sum(not word.isspace() for word in before[a:b]) < FEW_WORDS
        if step == "equal" and not short:
            close()
            pieces.append(Piece(SAME, "".join(before[a:b])))
        else:
            removed += before[a:b]
            added += after[c:d]
    close()
    return pieces


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
