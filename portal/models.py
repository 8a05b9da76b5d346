"""The portal's own pages: home, and plain pages such as "How evidence is counted"."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from portal.home import public_home, signed_in_home
from themes.blocks import BodyBlock
from themes.fields import SlimStreamField
from themes.illustrations import Illustration


class HomePage(Page):
    """The front door: what the portal is for strangers, "my week" for those who are signed in."""

    headline = models.CharField(max_length=120, default="Try a practice. Keep what helps.")
    intro = models.TextField(max_length=400, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("headline"), FieldPanel("intro")]
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]

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
