"""What the index knows of communities and discussions."""

from django.db.models import Prefetch
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import PageViewRestriction

from communities.models import Community, Discussion, Post
from communities.subjects import DISCUSSED, discussions_below, pages_about
from knowledge.models import Upkeep
from people.audiences import page_audience
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


def discussion_document(discussion):
    """What people say about a page, for those who may see the page. `None` where nobody has said anything, or the page
    is not published, has been retired, or no one audience expresses who may read it."""
    posts = list(discussion.posts.all())
    pages = pages_about(discussion.content_type_id)
    page = pages.filter(pk=discussion.object_id, live=True).first() if posts and pages is not None else None
    audience = page_audience(page) if page is not None and not _is_retired(page) else None
    if audience is None:
        return None
    count = ngettext("%(n)s comment", "%(n)s comments", len(posts)) % {"n": len(posts)}
    return {
        "title": gettext("Comments on %(title)s") % {"title": page.title},
        "summary": plain_text(posts[0].text)[:300],
        "body": "\n".join(plain_text(post.text) for post in posts),
        "url": discussion.get_absolute_url(),
        "audience": audience.audience,
        "audience_group_id": audience.group_id,
        "date": posts[-1].created_at,
        "about": [(page, count)],
    }


def _is_retired(page):
    upkeep = getattr(page, "upkeep", None)
    return upkeep is not None and upkeep.retired_on is not None


def _about_page(page):
    """The discussion of one page, where there is one."""
    return Discussion.objects.filter(content_type_id=page.content_type_id, object_id=page.pk)


def _about_kept_page(upkeep):
    return _about_page(upkeep.page)


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
    documents.add(
        Discussion,
        kind="discussion",
        label=_("Discussion"),
        label_plural=_("Discussions"),
        category="talk",
        icon="messages-square",
        build=discussion_document,
        queryset=lambda: Discussion.objects.prefetch_related(Prefetch("posts", Post.objects.standing())),
        also_on={
            Post: lambda post: [post.discussion],
            Upkeep: _about_kept_page,
            PageViewRestriction: lambda restriction: discussions_below(restriction.page),
            PageViewRestriction.groups.through: lambda restriction: discussions_below(restriction.page),
            **dict.fromkeys(DISCUSSED, _about_page),
        },
    )
