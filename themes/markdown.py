"""Markdown to safe HTML, for pages and for what people write.

GitHub's flavour: tables, task lists, footnotes, fenced code, strikethrough, bare links. Callouts are written as
``> [!note]``, ``> [!good]``, ``> [!warn]``, ``> [!bad]`` or as ``!!! note "Title"``. The HTML is cleaned with an
explicit allow list after rendering, so raw HTML in the source can do no more than the list says.
"""

import re
import threading
import xml.etree.ElementTree as etree
from functools import lru_cache
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import markdown as python_markdown
import nh3
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import get_language, gettext
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from pygments.token import STANDARD_TYPES

from themes import references, videos

CALLOUTS = {
    "note": "note",
    "info": "note",
    "tip": "good",
    "good": "good",
    "important": "warn",
    "warn": "warn",
    "warning": "warn",
    "caution": "bad",
    "bad": "bad",
    "danger": "bad",
}

TAGS = {
    *("p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "li", "dl", "dt", "dd"),
    *("a", "em", "strong", "del", "mark", "sub", "sup", "kbd", "abbr", "code", "pre", "span", "div", "img"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td", "input", "details", "summary"),
}
ATTRIBUTES = {
    "a": {"href", "title", "id"},
    "abbr": {"title"},
    "img": {"src", "alt", "title", "width", "height", "loading"},
    "ol": {"start"},
    "li": {"id"},
    "sup": {"id"},
    "h2": {"id"},
    "h3": {"id"},
    "h4": {"id"},
    "th": {"scope", "data-align"},
    "td": {"data-align"},
    "div": {"data-status", "tabindex", "role", "aria-label"},
    "pre": {"tabindex"},
    "input": {"checked"},
}
CLASSES = {
    "span": {name for name in STANDARD_TYPES.values() if name},
    "div": {"callout", "callout-title", "highlight", "footnote", "table-scroll"},
    "p": {"callout-title"},
    "table": {"table"},
    "ul": {"task-list"},
    "li": {"task-list-item"},
    "a": {"permalink", "footnote-ref", "footnote-backref"},
}
WITHOUT_IDS = {tag: names - {"id"} for tag, names in ATTRIBUTES.items()}

MOST_BRACKETS = 300
NO_LINK = "\ue05b"  # stands for a bracket that is not taken for a link; from Unicode's private use area
TOP_HEADING = {"page": 2, "section": 3, "comment": 4}

_ABSOLUTE_LINK = re.compile(r'<a (?=[^>]*href="(?:https?:)?//)[^>]*>')
_HEADING = re.compile(r"h[1-6]")
_CHECKBOX = re.compile(r"<input [^>]*>")
_WITHOUT_PICTURE = re.compile(r"<img (?![^>]*\bsrc=)[^>]*>")
_ALT = re.compile(r'\balt="([^"]*)"')
_OWN_ID = re.compile(r"(?:s-|fn:|fnref\d*:)[\w:.-]+")
_REFERENCE = re.compile(r"(?:page|image|file):\d{1,9}(?:#[\w-]+)?")
_CONTROLS = "".join(map(chr, range(0x21)))
_SKIPPED = re.compile(r"[\t\n\r]")
_ABSOLUTE = re.compile(r"https?://([^/\\?#:@]+)(?::\d+)?(?=[/?#]|$)", re.IGNORECASE)
_HREF = re.compile(r'href="([^"]*)"')
_LONE_LINK = re.compile(r'<p><a href="(https://[^"]{1,500})"[^>]*>((?:(?!</?a\b)[^\n]){1,500}?)</a></p>')


class _Dress(Treeprocessor):
    """Give callouts, tables, code and task lists the markup of our components."""

    def run(self, root: etree.Element) -> None:
        for parent in list(root.iter()):
            for position, child in enumerate(list(parent)):
                if child.tag == "table":
                    self.scroll(parent, position, child)
        for element in root.iter():
            names = element.get("class", "").split()
            if element.tag == "div" and "admonition" in names:
                self.callout(element, names)
            elif element.tag in ("th", "td"):
                self.align(element)

    @staticmethod
    def callout(element: etree.Element, names: list[str]) -> None:
        kind = next((CALLOUTS[name] for name in names if name in CALLOUTS), "note")
        element.attrib.clear()
        element.set("class", "callout")
        element.set("data-status", kind)
        for child in element:
            if child.get("class") == "admonition-title":
                child.set("class", "callout-title")

    @staticmethod
    def scroll(parent: etree.Element, position: int, table: etree.Element) -> None:
        """A wide table scrolls in a box that the keyboard can reach."""
        label = gettext("Table, scrolls sideways")
        box = etree.Element("div", {"class": "table-scroll", "tabindex": "0", "role": "group", "aria-label": label})
        table.set("class", "table")
        box.tail, table.tail = table.tail, None
        parent[position] = box
        box.append(table)

    @staticmethod
    def align(cell: etree.Element) -> None:
        style = cell.attrib.pop("style", "")
        if "right" in style:
            cell.set("data-align", "end")
        elif "center" in style:
            cell.set("data-align", "centre")
        if cell.tag == "th":
            cell.set("scope", "col")


class _Levels(Treeprocessor):
    """Shift headings so that the highest one used stands right below the heading it is written under."""

    def __init__(self, md: python_markdown.Markdown, top: int) -> None:
        super().__init__(md)
        self.top = top

    def run(self, root: etree.Element) -> None:
        headings = [element for element in root.iter() if _HEADING.fullmatch(element.tag)]
        highest = min((int(heading.tag[1]) for heading in headings), default=self.top)
        for heading in headings:
            heading.tag = f"h{min(6, int(heading.tag[1]) - highest + self.top)}"


class _FewLinks(Treeprocessor):
    """Take only the first brackets of a paragraph for links. Looking for the end of each one costs as much as the
    paragraph is long, so that thousands of open brackets would keep a server busy for minutes."""

    def run(self, root: etree.Element) -> None:
        for element in root.iter():
            element.text = self.escaped(element.text)
            element.tail = self.escaped(element.tail)

    @staticmethod
    def escaped(text: str | None) -> str | None:
        if isinstance(text, AtomicString) or (text or "").count("[") <= MOST_BRACKETS:
            return text
        *links, rest = text.split("[", MOST_BRACKETS)
        return "[".join(links) + "[" + rest.replace("[", NO_LINK)


class _Guildhall(Extension):
    """Our own steps: heading levels before the ids are made, our components' markup at the end."""

    def __init__(self, top: int) -> None:
        super().__init__()
        self.top = top

    def extendMarkdown(self, md: python_markdown.Markdown) -> None:
        md.treeprocessors.register(_FewLinks(md), "guildhall_few_links", 25)  # before "inline", which is at 20
        md.treeprocessors.register(_Levels(md, self.top), "guildhall_levels", 6)
        md.treeprocessors.register(_Dress(md), "guildhall_dress", 1)


def _heading_slug(value: str, separator: str) -> str:
    """Ids start with a letter and a word of ours, so that no heading can take over an id of the page."""
    return f"s{separator}{slugify(value) or 'section'}"


EXTENSIONS: tuple[str, ...] = (
    "markdown.extensions.tables",
    "markdown.extensions.sane_lists",
    "markdown.extensions.admonition",
    "markdown.extensions.toc",
    "pymdownx.superfences",
    "pymdownx.highlight",
    "pymdownx.tasklist",
    "pymdownx.tilde",
    "pymdownx.quotes",
    "pymdownx.magiclink",
)
PAGE_EXTENSIONS = ("markdown.extensions.footnotes", "markdown.extensions.def_list")


_converters = threading.local()


def _converter(profile: str) -> python_markdown.Markdown:
    """A converter that remembers nothing of the text before. Making one takes longer than converting a page, so each
    thread keeps its own for each profile and language."""
    kept = _converters.__dict__.setdefault("kept", {})
    key = profile, get_language()
    if key not in kept:
        kept[key] = _new_converter(profile)
    return kept[key].reset()


def _new_converter(profile: str) -> python_markdown.Markdown:
    page = profile != "comment"
    headings: dict[str, Any] = {"slugify": _heading_slug}
    if page:
        headings |= {
            "permalink": "#",
            "permalink_class": "permalink",
            "permalink_title": gettext("Link to this section"),
        }
    return python_markdown.Markdown(
        extensions=[*EXTENSIONS, *(PAGE_EXTENSIONS if page else ()), _Guildhall(TOP_HEADING[profile])],
        extension_configs={
            "markdown.extensions.toc": headings,
            "pymdownx.highlight": {"guess_lang": False},
            "pymdownx.quotes": {"callouts": True},
            "pymdownx.tilde": {"subscript": False},
        },
    )


def clean(html: str, *, ids: bool = True) -> str:
    """Only what the allow list names is left; links to other hosts get ``rel="noopener"``.

    Nothing is loaded from other hosts: in place of a picture from elsewhere stand its words. Ids are those that we make
    for headings and footnotes, so that no text can take over an element of the page.
    """
    cleaned = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES if ids else WITHOUT_IDS,
        allowed_classes=CLASSES,
        attribute_filter=_keep,
        url_schemes={"http", "https", "mailto", *references.KINDS},
        link_rel=None,
        tag_attribute_values={"input": {"type": {"checkbox"}}},
        set_tag_attribute_values={"input": {"disabled": ""}, "pre": {"tabindex": "0"}, "img": {"loading": "lazy"}},
    )
    cleaned = _WITHOUT_PICTURE.sub(_words_of, cleaned)
    cleaned = _ABSOLUTE_LINK.sub(_mark_foreign, cleaned)
    return _CHECKBOX.sub(_name_checkbox, cleaned)


def _keep(tag: str, name: str, value: str) -> str | None:
    """An attribute that the allow list names, or ``None`` where this value is not for it."""
    if name == "id":
        return value if _OWN_ID.fullmatch(value) else None
    if name in ("href", "src"):
        # As a browser reads it: without controls in front, and without tabs and line ends anywhere.
        address = _SKIPPED.sub("", value.lstrip(_CONTROLS))
        is_reference = address.lower().startswith(tuple(f"{kind}:" for kind in references.KINDS))
        if is_reference and not _REFERENCE.fullmatch(value):
            return None
        if name == "src" and not is_reference and not _is_own(address):
            return None
    return value


def _is_own(address: str) -> bool:
    """Whether an address names a file of this portal. A picture that named one of its pages would have every reader's
    browser ask for that page in their name."""
    if absolute := _ABSOLUTE.match(address):
        if absolute[1].lower() not in settings.ALLOWED_HOSTS:
            return False
        address = address[absolute.end() :]
    return address.startswith((settings.MEDIA_URL, settings.STATIC_URL)) and ".." not in address


def _words_of(match: re.Match[str]) -> str:
    alt = _ALT.search(match[0])
    return alt[1] if alt else ""


def _mark_foreign(match: re.Match[str]) -> str:
    href = _HREF.search(match[0])
    host = (urlsplit(href[1]).hostname or "") if href else ""
    return match[0] if host in settings.ALLOWED_HOSTS else f'{match[0][:-1]} rel="noopener">'


def _name_checkbox(match: re.Match[str]) -> str:
    """A checkbox of a task list cannot be changed here, but it has to say what it shows. Other fields go."""
    if 'type="checkbox"' not in match[0]:
        return ""
    name = gettext("Done") if "checked" in match[0] else gettext("To do")
    return f'{match[0][:-1]} aria-label="{escape(name)}">'


def _html(source: str, profile: str) -> str:
    return _converter(profile).convert(source).replace(NO_LINK, "[")


@lru_cache(maxsize=512)
def _rendered(source: str, profile: str, language: str) -> str:
    html = clean(_html(source, profile), ids=profile != "comment")
    return html if profile == "comment" else _LONE_LINK.sub(_play, html)


def _play(match: re.Match[str]) -> str:
    """A paragraph that is only a link to a video becomes that video, which is loaded from nowhere before a click."""
    url = unescape(match[1])
    player = videos.player(url)
    if not player:
        return match[0]
    provider, words = videos.provider(url), unescape(strip_tags(match[2]))
    title = provider if words == url else words
    value = {"url": url, "title": title, "provider": provider, "player": player}
    return render_to_string("blocks/video.html", {"value": value})


_IMAGE = re.compile(r"<img\b[^>]*>")
_SOURCE = re.compile(r'\ssrc="([^"]*)"')
_WORDS = re.compile(r'\salt="[^"]*[^"\s][^"]*"')
_SPACES = re.compile(r"\s+")
# Elements after which a reader pauses: without a space their words would run together.
_END = re.compile(r"</(?:p|li|h[1-6]|td|th|tr|pre|blockquote|dt|dd)>|<br ?/?>")


def plain_text(source: str) -> str:
    """The words of Markdown without its signs, on one line: what a search index and its passages want.

    Search engines ask for the same text several times in a row, so the last 256 are kept.
    """
    return _plain_text(source) if source else ""


@lru_cache(maxsize=256)
def _plain_text(source: str) -> str:
    html = _END.sub(" ", _html(source, "comment"))
    return _SPACES.sub(" ", unescape(nh3.clean(html, tags=set()))).strip()


def pictures_without_words(source: str) -> list[str]:
    """Where the pictures of a text come from that do not say what they show."""
    if "![" not in (source or "") and "<img" not in (source or "").lower():
        return []
    tags = _IMAGE.findall(convert(source or "", profile="section"))
    return [unescape(_SOURCE.search(tag)[1]) for tag in tags if not _WORDS.search(tag) and _SOURCE.search(tag)]


def render(source: str, *, profile: str = "page") -> SafeString:
    """Safe HTML in which references to pages, pictures and files lead to them (themes.references).

    ``profile`` is ``page`` (headings from h2, ids, footnotes), ``section`` (the same from h3) or ``comment`` (headings
    from h4, no ids). Raises ``KeyError`` for another profile. Results are kept for the 512 sources used last.
    """
    return references.resolve(convert(source, profile=profile))


def convert(source: str, *, profile: str = "page") -> SafeString:
    """The same with references left as they are, for those who put several texts together and resolve them at once."""
    return mark_safe(_rendered(source, profile, get_language() or ""))  # noqa: S308 - cleaned above
