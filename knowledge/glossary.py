"""The glossary: its terms, and their definitions where articles first use them."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from django.core.cache import cache
from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from knowledge.models import PracticePage, Term
from people.audiences import visible_pages

CACHED = "knowledge.glossary"
SECONDS = 60  # how long another process may show the glossary as it was

_TAG = re.compile(r"<!--.*?-->|<(/?)([a-zA-Z][\w-]*)(?:[^\"'<>]|\"[^\"]*\"|'[^']*')*>", re.DOTALL)
# Words in these are names, code, addresses or controls, and are left alone.
_LEFT_ALONE = {
    *("h1", "h2", "h3", "h4", "h5", "h6", "a", "code", "pre", "kbd", "button", "summary", "th", "caption", "label"),
    *(
        "script",
        "style",
        "svg",
        "math",
        "textarea",
        "select",
        "figcaption",
        "blockquote",
        "title",
        "template",
        "iframe",
    ),
}


@dataclass(frozen=True)
class Entry:
    """A term as articles need it: what it is called, what it means, and the practice that it names."""

    slug: str
    name: str
    names: tuple[str, ...]
    definition: str
    practice_id: int | None
    case_matters: bool


def entries():
    """All terms, remembered for a minute."""
    found = cache.get(CACHED)
    if found is None:
        found = tuple(
            Entry(
                term.slug,
                term.name,
                (term.name, *(name.strip() for name in term.other_names.splitlines() if name.strip())),
                term.definition,
                term.practice_id,
                term.case_matters,
            )
            for term in Term.objects.all()
        )
        cache.set(CACHED, found, SECONDS)
    return found


def forget_entries():
    """Read the terms anew next time."""
    cache.delete(CACHED)


@lru_cache(maxsize=4)
def _matcher(known):
    """(a pattern that finds any name of some terms, {lower-case name: term}, {exact name: term}).

    Longer names come first. Names are looked for as they stand in HTML, with any space between their words and an “s”
    at their end. Character references are matched on their own, so that no name is found inside one.
    """
    loose, exact = {}, {}
    for entry in known:
        for name in entry.names:
            (exact if entry.case_matters else loose).setdefault(name if entry.case_matters else name.lower(), entry)
    if not loose and not exact:
        return None, loose, exact
    parts = sorted([(name, False) for name in loose] + [(name, True) for name in exact], key=lambda part: -len(part[0]))
    written = [_pattern(name) if cased else f"(?i:{_pattern(name)})" for name, cased in parts]
    return (
        re.compile(rf"&(?:#?\w+);|(?<![\w&-])(?:{'|'.join(written)})(?![\w-])"),
        loose,
        exact,
    )


def _pattern(name):
    words = r"\s+".join(re.escape(escape(word, quote=False)) for word in name.split())
    return words if name.endswith(("s", "S")) else f"{words}s?"


def define_terms(html, skip_practice=None):
    """An article's HTML with each term explained where it first stands, and the explanations behind it.

    Only words between tags change: they become links to the glossary, which a script opens in place. `skip_practice`
    is the number of the practice that the article is about; its own term is not explained there.
    """
    known = tuple(entry for entry in entries() if skip_practice is None or entry.practice_id != skip_practice)
    pattern, loose, exact = _matcher(known)
    if pattern is None:
        return mark_safe(html)  # noqa: S308 - the caller's own rendering
    glossary, used = reverse("knowledge:glossary"), {}

    def explain(match):
        words = " ".join(match[0].split())
        entry = _entry_of(words, loose, exact)
        if entry is None or entry.slug in used:
            return match[0]
        used[entry.slug] = entry
        return f'<a class="term" href="{glossary}#{entry.slug}" data-term="term-{entry.slug}">{match[0]}</a>'

    html = "".join(part if left_alone else pattern.sub(explain, part) for part, left_alone in _parts(str(html)))
    notes = "".join(_note(entry, glossary) for entry in used.values())
    return mark_safe(html + notes)  # noqa: S308 - notes are escaped, the rest is the caller's own rendering


def _entry_of(words, loose, exact):
    for name in (words, words[:-1] if words[-1:] in "sS" else words):
        plain = name.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
        if entry := exact.get(plain) or loose.get(plain.lower()):
            return entry
    return None


def _parts(html):
    """(piece of HTML, whether it is left alone): tags and what stands in some elements, and the words between."""
    within, end = Counter(), 0
    for tag in _TAG.finditer(html):
        yield html[end : tag.start()], within.total() > 0 or "<" in html[end : tag.start()]
        yield tag[0], True
        end = tag.end()
        name = (tag[2] or "").lower()
        if name in _LEFT_ALONE:
            within[name] = max(0, within[name] + (-1 if tag[1] else 1))
    yield html[end:], within.total() > 0 or "<" in html[end:]


def _note(entry, glossary):
    return format_html(
        '<div class="term-note" id="term-{}" popover role="dialog" aria-label="{}" tabindex="-1">'
        '<p><strong>{}</strong></p><p>{}</p><p><a href="{}#{}">{}</a></p></div>',
        entry.slug,
        entry.name,
        entry.name,
        entry.definition,
        glossary,
        entry.slug,
        _("In the glossary"),
    )


def terms_for(user, words=""):
    """[(first letter, [terms])] of the terms with some words in them; a term's practice only where it may be seen."""
    terms = Term.objects.select_related("practice")
    for word in words.replace("\x00", "").split()[:8]:
        terms = terms.filter(Q(name__icontains=word) | Q(other_names__icontains=word) | Q(definition__icontains=word))
    terms = sorted(terms, key=lambda term: term.name.lower())
    named = [term.practice_id for term in terms if term.practice_id]
    seen = {page.pk: page for page in visible_pages(PracticePage.objects.filter(pk__in=named), user)} if named else {}
    letters = {}
    for term in terms:
        term.seen_practice = seen.get(term.practice_id)
        letters.setdefault(term.name[:1].upper(), []).append(term)
    return list(letters.items())
