"""Paths, courses and lessons as Wagtail pages. A course may stand in several paths."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import Http404
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.models import Orderable, Page
from wagtail.search import index
from wagtail.url_routing import RouteResult

from courses.models.records import Enrolment, LearningEvent
from events.models import Event
from knowledge.models import PracticePage, ToolPage
from themes.blocks import BodyBlock
from themes.fields import SlimStreamField
from themes.illustrations import Illustration


class LearnIndexPage(Page):
    """The front page of training: paths, and what the reader left off."""

    intro = models.TextField(max_length=600, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    parent_page_types = ["portal.HomePage"]
    subpage_types = ["courses.PathPage", "courses.CourseIndexPage"]
    max_count = 1
    template = "courses/index.html"

    def route(self, request, path_components):
        """Find the page below in one query by its whole address: its depth tells what it is."""
        if not path_components:
            return super().route(request, path_components)
        url_path = f"{self.url_path}{'/'.join(path_components)}/"
        below = {1: [PathPage, CourseIndexPage], 2: [CoursePage], 3: [LessonPage]}.get(len(path_components), [])
        for model in below if "\x00" not in url_path else []:
            page = model.objects.filter(url_path=url_path, path__startswith=self.path).first()
            if page is not None:
                return page.route(request, [])
        raise Http404

    def get_context(self, request, *args, **kwargs):
        from courses import contexts  # it reads these models

        return {**super().get_context(request, *args, **kwargs), **contexts.learn_index(self, request.user)}


class CourseIndexPage(Page):
    """All courses, also those in no path."""

    intro = models.TextField(max_length=600, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    parent_page_types = ["courses.LearnIndexPage"]
    subpage_types = ["courses.CoursePage"]
    max_count = 1
    template = "courses/course_index.html"

    def get_context(self, request, *args, **kwargs):
        from courses import contexts  # it reads these models

        return {**super().get_context(request, *args, **kwargs), **contexts.course_index(self, request)}


class LearningPage(Page):
    """What paths, courses and lessons share."""

    summary = models.TextField(max_length=400, help_text=_("One or two sentences. Lists and search show them."))
    practices = ParentalManyToManyField(PracticePage, blank=True, related_name="+")
    body = SlimStreamField(BodyBlock(), blank=True)

    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]
    content_panels = [*Page.content_panels, FieldPanel("summary"), FieldPanel("practices"), FieldPanel("body")]

    class Meta:
        abstract = True

    @property
    def is_open(self):
        """Can be read and taken."""
        return self.live

    def route(self, request, path_components):
        """Whoever has a record of a page that was taken offline is told so; to others it does not exist."""
        if self.is_open:
            return super().route(request, path_components)
        if self.is_remembered_by(request.user):
            return RouteResult(self, kwargs={"is_gone": True})
        raise Http404

    def is_remembered_by(self, user):
        """Has this reader enrolled here, or a line in the ledger about it?"""
        if not user.is_authenticated:
            return False
        mine = {"user": user, "page": self.pk}
        return Enrolment.objects.filter(**mine).exists() or LearningEvent.objects.filter(**mine).exists()

    def serve(self, request, *args, is_gone=False, **kwargs):
        if is_gone:
            return render(request, "courses/gone.html", {"title": self.title, "section": "learn"}, status=410)
        return super().serve(request, *args, **kwargs)


class PathPage(LearningPage):
    """A way through several courses, in stages, to something that a person or team can then do."""

    for_whom = models.CharField(max_length=300, blank=True)
    illustration = models.CharField(max_length=20, choices=Illustration, blank=True)
    earn = models.CharField(max_length=300, blank=True, help_text=_("What finishing it confirms."))

    content_panels = [
        *LearningPage.content_panels,
        FieldPanel("illustration"),
        FieldPanel("for_whom"),
        FieldPanel("earn"),
        InlinePanel("path_courses", label=_("Courses")),
    ]
    parent_page_types = ["courses.LearnIndexPage"]
    subpage_types = []
    template = "courses/path.html"

    def get_context(self, request, *args, **kwargs):
        from courses import contexts  # it reads these models

        return {**super().get_context(request, *args, **kwargs), **contexts.path(self, request.user)}


class CoursePage(LearningPage):
    """Lessons in order, and a quiz at the end where there is one."""

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="courses"
    )
    quiz = models.ForeignKey("courses.Quiz", null=True, blank=True, on_delete=models.SET_NULL, related_name="courses")
    events = ParentalManyToManyField(
        Event, blank=True, related_name="courses", help_text=_("Workshops that belong to this course.")
    )
    tools = ParentalManyToManyField(ToolPage, blank=True, related_name="+", help_text=_("Tools that it teaches."))

    content_panels = [
        *LearningPage.content_panels,
        FieldPanel("author"),
        FieldPanel("quiz"),
        FieldPanel("events"),
        FieldPanel("tools"),
    ]
    parent_page_types = ["courses.CourseIndexPage"]
    subpage_types = ["courses.LessonPage"]
    template = "courses/course.html"

    def get_context(self, request, *args, **kwargs):
        from courses import contexts  # it reads these models

        return {**super().get_context(request, *args, **kwargs), **contexts.course(self, request.user)}


class LessonPage(LearningPage):
    """One sitting: read, try, mark as done."""

    minutes = models.PositiveSmallIntegerField(
        default=10, validators=[MinValueValidator(1), MaxValueValidator(600)], help_text=_("How long it takes.")
    )

    content_panels = [*LearningPage.content_panels, FieldPanel("minutes")]
    parent_page_types = ["courses.CoursePage"]
    subpage_types = []
    template = "courses/lesson.html"

    @cached_property
    def course(self):
        """The course that this lesson stands in, with its author and quiz; `None` for a draft without a place."""
        return CoursePage.objects.select_related("author", "quiz").filter(path=self.path[: -self.steplen]).first()

    @property
    def is_open(self):
        """A lesson closes with its course."""
        return self.live and self.course is not None and self.course.live

    def get_context(self, request, *args, **kwargs):
        from courses import contexts  # it reads these models

        return {**super().get_context(request, *args, **kwargs), **contexts.lesson(self, request.user)}


class PathCourse(Orderable):
    """A course's place in a path; `stage` is the heading that it stands under."""

    path = ParentalKey(PathPage, on_delete=models.CASCADE, related_name="path_courses")
    course = models.ForeignKey(CoursePage, on_delete=models.CASCADE, related_name="in_paths")
    stage = models.CharField(max_length=120, blank=True)

    panels = [PageChooserPanel("course"), FieldPanel("stage")]

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["path", "course"], name="courses_once_in_a_path")]

    def __str__(self):
        return f"{self.path}: {self.course}"
