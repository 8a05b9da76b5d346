"""Links of published pages that lead nowhere, or to a retired page, kept beside the page for its owner to see."""

from wagtail.models import Page

from knowledge.link_checks import lost_links
from knowledge.models import Upkeep

BATCH = 100


def check_links(*, pages=None):
    """Look at the links of some pages (primary keys; `None` for all) and note what is wrong with them.

    Returns how many of them have a link that leads nowhere.
    """
    rows = Upkeep.objects.filter(page__live=True)
    if pages is not None:
        rows = rows.filter(page__in=pages)
    broken = 0
    for numbers in _batches(list(rows.order_by("pk").values_list("pk", flat=True))):
        upkeeps = {upkeep.page_id: upkeep for upkeep in Upkeep.objects.filter(pk__in=numbers)}
        changed = []
        for page in Page.objects.filter(pk__in=upkeeps).specific():
            messages = [lost.message for lost in lost_links(page)]
            broken += bool(messages)
            if upkeeps[page.pk].broken_links != messages:
                upkeeps[page.pk].broken_links = messages
                changed.append(upkeeps[page.pk])
        Upkeep.objects.bulk_update(changed, ["broken_links"])
    return broken


def _batches(numbers):
    return (numbers[start : start + BATCH] for start in range(0, len(numbers), BATCH))
