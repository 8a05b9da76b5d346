"""What is about what: walking the links between documents, both ways, as a reader may see them."""

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from people.audiences import visible_filter
from search.changes import key_of
from search.kinds import kinds
from search.models import Document, Link
from search.querysets import soonest_or_newest


def about(instance, user, kinds=None, limit_per_kind=5):
    """Documents that are about this thing, by kind: what is still to come first (soonest first), then newest first.

    Only what the reader may see counts; each document carries `why` in words. `kinds` chooses kinds and their order.
    One query, whether or not the thing itself has a document.
    """
    if instance is None or instance.pk is None:
        return {}
    content_type_id, pk = key_of(instance)
    links = Link.objects.filter(visible_filter(user, "source__"), target_type_id=content_type_id, target_object_id=pk)
    if kinds is not None:
        links = links.filter(source__kind__in=kinds)
    return _by_kind(_first_of_each(links, "source", limit_per_kind), kinds)


def related_targets(instance, user, kinds=None, limit_per_kind=5):
    """Documents of the things that this one is about, by kind, as the reader may see them. One query."""
    if instance is None or instance.pk is None:
        return {}
    content_type_id, pk = key_of(instance)
    links = Link.objects.filter(
        visible_filter(user, "target__"), source__content_type_id=content_type_id, source__object_id=pk
    )
    if kinds is not None:
        links = links.filter(target__kind__in=kinds)
    return _by_kind(_first_of_each(links, "target", limit_per_kind), kinds)


def _first_of_each(links, end, limit):
    """The documents at one end of some links, the first few of each kind in order."""
    place = Window(RowNumber(), partition_by=F(f"{end}__kind"), order_by=soonest_or_newest(f"{end}__"))
    found = links.annotate(place=place).filter(place__lte=limit).select_related(end).order_by("place", "pk")
    for link in found:
        document = getattr(link, end)
        document.why = link.why
        yield document


def _by_kind(found, chosen):
    groups = {}
    for document in found:
        groups.setdefault(document.kind, []).append(document)
    order = list(chosen) if chosen is not None else [kind.slug for kind in kinds]
    known = [slug for slug in order if slug in groups]
    return {slug: groups[slug] for slug in [*known, *(slug for slug in groups if slug not in known)]}


def document_of(instance):
    """The document of a thing, or None where it has none."""
    content_type_id, pk = key_of(instance)
    return Document.objects.filter(content_type_id=content_type_id, object_id=pk).first()
