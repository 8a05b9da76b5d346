"""Listening to what other rooms and Wagtail save and delete. Handlers only note what has changed."""

import logging

from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from search.changes import key_of, note, schedule
from search.models import Document, Removal

logger = logging.getLogger(__name__)
UID = "search"
# Signing in saves nothing that can be found.
UNTOLD = {"last_login"}


def listen(documents):
    """Connect all registered models, the models they also depend on, and Wagtail's own signals."""
    for findable in documents.findables.values():
        post_save.connect(_saved, sender=findable.model, dispatch_uid=UID)
        post_delete.connect(_deleted, sender=findable.model, dispatch_uid=UID)
        for model, instances in findable.also_on.items():
            _listen_also(findable.model, model, instances)
    post_delete.connect(_deleted, sender=Page, dispatch_uid=UID)
    post_delete.connect(_document_deleted, sender=Document, dispatch_uid=UID)
    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(_page_changed, dispatch_uid=UID)
    post_save.connect(_restriction_changed, sender=PageViewRestriction, dispatch_uid=UID)
    pre_delete.connect(_restriction_changed, sender=PageViewRestriction, dispatch_uid=UID)
    m2m_changed.connect(_restriction_changed, sender=PageViewRestriction.groups.through, dispatch_uid=UID)


def _listen_also(model, other, instances):
    """Note what `instances` gives whenever a row of `other` is saved or deleted."""

    def note_also(row):
        try:
            note([key_of(instance) for instance in instances(row) if instance is not None])
        except Exception:
            logger.exception("%s: what depends on %r was not noted", model._meta.label, row)

    def changed(sender, instance, raw=False, update_fields=None, **kwargs):
        if not raw and not (update_fields and set(update_fields) <= UNTOLD):
            note_also(instance)

    def relation_changed(sender, instance, action, reverse, model, pk_set, **kwargs):
        if action.startswith("post_") or action == "pre_clear":
            for row in model._default_manager.filter(pk__in=pk_set or []) if reverse else [instance]:
                note_also(row)

    uid = f"{UID}:{model._meta.label}:{other._meta.label}"
    if other._meta.auto_created:
        m2m_changed.connect(relation_changed, sender=other, dispatch_uid=uid, weak=False)
    else:
        post_save.connect(changed, sender=other, dispatch_uid=uid, weak=False)
        # Before, while what the row belongs to is still there to be asked for.
        pre_delete.connect(changed, sender=other, dispatch_uid=uid, weak=False)


def _saved(sender, instance, raw=False, update_fields=None, **kwargs):
    if not raw and not (update_fields and set(update_fields) <= UNTOLD):
        note([key_of(instance)])


def _deleted(sender, instance, **kwargs):
    note([key_of(instance)])


def _document_deleted(sender, instance, **kwargs):
    Removal.objects.create(document_id=instance.pk)
    schedule()


def note_tree(page):
    """Note a page and all pages below it."""
    tree = Page.objects.descendant_of(page, inclusive=True)
    note(tree.values_list("content_type_id", "pk"))


def _page_changed(sender, instance, **kwargs):
    note_tree(instance)


def _restriction_changed(sender, instance: Model, **kwargs):
    """Who may see a page has changed: for it, and for all that inherits from it. A group's side of the relation is
    never written by Wagtail."""
    if isinstance(instance, PageViewRestriction):
        note_tree(instance.page)
