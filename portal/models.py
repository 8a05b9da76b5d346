"""The portal's own pages: home, and plain pages such as "How evidence is counted"."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from courses.models import LearnIndexPage
from knowledge.models import KnowledgeIndexPage
from portal.home import public_home, signed_in_home
from themes.blocks import BodyBlock
from themes.fields import SlimStreamField
from themes.illustrations import Illustration

# The front pages that stand right below home, by their usual address: read as what they are, in one query.
FRONT_PAGES = {"knowledge": KnowledgeIndexPage, "learn": LearnIndexPage}


class HomePage(Page):
    """The front door: what the portal is for strangers, "my week" for those who are signed in."""

    headline = models.CharField(max_length=120, default="Try a practice. Keep what helps.")
    intro = models.TextField(max_length=400, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("headline"), FieldPanel("intro")]
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]

    def route(self, request, path_components):
        """Most pages stand below one of the two large front pages; all others are found as Wagtail does."""
        front = FRONT_PAGES.get(path_components[0]) if path_components else None
        for page in front.objects.child_of(self).filter(slug=path_components[0]) if front else []:
            return page.route(request, path_components[1:])
        return super().route(request, path_components)

    def get_template(self, request, *args, **kwargs):
        return "portal/my_week.html" if request.user.is_authenticated else "portal/home_page.html"

    def get_context(self, request, *args, **kwargs):
        shown = signed_in_home(request.user) if request.user.is_authenticated else public_home(request.user)
        return {**super().get_context(request, *args, **kwargs), "section": "home", **shown}


class StandardPage(Page):
    """A page of text: about, privacy, accessibility, how evidence is counted."""

    summary = models.TextField(max_length=400, blank=True, help_text=_("Stands below the title."))
    illustration = models.CharField(max_length=20, choices=Illustration, blank=True)
    body = SlimStreamField(BodyBlock(), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("illustration"),
        FieldPanel("body"),
    ]
    parent_page_types = ["portal.HomePage", "portal.StandardPage"]
    template = "portal/standard_page.html"
