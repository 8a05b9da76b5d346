"""Noting what has changed: durable with the change itself, worked off after the commit.

`note` writes `Change` rows inside the caller's transaction; a rollback takes them along. After the commit one task
describes the things anew and brings the engine up to date, once per transaction however much was saved in it.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Page

from search.models import Change
from search.tasks import catch_up

_deferring = ContextVar("search_deferring", default=False)


def key_of(instance):
    """What names a thing in the index: its content type's id and its own. A page is named by its most specific type."""
    if isinstance(instance, Page):
        return instance.content_type_id, instance.pk
    return ContentType.objects.get_for_model(type(instance)).pk, instance.pk


class _AfterCommit:
    """Called once when the transaction is committed; remembers what was noted in it already."""

    def __init__(self):
        self.noted = set()

    def __call__(self):
        if not _deferring.get():
            catch_up.enqueue()


def _this_transaction():
    """The callback of the present transaction and savepoint. Django drops callbacks of savepoints that are rolled
    back, so one is shared only with savepoints that are still open."""
    connection = transaction.get_connection()
    open_savepoints = set(connection.savepoint_ids)
    for savepoints, callback, *_ in connection.run_on_commit:
        if isinstance(callback, _AfterCommit) and set(savepoints) <= open_savepoints:
            return callback
    callback = _AfterCommit()
    transaction.on_commit(callback)
    return callback


def note(keys):
    """Note things by their keys (`key_of`) as changed."""
    with transaction.atomic(savepoint=False):
        noted = _this_transaction().noted
        fresh = [key for key in dict.fromkeys(keys) if key not in noted and key[1] is not None]
        Change.objects.bulk_create([Change(content_type_id=kind, object_id=pk) for kind, pk in fresh], batch_size=400)
        noted.update(fresh)


def schedule():
    """Have the engine brought up to date after this transaction, though nothing is to be described anew."""
    with transaction.atomic(savepoint=False):
        _this_transaction()


@contextmanager
def handled():
    """What changes inside is caught up with by whoever calls this."""
    token = _deferring.set(True)
    try:
        yield
    finally:
        _deferring.reset(token)


@contextmanager
def deferred():
    """Many changes, one catching up: inside, changes are only noted; at the end everything is described and indexed in
    batches. For loaders and imports; a crash inside leaves the notes, which the next catching up works off."""
    if _deferring.get():
        yield
        return
    try:
        with handled():
            yield
    finally:
        transaction.on_commit(catch_up.enqueue)
