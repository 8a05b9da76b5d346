"""What templates about the care of pages get: rows of lists, one page's care, and the pieces that stand on a page."""

from dataclasses import dataclass, field

from django.utils.formats import date_format

from knowledge.backlinks import Backlinks, backlinks
from knowledge.models import Helpfulness, PracticePage, ProblemReport, Review, Upkeep
from knowledge.permissions import can_answer_readers, can_keep
from knowledge.upkeep_reading import (
    Mark,
    follows,
    mark_of,
    searches_that_led_to,
    state_of,
    upkeep_of,
    views_by_month,
    views_since,
    with_figures,
)
from knowledge.visit_tokens import visit_token
from search.kinds import Kind, kinds
from search.registry import documents
from themes.charts import bars

REVIEWS, REASONS, REPORTS = 10, 20, 20


@dataclass(frozen=True)
class KeptRow:
    """A page in a list about its care: its state, its kind, and the searches that led to it."""

    upkeep: Upkeep
    state: str
    kind: Kind
    searches: list = field(default_factory=list)


@dataclass(frozen=True)
class Care:
    """The pieces of a page's care that stand on the page itself, for one reader.

    `answer` is what this reader said about whether it helped; `token` lets this showing of the page be counted.
    A practice offers following beside its next step.
    """

    mark: Mark | None
    refers: Backlinks
    keeps: bool
    answers: bool
    answer: Helpfulness | None = None
    follows: bool = False
    offers_following: bool = True
    token: str = ""


def care_for(page, user):
    """The `Care` of a page for a reader."""
    upkeep, answers = upkeep_of(page), can_answer_readers(user)
    return Care(
        mark=mark_of(page, user),
        refers=backlinks(page, user) if page.pk else Backlinks([]),
        keeps=upkeep is not None and can_keep(user, upkeep),
        answers=answers,
        answer=Helpfulness.objects.filter(page=page.pk, user=user).first() if answers else None,
        follows=follows(page, user),
        offers_following=not isinstance(page, PracticePage),
        token=visit_token(page.pk) if page.pk else "",
    )


def kept_rows(upkeeps):
    """Rows for some upkeep rows with figures; one query more, for the searches."""
    searches = searches_that_led_to([upkeep.page_id for upkeep in upkeeps], each=3)
    return [KeptRow(each, state_of(each), kind_of(each.page), searches.get(each.page_id, [])) for each in upkeeps]


def kind_of(page):
    """How the kind of a page is named and coloured, as everywhere that documents are shown."""
    findable = documents.findables.get(page.specific_class)
    return kinds[findable.kind if findable else "page"]


def page_care(upkeep, user):
    """One page's care in full: what readers say, how often it is read, which searches led to it, what was done."""
    page = upkeep.page
    months = views_by_month(page)
    reports = ProblemReport.objects.filter(page=page).select_related("reported_by", "closed_by")
    return {
        "upkeep": with_figures(Upkeep.objects.filter(pk=upkeep.pk).select_related("page", "owner", "successor")).get(),
        "state": state_of(upkeep),
        "kind": kind_of(page),
        "reports": reports.order_by("-closed_at", "-at")[:REPORTS],
        "reasons": Helpfulness.objects.filter(page=page).exclude(reason="").order_by("-at")[:REASONS],
        "reviews": Review.objects.filter(page=page).select_related("by")[:REVIEWS],
        "searches": searches_that_led_to([page.pk]).get(page.pk, []),
        "views_month": views_since(page, 30),
        "views_year": views_since(page, 365),
        "views_chart": bars([(date_format(day, "F Y"), count, "practice") for day, count in months]),
        "refers": backlinks(page, user),
        "section": "knowledge",
    }
