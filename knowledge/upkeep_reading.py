"""Reads about the care of pages: its mark on a page, a person's own list, one page's figures, the editors' report."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail.models import Page

from knowledge.models import (
    GuidelinePage,
    GuidePage,
    Helpfulness,
    LessonLearnedPage,
    PageViews,
    PracticePage,
    ProblemReport,
    SearchArrival,
    ToolPage,
    Upkeep,
)
from people.audiences import visible_pages
from people.models import Follow, User

KINDS = {
    "practice": PracticePage,
    "guide": GuidePage,
    "lesson-learned": LessonLearnedPage,
    "guideline": GuidelinePage,
    "tool": ToolPage,
}
FEW = 2  # searches that led to a page fewer times are nobody's business
SEARCHES = 8
STEPS = 5  # successors of successors that are followed
SOON = timedelta(days=14)
OVERDUE, DUE_SOON, FRESH, RETIRED, NOBODY = "overdue", "soon", "fresh", "retired", "nobody"


@dataclass(frozen=True)
class Mark:
    """What stands at the top of a page about its care: `state` is overdue, fresh or retired."""

    state: str
    until: date | None = None
    owner: User | None = None
    verified_by: User | None = None
    because: str = ""
    successor: Page | None = None


def upkeep_of(page):
    """The care of a page, or `None` before it was first published. No query where it was read with the page."""
    return getattr(page, "upkeep", None)


def mark_of(page, user):
    """What a reader is told about the care of a page; `None` where nobody has begun it."""
    upkeep = upkeep_of(page)
    if upkeep is None:
        return None
    if upkeep.retired_on:
        return Mark(RETIRED, upkeep.retired_on, because=upkeep.retired_because, successor=successor_for(page, user))
    if upkeep.verified_until is None:
        return None
    if upkeep.is_overdue:
        return Mark(OVERDUE, upkeep.verified_until, upkeep.owner)
    return Mark(FRESH, upkeep.verified_until, upkeep.owner, upkeep.verified_by)


def successor_for(page, user):
    """The page that a retired one leads this reader to: the last of its successors that they may see, or `None`."""
    upkeep, found, at = upkeep_of(page), None, set()
    while upkeep and upkeep.retired_on and upkeep.successor_id and upkeep.page_id not in at and len(at) < STEPS:
        at.add(upkeep.page_id)
        pages = visible_pages(Page.objects.filter(pk=upkeep.successor_id), user).select_related("upkeep")
        following = pages.first()
        found, upkeep = (following or found), (upkeep_of(following) if following else None)
    return found


def state_of(upkeep, today=None):
    """Where a page stands: overdue, soon, fresh, retired, or nobody (has begun to care for it)."""
    today = today or timezone.localdate()
    if upkeep.retired_on:
        return RETIRED
    if upkeep.verified_until is None:
        return NOBODY
    if upkeep.verified_until < today:
        return OVERDUE
    return DUE_SOON if upkeep.verified_until <= today + SOON else FRESH


def with_figures(upkeeps, today=None):
    """Upkeep rows with what owners look at: views in 30 days, answers yes and no, open reports. Still one query."""
    since = (today or timezone.localdate()) - timedelta(days=29)
    views = PageViews.objects.filter(page=OuterRef("page"), day__gte=since)
    answers = Helpfulness.objects.filter(page=OuterRef("page"))
    reports = ProblemReport.objects.filter(page=OuterRef("page"), closed_at=None)
    return upkeeps.annotate(
        views=_total(views, Sum("count")),
        yes=_total(answers.filter(helped=True), Count("pk")),
        no=_total(answers.filter(helped=False), Count("pk")),
        reports=_total(reports, Count("pk")),
    )


def _total(rows, what):
    grouped = rows.order_by().values("page").annotate(total=what).values("total")
    return Coalesce(Subquery(grouped, output_field=IntegerField()), 0)


def in_state(upkeeps, state, today=None):
    """Those of some upkeep rows in a state, also "problems" (open reports) and "links" (that lead nowhere)."""
    today = today or timezone.localdate()
    used = Q(retired_on=None)
    reports = ProblemReport.objects.filter(page=OuterRef("page"), closed_at=None)
    wanted = {
        OVERDUE: used & Q(verified_until__lt=today),
        DUE_SOON: used & Q(verified_until__gte=today, verified_until__lte=today + SOON),
        FRESH: used & Q(verified_until__gt=today + SOON),
        RETIRED: Q(retired_on__isnull=False),
        NOBODY: used & (Q(owner=None) | Q(owner__is_active=False)),
        "problems": Q(Exists(reports)),
        "links": used & ~Q(broken_links=[]),
    }
    return upkeeps.filter(wanted[state]) if state in wanted else upkeeps


def page_of(upkeeps, number, per_page):
    """A page of some upkeep rows, with figures for its own rows alone: figures of all would be counted to be sorted."""
    page = Paginator(upkeeps.values_list("pk", flat=True), per_page).get_page(number)
    pks = list(page.object_list)
    rows = {row.pk: row for row in with_figures(upkeeps.filter(pk__in=pks))}
    page.object_list = [rows[pk] for pk in pks if pk in rows]
    return page


def kept_by(user):
    """What a person keeps, the most pressing first: overdue, then in the order of their days; retired last."""
    rows = Upkeep.objects.filter(owner=user, page__live=True).select_related("page")
    return rows.order_by(F("retired_on").desc(nulls_first=True), "verified_until", "page__title", "pk")


def searches_that_led_to(pages, each=SEARCHES):
    """{page: [arrivals]} of searches that led to some pages more than once, the commonest first. One query."""
    found = {}
    rows = SearchArrival.objects.filter(page__in=pages, count__gte=FEW).order_by("-count", "words")
    for row in rows:
        found.setdefault(row.page_id, []).append(row)
    return {page: rows[:each] for page, rows in found.items()}


def views_by_month(page, today=None):
    """(first day, views) of the last twelve months of a page, the oldest first."""
    today = today or timezone.localdate()
    months = [date(today.year - (today.month <= back), (today.month - back - 1) % 12 + 1, 1) for back in range(12)]
    counts = dict.fromkeys(reversed(months), 0)
    for day, count in PageViews.objects.filter(page=page, day__gte=months[-1]).values_list("day", "count"):
        counts[day.replace(day=1)] = counts.get(day.replace(day=1), 0) + count
    return list(counts.items())


def views_since(page, days, today=None):
    """How often a page was read in the last `days` days, today among them."""
    since = (today or timezone.localdate()) - timedelta(days=days - 1)
    return PageViews.objects.filter(page=page, day__gte=since).aggregate(total=Sum("count"))["total"] or 0


def all_kept(kind="", owner=None, state=""):
    """Every published page of written knowledge with its care, filtered, the most pressing first."""
    rows = Upkeep.objects.filter(page__live=True).select_related("page__content_type", "owner__profile")
    if kind in KINDS:
        rows = rows.filter(page__content_type=ContentType.objects.get_for_model(KINDS[kind]))
    if owner is not None:
        rows = rows.filter(owner=owner)
    return in_state(rows, state).order_by(F("retired_on").desc(nulls_first=True), "verified_until", "page__title", "pk")


def owners():
    """People who keep at least one page, by name."""
    return User.objects.filter(kept_pages__isnull=False).distinct().order_by("first_name", "last_name", "pk")


def follows(page, user):
    """Whether a person follows a page."""
    if not user.is_authenticated:
        return False
    rows = Follow.objects.filter(user=user, content_type=page.cached_content_type, object_id=page.pk)
    return rows.exists()
