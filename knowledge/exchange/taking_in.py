"""Taking files in: all are read first, then each is taken in by itself, whole or not at all.

    import_ = Import(source, mapping)
    rows = [import_.read(path) for path in import_.paths]; rows += import_.compare()
    with import_.at_work():
        import_.begin()
        rows = [import_.take_in(path) for path in list(import_.library.cards)]

New pages first get their place in the tree, unpublished and empty, so that files may link to each other in any order.
Then each page is filled and published with one revision. What a file says already, writes nothing.
"""

import logging
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import asdict, dataclass, field

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _
from modelsearch.backends import get_search_backends
from wagtail.models import Page, ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from knowledge.backlinks import referring_pages
from knowledge.exceptions import KnowledgeError
from knowledge.exchange import files, preparing
from knowledge.exchange.assets import Shelf
from knowledge.exchange.beside import Beside
from knowledge.exchange.fields import KINDS
from knowledge.exchange.library import Library, References, card_of
from knowledge.exchange.mapping import Mapping
from knowledge.exchange.names import Names
from knowledge.exchange.places import Places
from knowledge.exchange.refusals import Notes, Refused
from knowledge.exchange.writing import fill
from knowledge.pages import reserve_page
from knowledge.services.links import check_links
from knowledge.together import together
from search.changes import key_of, note
from search.services import deferred, silently

logger = logging.getLogger(__name__)

CREATED, CHANGED, UNCHANGED, REFUSED = "created", "changed", "unchanged", "refused"
CHUNK = 400


@dataclass
class Row:
    """What is reported of one file. `links` counts its links to other files that were found."""

    file: str
    state: str = ""
    title: str = ""
    url: str = ""
    messages: list[str] = field(default_factory=list)
    links: int = 0
    again: list[str] = field(default_factory=list)

    def as_json(self):
        """Plain values, as `ImportRun.report` keeps them."""
        return {key: value for key, value in asdict(self).items() if key != "again"}


class Import:
    """One import of a `sources.Source`. `section` names one for all pages; `cards` are of an earlier step."""

    def __init__(self, source, mapping=None, *, user=None, section=None, cards=()):
        self.source, self.mapping, self.user = source, mapping or Mapping(), user
        self.beside = Beside(source)
        self.library = Library(source, self.mapping, cards)
        self.names = Names()
        self.places = Places(section, self.beside.sections)
        self.shelf = Shelf(source, self.beside.titles, user)
        self.paths = source.pages()
        self.existing = {}

    # --- Reading -----------------------------------------------------------------------------------------------------

    def read(self, path):
        """Read one file and remember its card. A `Row` that says “refused”, or nothing yet but the title."""
        try:
            understood = self._understand(path)
            card = card_of(path, understood, self.mapping)
            self.places.find(card.kind, card.section)
        except Refused as wrong:
            return Row(path, REFUSED, messages=[wrong.words])
        self.library.add(card)
        return Row(path, title=card.title)

    def _understand(self, path):
        return self.mapping.understand(files.read(path, self.source.read(path, files.LARGEST)))

    def compare(self):
        """Compare all files with each other and with the portal. Rows of those that cannot be taken in for that."""
        refused = {}
        for path, (message, line) in self.library.clashes().items():
            refused[path] = Notes()
            refused[path].refuse(message, line)
        self.library.leave_out(refused)
        for path, message in self.library.circles().items():
            refused[path] = Notes()
            refused[path].refuse(message, self._line(path, "needs"))
        self.library.leave_out(refused)
        self.look_up()
        for card in list(self.library.cards.values()):
            if problem := self._taken(card):
                refused[card.path] = Notes()
                refused[card.path].refuse(problem, card.line)
        self.library.leave_out(refused)
        self.beside.foresee(self.names)
        return [Row(path, REFUSED, messages=notes.messages) for path, notes in refused.items()]

    def _line(self, path, key):
        return files.read(path, self.source.read(path)).lines.get(key)

    def look_up(self):
        """Find the pages that the files are about, in few queries for all of them."""
        ids = list(self.library.by_id)
        for start in range(0, len(ids), CHUNK):
            rows = Page.objects.filter(translation_key__in=ids[start : start + CHUNK], alias_of__isnull=True)
            for pk, key, model in rows.values_list("pk", "translation_key", "content_type__model"):
                card = self.library.by_id[str(key)]
                self.existing[card.path] = model
                card.pk = pk
        self.names.practices_to_come = self.library.practices()

    def _taken(self, card):
        """Why a card's place is not free, or nothing."""
        model = self.existing.get(card.path)
        if model:
            return "" if model == KINDS[card.kind]._meta.model_name else _("The page with this id is of another kind.")
        section = self.places.find(card.kind, card.section)
        if section is None:
            return ""
        if section.pk not in self._slugs:
            self._slugs[section.pk] = dict(section.get_children().values_list("slug", "title"))
        title = self._slugs[section.pk].get(card.slug)
        message = _("“%(slug)s” is the address of the page “%(title)s”, which has another id.")
        return message % {"slug": card.slug, "title": title} if title is not None else ""

    @property
    def _slugs(self):
        return self.__dict__.setdefault("_slugs_by_section", {})

    def foresee(self, path):
        """The `Row` of a dry run: what taking a file in would do. Nothing is written."""
        card, notes = self.library.cards[path], Notes()
        row = Row(path, title=card.title)
        try:
            prepared, lines = self._prepare(card, notes, dry=True)
            if not notes.refusals:
                preparing.check(prepared, card, notes, lines)
        except Refused as wrong:
            notes.refuse(wrong.message, wrong.line)
        row.messages = notes.messages
        if notes.refusals:
            row.state = REFUSED
            self.library.leave_out({path})
            return row
        if prepared.kept:
            row.messages.append(_("Kept as they are: %(keys)s.") % {"keys": ", ".join(sorted(prepared.kept))})
        page = KINDS[card.kind].objects.filter(pk=card.pk).first() if card.pk else None
        row.links = prepared.links
        row.url = page.url or "" if page else ""
        if page is None or _is_empty_place(page):
            row.state = CREATED
        elif preparing.holds(page, prepared) and preparing.stands_as(page, prepared):
            row.state = UNCHANGED
        else:
            row.state = CHANGED
        return row

    def _prepare(self, card, notes, *, dry):
        understood = self._understand(card.path)
        if self.mapping.creates_topics:
            self.beside.add_topics(understood.topics, self.names, dry=dry)
        references = References(self.library, card.path, notes, self.shelf, dry=dry)
        prepared = preparing.prepare(understood, card, names=self.names, references=references, notes=notes)
        return prepared, {**understood.lines, **understood.text.lines}

    # --- Writing -----------------------------------------------------------------------------------------------------

    @contextmanager
    def at_work(self):
        """Files are taken in inside this: what follows from each is done once for all at the end."""
        with ExitStack() as stack:
            stack.enter_context(deferred())
            stack.enter_context(disable_reference_index_auto_update())
            self.together = stack.enter_context(together())
            yield self
            self.together.to_come.clear()
        if self.together.look_again:
            check_links(pages=self.together.look_again)

    def begin(self):
        """Take in what stands beside the pages: topics, criteria, sections."""
        with transaction.atomic():
            self.beside.take_in(self.names)
        self.look_up()

    def make_room(self, path):
        """Give a new page its place, empty and unpublished. A `Row` where that is refused, otherwise nothing."""
        card = self.library.cards[path]
        if card.pk:
            self.together.to_come.add(card.pk)
            return None
        try:
            with transaction.atomic():
                section = self.places.find(card.kind, card.section) or self.places.make(card.kind, self.user)
                page = KINDS[card.kind](title=card.title, slug=card.slug, translation_key=card.id, live=False)
                page.owner = self.user
                with silently():
                    reserve_page(parent=section, page=page)
        except (Refused, KnowledgeError, ValidationError) as wrong:
            self.library.leave_out({path})
            return Row(path, REFUSED, card.title, messages=[str(wrong)])
        card.pk = page.pk
        self.together.to_come.add(page.pk)
        if card.kind == "practice":
            self.names.practices_to_come |= {card.slug: page.pk, card.id: page.pk}
        return None

    def take_in(self, path):
        """Take one file in. Its `Row`; whatever goes wrong, nothing of it is left behind."""
        card, notes = self.library.cards[path], Notes()
        row = Row(path, REFUSED, card.title)
        self.shelf.begin()
        try:
            with transaction.atomic():
                row.state = self._write(card, notes, row)
        except (Refused, KnowledgeError) as wrong:
            notes.refuse(getattr(wrong, "message", wrong), getattr(wrong, "line", None))
        except _NotTaken:
            pass
        except (DatabaseError, ValidationError, OSError, ValueError, TypeError, KeyError, AttributeError) as wrong:
            logger.exception("%s cannot be taken in", path)
            notes.refuse(_("This file cannot be taken in: %(problem)s") % {"problem": wrong})
        row.messages = notes.messages
        if notes.refusals:
            row.state, row.url = REFUSED, ""
            self.shelf.undo()
            row.again = self._give_up(card)
        return row

    def _write(self, card, notes, row):
        prepared, lines = self._prepare(card, notes, dry=False)
        if notes.refusals:
            raise _NotTaken
        page = KINDS[card.kind].objects.get(pk=card.pk)
        fresh = _is_empty_place(page)
        row.links, row.url = prepared.links, page.url or ""
        holds = not fresh and preparing.holds(page, prepared)
        if holds and preparing.stands_as(page, prepared):
            return UNCHANGED
        try:
            with silently() if fresh else nullcontext():
                fill(page, prepared, notes, user=self.user, fresh=fresh, only_beside=holds)
            if fresh:
                note([key_of(page)])
        except ValidationError as wrong:
            preparing.refuse_by_field(wrong, prepared, notes, lines)
            raise _NotTaken from wrong
        ReferenceIndex.create_or_update_for_object(page)
        for backend in get_search_backends(with_auto_update=True):
            backend.add(page)
        return CREATED if fresh else CHANGED

    def _give_up(self, card):
        """Take an empty place away again. Paths of files with a link to it, which are to be taken in again."""
        page = KINDS[card.kind].objects.filter(pk=card.pk).first()
        if page is None or not _is_empty_place(page):
            return []
        referring = set(referring_pages(page).values_list("pk", flat=True))
        self.library.leave_out({card.path})
        self.names.practices_to_come = self.library.practices()
        self.together.to_come.discard(page.pk)
        page.delete()
        return [path for path, each in self.library.cards.items() if each.pk in referring]

    def finish(self):
        """What needs all pages to be there: the glossary. Rows."""
        self.names.__dict__.pop("practices", None)
        return [Row(**each) for each in self.beside.take_in_glossary(self.names)]

    def foresee_glossary(self):
        """The same for a dry run."""
        return [Row(**each) for each in self.beside.take_in_glossary(self.names, dry=True)]


class _NotTaken(Exception):
    """The file was refused, and its notes say why."""


def _is_empty_place(page):
    """Was the page only given its place, by this import or by one that was broken off?"""
    return not page.live and page.latest_revision_id is None
