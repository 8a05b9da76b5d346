"""Where pages of each kind stand: the sections of the knowledge base, made where an empty portal has none yet."""

from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from knowledge.exchange.fields import KIND_OF
from knowledge.exchange.refusals import Refused
from knowledge.models import KnowledgeIndexPage, KnowledgeSectionPage
from knowledge.pages import add_page

SLUGS = {"lessons": "lessons-learned"}


class Places:
    """The sections by kind and by slug. `told` is what library.yaml says of sections, by what they show."""

    def __init__(self, section=None, told=None):
        self.sections = list(KnowledgeSectionPage.objects.order_by("path"))
        self.told = told or {}
        self.only = self._named(section) if section else None

    def find(self, kind, slug=None):
        """The section for a kind, or the one with that slug; `None` where it is not there yet. Raises `Refused`."""
        if self.only is not None:
            return self.only
        if slug:
            return self._named(slug)
        return next((each for each in self.sections if KIND_OF[each.page_model] == kind), None)

    def _named(self, slug):
        found = next((each for each in self.sections if slug in (each.slug, each.shows)), None)
        if found is None:
            raise Refused(_("There is no section “%(slug)s”.") % {"slug": slug})
        return found

    def make(self, kind, user=None):
        """The section for a kind, made where it is not there yet. Raises `Refused` where there is no place for it."""
        found = self.find(kind)
        if found is None:
            shows = next(each for each in KnowledgeSectionPage.Shows if _kind_shown(each) == kind)
            told = self.told.get(shows.value) or {}
            found = KnowledgeSectionPage(
                title=str(told.get("title") or shows.label)[:255],
                slug=str(told.get("slug") or SLUGS.get(shows.value, shows.value)),
                intro=str(told.get("intro") or "")[:600],
                shows=shows,
            )
            add_page(parent=_index(user), page=found)
            found.save_revision(user=user).publish(user=user, skip_permission_checks=True)
            self.sections.append(found)
        return found


def _kind_shown(shows):
    return KIND_OF[KnowledgeSectionPage(shows=shows).page_model]


def _index(user):
    """The knowledge base's front page, and where there is not even a home page, that too."""
    found = KnowledgeIndexPage.objects.first()
    if found is not None:
        return found
    index = KnowledgeIndexPage(title=_("Knowledge"), slug="knowledge")
    add_page(parent=_home(), page=index)
    index.save_revision(user=user).publish(user=user, skip_permission_checks=True)
    return index


def _home():
    """A page that the knowledge base may stand below; made at the root of an empty portal."""
    allowed = KnowledgeIndexPage.allowed_parent_page_models()
    for model in allowed:
        found = model.objects.order_by("path").first()
        if found is not None:
            return found
    if not allowed:
        raise Refused(_("There is no page that the knowledge base could stand below."))
    site = Site.objects.filter(is_default_site=True).first()
    home = allowed[0](title=site.site_name if site and site.site_name else _("Home"), slug="portal-home")
    Page.get_first_root_node().add_child(instance=home)
    home.save_revision().publish()
    if site is None:
        Site.objects.create(hostname="localhost", is_default_site=True, root_page=home)
    else:
        site.root_page = home
        site.save()
    return home
