"""The sitemap: what strangers may see, and nothing else."""

from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from wagtail.models import Page

from events.models import Event
from knowledge.backlinks import in_use
from knowledge.models import Retrospective
from people.audiences import visible_pages
from portfolio.models import Project


class PageSitemap(Sitemap):
    """Published pages without restrictions that are not retired."""

    limit = 5000

    def items(self):
        return in_use(visible_pages(Page.objects.filter(depth__gt=1), AnonymousUser())).order_by("path")

    def location(self, page):
        return page.get_url_parts()[2] if page.get_url_parts() else "/"

    def lastmod(self, page):
        return page.last_published_at


class RowSitemap(Sitemap):
    """Rows of one model that are public. `model` must offer `visible_to` and `get_absolute_url`."""

    limit = 5000

    def __init__(self, model):
        self.model = model

    def items(self):
        return self.model.objects.visible_to(AnonymousUser()).order_by("pk")


SITEMAPS = {
    "pages": PageSitemap,
    "projects": RowSitemap(Project),
    "retrospectives": RowSitemap(Retrospective),
    "events": RowSitemap(Event),
}
