"""Filters of lists: their options with counts, and the chips of those that are on."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.db.models import Count
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Option:
    """One value of a filter. `count` is how many things it leaves, `None` where that is not told."""

    value: str
    label: str
    count: int | None = None
    checked: bool = False


@dataclass(frozen=True)
class Facet:
    """A filter as components/facet.html draws it."""

    name: str
    title: str
    options: list[Option]
    closed: bool = False


@dataclass(frozen=True)
class Chip:
    """A filter that is on, and the address without it."""

    label: str
    url: str


def facet(name, title, offered, chosen):
    """A filter of which one option is on: the chosen one, else the first, which filters nothing."""
    value = chosen.get(name, "")
    marked = [replace(option, checked=option.value == value) for option in offered]
    return Facet(name, title, [Option("", _("Any"), checked=not value), *marked], closed=len(marked) > 6 and not value)


def options(queryset, value, label):
    """The options of a column of readable things, by label, each with the number of things. One query."""
    rows = queryset.order_by(label).values_list(value, label).annotate(n=Count("pk", distinct=True))
    return [Option(*row) for row in rows]


def chips(facets, chosen):
    """A chip for each filter that is on; what the list does not know is shown as it stands in the address."""
    labels = {(each.name, option.value): option.label for each in facets for option in each.options}
    return [
        Chip(labels.get((name, value), value), "?" + urlencode({k: v for k, v in chosen.items() if k != name}))
        for name, value in chosen.items()
        if name != "sort"
    ]
