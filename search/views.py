"""The results page and the suggestions of the search dialog."""

from django.shortcuts import render
from django.urls import reverse

from search.models import Topic
from search.services import search, suggest

LONGEST_SLUG = 50


def results(request):
    """What is found for `q`, of the chosen kinds and topic; the search box alone where nothing is asked."""
    topic_slug = _slug(request.GET.get("topic", ""))
    kinds = [_slug(kind) for kind in request.GET.getlist("kind")[:LONGEST_SLUG]]
    query, page = request.GET.get("q", ""), request.GET.get("page", 1)
    found = search(query, request.user, kinds=kinds, topic=topic_slug, page=page)
    topic = Topic.objects.filter(slug=topic_slug).first() if topic_slug else None
    context = {
        "found": found,
        "topic": topic,
        "chips": _chips(request, found, topic),
        "layout": "layouts/split.html" if found.facets else "layouts/page.html",
        "side": "start",
        "side_width": "sm",
    }
    return render(request, "search/results.html", context)


def suggestions(request):
    """The hits of the search dialog: documents whose titles begin as what has been typed so far."""
    query = request.GET.get("q", "")
    hits = [
        {"kind": row.named_kind.label, "cat": row.named_kind.category, "title": row.title, "url": row.url}
        for row in suggest(query, request.user)
    ]
    context = {"hits": hits, "q": query[:200], "all_url": reverse("search:results")}
    return render(request, "components/search_hits.html", context)


def _slug(text):
    """A slug from an address, harmless whatever stands there."""
    return text.replace("\x00", "")[:LONGEST_SLUG]


def _chips(request, found, topic):
    """The filters that are on, each with the address without it."""
    chosen = [("kind", facet.kind.slug, facet.kind.label_plural) for facet in found.facets if facet.chosen]
    chosen += [("topic", topic.slug, topic.name)] if topic else []
    return [{"label": label, "url": _address_without(request, name, value)} for name, value, label in chosen]


def _address_without(request, name, value):
    asked = request.GET.copy()
    asked.setlist(name, [given for given in asked.getlist(name) if given != value])
    asked.pop("page", None)
    return f"?{asked.urlencode()}"
