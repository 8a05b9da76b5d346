"""Tags that show what the index knows."""

from dataclasses import dataclass

from django import template
from django.contrib.auth.models import AnonymousUser
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from search.changes import key_of
from search.kinds import kinds
from search.models import Document
from search.services import about

register = template.Library()

# Kinds that answer one question of a reader stand together.
TOGETHER = {"learn": _("Learn it"), "event": _("Events"), "talk": _("Being discussed")}
DATED = {"event", "retro"}


@dataclass(frozen=True)
class Group:
    """Documents under one heading; `dated` says whether their dates matter to a reader."""

    title: str
    category: str
    dated: bool
    documents: list[Document]


@register.simple_tag(takes_context=True)
def about_this(context, thing, kinds=None, limit=5):
    """What is about a thing and visible to the reader, grouped for a side column; `kinds` as "event community".

    ``{% about_this page as groups %}{% include "search/about.html" with groups=groups only %}``. One query.
    """
    request = context.get("request")
    user = request.user if request is not None else AnonymousUser()
    return _grouped(about(thing, user, kinds=kinds.split() if kinds else None, limit_per_kind=limit))


def _grouped(found):
    groups = {}
    for slug, documents in found.items():
        kind = kinds[slug]
        title = TOGETHER.get(kind.category, kind.label_plural)
        group = groups.setdefault(str(title), Group(title, kind.category, kind.category in DATED, []))
        group.documents.extend(documents)
    return list(groups.values())


@register.simple_tag
def kind_options(facets):
    """Facets of a search as options of the facet component."""
    return [
        {"value": facet.kind.slug, "label": facet.kind.label_plural, "count": facet.count, "checked": facet.chosen}
        for facet in facets
    ]


@register.inclusion_tag("search/fragment.html")
def fragment(url_name, thing, label):
    """A living piece of a higher room on this room's page, which knows of it no more than the name of its address.

    ``{% translate "Comments" as label %}{% fragment "communities:thread" page label %}``: htmx loads the piece when the
    reader comes to it; without script `label` is a link to it. The address takes a content type's id and the thing's:
    a page knows both, so the tag asks no question. Renders nothing where no room has such an address.
    """
    try:
        url = reverse(url_name, args=key_of(thing))
    except NoReverseMatch:
        url = ""
    return {"url": url, "label": label}
