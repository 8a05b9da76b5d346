"""Writing knowledge out: one Markdown file a page, pictures and attachments beside them, the same bytes each time.

for name, content in Export(pages).files(): …
"""

import posixpath
from collections import defaultdict
from collections.abc import Iterator

from django.contrib.auth.models import Group
from django.db.models import Q
from django.utils.text import slugify
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, PageViewRestriction, Site

from knowledge.exchange import assets, blocks, files, links, values, yaml_text
from knowledge.exchange.beside import terms_for_file
from knowledge.exchange.fields import FOLDERS, KIND_OF, KINDS, fields_of, moment_text
from knowledge.exchange.names import Names
from knowledge.exchange.preparing import UPKEEP, audience_of, normal
from knowledge.exchange.sources import GLOSSARY, LIBRARY
from knowledge.models import KnowledgeSectionPage, ToolCriterion, Upkeep
from people.audiences import Audience
from search.models import Topic
from themes.references import GONE

BATCH = 100
HASH = 8


class Export:
    """Published pages as files. `pages` narrows a QuerySet of a kind's pages down to those to write (all by default).

    `whole` says that these are all pages, for nobody in particular. Pages behind a shared password are left out, since
    a file cannot keep it; `left_out` counts them.
    """

    def __init__(self, pages=lambda queryset: queryset.live(), *, whole=True):
        self.left_out = 0
        self.querysets = {kind: pages(model.objects.all()).filter(alias_of=None) for kind, model in KINDS.items()}
        self.names, self.ways = Names(), None
        self.sections = {section.pk: section for section in KnowledgeSectionPage.objects.all()}
        self.at = self._places()
        self.assets, self.topics = Assets(), set()
        if not whole:
            # A relation to a page that this reader may not see must not name it.
            self.names.forget_practices_except(self.at)

    def _places(self):
        """{number of a page: path of its file}."""
        hidden = self._behind_passwords()
        found = {}
        for kind, queryset in self.querysets.items():
            rows = list(queryset.order_by("translation_key").values_list("pk", "path", "slug", "translation_key"))
            shown = [row for row in rows if not row[1].startswith(hidden)] if hidden else rows
            self.left_out += len(rows) - len(shown)
            slugs = [slug for _pk, _path, slug, _key in shown]
            twice = {slug for slug in slugs if slugs.count(slug) > 1} if len(set(slugs)) < len(slugs) else set()
            for pk, _path, slug, key in shown:
                name = f"{slug}--{str(key)[:HASH]}" if slug in twice else slug
                found[pk] = f"{FOLDERS[kind]}/{name}.md"
        return found

    @staticmethod
    def _behind_passwords():
        password = PageViewRestriction.objects.filter(restriction_type=PageViewRestriction.PASSWORD)
        return tuple(password.values_list("page__path", flat=True))

    def files(self) -> Iterator[tuple[str, bytes]]:
        """(path, content) of every file: the pages first, then what stands beside them."""
        for kind, queryset in self.querysets.items():
            model = KINDS[kind]
            rows = queryset.filter(pk__in=self.at) if len(self.at) < BATCH else queryset
            related = [field.name for field in model._meta.get_fields() if field.many_to_many and field.concrete]
            pages = rows.select_related("upkeep").prefetch_related(*related).order_by("pk")
            for page in pages.iterator(chunk_size=BATCH):
                if page.pk in self.at:
                    yield self.at[page.pk], self._page(kind, page)
        yield from self.assets.files()
        yield LIBRARY, yaml_text.dump(self._library()).encode()
        terms = terms_for_file(self.names)
        if terms:
            yield GLOSSARY, yaml_text.dump(terms).encode()

    def _page(self, kind, page):
        ways = Ways(self, self.at[page.pk])
        front = {"id": str(page.translation_key), "kind": kind, "slug": page.slug, **self._front(kind, page)}
        sections = {name: ways.markdown(getattr(page, name)) for name in page.SECTIONS}
        text = blocks.Text({name: words for name, words in sections.items() if words}, self._blocks(page, ways))
        return files.write(front, blocks.write(KINDS[kind], text))

    def _front(self, kind, page):
        said = {}
        section = self.sections.get(_parent_of(page, self.sections))
        if section is not None and KIND_OF[section.page_model] != kind:
            said["section"] = section.slug
        kept = dict(page.front_matter or {})
        for field in fields_of(kind):
            value = field.write(page, self.names)
            if field.key in kept:
                value = _together(value, kept.pop(field.key))
            if value is not None:
                said[field.key] = value
        self.topics |= set(field_topics(page))
        if page.first_published_at:
            said["published"] = moment_text(page.first_published_at)
        said |= self._audience(page)
        care = {**self._upkeep(page), **(kept.pop("upkeep", None) or {})}
        if care:
            said["upkeep"] = {key: care[key] for key in (*UPKEEP, *sorted(set(care) - set(UPKEEP))) if key in care}
        return {**said, **{key: _sorted(kept[key]) for key in sorted(kept)}}

    def _audience(self, page):
        audience, groups = audience_of(page) if page.pk in self._restricted else (Audience.PUBLIC, ())
        if audience != Audience.GROUP:
            return {"audience": str(audience)}
        names = Group.objects.filter(pk__in=groups).order_by("name").values_list("name", flat=True)
        return {"audience": str(audience), "groups": list(names)}

    @property
    def _restricted(self):
        if "_restricted_pages" not in self.__dict__:
            self._restricted_pages = set(PageViewRestriction.objects.values_list("page", flat=True))
        return self._restricted_pages

    def _upkeep(self, page):
        row = Upkeep.objects.filter(page=page).first() if not hasattr(page, "upkeep") else page.upkeep
        if row is None:
            return {}
        care = {
            "owner": self.names.name("people", row.owner_id),
            "verified_until": row.verified_until.isoformat() if row.verified_until else None,
            "verified_by": self.names.name("people", row.verified_by_id),
            "every_days": row.every_days,
            "retired_on": row.retired_on.isoformat() if row.retired_on else None,
            "retired_because": row.retired_because or None,
            "successor": self._key_of(row.successor_id),
        }
        return {key: value for key, value in care.items() if value is not None}

    @staticmethod
    def _key_of(pk):
        key = Page.objects.filter(pk=pk).values_list("translation_key", flat=True).first() if pk else None
        return str(key) if key else None

    @staticmethod
    def _blocks(page, ways):
        stream = page.body.stream_block
        parts = []
        for kind, value in normal(type(page), page.body.get_prep_value()):
            if kind == blocks.MARKDOWN:
                parts.append(blocks.Part(kind, ways.markdown(value)))
            else:
                value = values.to_file(stream.child_blocks[kind], value, ways)
                parts.append(blocks.Part(kind, yaml_text.plain(value)))
        return parts

    def _library(self):
        """What the pages need beside them: topics, criteria, sections, titles of pictures and attachments."""
        topics = Topic.objects.filter(pk__in=self.topics).order_by("slug").values("slug", "name", "summary")
        criteria = ToolCriterion.objects.order_by("slug").values("slug", "name", "question", "weight", "position")
        sections = KnowledgeSectionPage.objects.order_by("shows").values("shows", "slug", "title", "intro")
        said = {
            "sections": [_filled(row) for row in sections],
            "topics": [_filled(row) for row in topics],
            "criteria": [_filled(row) for row in criteria],
            **self.assets.said(),
        }
        return {key: rows for key, rows in said.items() if rows}


class Ways:
    """How one file names pages, pictures and attachments."""

    def __init__(self, export, base):
        self.export, self.folder = export, posixpath.dirname(base)

    def markdown(self, text):
        """Markdown with paths in place of numbers."""
        return blocks.tidy(links.rewrite(text, self._change))

    def _change(self, destination, embed):
        kind, _colon, rest = destination.partition(":")
        number, _hash, anchor = rest.partition("#")
        if kind in ("page", "image", "file") and number.isdigit():
            to = self.destination(kind, int(number))
            return f"{to}#{anchor}" if anchor and to != GONE else to
        return None

    def destination(self, kind, pk):
        """The relative path, or for a page that is not written its address; `#gone` for what is not there."""
        path = self.export.at.get(pk) if kind == "page" else self.export.assets.path(kind, pk)
        if path:
            return posixpath.relpath(path, self.folder or ".")
        return (address_of(pk) if kind == "page" else None) or GONE


def address_of(pk):
    """A page's address on this portal, without its host, or `None`."""
    page = Page.objects.filter(pk=pk, live=True).only("url_path").first()
    roots = [root.root_path for root in Site.get_site_root_paths()]
    root = next((each for each in roots if page and page.url_path.startswith(each)), None)
    return f"/{page.url_path[len(root) :]}" if root else None


class Assets:
    """Pictures and attachments that are named, under names that follow from title and content alone."""

    def __init__(self):
        self.paths, self.rows = {}, {}

    def path(self, kind, pk):
        """Where an asset is written; `None` for one that is gone, or whose file is."""
        if (kind, pk) not in self.paths:
            self.paths[kind, pk] = self._place(kind, pk)
        return self.paths[kind, pk]

    def _place(self, kind, pk):
        model = get_image_model() if kind == "image" else get_document_model()
        asset = model._default_manager.filter(pk=pk).first()
        if asset is None:
            return None
        try:
            with asset.open_file() as file:
                content = file.read()
        except OSError:
            return None
        key = assets.digest(content)
        same = model._default_manager.filter(Q(file_hash=key) | Q(pk=pk)).order_by("title", "pk").first()
        name = slugify(same.title)[:60] or kind
        path = f"{kind}s/{name}-{key[:HASH]}.{assets.ending(asset.file.name)}"
        said = {"file": path, "title": same.title, "description": getattr(same, "description", "")}
        self.rows[path] = (kind, asset, said)
        return path

    def files(self):
        """(path, content) of each, read anew, so that no more than one is in memory."""
        for path in sorted(self.rows):
            with self.rows[path][1].open_file() as file:
                yield path, file.read()

    def said(self):
        """What library.yaml says of them."""
        found = defaultdict(list)
        for path in sorted(self.rows):
            kind, _asset, said = self.rows[path]
            found[f"{kind}s"].append({key: value for key, value in said.items() if value})
        return dict(found)


def field_topics(page):
    """Numbers of a page's topics."""
    return [topic.pk for topic in page.topics.all()]


def _parent_of(page, sections):
    path = page.path[: -page.steplen]
    return next((pk for pk, section in sections.items() if section.path == path), None)


def _together(value, kept):
    """A value of the page with what was kept because it was not found."""
    if isinstance(value, list) or isinstance(kept, list):
        both = {*(value or []), *(kept if isinstance(kept, list) else [kept])}
        return sorted(both)
    return kept if value is None else value


def _sorted(value):
    """Keys in order at every depth: a database need not keep another one."""
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    return [_sorted(each) for each in value] if isinstance(value, list) else value


def _filled(row):
    return {key: value for key, value in row.items() if value not in ("", None)}
