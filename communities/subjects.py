"""What can be discussed, who may see it, and who answers for it.

A discussion is found by the content type and id of its thing, which every page knows without a query. Its document's id
would cost the page one, changes when the page is unpublished and published again, and does not exist before the index
has caught up. Who may see a thing is asked of the thing itself (people/audiences.py), never of the index, so that
restricting or deleting a page closes its discussion at that moment.
"""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from communities.models import Discussion
from courses.models import LessonPage
from knowledge.models import GuidelinePage, GuidePage, LessonLearnedPage, PracticePage, ToolPage
from people.audiences import Audience, page_audience, visible_pages

# The pages that can be discussed, with who answers for one that nobody keeps (knowledge.Upkeep), where the page says.
DISCUSSED = {
    PracticePage: "steward",
    GuidePage: "author",
    LessonLearnedPage: "author",
    GuidelinePage: "",
    ToolPage: "",
    LessonPage: "",
}


@dataclass(frozen=True)
class Subject:
    """A thing that can be discussed, for one reader who may see it."""

    page: Page

    @property
    def title(self):
        return self.page.title

    @property
    def url(self):
        return self.page.url or ""

    @property
    def key(self):
        """Content type and id, as in addresses."""
        return self.page.content_type_id, self.page.pk

    @property
    def thread_url(self):
        """Where its discussion has a page of its own."""
        return reverse("communities:thread", args=self.key)

    @property
    def owner(self):
        """The person who answers for it, or `None`."""
        upkeep = getattr(self.page, "upkeep", None)
        named = DISCUSSED[type(self.page)]
        return (upkeep.owner if upkeep else None) or (getattr(self.page, named) if named else None)

    @property
    def readers(self):
        """Who can read what is written here, in words."""
        audience = page_audience(self.page)
        if audience and audience.audience == Audience.PUBLIC:
            return _("Everyone can read it, also without signing in.")
        if audience and audience.audience == Audience.MEMBERS:
            return _("Everyone who is signed in can read it.")
        return _("Only those who may open this page can read it.")


def pages_about(content_type_id):
    """The pages of a type that can be discussed, with who answers for them; `None` for any other type."""
    model = _model(content_type_id)
    if model is None:
        return None
    return model.objects.select_related("upkeep__owner", *filter(None, [DISCUSSED[model]]))


def _model(content_type_id):
    try:
        model = ContentType.objects.get_for_id(content_type_id).model_class()
    except (ContentType.DoesNotExist, OverflowError):
        return None
    return model if model in DISCUSSED else None


def subject_for(content_type_id, object_id, user):
    """The thing of that type and id, or `None` where there is none or this reader may not see it."""
    pages = pages_about(content_type_id)
    page = visible_pages(pages.filter(pk=object_id), user).first() if pages is not None else None
    return Subject(page) if page is not None else None


def subject_of(discussion, user):
    """What a discussion is about, for this reader."""
    return subject_for(discussion.content_type_id, discussion.object_id, user)


def discussions_below(page):
    """The discussions about a page and the pages below it."""
    tree = Page.objects.descendant_of(page, inclusive=True)
    return Discussion.objects.filter(object_id__in=tree.values("pk"), content_type__in=_discussed_types())


def _discussed_types():
    return [kind.pk for kind in ContentType.objects.get_for_models(*DISCUSSED).values()]
