"""The portal's own pages: home, and plain pages such as "How evidence is counted"."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from themes.blocks import BodyBlock
from themes.fields import SlimStreamField


class HomePage(Page):
    """The front door: what the portal is for strangers, "my week" for those who are signed in."""

    headline = models.CharField(max_length=120, default="Try a practice. Keep what helps.")
    intro = models.TextField(max_length=400, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("headline"), FieldPanel("intro")]
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]


class StandardPage(Page):
    """A page of text: about, privacy, accessibility, how evidence is counted."""

    summary = models.TextField(max_length=400, blank=True, help_text=_("Stands below the title."))
    body = SlimStreamField(BodyBlock(), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("summary"), FieldPanel("body")]
    parent_page_types = ["portal.HomePage", "portal.StandardPage"]
    template = "portal/standard_page.html"
