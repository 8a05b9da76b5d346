"""How paths, courses and lessons are found: what is published, by those who may read it."""

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


def path_document(path):
    """As every learning page, with the names of its courses."""
    document = learning_document(path)
    if document:
        courses = [place.course.title for place in path.path_courses.all()]
        document["body"] = "\n".join([document["body"], path.for_whom, *courses])
    return document


def _pages(model, *related):
    return lambda: model.objects.prefetch_related("practices__topics", *related)


def register(documents):
    """Paths, courses and lessons. A course that goes on- or offline takes its lessons along."""
    documents.add(
        PathPage,
        kind="path",
        build=path_document,
        queryset=_pages(PathPage, "path_courses__course"),
        also_on={PathCourse: lambda place: [place.path]},
    )
    documents.add(CoursePage, kind="course", build=learning_document, queryset=_pages(CoursePage))
    documents.add(
        LessonPage,
        kind="lesson",
        build=learning_document,
        queryset=_pages(LessonPage),
        also_on={CoursePage: lambda course: LessonPage.objects.child_of(course)},
    )
