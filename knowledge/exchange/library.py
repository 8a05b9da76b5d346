"""What many files say of each other: which of them a link means, which claim the same place, who needs whom."""

import posixpath
import uuid
from collections import defaultdict
from dataclasses import asdict, dataclass, field
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.core.validators import validate_unicode_slug
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from knowledge.exchange import assets, links
from knowledge.exchange.fields import items, words
from knowledge.exchange.refusals import Refused, at_line
from knowledge.models import PracticePage
from themes.references import GONE, KINDS, Reference

NAMESPACE = uuid.UUID("2f1a7c52-5a0e-4a26-9f4b-6f1d0a3c7e11")
LONGEST = 255


@dataclass
class Card:
    """What is remembered of a file between reading it and taking it in. `needs` is `None` where it does not say."""

    path: str
    id: str
    kind: str
    slug: str
    title: str
    section: str = ""
    needs: list[str] | None = None
    old_paths: list[str] = field(default_factory=list)
    line: int = 1
    pk: int | None = None

    def as_json(self):
        """Plain values, for an import in steps."""
        return asdict(self)


def card_of(path, understood, mapping):
    """The `Card` of a file. Raises `Refused` for an id or slug that is none."""
    given, lines = understood.given, understood.lines
    slug = words(given.get("slug")) or slugify(PurePosixPath(path).stem, allow_unicode=True)
    try:
        validate_unicode_slug(slug)
    except ValidationError as wrong:
        message = _("“%(slug)s” cannot be a part of an address.") % {"slug": slug[:60]}
        raise Refused(message, lines.get("slug")) from wrong
    said = words(given.get("id"))
    try:
        key = uuid.UUID(said) if said else uuid.uuid5(NAMESPACE, f"{mapping.name}/{understood.kind}/{slug}")
    except ValueError as wrong:
        raise Refused(_("“%(id)s” is not a UUID.") % {"id": said[:60]}, lines.get("id")) from wrong
    needs = items(given["needs"]) if "needs" in given else None
    with at_line(lines.get("title")):
        title = words(given.get("title"))
    if not title:
        raise Refused(_("The page has no title."), lines.get("title", 1))
    for name, text in (("title", title), ("slug", slug)):
        if len(text) > LONGEST:
            message = _("%(key)s: This has more than %(limit)s characters.") % {"key": name, "limit": LONGEST}
            raise Refused(message, lines.get(name))
    return Card(
        path=path,
        id=str(key),
        kind=understood.kind,
        slug=slug,
        title=title,
        section=words(given.get("section")),
        needs=needs,
        old_paths=list(understood.old_paths),
        line=lines.get("id" if said else "slug", 1),
    )


class Library:
    """The cards of all files that can be taken in so far, found by path, id, slug and old address."""

    def __init__(self, source, mapping, cards=()):
        self.source, self.mapping = source, mapping
        self.cards, self.by_id, self.by_slug, self.by_old_path = {}, {}, {}, {}
        self.addresses = {}
        for card in cards:
            self.add(card)

    def add(self, card):
        """Remember a card."""
        self.cards[card.path] = card
        self.by_id[card.id] = card
        self.by_slug.setdefault(card.slug, card)
        for old in card.old_paths:
            self.by_old_path.setdefault(old.rstrip("/"), card)

    def leave_out(self, refused):
        """Forget the cards of these paths: nothing can lead to them."""
        left = [card for path, card in self.cards.items() if path not in refused]
        self.__init__(self.source, self.mapping, left)

    def practices(self):
        """{slug or id: number} of the practices among the files; 0 for those that are not on the portal yet."""
        found = {}
        for card in self.cards.values():
            if card.kind == "practice":
                found[card.slug] = found[card.id] = card.pk or 0
        return found

    def clashes(self):
        """{path: message, line} of files that claim one id or one address with another file."""
        found = {}
        for what, key in ((_("id"), lambda c: c.id), (_("address"), lambda c: (c.section or c.kind, c.slug))):
            groups = defaultdict(list)
            for card in self.cards.values():
                groups[key(card)].append(card)
            for group in groups.values():
                for card in group if len(group) > 1 else ():
                    other = next(each for each in group if each is not card)
                    message = _("“%(other)s” has the same %(what)s.") % {"other": other.path, "what": what}
                    found.setdefault(card.path, (message, card.line))
        return found

    def circles(self):
        """{path: message} of practices that would need each other in a circle, with what the portal says."""
        titles = {card.id: card.title for card in self.cards.values()}
        after = self._needs(titles)
        found = {}
        for card in self.cards.values():
            if card.needs and (way := _way_back(card.id, after)):
                names = " → ".join(f"“{titles[key]}”" for key in way)
                found[card.path] = _("These practices would need each other in a circle: %(way)s.") % {"way": names}
        return found

    def _needs(self, titles):
        """{id: ids} of all needs: those of the files, and those on the portal of practices that no file speaks of."""
        slugs = {card.slug: card.id for card in self.cards.values() if card.kind == "practice"}
        rows = list(PracticePage.objects.values_list("pk", "translation_key", "slug", "title"))
        ids = {pk: str(key) for pk, key, _slug, _title in rows}
        for _pk, key, slug, title in rows:
            slugs.setdefault(slug, str(key))
            titles.setdefault(str(key), title)
        after = defaultdict(list)
        told = {card.id for card in self.cards.values() if card.needs is not None}
        for start, end in PracticePage.needs.through.objects.values_list("from_practicepage", "to_practicepage"):
            if ids[start] not in told:
                after[ids[start]].append(ids[end])
        for card in self.cards.values():
            for need in card.needs or ():
                key = slugs.get(need, need)
                if key in titles:
                    after[card.id].append(key)
        return after

    def page_path(self, destination, base):
        """(path of the file that a link means, its anchor), or `None`. `base` is the file that the link stands in."""
        address, anchor = links.split(destination)
        for prefix in self.mapping.prefixes:
            if address.startswith(prefix):
                rest = address.removeprefix(prefix).strip("/")
                old = f"/{prefix.split('//')[-1].split('/', 1)[-1]}{rest}"
                card = self.by_slug.get(rest) or self.by_old_path.get(old)
                return (card.path, anchor) if card else None
        if card := self.by_old_path.get(address.rstrip("/")) if address.strip("/") else None:
            return card.path, anchor
        path = beside(address, base)
        return (path, anchor) if path in self.cards else None


def beside(address, base):
    """The path that a relative address means, seen from the file `base`; empty for other addresses."""
    if not address or address.startswith(("/", "#")) or ":" in address.split("/", 1)[0]:
        return ""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(base), address))
    return "" if path.startswith("..") else path


class References:
    """Turns the destinations of one file into references by number, and says which lead nowhere.

    `shelf` stores what is named (an import) or only looks at it (`dry`). `found` counts links to files that resolved;
    `unstored` says that a dry run met something that has no number yet, and used 0.
    """

    def __init__(self, library, base, notes, shelf, *, dry=False):
        self.library, self.base, self.notes, self.shelf, self.dry = library, base, notes, shelf, dry
        self.line, self.found, self.unstored = None, 0, False

    def change(self, destination, embed=False):
        """What `links.rewrite` asks for."""
        if destination.split(":", 1)[0] in KINDS and destination.split(":", 1)[-1].split("#")[0].isdigit():
            message = _("“%(to)s” names something by a number of another portal; the link leads nowhere.")
            self.notes.remark(message % {"to": destination[:60]}, self.line)
            return GONE
        found = self.reference(destination, embed=embed)
        return f"{found.kind}:{found.pk}{found.anchor}" if found else None

    def reference(self, destination, *, embed=False):
        """The `Reference` that a destination means, or `None`. Raises `Refused` for a picture that is none."""
        page = self.library.page_path(destination, self.base)
        if page:
            self.found += 1
            pk = self.library.cards[page[0]].pk
            self.unstored |= pk is None
            return Reference("page", pk or 0, page[1])
        address, anchor = links.split(destination)
        path = beside(address, self.base)
        if path and path in self.library.source.sizes and not path.lower().endswith((".md", ".markdown")):
            kind = assets.kind_of(path)
            pk = self.shelf.find(path) if self.dry else self.shelf.store(path)
            self.unstored |= pk is None
            return Reference(kind, pk or 0)
        if path and (embed or path.lower().endswith((".md", ".markdown"))):
            message = _("There is no file “%(path)s” here; the link is left as it is.") % {"path": path[:200]}
            self.notes.remark(message, self.line)
        pk = self._page_at(address) if address.startswith("/") and not embed else None
        return Reference("page", pk, anchor) if pk else None

    def _page_at(self, address):
        """The number of the page of this portal at an address. Each address is looked up once."""
        known = self.library.addresses
        path = address.rstrip("/") + "/"
        if path not in known:
            if None not in known:
                known[None] = [root.root_path.rstrip("/") for root in Site.get_site_root_paths()]
            urls = [f"{root}{path}" for root in known[None]]
            known[path] = Page.objects.filter(url_path__in=urls).values_list("pk", flat=True).first() if urls else None
        return known[path]


def _way_back(start, after):
    """The ids on a way from `start` back to itself, both ends included, or nothing."""
    reached, waiting = {}, [(each, start) for each in after.get(start, ())]
    while waiting:
        at, came = waiting.pop()
        if at in reached:
            continue
        reached[at] = came
        if at == start:
            way = [start, came]
            while way[-1] != start:
                way.append(reached[way[-1]])
            return list(reversed(way))
        waiting.extend((each, at) for each in after.get(at, ()))
    return []
