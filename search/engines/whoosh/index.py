"""One index: a folder that holds its generations, one of them current; one writer at a time, across processes.

    PATH/<root model>/current        the name of the generation in use, replaced atomically
    PATH/<root model>/writer.lock    held while something is written
    PATH/<root model>/<generation>/  a Whoosh index, and `version`: the fingerprint of the columns it was made with

An index holds pickles: the folder is private, and one from elsewhere must never be put in its place.
"""

import os
import secrets
import shutil
from contextlib import contextmanager

from modelsearch.backends.base import BaseIndex
from modelsearch.index import class_is_indexed
from whoosh import index as whoosh_index
from whoosh.query import Or, Term
from whoosh.util.filelock import FileLock, try_for

from search.engines.whoosh.schema import document_of, fingerprint, schema_for
from search.engines.whoosh.snapshot import Searchers, UnusableIndexError

USED = "used"  # a file in every generation that is or has been the current one


class IndexBusyError(Exception):
    """Another writer has held the lock for longer than one waits."""


class WhooshIndex(BaseIndex):
    """The index of a root model. `generation` names a folder that is not current yet, while it is being filled."""

    def __init__(self, backend, root, generation=None):
        super().__init__(backend)
        self.root = root
        self.generation = generation
        self.folder = backend.path / root._meta.label_lower
        self._held = False

    def get_key(self):
        return self.root._meta.label_lower

    def __str__(self):
        return self.get_key()

    # Folders

    @property
    def current_name(self):
        """The name of the generation in use, or None."""
        try:
            return (self.folder / "current").read_text().strip() or None
        except OSError:
            return None

    def _generation_folder(self):
        name = self.generation or self.current_name
        return self.folder / name if name else None

    def _private(self, folder):
        """Make a folder of the index that nobody else can look into."""
        self.backend.path.parent.mkdir(parents=True, exist_ok=True)
        for each in dict.fromkeys((self.backend.path, self.folder, folder)):
            each.mkdir(mode=0o700, exist_ok=True)
        return folder

    def is_usable(self):
        """Is there a current generation, made with today's columns?"""
        folder = self._generation_folder()
        try:
            return folder is not None and (folder / "version").read_text() == fingerprint(self.root)
        except OSError:
            return False

    def size(self):
        """Bytes on disk of the generation in use."""
        folder = self._generation_folder()
        return sum(file.stat().st_size for file in folder.glob("*")) if folder and folder.is_dir() else 0

    def begin(self):
        """An empty generation beside the current one, as an index to fill; `switch_to` makes it current."""
        name = secrets.token_hex(6)
        folder = self._private(self.folder / name)
        whoosh_index.create_in(folder, schema_for(self.root))
        (folder / "version").write_text(fingerprint(self.root))
        return type(self)(self.backend, self.root, name)

    def switch_to(self, generation):
        """Make a filled generation the current one. Readers take it up at their next search; the generation before is
        kept until the next switch for those who are reading it, older ones are removed."""
        before = self.current_name
        (self.folder / generation.generation / USED).touch()
        pointer = self.folder / f"current.{generation.generation}"
        pointer.write_text(generation.generation)
        os.replace(pointer, self.folder / "current")
        for folder in self.folder.iterdir():
            if (folder / USED).exists() and folder.name not in (before, generation.generation):
                shutil.rmtree(folder, ignore_errors=True)

    def discard(self):
        """Remove a generation that did not become current."""
        if self.generation and self.generation != self.current_name:
            shutil.rmtree(self.folder / self.generation, ignore_errors=True)

    # Writing

    @contextmanager
    def _lock(self, name, timeout):
        lock = FileLock(str(self._private(self.folder) / name))
        if not try_for(lock.acquire, timeout=timeout, delay=0.02):
            raise IndexBusyError(f"{self}: {name}")
        try:
            yield
        finally:
            lock.release()

    @contextmanager
    def locked(self):
        """Hold the writer's lock; the operating system frees it when a process dies. Raises `IndexBusyError`."""
        if self._held:
            yield
            return
        with self._lock("writer.lock", self.backend.lock_timeout):
            self._held = True
            try:
                yield
            finally:
                self._held = False

    @contextmanager
    def rebuilding(self):
        """Be the one that fills a fresh generation; what an interrupted one left is cleared away.

        Raises `IndexBusyError` at once where somebody else does it.
        """
        with self._lock("rebuild.lock", 0):
            for folder in self.folder.iterdir():
                if folder.is_dir() and not (folder / USED).exists():
                    shutil.rmtree(folder, ignore_errors=True)
            yield

    def is_being_rebuilt(self):
        """Does somebody fill a fresh generation at this moment?"""
        try:
            with self._lock("rebuild.lock", 0):
                return False
        except IndexBusyError:
            return True

    def write(self, rows=(), deleted=()):
        """Index rows anew and take out deleted primary keys, in one commit.

        Hold the lock, unless this generation is one that you are filling.
        """
        documents = [document_of(row) for row in rows]
        replaced = [*(document["pk"] for document in documents), *map(str, deleted)]
        if not replaced:
            return
        folder = self._generation_folder()
        whoosh = whoosh_index.open_dir(folder, schema=schema_for(self.root))
        writer = whoosh.writer(compound=False, timeout=self.backend.lock_timeout)
        try:
            with whoosh.searcher() as searcher:
                for number in searcher.docs_for_query(Or([Term("pk", pk) for pk in replaced])):
                    writer.delete_document(number)
            for document in documents:
                writer.add_document(**document)
        except BaseException:
            writer.cancel()
            raise
        writer.commit()

    def _ensure(self):
        if not self.is_usable():
            self.switch_to(self.begin())

    # modelsearch's interface

    def reset(self):
        with self.locked():
            self.switch_to(self.begin())

    def add_items(self, model, items):
        items = list(items)
        if not items or not class_is_indexed(model):
            return
        with self.locked():
            self._ensure()
            self.write(rows=items)

    def delete_item(self, item):
        if not class_is_indexed(type(item)):
            return
        with self.locked():
            self._ensure()
            self.write(deleted=[item.pk])

    # Reading

    @contextmanager
    def snapshot(self):
        """The current generation for reading, as it was last committed. Raises `UnusableIndexError`."""
        folder = self._generation_folder()
        if folder is None:
            raise UnusableIndexError(f"{self.get_key()}: there is no index")
        with Searchers.of(folder, schema_for(self.root)).borrow() as snapshot:
            yield snapshot


class Rebuilder:
    """Fills a generation beside the current one and switches to it (modelsearch's interface)."""

    def __init__(self, index):
        self.index = index

    def start(self):
        self.filling = self.index.begin()
        return self.filling

    def finish(self):
        with self.index.locked():
            self.index.switch_to(self.filling)
