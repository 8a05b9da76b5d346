"""Paths, courses and lessons from plain values, for importers and the demo. Repeatable: found again by slug."""

from django.db import transaction
from django.utils.translation import gettext as _

from courses.exceptions import LearningError
from courses.models import CourseIndexPage, CoursePage, LearnIndexPage, LessonPage, PathCourse, PathPage


@transaction.atomic
def plant_learning(*, home, title="Learn", intro="", course_title="Courses", course_intro=""):
    """Make the index of training below `home` and the list of courses below it. Returns both."""
    learn = _publish(LearnIndexPage, parent=home, slug="learn", title=title, intro=intro)
    return learn, _publish(CourseIndexPage, parent=learn, slug="courses", title=course_title, intro=course_intro)


@transaction.atomic
def publish_course(
    *, slug, title, summary, body="", practices=(), author=None, quiz=None, events=None, parent=None, published_at=None
):
    """Publish a course below the list of courses; `body` is Markdown. `events=None` leaves its workshops alone."""
    return _publish(
        CoursePage,
        parent=parent or CourseIndexPage.objects.get(),
        slug=slug,
        published_at=published_at,
        title=title,
        summary=summary,
        body=_markdown(body),
        author=author,
        quiz=quiz,
        practices=practices,
        **({} if events is None else {"events": events}),
    )


@transaction.atomic
def publish_lesson(*, course, slug, title, summary, body, minutes, practices=(), published_at=None):
    """Publish a lesson as the last one of its course, or bring the one of that slug up to date where it stands."""
    return _publish(
        LessonPage,
        parent=course,
        slug=slug,
        published_at=published_at,
        title=title,
        summary=summary,
        body=_markdown(body),
        minutes=minutes,
        practices=practices,
    )


@transaction.atomic
def publish_path(
    *,
    slug,
    title,
    summary,
    stages,
    body="",
    for_whom="",
    earn="",
    illustration="",
    practices=(),
    parent=None,
    published_at=None,
):
    """Publish a path. `stages` is a list of (title, courses); a course stands in a path once."""
    return _publish(
        PathPage,
        parent=parent or LearnIndexPage.objects.get(),
        slug=slug,
        published_at=published_at,
        title=title,
        summary=summary,
        body=_markdown(body),
        for_whom=for_whom,
        earn=earn,
        illustration=illustration,
        practices=practices,
        places=[(course.pk, stage) for stage, courses in stages for course in courses],
    )


@transaction.atomic
def set_course_events(*, course, events):
    """Say which workshops belong to a course."""
    if {event.pk for event in events} != {event.pk for event in course.events.all()}:
        course.events = list(events)
        course.save_revision().publish()
    return course


def _markdown(text):
    return [("markdown", text.strip())] if text and text.strip() else []


def _blocks(page):
    """The body as plain pairs: setting equal blocks anew would give them other ids, and databases order their keys."""
    return [(block.block_type, block.value) for block in page.body]


def _publish(model, *, parent, slug, published_at=None, places=None, **values):
    """Create the page of that slug below `parent`, or change what differs. Nothing differs: nothing is written."""
    there = parent.get_children().filter(slug=slug).first()
    if there is not None and there.specific_class is not model:
        raise LearningError({"slug": _("The address “%(slug)s” is taken by another page.") % {"slug": slug}})
    page = there.specific if there else model(slug=slug, live=False)
    before = _state(page) if there else None
    many = {name: list(values.pop(name)) for name in ("practices", "events") if name in values}
    for name, value in values.items():
        if name != "body" or value != _blocks(page):
            setattr(page, name, value)
    if there is None:
        parent.add_child(instance=page)
    for name, related in many.items():
        setattr(page, name, related)
    if places is not None and places != [(place.course_id, place.stage) for place in page.path_courses.all()]:
        page.path_courses = [
            PathCourse(course_id=course, stage=stage, sort_order=n) for n, (course, stage) in enumerate(places)
        ]
    if before is None or before != _state(page):
        page.first_published_at = page.first_published_at or published_at
        page.save_revision().publish()
    return model.objects.get(pk=page.pk)


def _state(page):
    """The page's content for comparing, without what publishing itself changes."""
    ignored = {"latest_revision", "live_revision", "latest_revision_created_at", "last_published_at"}
    state = page.serializable_data()
    plain = {name: _plain(value) for name, value in state.items() if name not in ignored}
    return {**plain, "body": _blocks(page)} if "body" in plain else plain


def _plain(value):
    """Ids of places are new each time and no content; neither is the order of related pages."""
    if isinstance(value, list):
        return sorted((_plain(item) for item in value), key=str)
    if isinstance(value, dict):
        return {name: item for name, item in value.items() if name not in {"id", "pk"}}
    return value
