"""What a thread shows one reader, in a constant number of queries."""

import re
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from wagtail.models import Page

from communities import permissions
from communities.models import Discussion, Post
from communities.subjects import Subject
from people.audiences import visible_pages
from people.models import Follow
from themes import references
from themes.markdown import convert

A_PAGE = 50
_TO_A_PAGE = re.compile(r'href="page:(\d{1,9})(?:#[\w-]+)?"')


@dataclass
class Thread:
    """A page of a discussion: `posts` are those that begin something, each with its `answers`. `count` counts all of
    the discussion's comments."""

    subject: Subject
    count: int = 0
    posts: list[Post] = field(default_factory=list)
    page: object = None
    follows: bool = False

    @property
    def all(self):
        """Every post on the page."""
        return [post for first in self.posts for post in (first, *first.answers)]


def thread_for(subject, user, *, number=None, beside=None):
    """The thread of a thing as this reader sees it: page `number`, or the one on which the post `beside` stands."""
    thread = Thread(subject)
    discussion = discussion_of(subject)
    if discussion is None:
        return thread
    posts = discussion.posts.shown().in_reading_order()
    thread.count = discussion.posts.standing().count()
    number = number or _page_beside(posts, beside)
    thread.page = Paginator(posts.for_reading(user), A_PAGE).get_page(number)
    thread.posts = _grouped(list(thread.page), discussion, user)
    _allow(thread, user)
    _render(thread.all, user)
    _name(thread.all, user)
    thread.follows = _follows(discussion, user)
    return thread


def discussion_of(subject):
    """The discussion of a thing, or `None` where nobody has said anything."""
    kind, pk = subject.key
    return Discussion.objects.filter(content_type_id=kind, object_id=pk).first()


def _page_beside(posts, pk):
    """The number of the page that a post stands on; the first one where it is not there."""
    order = list(posts.values_list("pk", flat=True)) if pk else []
    return order.index(pk) // A_PAGE + 1 if pk in order else 1


def _grouped(posts, discussion, user):
    """Posts with their answers. A page that begins with answers shows again what they answer."""
    if posts and posts[0].reply_to_id:
        again = discussion.posts.filter(pk=posts[0].reply_to_id).for_reading(user)
        posts = [*again, *posts]
    groups = {post.pk: post for post in posts if post.reply_to_id is None}
    for post in posts:
        post.discussion, post.answers = discussion, []
        if post.reply_to_id:
            groups[post.reply_to_id].answers.append(post)
    return list(groups.values())


def _allow(thread, user):
    """Note on each post what this reader may do with it."""
    owner = thread.subject.owner
    answered = {post.reply_to_id for post in thread.all if post.accepted}
    for post in thread.all:
        post.may_reply = permissions.can_post(user) and post.removed_at is None
        post.may_edit = permissions.can_edit_post(user, post, is_answered=post.is_answered)
        post.may_remove = permissions.can_remove_post(user, post)
        post.may_moderate = permissions.can_moderate_post(user, post, owner=owner)
        post.may_accept = permissions.can_accept(user, post, owner=owner) and (
            post.accepted or post.reply_to_id not in answered
        )
        post.may_find_useful = permissions.can_find_useful(user, post)


def _render(posts, user):
    """Render all posts and resolve what they refer to together: a few queries, however many there are.

    A link to a page that this reader may not see leads nowhere: its address would tell what it is called.
    """
    if not posts:
        return
    between = "\x00"
    seen = _pages_seen(posts, user)
    html = between.join(convert(post.text, profile="comment") for post in posts)
    html = _TO_A_PAGE.sub(lambda match: match[0] if int(match[1]) in seen else f'href="{references.GONE}"', html)
    for post, rendered in zip(posts, references.resolve(html).split(between), strict=True):
        post.html = mark_safe(rendered)  # noqa: S308 - cleaned by themes.markdown


def _pages_seen(posts, user):
    """The primary keys of those pages among the posts' references that the reader may see."""
    named = {each.pk for post in posts for each in references.references_in(post.text) if each.kind == "page"}
    return set(visible_pages(Page.objects.filter(pk__in=named), user).values_list("pk", flat=True)) if named else set()


def _name(posts, user):
    """Who wrote each post, as it is shown: people's own pages are for those who are signed in."""
    for post in posts:
        post.slot = f"slot-{post.pk}"
        post.team_line = _("Team %(name)s") % {"name": post.team} if post.team else ""
        post.author_url = post.author.profile.get_absolute_url() if post.author and user.is_authenticated else ""


def _follows(discussion, user):
    if not user.is_authenticated:
        return False
    kind = ContentType.objects.get_for_model(Discussion)
    return Follow.objects.filter(user=user, content_type=kind, object_id=discussion.pk).exists()
