"""How practices go with each other, in words and both ways: “needs” on one page is “needed by” on the other."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from knowledge.backlinks import in_use
from knowledge.models import PracticePage
from people.audiences import visible_pages

# Relation: (name of the field, whether it is read against its direction), in the order of the page.
WORDS = {
    ("needs", False): _("Needs"),
    ("needs", True): _("Needed by"),
    ("supports", False): _("Supports"),
    ("supports", True): _("Supported by"),
    ("replaces", False): _("Replaces"),
    ("replaces", True): _("Replaced by"),
    ("conflicts_with", False): _("Conflicts with"),
}


@dataclass(frozen=True)
class Relation:
    """One way in which other practices go with a page."""

    words: str
    practices: list[PracticePage]


def relations_of(page, user, *, is_draft=False):
    """The page's `Relation`s to practices that this reader may see, without empty ones.

    Two queries however many there are, with that of the view restrictions. What a draft says itself is read from it.
    """
    seen = in_use(visible_pages(PracticePage.objects.exclude(pk=page.pk), user)).order_by("title", "pk")
    ways = {_key(*way): _stored(page, *way) for way in WORDS}
    related = list(seen.filter(pk__in=_related(page)).defer("body", *PracticePage.SECTIONS).annotate(**ways))
    found = {way: [each for each in related if getattr(each, _key(*way))] for way in WORDS}
    if is_draft:
        found |= {(name, False): list(seen.filter(pk__in=_drafted(page, name))) for name in PracticePage.RELATIONS}
    return [Relation(words, found[way]) for way, words in WORDS.items() if found[way]]


def _related(page):
    """The keys of the practices in any relation to the page, so that not every practice is asked for each."""
    ends = [("from_practicepage", "to_practicepage"), ("to_practicepage", "from_practicepage")]
    found = [
        getattr(PracticePage, name).through.objects.filter(**{here: page.pk}).values(there)
        for name in PracticePage.RELATIONS
        for here, there in ends
    ]
    return found[0].union(*found[1:])


def _key(name, against):
    return f"{name}_{'by' if against else 'to'}"


def _stored(page, name, against):
    """Whether a practice stands in this relation to the page. Conflicts are said once and hold both ways."""
    rows = getattr(PracticePage, name).through.objects
    to = Q(from_practicepage=page.pk, to_practicepage=OuterRef("pk"))
    by = Q(to_practicepage=page.pk, from_practicepage=OuterRef("pk"))
    return Exists(rows.filter(to | by if name == "conflicts_with" else by if against else to))


def _drafted(page, name):
    return [each.pk for each in getattr(page, name).all()]
