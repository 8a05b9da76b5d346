"""What the index knows of the portal's own plain pages."""

from django.utils.translation import gettext_lazy as _

from people.audiences import page_audience
from portal.models import StandardPage


def standard_page_document(page):
    """A plain page, found by its text."""
    audience = page_audience(page)
    if audience is None:
        return None
    return {
        "title": page.title,
        "url": page.url or "",
        "audience": audience.audience,
        "audience_group_id": audience.group_id,
        "summary": page.summary,
        "body": "\n".join(page.body.stream_block.get_searchable_content(page.body)),
        "date": page.last_published_at,
    }


def register(documents):
    documents.add(
        StandardPage,
        kind="page",
        label=_("Page"),
        label_plural=_("Pages"),
        icon="file-text",
        build=standard_page_document,
    )
