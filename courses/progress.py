"""How far somebody is, derived from the learning ledger and from nothing else.

A lesson is done where its last line says so. A course is passed when all its lessons are done and its quiz, where it
has one, was passed once. A path is passed when all its courses are. Every function reads a constant number of queries,
however many courses, lessons and lines there are.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.models import CoursePage, Enrolment, LearningEvent, PathPage
from courses.outlines import Outline, Step, pages_with, places_in, read_shelf

SUGGESTED = 3
ROUGHLY, ROUND_TO = 20, 5


@dataclass
class Standing:
    """What the ledger says about one person: lessons done and when, quizzes passed and when, lessons last opened."""

    done: dict = field(default_factory=dict)
    passed: dict = field(default_factory=dict)
    opened: dict = field(default_factory=dict)


def standing_of(user, outlines):
    """Read the ledger for one person and these courses, in one query; nothing is read for strangers."""
    standing = Standing()
    lessons = [lesson.pk for outline in outlines for lesson in outline.lessons]
    quizzes = [outline.quiz.pk for outline in outlines if outline.quiz]
    if not user.is_authenticated or not (lessons or quizzes):
        return standing
    lines = LearningEvent.objects.filter(user=user).about(lessons, quizzes)
    for kind, page, quiz, at in lines.values_list("kind", "page_id", "attempt__quiz_id", "happened_at"):
        if kind == LearningEvent.Kind.COMPLETED:
            standing.done[page] = at
        elif kind == LearningEvent.Kind.REOPENED:
            standing.done.pop(page, None)
        elif kind == LearningEvent.Kind.PASSED:
            standing.passed.setdefault(quiz, at)
        elif kind == LearningEvent.Kind.OPENED:
            standing.opened[page] = at
    return standing


@dataclass(frozen=True)
class StepState:
    """A step and how it stands: done, now (the next one) or todo. What the lists of lessons show."""

    step: Step
    state: str
    done_at: datetime | None = None
    is_current: bool = False

    @property
    def is_done(self):
        return self.state == "done"


class Counts:
    """The figures that a course and a path share; both give `courses`, the progress of their courses."""

    @property
    def outlines(self):
        return [course.outline for course in self.courses]

    @property
    def done(self):
        """Lessons done."""
        return sum(len(course.done_lessons) for course in self.courses)

    @property
    def total(self):
        """Lessons there are."""
        return sum(len(course.outline.lessons) for course in self.courses)

    @property
    def quizzes_left(self):
        return sum(course.outline.quiz is not None and not course.quiz_passed for course in self.courses)

    @property
    def minutes(self):
        """About how long all of it takes."""
        return sum(course.outline.minutes for course in self.courses)

    @property
    def minutes_left(self):
        """About how long what is not done takes."""
        return sum(step.minutes for course in self.courses for step in course.outline.steps if not course.is_done(step))

    @property
    def passed(self):
        """Every lesson done and every quiz passed, where there is anything at all."""
        return self.total + sum(bool(outline.quiz) for outline in self.outlines) > 0 and self.next is None

    @property
    def next(self):
        """The next step: of those not done the one opened last, else the first; `None` at the end."""
        left = [(course, step) for course in self.courses for step in course.outline.steps if not course.is_done(step)]
        opened = [(course.standing.opened[step.pk], step) for course, step in left if course.opened(step)]
        if opened:
            return max(opened, key=lambda item: item[0])[1]
        return left[0][1] if left else None

    @property
    def last_at(self):
        """When the latest of its lessons or quizzes was done or opened, or `None`."""
        times = [at for course in self.courses for at in course.times]
        return max(times, default=None)

    @property
    def is_started(self):
        return self.last_at is not None

    @property
    def label(self):
        """The words for the button that goes on."""
        if self.next is None:
            return ""
        return self.next.continue_label if self.is_started else self.next.start_label

    @property
    def sentence(self):
        """“4 of 9 lessons, about 70 minutes to go”."""
        if self.passed:
            return _("All %(n)s lessons done") % {"n": self.total}
        count = _("%(done)s of %(total)s lessons") % {"done": self.done, "total": self.total}
        return f"{count}, {self.to_go}"

    @property
    def to_go(self):
        """“about 70 minutes to go”, to five minutes where it is long, or only the quiz."""
        if self.done == self.total:
            return ngettext("one quiz to go", "%(n)s quizzes to go", self.quizzes_left) % {"n": self.quizzes_left}
        minutes = self.minutes_left if self.minutes_left < ROUGHLY else ROUND_TO * round(self.minutes_left / ROUND_TO)
        return ngettext("about %(n)s minute to go", "about %(n)s minutes to go", minutes) % {"n": minutes}


@dataclass(frozen=True)
class CourseProgress(Counts):
    """One person in one course."""

    outline: Outline
    standing: Standing

    @property
    def courses(self):
        return [self]

    @property
    def done_lessons(self):
        return [lesson for lesson in self.outline.lessons if lesson.pk in self.standing.done]

    @property
    def quiz_passed(self):
        return self.outline.quiz is not None and self.outline.quiz.pk in self.standing.passed

    @property
    def times(self):
        """When anything of it was done or opened."""
        lessons = [lesson.pk for lesson in self.outline.lessons]
        found = [seen[pk] for seen in (self.standing.done, self.standing.opened) for pk in lessons if pk in seen]
        if self.quiz_passed:
            found.append(self.standing.passed[self.outline.quiz.pk])
        return found

    def is_done(self, step):
        return step.pk in (self.standing.passed if step.is_quiz else self.standing.done)

    def opened(self, step):
        return not step.is_quiz and step.pk in self.standing.opened

    def states(self, upcoming=None, current=None):
        """The steps for a list. `upcoming` is the step to mark as next, `current` the one on the page."""
        for step in self.outline.steps:
            seen = self.standing.passed if step.is_quiz else self.standing.done
            state = "done" if step.pk in seen else "now" if step == upcoming else "todo"
            yield StepState(step, state, seen.get(step.pk), step == current)


@dataclass(frozen=True)
class Stage:
    """A heading of a path and the courses that stand under it."""

    title: str
    courses: list


@dataclass(frozen=True)
class PathProgress(Counts):
    """One person on one path."""

    stages: list

    @property
    def courses(self):
        return [course for stage in self.stages for course in stage.courses]


@dataclass(frozen=True)
class Continued:
    """A path or course that somebody takes, as home and the learning page show it under "Where you left off"."""

    kind: str
    title: str
    url: str
    progress: Counts
    enrolment: Enrolment

    @property
    def next(self):
        return self.progress.next

    @property
    def due_on(self):
        return self.enrolment.due_on

    @property
    def assigned_by(self):
        """The name of who assigned it, or nothing."""
        return self.enrolment.assigned_by.display_name if self.enrolment.assigned_by else ""

    @property
    def since(self):
        """When it was assigned, else when they took it."""
        return self.enrolment.assigned_at or self.enrolment.enrolled_at

    @property
    def label(self):
        """The words on its button."""
        return self.progress.label

    @property
    def line(self):
        """How far, or that it has not begun."""
        if not self.progress.is_started and self.progress.done == 0:
            return _("Not started, %(to_go)s.") % {"to_go": self.progress.to_go}
        return f"{self.progress.sentence}."


def progress_for(user, page):
    """How far somebody is in a course or on a path: `CourseProgress`, `PathProgress`, `None` where it is hidden."""
    if isinstance(page, PathPage):
        return path_progress(user, page)
    return progress_for_many(user, [page]).get(page.pk)


def progress_for_many(user, courses):
    """{course pk: CourseProgress} of the courses that the reader may see."""
    outlines = read_shelf(user, courses=courses).outlines
    standing = standing_of(user, outlines.values())
    return {pk: CourseProgress(outline, standing) for pk, outline in outlines.items()}


def path_progress(user, path):
    """How far somebody is on a path: its stages, without courses that they may not see."""
    return paths_progress(user, [path])[path.pk]


def paths_progress(user, paths):
    """{path pk: PathProgress} for several paths."""
    places = places_in(paths)
    shelf = read_shelf(
        user, courses={place.course_id: place.course for row in places.values() for place in row}.values()
    )
    standing = standing_of(user, shelf.outlines.values())
    return {pk: staged(row, shelf, standing) for pk, row in places.items()}


def staged(places, shelf, standing):
    """Put courses under their headings. Courses that follow each other with one heading share it."""
    stages = []
    for place in places:
        outline = shelf.outlines.get(place.course_id)
        if outline is None:
            continue
        title = place.stage or outline.title
        if not stages or stages[-1].title != title:
            stages.append(Stage(title, []))
        stages[-1].courses.append(CourseProgress(outline, standing))
    return PathProgress(stages)


def continue_learning(user, limit=SUGGESTED):
    """What somebody takes and has not finished, first what they touched last: a list of `Continued`.

    A course of a path that they take stands in the path, not for itself. `limit=None` gives all.
    """
    if not user.is_authenticated:
        return []
    enrolments = {enrolment.page_id: enrolment for enrolment in Enrolment.objects.to_learn(user)}
    places = places_in([enrolment.page for enrolment in enrolments.values()])
    in_paths = {place.course_id: place.course for row in places.values() for place in row}
    single = {course.pk: course for course in CoursePage.objects.filter(pk__in=enrolments.keys() - in_paths.keys())}
    shelf = read_shelf(user, courses=[*in_paths.values(), *single.values()], others=pages_with(enrolments))
    standing = standing_of(user, shelf.outlines.values())
    found = [
        _continued(_("Path"), enrolments[pk], shelf, staged(row, shelf, standing)) for pk, row in places.items() if row
    ] + [
        _continued(_("Course"), enrolments[pk], shelf, CourseProgress(shelf.outlines[pk], standing))
        for pk in single
        if pk in shelf.outlines
    ]
    left = [item for item in found if item and item.next]
    return sorted(left, key=lambda item: (item.progress.is_started, item.progress.last_at or item.since), reverse=True)[
        :limit
    ]


def _continued(kind, enrolment, shelf, progress):
    """One line of "Where you left off", or `None` where the page is hidden from its learner."""
    page = shelf.pages.get(enrolment.page_id)
    return page and Continued(kind, page.title, page.url, progress, enrolment)
