"""Noting what has changed: durable with the change itself, worked off after the commit.

`note` writes `Change` rows inside the caller's transaction; a rollback takes them along. After the commit one task
describes the things anew and brings the engine up to date, once however much was saved.
"""

import threading
from contextlib import contextmanager
from contextvars import ContextVar

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Page

from search.models import Change
from search.tasks import catch_up

_deferring = ContextVar("search_deferring", default=False)
_silent = ContextVar("search_silent", default=False)
_thread = threading.local()


def key_of(instance):
    """What names a thing in the index: its content type's id and its own. A page is named by its most specific type."""
    if isinstance(instance, Page):
        return instance.content_type_id, instance.pk
    return ContentType.objects.get_for_model(type(instance)).pk, instance.pk


def note(keys):
    """Note things by their keys (`key_of`) as changed."""
    fresh = [] if _silent.get() else [key for key in dict.fromkeys(keys) if key[1] is not None]
    if fresh:
        Change.objects.bulk_create([Change(content_type_id=kind, object_id=pk) for kind, pk in fresh], batch_size=400)
        schedule()


def schedule():
    """Have the engine brought up to date after this transaction."""
    _thread.waiting = True
    transaction.on_commit(_after_commit)


def _after_commit():
    """Enqueue the catching up for all that waits in this thread; the transaction's further callbacks find nothing."""
    if getattr(_thread, "waiting", False) and not _deferring.get():
        _thread.waiting = False
        catch_up.enqueue()


@contextmanager
def handled():
    """What changes inside is caught up with by whoever calls this."""
    token = _deferring.set(True)
    try:
        yield
    finally:
        _deferring.reset(token)


@contextmanager
def silently():
    """What is saved inside is not noted; whoever calls this notes it afterwards, once, in the same transaction. For a
    thing that is made in many saves and that nothing depends on yet."""
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)


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
        schedule()
