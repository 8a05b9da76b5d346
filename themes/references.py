"""References in Markdown that survive a move: links to pages, pictures and files by number, not by address.

Markdown names them as ``[words](page:12)``, ``[words](page:12#s-heading)``, ``![what it shows](image:7)`` and
``[words](file:3)``. They become addresses when the HTML is shown, in at most one query for each of the three kinds.
Wagtail's reference index is told of them by `MarkdownField` and `MarkdownBlock`, so "what refers here" is one query.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, Site

KINDS = ("page", "image", "file")
IMAGE_SPEC = "width-1200|format-webp"

# In a link or picture, in the definition of a link, in raw HTML.
_IN_MARKDOWN = re.compile(
    r"""(?:(?P<link>\]\(\s*<?)|(?P<definition>^[ ]{0,3}\[[^\]\n]+\]:[ \t]*<?)|\b(?:href|src)=(?P<quote>["']))"""
    r"""(?P<kind>page|image|file):(?P<pk>\d{1,9})(?P<anchor>#[\w-]+)?"""
    r"""(?:(?(link)>?(?=[\s)])|(?(definition)>?(?=\s|$)|(?P=quote))))""",
    re.MULTILINE,
)
_IN_HTML = re.compile(r'\b(href|src)="(page|image|file):(\d{1,9})(#[\w-]+)?"')
GONE = "#gone"


@dataclass(frozen=True)
class Reference:
    """One thing that a text refers to: `kind` is page, image or file, `anchor` begins with # or is empty."""

    kind: str
    pk: int
    anchor: str = ""


def references_in(markdown: str) -> list[Reference]:
    """What a Markdown text refers to, in order, each once."""
    found = (
        Reference(match["kind"], int(match["pk"]), match["anchor"] or "")
        for match in _IN_MARKDOWN.finditer(markdown or "")
    )
    return list(dict.fromkeys(found))


def models_of_kinds() -> dict[str, type[Model]]:
    """The model behind each kind of reference."""
    return {"page": Page, "image": get_image_model(), "file": get_document_model()}


def extract(markdown: str) -> Iterator[tuple[type[Model], str, str, str]]:
    """The same in the form that Wagtail's reference index asks for: model, key, model path, content path."""
    models = models_of_kinds()
    for found in references_in(markdown):
        yield models[found.kind], str(found.pk), "", ""


def missing(markdowns: list[str]) -> list[Reference]:
    """The references in some texts that lead nowhere: a page that is not published, a picture that was deleted."""
    wanted = [reference for text in markdowns for reference in references_in(text)]
    there = {kind: set(_rows(kind, {each.pk for each in wanted if each.kind == kind})) for kind in KINDS}
    return [each for each in dict.fromkeys(wanted) if each.pk not in there[each.kind]]


def resolve(html: str) -> SafeString:
    """Rendered HTML with addresses in place of references. What is gone leads to no address and says so to readers of
    the source (`#gone`); checks keep such links from being published."""
    if not _IN_HTML.search(html):
        return mark_safe(html)  # noqa: S308 - the caller's own rendering
    wanted: dict[str, set[int]] = {kind: set() for kind in KINDS}
    for match in _IN_HTML.finditer(html):
        wanted[match[2]].add(int(match[3]))
    addresses = {kind: _addresses(kind, pks) for kind, pks in wanted.items() if pks}

    def address(match: re.Match[str]) -> str:
        found = addresses[match[2]].get(int(match[3]))
        return f'{match[1]}="{escape(found + (match[4] or "")) if found else GONE}"'

    return mark_safe(_IN_HTML.sub(address, html))  # noqa: S308 - addresses are escaped


def _rows(kind: str, pks: set[int]) -> dict[int, Any]:
    if not pks:
        return {}
    if kind == "page":
        found: Any = Page.objects.live().filter(pk__in=pks).only("pk", "url_path", "locale_id")
    else:
        found = models_of_kinds()[kind]._default_manager.filter(pk__in=pks)
    return {row.pk: row for row in found}


def _addresses(kind: str, pks: set[int]) -> dict[int, str]:
    rows = _rows(kind, pks)
    if kind == "page":
        return _page_addresses(rows)
    if kind == "image":
        renditions = get_image_model().objects.filter(pk__in=rows).prefetch_renditions(IMAGE_SPEC)
        return {image.pk: image.get_rendition(IMAGE_SPEC).url for image in renditions}
    return {pk: row.url for pk, row in rows.items()}


def _page_addresses(rows: dict[int, Any]) -> dict[int, str]:
    """Paths on this portal, by the site roots that Wagtail keeps in its cache: no query for each page."""
    roots = [root.root_path for root in Site.get_site_root_paths()]
    found = {}
    for pk, page in rows.items():
        root = next((root for root in roots if page.url_path.startswith(root)), None)
        if root:
            found[pk] = "/" + page.url_path[len(root) :]
    return found
