"""What refers to a page, from the content itself: Wagtail's reference index knows every link, picture and chooser."""

from dataclasses import dataclass

from wagtail.models import Page, ReferenceIndex

from knowledge.models import Upkeep
from people.audiences import visible_pages

SHOWN = 8
# Relations that a page shows as what they are, beside its text.
SHOWN_ELSEWHERE = ("practices", "needs", "supports", "replaces", "conflicts_with")


@dataclass(frozen=True)
class Backlinks:
    """Pages that refer to a page and that the reader may see: the first few, and how many more there are."""

    pages: list[Page]
    more: int = 0


def referring_pages(page):
    """The pages whose content refers to a page, whoever may see them; without the page itself."""
    to = ReferenceIndex.get_references_to(page).exclude(model_path__in=SHOWN_ELSEWHERE)
    # References are kept by text keys. The list is read first: a database compares text with numbers in its own way.
    pks = to.filter(base_content_type=to.model._get_base_content_type(page)).values_list("object_id", flat=True)
    return Page.objects.filter(pk__in={int(pk) for pk in pks if pk.isdigit()} - {page.pk})


def in_use(pages):
    """Those of some pages that are not retired."""
    return pages.exclude(pk__in=Upkeep.objects.filter(retired_on__isnull=False).values("page"))


def backlinks(page, user, shown=SHOWN):
    """What refers to a page, as far as this reader may see it, by title. Four queries at most."""
    found = list(in_use(visible_pages(referring_pages(page), user)).order_by("title", "pk")[: shown + 1])
    if len(found) <= shown:
        return Backlinks(found)
    return Backlinks(found[:shown], in_use(visible_pages(referring_pages(page), user)).count() - shown)
