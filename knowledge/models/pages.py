"""What people write down: practices, guides and lessons learned, as Wagtail pages."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index

from knowledge.models.retrospectives import Outcome
from knowledge.models.way import OnTheWay
from people.models import Team
from portfolio.models import Project
from search.models import Topic
from themes.blocks import BodyBlock
from themes.fields import SlimStreamField


class KnowledgeIndexPage(OnTheWay, Page):
    """The knowledge base's front page: practices first, then guides, lessons learned and retrospectives."""

    intro = models.TextField(max_length=600, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    parent_page_types = ["portal.HomePage"]
    subpage_types = ["knowledge.KnowledgeSectionPage"]
    max_count = 1
    template = "knowledge/index.html"
    stands_below_home = True

    def route(self, request, path_components):
        """Every page below is a section."""
        below = KnowledgeSectionPage.objects.child_of(self).filter(slug=path_components[0]) if path_components else []
        for section in below:
            return self.pass_on(section, request, path_components[1:])
        return super().route(request, path_components)

    def get_context(self, request, *args, **kwargs):
        from knowledge.page_context import index_context  # it reads the models

        return {**super().get_context(request, *args, **kwargs), **index_context(self, request.user)}


class KnowledgeSectionPage(OnTheWay, Page):
    """The list of one kind of page: the pages below it."""

    class Shows(models.TextChoices):
        PRACTICES = "practices", _("Practices")
        GUIDES = "guides", _("Guides")
        LESSONS = "lessons", _("Lessons learned")

    shows = models.CharField(max_length=12, choices=Shows, unique=True)
    intro = models.TextField(max_length=600, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("shows"), FieldPanel("intro")]
    parent_page_types = ["knowledge.KnowledgeIndexPage"]
    max_count = len(Shows.choices)
    subpage_types = ["knowledge.PracticePage", "knowledge.GuidePage", "knowledge.LessonLearnedPage"]
    template = "knowledge/section.html"

    def route(self, request, path_components):
        """Most pages below are of the kind that the section shows, and are read with what their own page shows."""
        pages = SHOWN[self.shows].objects.select_related(*SHOWN[self.shows].reads_with).child_of(self)
        for page in pages.filter(slug=path_components[0]) if len(path_components) == 1 else []:
            return self.pass_on(page, request, [])
        return super().route(request, path_components)

    def get_context(self, request, *args, **kwargs):
        from knowledge.sections import section_context  # it reads the models

        return {**super().get_context(request, *args, **kwargs), **section_context(self, request.user, request.GET)}

    def get_template(self, request, *args, **kwargs):
        """Only the results where htmx asks for them."""
        results = "knowledge/partials/section_results.html"
        return results if getattr(request, "htmx", False) else super().get_template(request, *args, **kwargs)


class KnowledgePage(OnTheWay, Page):
    """What all written knowledge shares: a summary, topics and a body of blocks."""

    summary = models.TextField(max_length=400, help_text=_("One or two sentences. Lists and search show them."))
    topics = ParentalManyToManyField(Topic, blank=True, related_name="+")
    body = SlimStreamField(BodyBlock(), blank=True)

    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]
    content_panels = [*Page.content_panels, FieldPanel("summary"), FieldPanel("topics"), FieldPanel("body")]
    parent_page_types = ["knowledge.KnowledgeSectionPage"]
    subpage_types = []

    class Meta:
        abstract = True


class PracticePage(KnowledgePage):
    """A way of working that a team can try. The hub of the portal: gaps point to it, training teaches it, events are
    about it, laps try it and retrospectives say what it did."""

    number = models.PositiveIntegerField(unique=True, null=True, blank=True, help_text=_("The practice's number."))
    other_names = models.TextField(
        max_length=600, blank=True, help_text=_("Other names that people search for, one on each line.")
    )
    effort = models.CharField(max_length=120, blank=True, help_text=_("What it costs, for instance half a day."))
    works_best = models.CharField(max_length=200, blank=True, help_text=_("Stands below the evidence strip."))
    steward = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="stewarded_practices"
    )
    needs = ParentalManyToManyField("self", symmetrical=False, blank=True, related_name="needed_by")
    supports = ParentalManyToManyField("self", symmetrical=False, blank=True, related_name="supported_by")

    content_panels = [
        *KnowledgePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("number"), FieldPanel("other_names"), FieldPanel("effort"), FieldPanel("works_best")],
            heading=_("At a glance"),
        ),
        MultiFieldPanel(
            [FieldPanel("steward"), FieldPanel("needs"), FieldPanel("supports")], heading=_("Who and what else")
        ),
    ]
    search_fields = [*KnowledgePage.search_fields, index.SearchField("other_names")]
    exclude_fields_in_copy = ["number"]
    template = "knowledge/practice.html"
    reads_with = ["steward__profile"]

    def get_context(self, request, *args, **kwargs):
        from knowledge.page_context import practice_context  # it reads the models

        return {**super().get_context(request, *args, **kwargs), **practice_context(self, request.user)}


class GuidePage(KnowledgePage):
    """Coaching content: how to do something well, by somebody who has."""

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="guides"
    )
    practices = ParentalManyToManyField(PracticePage, blank=True, related_name="guides")

    content_panels = [*KnowledgePage.content_panels, FieldPanel("author"), FieldPanel("practices")]
    template = "knowledge/guide.html"
    reads_with = ["author__profile"]

    def get_context(self, request, *args, **kwargs):
        from knowledge.page_context import guide_context  # it reads the models

        return {**super().get_context(request, *args, **kwargs), **guide_context(self, request.user)}


class LessonLearnedPage(KnowledgePage):
    """What somebody learned on a project, told so that the next team can use it."""

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="lessons_learned"
    )
    project = models.ForeignKey(
        Project, null=True, blank=True, on_delete=models.SET_NULL, related_name="lessons_learned"
    )
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.SET_NULL, related_name="lessons_learned")
    practices = ParentalManyToManyField(PracticePage, blank=True, related_name="lessons_learned")
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)

    content_panels = [
        *KnowledgePage.content_panels,
        MultiFieldPanel(
            [FieldPanel(name) for name in ("author", "project", "team", "practices", "outcome")],
            heading=_("Where it comes from"),
        ),
    ]
    template = "knowledge/lesson_learned.html"
    reads_with = ["author__profile", "project", "team"]

    def get_context(self, request, *args, **kwargs):
        from knowledge.page_context import lesson_context  # it reads the models

        return {**super().get_context(request, *args, **kwargs), **lesson_context(self, request.user)}


SHOWN = {
    KnowledgeSectionPage.Shows.PRACTICES: PracticePage,
    KnowledgeSectionPage.Shows.GUIDES: GuidePage,
    KnowledgeSectionPage.Shows.LESSONS: LessonLearnedPage,
}
