"""Bringing the engine up to date with the rows, and making its index anew."""

import logging
from collections import defaultdict
from dataclasses import dataclass

from django.db import DatabaseError
from modelsearch.backends import get_search_backend

from search.changes import handled
from search.engines.whoosh.index import IndexBusyError
from search.models import Change, Document, Removal
from search.services.documents import describe_all, describe_changes

logger = logging.getLogger(__name__)

BACKEND = "portal"
BATCH = 200


def engine():
    """The index that documents are found in."""
    return get_search_backend(BACKEND).get_index_for_model(Document)


def catch_up():
    """Describe what is noted as changed, then index it."""
    with handled():
        describe_changes()
        drain()


def drain():
    """Index the rows that are behind and let go of removed ones; `True` when nothing is left to do.

    Whoever holds the writer's lock takes what there is. A row is marked with exactly the revision that was indexed:
    what changed meanwhile stays behind, and so does everything when the process dies or the disk is full.
    """
    index = engine()
    try:
        with index.locked():
            if not index.is_usable():
                if index.is_being_rebuilt():
                    return False
                index.reset()
                Document.objects.update(indexed_revision=0)
            while _drain_batch(index):
                pass
    except IndexBusyError:
        logger.warning("Search: another writer is busy; what has changed stays noted for the next one.")
        return False
    except OSError:
        logger.exception("Search: the index cannot be written; what has changed stays noted.")
        return False
    return True


def _rows_behind():
    return Document.objects.behind().prefetch_related("topics").order_by("pk")


def _drain_batch(index):
    """Index one batch; `False` when there was nothing to do."""
    removals = list(Removal.objects.order_by("pk")[:BATCH])
    rows = list(_rows_behind()[:BATCH])
    if not removals and not rows:
        return False
    gone = [removal.document_id for removal in removals]
    try:
        index.write(rows=rows, deleted=gone)
    except (OSError, DatabaseError):
        raise
    except Exception:
        logger.exception("Search: a batch could not be indexed; trying its documents one by one")
        _write_one_by_one(index, rows, gone)
    for row in rows:
        row.indexed_revision = row.revision
    Document.objects.bulk_update(rows, ["indexed_revision"])
    Removal.objects.filter(pk__in=[removal.pk for removal in removals]).delete()
    return True


def _write_one_by_one(index, rows, gone):
    """Leave out the documents that the engine refuses, so that they do not hold up the others."""
    index.write(deleted=gone)
    for row in rows:
        try:
            index.write(rows=[row])
        except (OSError, DatabaseError):
            raise
        except Exception:
            logger.exception("Search: document %s (%s) cannot be indexed and is skipped", row.pk, row.url)


def rebuild(*, progress=lambda done, total: None):
    """Describe everything anew and fill a fresh index beside the one in use, then switch to it.

    Search goes on meanwhile, and what changes during the rebuild is indexed before it is over. An interruption leaves
    the index in use as it was. Returns the number of documents. Raises `IndexBusyError` when a rebuild is running.
    """
    index = engine()
    with index.rebuilding(), handled():
        describe_all()
        describe_changes()
        filling = index.begin()
        indexed = _fill(filling, progress)
        with index.locked():
            index.switch_to(filling)
            _compare(indexed)
        describe_changes()
        drain()
    return Document.objects.count()


def _batches(pks):
    return (pks[start : start + BATCH] for start in range(0, len(pks), BATCH))


def _fill(filling, progress):
    """Index all rows into a fresh index; the revision that each was indexed with."""
    pks = list(Document.objects.order_by("pk").values_list("pk", flat=True))
    indexed = {}
    for batch in _batches(pks):
        rows = list(Document.objects.filter(pk__in=batch).prefetch_related("topics"))
        filling.write(rows=rows)
        indexed |= {row.pk: row.revision for row in rows}
        progress(len(indexed), len(pks))
    return indexed


def _compare(indexed):
    """Mark what the fresh index has; put behind what changed while it was filled, note what was deleted."""
    present = set(Document.objects.values_list("pk", flat=True))
    by_revision = defaultdict(list)
    for pk in present:
        by_revision[indexed.get(pk, 0)].append(pk)
    for revision, pks in by_revision.items():
        for batch in _batches(pks):
            Document.objects.filter(pk__in=batch).exclude(indexed_revision=revision).update(indexed_revision=revision)
    Removal.objects.bulk_create(Removal(document_id=pk) for pk in indexed.keys() - present)


@dataclass(frozen=True)
class Health:
    """How the index is: `ok`, and in words what is wrong where something is."""

    ok: bool
    problem: str
    documents: int
    behind: int
    removals: int
    changes: int
    engine: str
    size: int


def health():
    """Whether search works: the index is there, of today's make, and can be read. How far behind it is."""
    index = engine()
    problem = ""
    if not index.is_usable():
        problem = "there is no index of this version; run manage.py rebuild_search"
    else:
        try:
            with index.snapshot() as snapshot:
                snapshot.document_count()
        except Exception as error:
            problem = f"the index cannot be read: {error}"
    return Health(
        ok=not problem,
        problem=problem,
        documents=Document.objects.count(),
        behind=Document.objects.behind().count(),
        removals=Removal.objects.count(),
        changes=Change.objects.count(),
        engine=type(index.backend).__module__,
        size=index.size(),
    )


def disagreements():
    """Where rows and index differ: primary keys of documents that the index lacks, and those it has too many."""
    with engine().snapshot() as snapshot:
        indexed = {int(pk) for pk in snapshot.primary_keys()}
    present = set(Document.objects.values_list("pk", flat=True))
    return sorted(present - indexed), sorted(indexed - present)
