"""Paths, courses and lessons as Wagtail pages. A course may stand in several paths."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.models import Orderable, Page
from wagtail.search import index

from events.models import Event
from knowledge.models import PracticePage
from themes.blocks import BodyBlock
from themes.fields import SlimStreamField


class LearnIndexPage(Page):
    """The front page of training: paths, and what the reader left off."""

    intro = models.TextField(max_length=600, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    parent_page_types = ["portal.HomePage"]
    subpage_types = ["courses.PathPage", "courses.CourseIndexPage"]
    max_count = 1
    template = "courses/index.html"


class CourseIndexPage(Page):
    """All courses, also those in no path."""

    intro = models.TextField(max_length=600, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    parent_page_types = ["courses.LearnIndexPage"]
    subpage_types = ["courses.CoursePage"]
    max_count = 1
    template = "courses/course_index.html"


class LearningPage(Page):
    """What paths, courses and lessons share."""

    summary = models.TextField(max_length=400, help_text=_("One or two sentences. Lists and search show them."))
    practices = ParentalManyToManyField(PracticePage, blank=True, related_name="+")
    body = SlimStreamField(BodyBlock(), blank=True)

    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]
    content_panels = [*Page.content_panels, FieldPanel("summary"), FieldPanel("practices"), FieldPanel("body")]

    class Meta:
        abstract = True


class PathPage(LearningPage):
    """A way through several courses, in stages, to something that a person or team can then do."""

    for_whom = models.CharField(max_length=200, blank=True)
    earn = models.CharField(max_length=200, blank=True, help_text=_("What finishing it confirms."))

    content_panels = [
        *LearningPage.content_panels,
        FieldPanel("for_whom"),
        FieldPanel("earn"),
        InlinePanel("path_courses", label=_("Courses")),
    ]
    parent_page_types = ["courses.LearnIndexPage"]
    subpage_types = []
    template = "courses/path.html"


class CoursePage(LearningPage):
    """Lessons in order, and a quiz at the end where there is one."""

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="courses"
    )
    quiz = models.ForeignKey("courses.Quiz", null=True, blank=True, on_delete=models.SET_NULL, related_name="courses")
    events = ParentalManyToManyField(
        Event, blank=True, related_name="courses", help_text=_("Workshops that belong to this course.")
    )

    content_panels = [
        *LearningPage.content_panels,
        FieldPanel("author"),
        FieldPanel("quiz"),
        FieldPanel("events"),
    ]
    parent_page_types = ["courses.CourseIndexPage"]
    subpage_types = ["courses.LessonPage"]
    template = "courses/course.html"


class LessonPage(LearningPage):
    """One sitting: read, try, mark as done."""

    minutes = models.PositiveSmallIntegerField(
        default=10, validators=[MinValueValidator(1), MaxValueValidator(600)], help_text=_("How long it takes.")
    )

    content_panels = [*LearningPage.content_panels, FieldPanel("minutes")]
    parent_page_types = ["courses.CoursePage"]
    subpage_types = []
    template = "courses/lesson.html"


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
