"""What the index knows of communities."""

from django.utils.translation import gettext_lazy as _

from communities.models import Community
from themes.markdown import plain_text


def community_document(community):
    """A community, about the practices that it cares for."""
    return {
        "title": community.name,
        "summary": community.summary,
        "body": plain_text(community.purpose),
        "url": community.get_absolute_url(),
        "audience": community.audience,
        "audience_group_id": community.audience_group_id,
        "topics": [topic.slug for topic in community.topics.all()],
        "about": [(practice, str(_("The community cares for it."))) for practice in community.practices.all()],
    }


def register(documents):
    documents.add(
        Community,
        kind="community",
        label=_("Community"),
        label_plural=_("Communities"),
        category="talk",
        icon="messages-square",
        build=community_document,
        queryset=lambda: Community.objects.prefetch_related("topics", "practices"),
    )
