"""How paths, courses and lessons are found: what is published, by those who may read it."""

from django.utils.translation import gettext_lazy as _
from wagtail.models import PageViewRestriction

from courses.models import CoursePage, LessonPage, PathCourse, PathPage
from people.audiences import page_audience


def learning_document(page):
    """Title, summary and text of a page, with the practices that it is about. Nothing while it is offline."""
    audience = page_audience(page) if page.is_open else None
    if audience is None:
        return None
    practices = list(page.practices.all())
    return {
        "title": page.title,
        "url": page.url or "",
        "audience": audience.audience,
        "audience_group_id": audience.group_id,
        "summary": page.summary,
        "body": "\n".join(page.body.stream_block.get_searchable_content(page.body)),
        "topics": {topic for practice in practices for topic in practice.topics.all()},
        "date": page.first_published_at,
        "about": practices,
    }


def course_document(course):
    """As every learning page; a course is about the tools that it teaches as well."""
    document = learning_document(course)
    if document:
        document["about"] = [*document["about"], *course.tools.all()]
    return document


def path_document(path):
    """As every learning page, with the names of its courses."""
    document = learning_document(path)
    if document:
        courses = [place.course.title for place in path.path_courses.all()]
        document["body"] = "\n".join([document["body"], path.for_whom, *courses])
    return document


def _pages(model, *related):
    return lambda: model.objects.prefetch_related("practices__topics", *related)


def _restrictions(model):
    """A page is described anew when who may read it, or a page above it, changes."""
    return {PageViewRestriction: lambda restriction: model.objects.descendant_of(restriction.page, inclusive=True)}


def register(documents):
    """Paths, courses and lessons. A course that goes on- or offline takes its lessons along."""
    documents.add(
        PathPage,
        kind="path",
        label=_("Path"),
        label_plural=_("Paths"),
        category="learn",
        icon="graduation-cap",
        build=path_document,
        queryset=_pages(PathPage, "path_courses__course"),
        also_on={PathCourse: lambda place: [place.path], **_restrictions(PathPage)},
    )
    documents.add(
        CoursePage,
        kind="course",
        label=_("Course"),
        label_plural=_("Courses"),
        category="learn",
        icon="graduation-cap",
        build=course_document,
        queryset=_pages(CoursePage, "tools"),
        also_on=_restrictions(CoursePage),
    )
    documents.add(
        LessonPage,
        kind="lesson",
        label=_("Lesson"),
        label_plural=_("Lessons"),
        category="learn",
        icon="book-open",
        build=learning_document,
        queryset=_pages(LessonPage),
        also_on={CoursePage: lambda course: LessonPage.objects.child_of(course), **_restrictions(LessonPage)},
    )
