"""What of this room can be found, and what it is about."""

from datetime import datetime, time

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import PageViewRestriction

from knowledge.models import (
    Action,
    GuidelinePage,
    GuidePage,
    LessonLearnedPage,
    PracticePage,
    PracticeUse,
    Retrospective,
    RetrospectiveNote,
    ToolPage,
)
from people.audiences import page_audience
from themes.markdown import plain_text


def register(documents):
    """Practices, guides, lessons learned, guidelines, tools and retrospectives."""
    documents.add(
        PracticePage,
        kind="practice",
        label=_("Practice"),
        label_plural=_("Practices"),
        category="practice",
        icon="sprout",
        build=practice_document,
        queryset=lambda: PracticePage.objects.select_related("upkeep").prefetch_related(
            "topics", *PracticePage.RELATIONS
        ),
        also_on=_restrictions(PracticePage),
    )
    documents.add(
        GuidePage,
        kind="guide",
        label=_("Guide"),
        label_plural=_("Guides"),
        category="practice",
        icon="book-open",
        build=guide_document,
        queryset=lambda: GuidePage.objects.select_related("author", "upkeep").prefetch_related("topics", "practices"),
        also_on=_restrictions(GuidePage),
    )
    documents.add(
        LessonLearnedPage,
        kind="lesson-learned",
        label=_("Lesson learned"),
        label_plural=_("Lessons learned"),
        category="retro",
        icon="lightbulb",
        build=lesson_learned_document,
        queryset=lambda: LessonLearnedPage.objects.select_related("project", "team", "upkeep").prefetch_related(
            "topics", "practices"
        ),
        also_on=_restrictions(LessonLearnedPage),
    )
    documents.add(
        GuidelinePage,
        kind="guideline",
        label=_("Guideline"),
        label_plural=_("Guidelines"),
        category="practice",
        icon="scroll-text",
        build=guideline_document,
        queryset=lambda: GuidelinePage.objects.select_related("upkeep").prefetch_related("topics", "practices"),
        also_on=_restrictions(GuidelinePage),
    )
    documents.add(
        ToolPage,
        kind="tool",
        label=_("Tool"),
        label_plural=_("Tools"),
        category="practice",
        icon="wrench",
        build=tool_document,
        queryset=lambda: ToolPage.objects.select_related("upkeep").prefetch_related("topics", "practices", "decisions"),
        also_on=_restrictions(ToolPage),
    )
    documents.add(
        Retrospective,
        kind="retrospective",
        label=_("Retrospective"),
        label_plural=_("Retrospectives"),
        category="retro",
        icon="notebook-pen",
        build=retrospective_document,
        queryset=lambda: Retrospective.objects.for_detail(),
        also_on={
            RetrospectiveNote: lambda note: [note.retrospective],
            PracticeUse: lambda use: [use.retrospective],
            Action: lambda action: [action.retrospective],
        },
    )


def _restrictions(model):
    """A page is described anew when who may read it, or a page above it, changes."""
    return {PageViewRestriction: lambda restriction: model.objects.descendant_of(restriction.page, inclusive=True)}


# What a practice that points to another one is to it, as a list beside it says.
_RELATED = {
    "needs": _("Needs it"),
    "supports": _("Supports it"),
    "replaces": _("Replaces it"),
    "conflicts_with": _("Conflicts with it"),
}


def _words(page):
    """The words of a page without signs: its sections under their headings, then its body."""
    for _name, heading, text in page.sections:
        yield f"{heading}\n{plain_text(text)}"
    yield from page.body.stream_block.get_searchable_content(page.body)


def _page_document(page, **more):
    """What all written knowledge shares; `None` where it is not published, retired, or where no one audience expresses
    who may read."""
    upkeep = getattr(page, "upkeep", None)
    audience = page_audience(page) if page.live and not (upkeep and upkeep.retired_on) else None
    if audience is None:
        return None
    return {
        "title": page.title,
        "url": page.url or "",
        "audience": audience.audience,
        "audience_group_id": audience.group_id,
        "summary": page.summary,
        "body": "\n".join(_words(page)),
        "topics": page.topics.all(),
        "date": page.first_published_at,
        "verified_until": upkeep.verified_until if upkeep else None,
        **more,
    }


def practice_document(page):
    """A practice, by all the names it goes by."""
    return _page_document(
        page,
        aliases=[name.strip() for name in page.other_names.splitlines() if name.strip()],
        about=[(other, _RELATED[name]) for name in PracticePage.RELATIONS for other in getattr(page, name).all()],
    )


def guideline_document(page):
    """A guideline, and the practices it is about."""
    return _page_document(page, about=list(page.practices.all()))


def tool_document(page):
    """A tool with what was decided about it, and the practices it supports."""
    decided = [f"{each.get_status_display()}: {each.reason}" for each in page.decisions.all()]
    document = _page_document(page, about=list(page.practices.all()))
    return document and {**document, "body": "\n".join([document["body"], *decided])}


def guide_document(page):
    """A guide, and the practices it is about."""
    return _page_document(page, about=list(page.practices.all()))


def lesson_learned_document(page):
    """A lesson learned, the practices it is about, and where it comes from."""
    outcome = page.get_outcome_display()
    about = [(practice, outcome) for practice in page.practices.all()]
    return _page_document(page, about=[*about, *filter(None, [page.project, page.team])])


def retrospective_document(retrospective):
    """A retrospective, the practices it used with what they did, and its project and team."""
    uses = [use for use in retrospective.practice_uses.all() if use.practice is not None]
    notes = [note.text for note in retrospective.notes.all()]
    actions = [action.text for action in retrospective.actions.all()]
    return {
        "title": retrospective.title,
        "url": retrospective.get_absolute_url(),
        "audience": retrospective.audience,
        "audience_group_id": retrospective.audience_group_id,
        "summary": retrospective.summary,
        "body": "\n".join([*notes, *(use.note for use in uses), *actions]),
        "date": timezone.make_aware(datetime.combine(retrospective.held_on, time(12))),
        "about": [
            *((use.practice, f"{use.get_outcome_display()}: {use.note}"[:300]) for use in uses),
            *filter(None, [retrospective.project, retrospective.team]),
        ],
    }
