"""The frame of written knowledge, as Wagtail pages: the front page, its sections, and what all articles share."""

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index

from knowledge.models.care import CaredFor
from knowledge.models.way import OnTheWay
from search.models import Topic
from themes.blocks import BodyBlock
from themes.fields import MarkdownField, SlimStreamField


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
        GUIDELINES = "guidelines", _("Guidelines")
        TOOLS = "tools", _("Tools")

    shows = models.CharField(max_length=12, choices=Shows, unique=True)
    intro = models.TextField(max_length=600, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("shows"), FieldPanel("intro")]
    parent_page_types = ["knowledge.KnowledgeIndexPage"]
    max_count = len(Shows.choices)
    subpage_types = [
        "knowledge.PracticePage",
        "knowledge.GuidePage",
        "knowledge.LessonLearnedPage",
        "knowledge.GuidelinePage",
        "knowledge.ToolPage",
    ]
    template = "knowledge/section.html"

    @property
    def page_model(self):
        """The kind of page that stands in this section."""
        return apps.get_model("knowledge", SHOWN[self.shows])

    def route(self, request, path_components):
        """Most pages below are of the kind that the section shows, and are read with what their own page shows."""
        model = self.page_model
        pages = model.objects.select_related("upkeep__owner", "upkeep__verified_by", *model.reads_with).child_of(self)
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


class KnowledgePage(CaredFor, OnTheWay, Page):
    """What all written knowledge shares: a summary, topics, sections of its kind in Markdown, and a body of blocks.

    `SECTIONS` names the kind's own Markdown fields in reading order; forms, articles, imports and exports follow it.
    The page's `translation_key` is its stable id outside the portal.
    """

    SECTIONS = ()

    summary = models.TextField(max_length=400, help_text=_("One or two sentences. Lists and search show them."))
    topics = ParentalManyToManyField(Topic, blank=True, related_name="+")
    body = SlimStreamField(BodyBlock(), blank=True)
    front_matter = models.JSONField(
        default=dict, blank=True, editable=False, help_text=_("What an imported file said beside our own fields.")
    )

    # knowledge/receivers.py keeps the CMS's own search up to date: an import does it once for each page.
    search_auto_update = False
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]
    parent_page_types = ["knowledge.KnowledgeSectionPage"]
    subpage_types = []
    reads_with = ()

    class Meta:
        abstract = True

    @classmethod
    def panels_with(cls, *panels):
        """Panels of Wagtail's editor: what all articles share, the sections of this kind, then its own."""
        sections = MultiFieldPanel([FieldPanel(name) for name in cls.SECTIONS], heading=_("Sections"))
        first = [*Page.content_panels, FieldPanel("summary"), FieldPanel("topics")]
        return [*first, *([sections] if cls.SECTIONS else []), FieldPanel("body"), *panels]

    @property
    def sections(self):
        """Triples of a section's field, heading and Markdown, without empty ones, in reading order."""
        fields = (self._meta.get_field(name) for name in self.SECTIONS)
        found = ((field.name, field.verbose_name, getattr(self, field.name).strip()) for field in fields)
        return [section for section in found if section[2]]

    @property
    def markdowns(self):
        """Every Markdown text on the page: its sections and the Markdown blocks of its body."""
        return [text for _, _, text in self.sections] + [
            block.value for block in self.body if block.block_type == "markdown"
        ]


def section_field(heading, help_text=""):
    """A Markdown field that stands on the page as a section of that heading."""
    return MarkdownField(heading, blank=True, max_length=50_000, help_text=help_text)


SHOWN = {
    KnowledgeSectionPage.Shows.PRACTICES: "PracticePage",
    KnowledgeSectionPage.Shows.GUIDES: "GuidePage",
    KnowledgeSectionPage.Shows.LESSONS: "LessonLearnedPage",
    KnowledgeSectionPage.Shows.GUIDELINES: "GuidelinePage",
    KnowledgeSectionPage.Shows.TOOLS: "ToolPage",
}
