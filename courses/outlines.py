"""What there is to learn, as far as one reader may see it: courses with their lessons and quiz, in order.

One shelf is read in one query of pages (plus the restrictions that decide what is visible), whatever stands on it.
"""

from dataclasses import dataclass, field

from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from courses.models import PathCourse, Question
from people.audiences import visible_pages

MINUTES_A_QUESTION = 1


@dataclass(frozen=True)
class Step:
    """A lesson or a quiz: one line of an outline. `pk` is the lesson page's, or the quiz's; `number` counts from 1."""

    kind: str
    pk: int
    title: str
    url: str
    minutes: int
    number: int
    questions: int = 0

    @property
    def is_quiz(self):
        return self.kind == "quiz"

    @property
    def tag(self):
        """“Quiz, 6 questions”; nothing for a lesson."""
        if not self.is_quiz:
            return ""
        return ngettext("Quiz, %(n)s question", "Quiz, %(n)s questions", self.questions) % {"n": self.questions}

    @property
    def continue_label(self):
        """What the button says for somebody who is in the middle."""
        return _("Take the quiz") if self.is_quiz else _("Continue lesson %(n)s") % {"n": self.number}

    @property
    def start_label(self):
        """What the button says at the beginning."""
        return _("Take the quiz") if self.is_quiz else _("Start lesson %(n)s") % {"n": self.number}


@dataclass(frozen=True)
class Outline:
    """A course: its lessons in order, and its quiz where there is one."""

    pk: int
    title: str
    url: str
    lessons: tuple = ()
    quiz: Step | None = None

    @property
    def steps(self):
        """The lessons, then the quiz."""
        return [*self.lessons, *([self.quiz] if self.quiz else [])]

    @property
    def minutes(self):
        return sum(step.minutes for step in self.steps)


@dataclass(frozen=True)
class Shelf:
    """What one read found: courses by pk, and other pages that were asked for by pk."""

    outlines: dict = field(default_factory=dict)
    pages: dict = field(default_factory=dict)

    def of(self, courses):
        """The outlines of these courses in their order, without those that the reader may not see."""
        return [self.outlines[course.pk] for course in courses if course.pk in self.outlines]


def read_shelf(user, *, courses=(), others=None):
    """Read courses with their lessons, and `others` (a `Q` of pages) beside them, as far as `user` may see them."""
    placed = [course for course in courses if course.path]
    wanted = others if others is not None else Q(pk__in=[])
    for course in placed:
        wanted |= Q(path__startswith=course.path, depth__in=[course.depth, course.depth + 1])
    found = list(visible_pages(Page.objects.filter(wanted), user).annotate(**_columns()).order_by("path"))
    by_path = {page.path: page for page in found}
    outlines = {}
    for course in placed:
        if course.path in by_path:
            below = [page for page in found if page.depth == course.depth + 1 and page.path.startswith(course.path)]
            outlines[course.pk] = _outline(by_path[course.path], below)
    return Shelf(outlines, {page.pk: page for page in found})


def _columns():
    questions = Question.objects.filter(quiz=OuterRef("coursepage__quiz")).order_by().values("quiz")
    return {
        "minutes": F("lessonpage__minutes"),
        "quiz_pk": F("coursepage__quiz"),
        "quiz_title": F("coursepage__quiz__title"),
        "questions": Coalesce(Subquery(questions.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0),
    }


def _outline(course, below):
    lessons = [
        Step("lesson", page.pk, page.title, page.url, page.minutes or 0, number)
        for number, page in enumerate(below, start=1)
    ]
    quiz = None
    if course.quiz_pk and course.questions:
        minutes = MINUTES_A_QUESTION * course.questions
        url = reverse("courses:quiz", args=[course.slug])
        quiz = Step("quiz", course.quiz_pk, course.quiz_title, url, minutes, len(lessons) + 1, course.questions)
    return Outline(course.pk, course.title, course.url, tuple(lessons), quiz)


def places_in(paths):
    """The courses of these paths in order, as {path pk: [PathCourse with its course]}, in one query."""
    found = {path.pk: [] for path in paths}
    if found:
        for place in (
            PathCourse.objects.filter(path__in=list(found)).select_related("course").order_by("sort_order", "pk")
        ):
            found[place.path_id].append(place)
    return found


def pages_with(pks):
    """The `Q` of pages with these ids, for `read_shelf`."""
    return Q(pk__in=list(pks))
