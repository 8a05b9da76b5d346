"""The lists of written knowledge, one for each section, filtered and in pages."""

from django.core.paginator import Paginator
from django.db.models import Case, F, When
from django.utils.translation import gettext as _

from knowledge.backlinks import in_use
from knowledge.evidence import evidence_for_many
from knowledge.facets import Option, chips, facet, options
from knowledge.filters import (
    HELPED,
    NEW,
    TO_READ,
    TRIED,
    GuideFilter,
    GuidelineFilter,
    LessonFilter,
    PracticeFilter,
    ToolFilter,
)
from knowledge.governance import not_read_by
from knowledge.models import (
    GuidelinePage,
    GuidePage,
    KnowledgeSectionPage,
    LessonLearnedPage,
    Outcome,
    PracticePage,
    ToolPage,
)
from knowledge.page_context import Related
from knowledge.tool_reading import MOST_ON_A_RADAR, in_order, placed, radar_of
from people.audiences import visible_pages
from portfolio.models import Project

PER_PAGE = 20
NEWEST = F("first_published_at").desc(nulls_last=True)


def section_context(page, user, query):
    """The list that a section shows, its filters, and which of them are on."""
    listing = {
        KnowledgeSectionPage.Shows.PRACTICES: _practices,
        KnowledgeSectionPage.Shows.GUIDES: _guides,
        KnowledgeSectionPage.Shows.LESSONS: _lessons,
        KnowledgeSectionPage.Shows.GUIDELINES: _guidelines,
        KnowledgeSectionPage.Shows.TOOLS: _tools,
    }[page.shows]
    context = listing(user, query)
    return {
        **context,
        "chips": chips(context["facets"], context["chosen"]),
        "crumbs": [(parent.title, parent.url) for parent in page.parents],
        "section": "knowledge",
    }


def _practices(user, query):
    """Practices by title, evidence or age. Evidence is what this reader may see, so it is compared here, by page."""
    chosen = PracticeFilter(query).chosen()
    seen = _seen(PracticePage, user)
    order = NEWEST if chosen.get("sort") == NEW else "title"
    pages = _with_topic(seen, chosen).order_by(order, "pk").prefetch_related("topics")
    if "evidence" in chosen or chosen.get("sort") == TRIED:
        page, strips = _by_evidence(pages, user, chosen, query)
    else:
        page = Paginator(pages, PER_PAGE).get_page(query.get("page"))
        page.object_list = list(page.object_list)
        strips = evidence_for_many(page.object_list, user)
    facets = [
        facet("topic", _("Topic"), _topics(seen), chosen),
        facet("evidence", _("Evidence"), [Option(*choice) for choice in PracticeFilter.EVIDENCE], chosen),
    ]
    rows = [Related(practice, strips[practice.pk]) for practice in page.object_list]
    sorts = [Option(*choice, checked=choice[0] == chosen.get("sort", "")) for choice in PracticeFilter.SORTS]
    return {"page_of": page, "rows": rows, "facets": facets, "chosen": chosen, "sorts": sorts}


def _by_evidence(pages, user, chosen, query):
    """A page of practices by what their evidence says, and {pk: strip}."""
    pks = list(pages.values_list("pk", flat=True))
    strips = evidence_for_many(pks, user)
    pks = [pk for pk in pks if _has_evidence(strips[pk], chosen.get("evidence"))]
    if chosen.get("sort") == TRIED:
        pks.sort(key=lambda pk: -strips[pk].total)
    page = Paginator(pks, PER_PAGE).get_page(query.get("page"))
    found = {each.pk: each for each in pages.filter(pk__in=page.object_list)}
    page.object_list = [found[pk] for pk in page.object_list]
    return page, strips


def _has_evidence(strip, wanted):
    """Whether a practice passes the evidence filter."""
    if wanted == HELPED:
        return strip.mostly_helped
    return not strip.too_few if wanted == TRIED else True


def _guides(user, query):
    chosen = GuideFilter(query).chosen()
    seen = _seen(GuidePage, user)
    pages = _with_topic(seen, chosen).select_related("author").order_by(NEWEST, "pk")
    page = Paginator(pages, PER_PAGE).get_page(query.get("page"))
    return {"page_of": page, "facets": [facet("topic", _("Topic"), _topics(seen), chosen)], "chosen": chosen}


def _lessons(user, query):
    chosen = LessonFilter(query).chosen()
    seen = _seen(LessonLearnedPage, user)
    pages = _with_topic(seen, chosen).select_related("project", "team").order_by(NEWEST, "pk")
    if "outcome" in chosen:
        pages = pages.filter(outcome=chosen["outcome"])
    facets = [
        facet("outcome", _("What it did"), [Option(*choice) for choice in Outcome.choices], chosen),
        facet("topic", _("Topic"), _topics(seen), chosen),
    ]
    return {
        "page_of": Paginator(pages, PER_PAGE).get_page(query.get("page")),
        "facets": [each for each in facets if len(each.options) > 1],
        "chosen": chosen,
        "projects": set(Project.objects.visible_to(user).values_list("pk", flat=True)),
    }


def _guidelines(user, query):
    """Guidelines by title, those that the reader has still to read first."""
    chosen = GuidelineFilter(query).chosen()
    seen = _seen(GuidelinePage, user)
    unread = set(not_read_by(user).values_list("pk", flat=True)) if user.is_authenticated else set()
    pages = _with_topic(seen, chosen)
    if chosen.get("read") == TO_READ:
        pages = pages.filter(pk__in=unread)
    pages = pages.annotate(waits=Case(When(pk__in=unread, then=0), default=1)).order_by("waits", "title", "pk")
    facets = [facet("topic", _("Topic"), _topics(seen), chosen)]
    if user.is_authenticated:
        facets.insert(0, facet("read", _("For you"), [Option(TO_READ, _("To read"), len(unread))], chosen))
    page = Paginator(pages, PER_PAGE).get_page(query.get("page"))
    return {"page_of": page, "facets": facets, "chosen": chosen, "unread": unread}


def _tools(user, query):
    """Tools on a radar and in a list with the same numbers, by area and ring."""
    chosen = ToolFilter(query).chosen()
    seen = _seen(ToolPage, user)
    pages = in_order(seen.filter(**chosen).defer("body", *ToolPage.SECTIONS)).prefetch_related("decisions")
    page = Paginator(pages, MOST_ON_A_RADAR).get_page(query.get("page"))
    rows = placed(page.object_list, first=page.start_index() or 1)
    areas = [(label, [row for row in rows if row.tool.area == area]) for area, label in ToolPage.Area.choices]
    facets = [
        facet("area", _("Area"), [Option(*choice) for choice in ToolPage.Area.choices], chosen),
        facet("status", _("Where it stands"), [Option(*choice) for choice in ToolPage.Status.choices], chosen),
    ]
    shown = [(label, found) for label, found in areas if found]
    return {"page_of": page, "areas": shown, "radar": radar_of(rows), "facets": facets, "chosen": chosen}


def _seen(model, user):
    """The pages of a kind that this reader may see and that are not retired, without their texts: lists sort all of
    them, and a database that sorts long rows slows down as they become many."""
    pages = in_use(visible_pages(model.objects.all(), user)).select_related("upkeep")
    return pages.defer("body", "front_matter", *model.SECTIONS)


def _with_topic(pages, chosen):
    return pages.filter(topics__slug=chosen["topic"]) if "topic" in chosen else pages


def _topics(pages):
    return options(pages.filter(topics__isnull=False), "topics__slug", "topics__name")
