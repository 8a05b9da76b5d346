"""How practices go with each other, in words and both ways: “needs” on one page is “needed by” on the other."""

from dataclasses import dataclass

from django.db.models import Q, Value
from django.utils.translation import gettext_lazy as _

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
BOTH_WAYS = {"conflicts_with"}


@dataclass(frozen=True)
class Relation:
    """One way in which other practices go with a page."""

    words: str
    practices: list[PracticePage]


def relations_of(page, user, *, is_draft=False):
    """The page's `Relation`s to practices that this reader may see, without empty ones.

    Three queries however many there are. Of a draft the relations that it says itself are those of the draft.
    """
    found = {way: [] for way in WORDS}
    for name, pk in {*_stored(page, is_draft), *(_drafted(page) if is_draft else ())}:
        found[name].append(pk)
    pks = {pk for each in found.values() for pk in each if pk != page.pk}
    seen = {each.pk: each for each in visible_pages(PracticePage.objects.filter(pk__in=pks), user)} if pks else {}
    rows = [(WORDS[way], [seen[pk] for pk in each if pk in seen]) for way, each in found.items()]
    return [Relation(words, sorted(practices, key=lambda each: each.title)) for words, practices in rows if practices]


def _stored(page, only_reverse):
    """((field, reverse), id of the other page) of every stored relation, in one query."""
    queries = []
    for name in PracticePage.RELATIONS:
        rows = getattr(PracticePage, name).through.objects.annotate(name=Value(name))
        this_way = Q() if not only_reverse else Q(pk__in=[])
        mine = rows.filter(Q(from_practicepage=page.pk) & this_way | Q(to_practicepage=page.pk))
        queries.append(mine.values_list("name", "from_practicepage_id", "to_practicepage_id"))
    for name, source, target in queries[0].union(*queries[1:]):
        reverse = source != page.pk
        yield (name, reverse and name not in BOTH_WAYS), source if reverse else target


def _drafted(page):
    for name in PracticePage.RELATIONS:
        for other in getattr(page, name).all():
            yield (name, False), other.pk
