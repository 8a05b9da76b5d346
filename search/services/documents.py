"""Writing document rows: what the registry says of things that have changed."""

import logging
from collections import defaultdict

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from search.changes import key_of, note
from search.models import Change, Document, Link, Topic
from search.registry import documents

logger = logging.getLogger(__name__)

BATCH = 100
LONGEST_TITLE, LONGEST_URL, LONGEST_WHY = 300, 500, 300
TEXTS = ["title", "summary", "body", "aliases", "url"]
COLUMNS = ["kind", *TEXTS, "audience", "audience_group_id", "date", "verified_until"]


def refresh(*instances):
    """Describe things anew after this transaction. Signals do it for registered models and those they depend on; by
    hand after bulk changes, which send none."""
    note([key_of(instance) for instance in instances])


def remove(instance):
    """Take a thing out of the index, whatever its builder would say of it."""
    content_type_id, pk = key_of(instance)
    Document.objects.filter(content_type_id=content_type_id, object_id=pk).delete()


def describe_changes():
    """Describe all that is noted as changed, in batches. A batch's notes go away together with its new descriptions."""
    while True:
        with transaction.atomic():
            notes = list(Change.objects.order_by("pk").values_list("pk", "content_type_id", "object_id")[:BATCH])
            if not notes:
                return
            # Deleting first makes a second worker wait for this one, and then read what is there by then.
            Change.objects.filter(pk__in=[note_pk for note_pk, _, _ in notes]).delete()
            by_type = defaultdict(set)
            for _, content_type_id, object_id in notes:
                by_type[content_type_id].add(object_id)
            for content_type_id, pks in by_type.items():
                _describe(content_type_id, pks)


def describe_all(*, progress=lambda model, count: None):
    """Describe every registered thing anew and drop documents of things that are gone."""
    known = []
    for model, findable in documents.findables.items():
        content_type_id = ContentType.objects.get_for_model(model).pk
        known.append(content_type_id)
        pks = sorted(findable.queryset().order_by().values_list("pk", flat=True).distinct())
        for start in range(0, len(pks), BATCH):
            with transaction.atomic():
                _describe(content_type_id, set(pks[start : start + BATCH]))
            progress(model, len(pks[start : start + BATCH]))
        rows = Document.objects.filter(content_type_id=content_type_id)
        gone = set(rows.values_list("object_id", flat=True)) - set(pks)
        rows.filter(object_id__in=gone).delete()
    Document.objects.exclude(content_type_id__in=known).delete()


def _describe(content_type_id, pks):
    """Bring the documents of some things of one type up to date, inside the caller's transaction."""
    existing = {
        row.object_id: row
        for row in Document.objects.select_for_update()
        .filter(content_type_id=content_type_id, object_id__in=pks)
        .order_by("pk")
    }
    findable = documents.findables.get(ContentType.objects.get_for_id(content_type_id).model_class())
    contents, failed = _contents(findable, pks) if findable else ({}, set())
    gone = [row.pk for object_id, row in existing.items() if object_id not in contents and object_id not in failed]
    if gone:
        Document.objects.filter(pk__in=gone).delete()
    if contents:
        _write(content_type_id, contents, existing)


def _contents(findable, pks):
    """What the builder says, by primary key, and the keys for which it raised."""
    rows = list(findable.queryset().filter(pk__in=pks))
    try:
        with transaction.atomic():
            described = [(row.pk, _described(row)) for row in rows]
    except Exception:
        # One of them cannot be described: find out which, so that the others are not held up.
        described, failed = [], set()
        for row in rows:
            try:
                with transaction.atomic():
                    described.append((row.pk, _described(row)))
            except Exception:
                logger.exception("%s %s could not be described and is skipped", findable.model._meta.label, row.pk)
                failed.add(row.pk)
        return {pk: content for pk, content in described if content}, failed
    return {pk: content for pk, content in described if content}, set()


def _described(row):
    """What is said of one row; nothing for a page that is not published."""
    if isinstance(row, Page) and not row.live:
        return None
    content = documents.describe(row)
    if content is not None:
        content.about = [(key_of(thing), why) for thing, why in map(_with_why, content.about)]
        content.topics = list(content.topics)
        content.columns = _columns(documents.findables[type(row)].kind, content)
    return content


def _with_why(about):
    return about if isinstance(about, tuple) else (about, "")


def _columns(kind, content):
    """A document's own columns, cut to what they hold; NUL has no place in PostgreSQL's text."""
    values = {name: getattr(content, name, kind) for name in COLUMNS}
    values["aliases"] = "\n".join(map(str, content.aliases))
    for name in TEXTS:
        values[name] = str(values[name] or "").replace("\x00", "")
    if len(values["url"]) > LONGEST_URL:
        raise ValueError(f"The address is longer than {LONGEST_URL} characters: {values['url']}")
    return values | {"title": values["title"][:LONGEST_TITLE], "audience": str(content.audience)}


def _write(content_type_id, contents, existing):
    """Write rows, topics and links of some described things, with a constant number of queries."""
    fresh, changed = [], set()
    for object_id, content in contents.items():
        values, row = content.columns, existing.get(object_id)
        if row is None:
            fresh.append(Document(content_type_id=content_type_id, object_id=object_id, **values))
        elif any(getattr(row, name) != value for name, value in values.items()):
            vars(row).update(values)
            changed.add(row.pk)
    Document.objects.bulk_create(fresh)
    rows = existing | {row.object_id: row for row in fresh}
    rows = {object_id: rows[object_id] for object_id in contents}
    changed |= _write_topics(rows, contents) - {row.pk for row in fresh}
    behind = [row for row in rows.values() if row.pk in changed]
    for row in behind:
        row.revision += 1
        row.updated_at = timezone.now()
    Document.objects.bulk_update(
        behind, [*(name.removesuffix("_id") for name in COLUMNS), "revision", "updated_at"], batch_size=BATCH
    )
    _write_links(rows, contents)
    if fresh:
        _link_to(content_type_id, fresh)


def _write_topics(rows, contents):
    """Set the documents' topics; the primary keys of those whose topics changed."""
    slugs = {str(topic) for content in contents.values() for topic in content.topics if not isinstance(topic, Topic)}
    by_slug = dict(Topic.objects.filter(slug__in=slugs).values_list("slug", "pk")) if slugs else {}
    wanted = {
        (rows[object_id].pk, topic.pk if isinstance(topic, Topic) else by_slug.get(str(topic)))
        for object_id, content in contents.items()
        for topic in content.topics
    }
    wanted = {(document, topic) for document, topic in wanted if topic is not None}
    through = Document.topics.through
    present = {
        (document, topic): pk
        for pk, document, topic in through.objects.filter(document__in=rows.values()).values_list(
            "pk", "document_id", "topic_id"
        )
    }
    through.objects.filter(pk__in=[pk for pair, pk in present.items() if pair not in wanted]).delete()
    through.objects.bulk_create(
        [through(document_id=document, topic_id=topic) for document, topic in wanted - present.keys()]
    )
    return {document for document, _ in wanted ^ present.keys()}


def _write_links(rows, contents):
    """Set the stated links of some documents."""
    wanted = {
        (rows[object_id].pk, *target): str(why)[:LONGEST_WHY]
        for object_id, content in contents.items()
        for target, why in content.about
        if target != (rows[object_id].content_type_id, object_id)
    }
    present = {
        (link.source_id, link.target_type_id, link.target_object_id): link
        for link in Link.objects.filter(source__in=rows.values(), basis=Link.Basis.STATED)
    }
    Link.objects.filter(pk__in=[link.pk for key, link in present.items() if wanted.get(key) != link.why]).delete()
    targets = _documents_of({key[1:] for key in wanted})
    Link.objects.bulk_create(
        Link(source_id=source, target_type_id=kind, target_object_id=pk, target_id=targets.get((kind, pk)), why=why)
        for (source, kind, pk), why in wanted.items()
        if (source, kind, pk) not in present or present[source, kind, pk].why != why
    )


def _documents_of(keys):
    """The primary keys of the documents of some things, in one query."""
    if not keys:
        return {}
    rows = Document.objects.filter(
        content_type_id__in={kind for kind, _ in keys}, object_id__in={pk for _, pk in keys}
    ).values_list("content_type_id", "object_id", "pk")
    return {(kind, object_id): pk for kind, object_id, pk in rows}


def _link_to(content_type_id, fresh):
    """Complete the links that stood waiting for these documents."""
    by_object = {row.object_id: row for row in fresh}
    waiting = list(Link.objects.filter(target=None, target_type_id=content_type_id, target_object_id__in=by_object))
    for link in waiting:
        link.target = by_object[link.target_object_id]
    Link.objects.bulk_update(waiting, ["target"], batch_size=BATCH)
