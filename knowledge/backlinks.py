"""What refers to a page, from the content itself: Wagtail's reference index knows every link, picture and chooser."""

from dataclasses import dataclass

from wagtail.models import Page, ReferenceIndex

from knowledge.models import PracticePage, Upkeep
from people.audiences import visible_pages

SHOWN = 8
# Relations that a page shows as what they are, beside its text.
SHOWN_ELSEWHERE = ("practices", "needs", "supports", "replaces", "conflicts_with")


@dataclass(frozen=True)
class Backlinks:
    """Pages that refer to a page and that the reader may see: the first few, and how many more there are."""

    pages: list[Page]
    more: int = 0


def referring_numbers(page):
    """The primary keys of the pages whose content refers to a page; without the page itself. One query."""
    to = ReferenceIndex.get_references_to(page).exclude(model_path__in=SHOWN_ELSEWHERE)
    # References are kept by text keys. The list is read first: a database compares text with numbers in its own way.
    pks = to.filter(base_content_type=to.model._get_base_content_type(page)).values_list("object_id", flat=True)
    return {int(pk) for pk in pks if pk.isdigit()} - {page.pk}


def referring_pages(page):
    """The pages whose content refers to a page, whoever may see them."""
    return Page.objects.filter(pk__in=referring_numbers(page))


def naming_numbers(page):
    """The primary keys of the pages that name a page in one of their relations ("needs", "practices" …), which they
    show beside their text. One query for each relation; nothing for what is no practice."""
    practice = PracticePage.objects.filter(pk=page.pk).first()
    if practice is None:
        return set()
    ways = ["needed_by", "supported_by", "replaced_by", "conflicting"]
    ways += ["guides", "lessons_learned", "guidelines", "tools"]
    return {pk for way in ways for pk in getattr(practice, way).values_list("pk", flat=True)} - {page.pk}


def dependent_pages(page):
    """The pages that would lead to a retired page if this one were retired: by their content or by a relation."""
    return Page.objects.filter(pk__in=referring_numbers(page) | naming_numbers(page))


def in_use(pages):
    """Those of some pages that are not retired."""
    return pages.exclude(pk__in=Upkeep.objects.filter(retired_on__isnull=False).values("page"))


def backlinks(page, user, shown=SHOWN, *, with_relations=False):
    """What refers to a page, as far as this reader may see it, by title. One query where nothing does, else four.

    `with_relations` counts what names it beside its text too.
    """
    numbers = referring_numbers(page) | (naming_numbers(page) if with_relations else set())
    if not numbers:
        return Backlinks([])
    pages = in_use(visible_pages(Page.objects.filter(pk__in=numbers), user))
    found = list(pages.order_by("title", "pk")[: shown + 1])
    return Backlinks(found[:shown], pages.count() - shown if len(found) > shown else 0)
