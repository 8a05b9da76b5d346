"""Table of contents and reading time, from the HTML of a page's body.

230 words a minute is a round figure just below the 238 that M. Brysbaert found for silent reading of non-fiction in
English ("How many words do we read per minute?", Journal of Memory and Language 109, 2019).
"""

import math
import re
from dataclasses import dataclass
from html import unescape

from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext

WORDS_A_MINUTE = 230

_HEADING = re.compile(r"<h([23])((?:\s[^>]*)?)>(.*?)</h\1>", re.DOTALL | re.IGNORECASE)
_ID = re.compile(r"""\sid=["']([^"']+)["']""")
_PERMALINK = re.compile(r'<a [^>]*class="permalink"[^>]*>.*?</a>', re.DOTALL)


@dataclass(frozen=True)
class Entry:
    """A heading of the body: ``level`` is 2 or 3."""

    level: int
    id: str
    title: str


@dataclass(frozen=True)
class Outline:
    """The body with an id on each heading, its headings, and the time it takes to read."""

    html: SafeString
    entries: list[Entry]
    minutes: int

    @property
    def is_long(self) -> bool:
        """Whether a table of contents helps: three sections or more."""
        return len(self.entries) > 2


def reading_minutes(html: str) -> int:
    """Whole minutes, at least one."""
    return max(1, math.ceil(len(strip_tags(html).split()) / WORDS_A_MINUTE))


def permalink(name: str) -> SafeString:
    """A heading's link to itself, for those who want to point others to it."""
    return format_html('<a class="permalink" href="#{}" title="{}">#</a>', name, gettext("Link to this section"))


def outline(html: str) -> Outline:
    """Read the second and third level headings of trusted HTML; each gets an id from its words and a permanent link to
    itself, where it has none."""
    entries: list[Entry] = []
    taken = set(_ID.findall(html))

    def unique(title: str) -> str:
        stem = f"s-{slugify(title) or 'section'}"
        name, number = stem, 2
        while name in taken:
            name, number = f"{stem}-{number}", number + 1
        taken.add(name)
        return name

    def visit(match: re.Match[str]) -> str:
        level, attributes, inner = match[1], match[2], match[3]
        title = unescape(" ".join(strip_tags(_PERMALINK.sub("", inner)).split()))
        if not title:
            return match[0]
        given = _ID.search(attributes)
        name = given[1] if given else unique(title)
        entries.append(Entry(int(level), name, title))
        attributes = attributes if given else f' id="{name}"{attributes}'
        link = "" if _PERMALINK.search(inner) else permalink(name)
        return f"<h{level}{attributes}>{inner}{link}</h{level}>"

    body = _HEADING.sub(visit, html)
    return Outline(mark_safe(body), entries, reading_minutes(html))  # noqa: S308 - the caller's own rendering
