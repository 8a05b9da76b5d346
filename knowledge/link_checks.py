"""What keeps a page from being published: links into nowhere, and relations between practices that make no sense.

Drafts may have both. The model asks here when it goes live, so that nothing slips through whichever way it comes; the
forms of the CMS and of the portal ask before, and show the answer beside the field.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from urllib.parse import unquote

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation, ValidationError
from django.core.files.storage import default_storage
from django.urls import Resolver404, resolve
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from knowledge.models.upkeep import Upkeep
from knowledge.together import is_going_on, pages_to_come
from search.models import Document
from themes.markdown import pictures_without_words
from themes.references import models_of_kinds

# Code is matched first, so that links in it are not taken for links. Nothing is tried twice, however awkward the text.
_LINK = re.compile(
    r"^ {0,3}(?P<fence>`{3,}+|~{3,}+)[\s\S]*?(?:^ {0,3}(?P=fence)|\Z)"
    r"|(?<!`)(?P<tick>`++)(?:(?!\n[ \t]*\n)[^`])*+(?P=tick)(?!`)"
    r"|(?P<before>!?\[(?P<words>[^\]\n]{0,400}+)\](?:\(\s{0,9}<?|:[ \t]{1,9}<?))(?P<target>[^\s()<>\[\]]{1,500}+)",
    re.MULTILINE,
)
_REFERENCE = re.compile(r"(page|image|file):(\d{1,9})(#[\w-]*)?\Z")
_MISWRITTEN = re.compile(r"(page|image|file):", re.IGNORECASE)


@dataclass(frozen=True)
class Link:
    """A link of a page to something of the portal: the field it stands in, its words, and what it names.

    `kind` is page, image, file, path or section (of the page itself); `pk` is `None` for a path that no page has.
    """

    field: str
    words: str
    kind: str
    pk: int | None
    target: str


@dataclass(frozen=True)
class LostLink:
    """A link that leads nowhere, or to a retired page, in words for whoever keeps the page."""

    field: str
    message: str
    retired: bool = False


def texts_of(page):
    """(field, Markdown) of everything that was written in Markdown on a page, block by block."""
    yield from ((name, getattr(page, name) or "") for name in page.SECTIONS)
    yield from (("body", block.value or "") for block in page.body if block.block_type == "markdown")


def links_of(page):
    """Every `Link` of a page, in the order of the page: those in Markdown, then those chosen in blocks of its body."""
    found, paths = [], set()
    for field, text in texts_of(page):
        for match in _LINK.finditer(text):
            target = match["target"] or ""
            if reference := _REFERENCE.match(target):
                found.append(Link(field, match["words"], reference[1], int(reference[2]), target))
            elif _MISWRITTEN.match(target):
                found.append(Link(field, match["words"], "page", None, target))
            elif target.startswith("#"):
                found.append(Link(field, match["words"], "section", None, target))
            elif path := _path(target):
                paths.add(path)
                found.append(Link(field, match["words"], "path", None, path))
    at = _pages_at(paths)
    found = [replace(each, kind="page", pk=at[each.target]) if each.target in at else each for each in found]
    in_markdown = {(each.kind, each.pk) for each in found}
    kinds = {model: kind for kind, model in models_of_kinds().items()}
    for model, key, *_way in page.body.stream_block.extract_references(page.body):
        kind = next((kinds[each] for each in kinds if issubclass(model, each)), None)
        if kind and str(key).isdigit() and (kind, int(key)) not in in_markdown:
            found.append(Link("body", "", kind, int(key), f"{kind}:{key}"))
    return found


def _path(target):
    """The path of an address on this portal, ending in a slash; empty for anything else."""
    base = settings.BASE_URL.rstrip("/")
    address = target[len(base) :] if target.startswith(f"{base}/") else target
    if not address.startswith("/") or address.startswith("//"):
        return ""
    path = re.split(r"[?#]", address, maxsplit=1)[0]
    return path if path.endswith("/") else f"{path}/"


def _pages_at(paths):
    """{path: number of the page there} in one query, whether published or not."""
    roots = [root.root_path.rstrip("/") for root in Site.get_site_root_paths()] if paths else []
    wanted = {f"{root}{path}": path for root in roots for path in paths}
    rows = Page.objects.filter(url_path__in=wanted).values_list("url_path", "pk") if wanted else []
    return {wanted[url_path]: pk for url_path, pk in rows}


def lost_links(page, *, with_retired=True, foreign_stay=False):
    """The `LostLink`s of a page. At most one query for each kind of thing that it refers to, and two for paths.

    `foreign_stay` keeps paths and sections that only another library has: files that are taken in may name them.
    """
    links = links_of(page)
    wanted = defaultdict(set)
    for link in links:
        wanted[link.kind].add(link.pk)
    pages = wanted["page"] - {page.pk}
    there = {"page": {page.pk} | (pages & pages_to_come())}
    if pages:
        there["page"] |= set(Page.objects.live().filter(pk__in=pages).values_list("pk", flat=True))
    for kind in ("image", "file"):
        rows = models_of_kinds()[kind]._default_manager.filter(pk__in=wanted[kind]) if wanted[kind] else None
        there[kind] = set(rows.values_list("pk", flat=True)) if rows is not None else set()
    retired = set()
    if pages and with_retired:
        rows = Upkeep.objects.filter(page__in=pages, retired_on__isnull=False)
        retired = set(rows.values_list("page", flat=True))
    paths = {link.target for link in links if link.kind == "path"}
    nowhere = _nowhere({path for path in paths if path.startswith("/knowledge/")} if foreign_stay else paths)
    if not foreign_stay:
        nowhere |= _no_sections(page, {link.target for link in links if link.kind == "section"})
    found = []
    for link in links:
        lost = link.target in nowhere if link.kind in ("path", "section") else link.pk not in there[link.kind]
        if lost:
            found.append(LostLink(link.field, _message(link)))
        elif link.kind == "page" and link.pk in retired:
            message = _("“%(words)s” leads to a page that is retired.") % {"words": _words(link)}
            found.append(LostLink(link.field, message, retired=True))
    return list(dict.fromkeys(found))


def _nowhere(paths):
    """Those of some paths on this portal that lead to nothing that people could read. One query for all of them.

    What answers for one thing (a person, a project) has a document in search; addresses without a variable part answer
    for themselves; files are looked for where they are stored.
    """
    nowhere, of_things = set(), set()
    for path in paths:
        if path.startswith(settings.MEDIA_URL):
            stored = unquote(path.removeprefix(settings.MEDIA_URL).rstrip("/"))
            nowhere |= set() if _is_stored(stored) else {path}
            continue
        try:
            found = resolve(unquote(path))
        except Resolver404:
            nowhere.add(path)
            continue
        if found.url_name == "wagtail_serve":
            nowhere.add(path)
        elif found.kwargs or found.args:
            of_things.add(path)
    known = set(Document.objects.filter(url__in=of_things).values_list("url", flat=True)) if of_things else set()
    return nowhere | (of_things - known)


def _is_stored(name):
    try:
        return default_storage.exists(name)
    except SuspiciousFileOperation:
        return False


def _no_sections(page, anchors):
    """Those of some #anchors that no heading or footnote of the page has."""
    if not anchors:
        return set()
    from knowledge.article import compose  # it reads the models, which ask here

    ids = set(re.findall(r'\bid="([^"]+)"', compose(page).html))
    return {anchor for anchor in anchors if unquote(anchor[1:]) not in ids}


def _words(link):
    return Truncator(link.words or link.target).chars(80)


def _message(link):
    if link.kind == "image":
        return _("The picture “%(words)s” is not there any more.") % {"words": _words(link)}
    if link.kind == "file":
        return _("The file “%(words)s” is not there any more.") % {"words": _words(link)}
    if link.kind == "section":
        return _("“%(words)s” leads to a section that this page does not have.") % {"words": _words(link)}
    return _("“%(words)s” leads to a page that does not exist or is not published.") % {"words": _words(link)}


def canonicalise(page):
    """Have links to addresses of pages name the pages instead: `/knowledge/practices/x/` becomes `page:12`.

    Such a link survives a move. Links in code, and addresses that no page has, stay as they were typed.
    """
    paths = {_path(match["target"] or "") for _field, text in texts_of(page) for match in _LINK.finditer(text)} - {""}
    at = _pages_at(paths)
    if not at:
        return

    def named(match):
        target = match["target"] or ""
        pk = at.get(_path(target)) if "?" not in target else None
        anchor = re.search(r"#[\w-]+\Z", target)
        return f"{match['before']}page:{pk}{anchor[0] if anchor else ''}" if pk else match[0]

    for name in page.SECTIONS:
        setattr(page, name, _LINK.sub(named, getattr(page, name) or ""))
    for number, block in enumerate(page.body):
        if block.block_type == "markdown" and (text := _LINK.sub(named, block.value or "")) != block.value:
            page.body[number] = ("markdown", text)


def publishing_errors(page, relations=None):
    """{field: [messages]} of what keeps a page from being published; empty where nothing does.

    `relations` are the practices that a form would set, {field: [pages]}, where the page does not have them yet. An
    import looks for circles in all of its files at once, before it begins, and leaves another library's links as they
    are; they stand in the report of links that lead nowhere.
    """
    errors = defaultdict(list)
    for lost in lost_links(page, with_retired=False, foreign_stay=is_going_on()):
        errors[lost.field].append(lost.message)
    for field, text in texts_of(page):
        for source in pictures_without_words(text):
            message = _(
                "A picture does not say what it shows. Write it between the brackets: ![what it shows](%(source)s)."
            )
            errors[field].append(message % {"source": source})
    related = {}
    for name in getattr(page, "RELATIONS", ()):
        chosen = (relations or {}).get(name)
        pks = [each.pk for each in (getattr(page, name).all() if chosen is None else chosen)]
        related[name] = set(pks)
        if page.pk and page.pk in pks:
            errors[name].append(_("A practice cannot stand in a relation to itself."))
        elif name == "needs" and page.pk and not is_going_on() and (way := _cycle(page, pks)):
            errors[name].append(_("These practices would need each other in a circle: %(way)s.") % {"way": way})
    if against := related.get("conflicts_with", set()) & (related.get("needs", set()) | related.get("supports", set())):
        titles = ", ".join(Page.objects.filter(pk__in=against).order_by("title").values_list("title", flat=True))
        message = _("A practice cannot both go with another one and conflict with it: %(titles)s.")
        errors["conflicts_with"].append(message % {"titles": titles})
    return dict(errors)


def refuse_unpublishable(page):
    """Raise `ValidationError`, by field, where a page cannot be published."""
    if errors := publishing_errors(page):
        raise ValidationError(errors)


def _cycle(page, needs):
    """The titles on a way from a practice through what it needs back to itself, or nothing. One query of all needs."""
    if not needs:
        return ""
    after = defaultdict(list)
    rows = type(page).needs.through.objects.exclude(from_practicepage=page.pk)
    for start, end in rows.values_list("from_practicepage", "to_practicepage"):
        after[start].append(end)
    reached, waiting = dict.fromkeys(needs, page.pk), list(needs)
    while waiting:
        at = waiting.pop()
        for following in after[at]:
            if following == page.pk:
                return _titles(page, reached, at)
            if following not in reached:
                reached[following] = at
                waiting.append(following)
    return ""


def _titles(page, reached, last):
    way = [last]
    while reached[way[-1]] != page.pk:
        way.append(reached[way[-1]])
    titles = dict(Page.objects.filter(pk__in=way).values_list("pk", "title"))
    return " → ".join(f"“{title}”" for title in [page.title, *(titles[pk] for pk in reversed(way)), page.title])
