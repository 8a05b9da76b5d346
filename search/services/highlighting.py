"""Showing why something was found: its title and a passage with the sought words marked, as safe HTML."""

import re

from django.utils.html import format_html, format_html_join

from search.words import composed, fold, stem, telling

PASSAGE = 260  # characters
BEFORE = 70  # characters of it in front of the first sought word
LONGEST_READ = 40_000  # characters of a body that are looked through


class Highlighter:
    """Marks words that are the same as the sought ones (search/words.py decides), whatever their ending."""

    def __init__(self, sought):
        self.stems = {stem(word) for word in telling(sought)}
        starts = "|".join(sorted({re.escape(word[: 1 if len(word) < 4 else 2]) for word in self.stems}))
        # Only words that begin like a sought one are looked at closely.
        self.candidates = re.compile(rf"(?<![^\W_])(?:{starts})[^\W_]*(?:'[^\W_]+)*") if starts else None

    def matches(self, text):
        """Where sought words stand in a composed text: (start, end, stem)."""
        if self.candidates is None:
            return []
        found = ((match.start(), match.end(), stem(match.group())) for match in self.candidates.finditer(fold(text)))
        return [(start, end, word) for start, end, word in found if word in self.stems]

    def marked(self, text):
        """The text with sought words in `<mark>` (one for words that stand together), escaped otherwise."""
        text = composed(text)
        pieces, end = [], 0
        for start, stop in _together(self.matches(text), text):
            pieces.append((text[end:start], format_html("<mark>{}</mark>", text[start:stop])))
            end = stop
        return format_html_join("", "{}{}", [*pieces, (text[end:], "")])

    def passage(self, *texts):
        """The first text that has sought words, cut around most of them; without any, the first text's beginning."""
        texts = [composed(" ".join(text[:LONGEST_READ].split())) for text in texts if text]
        for text in texts:
            found = self.matches(text)
            if found:
                return self.marked(_cut(text, _densest(found)))
        return format_html("{}", _cut(texts[0], 0)) if texts else ""


def _together(found, text):
    """Where marks begin and end: words with nothing but space between them share one."""
    spans = []
    for start, end, _ in found:
        if spans and text[spans[-1][1] : start].isspace():
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _densest(found):
    """Where to begin, so that a passage holds as many different sought words as possible."""

    def different(first):
        return len({word for start, _, word in found if first <= start < first + PASSAGE - BEFORE})

    starts = [start for start, _, _ in found[:200]]
    return max(starts, key=lambda start: (different(start), -start))


def _cut(text, around):
    """About a passage's length of text from shortly before a place, at whole words, with dots where it goes on."""
    start = max(0, around - BEFORE)
    if start:
        start = text.rfind(" ", 0, start + 1) + 1
    end = start + PASSAGE
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + PASSAGE // 2)
    return ("… " if start else "") + text[start:end].strip() + (" …" if end < len(text) else "")
