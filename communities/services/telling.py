"""Telling people what was said. Nobody is told of what they may not see."""

from django.utils.translation import gettext as _

from communities.subjects import subject_of
from people.models import User
from people.services import followers_of, notify


def tell_of_post(*, post):
    """Tell the author of what it answers, the owner of the thing and those who follow the discussion, each once."""
    if post.removed_at is not None or post.author is None:
        return
    told = {post.author_id}
    for user, answered in _listeners(post):
        subject = subject_of(post.discussion, user) if user.pk not in told else None
        if subject is not None:
            told.add(user.pk)
            words = _("%(person)s answered you on %(title)s") if answered else _("%(person)s commented on %(title)s")
            text = words % {"person": post.author.display_name, "title": subject.title}
            notify(user=user, kind="comment", text=text, url=post.get_absolute_url(), dedupe=f"post-{post.pk}")


def _listeners(post):
    """Who may want to hear of a post, with whether it answers them; those whom it answers first."""
    asked = post.reply_to.author if post.reply_to else None
    if asked and asked.is_active:
        yield asked, True
    subject = subject_of(post.discussion, post.author)
    owner = subject.owner if subject else None
    if owner and owner.is_active:
        yield owner, False
    for user in followers_of(post.discussion).order_by("pk"):
        yield user, False


def tell_of_acceptance(*, post, by):
    """Tell the author of a reply that it answered the question."""
    if post.author is None or post.author == by or not post.author.is_active or not post.accepted:
        return
    subject = subject_of(post.discussion, post.author)
    if subject is not None:
        text = _("%(person)s says that your comment on %(title)s answered it") % {
            "person": by.display_name,
            "title": subject.title,
        }
        notify(user=post.author, kind="comment", text=text, url=post.get_absolute_url(), dedupe=f"accepted-{post.pk}")


def tell_of_removal(*, author_id, discussion, by, because, post_id):
    """Tell an author that their words were taken away, and why."""
    author = User.objects.filter(pk=author_id, is_active=True).first()
    subject = subject_of(discussion, author) if author else None
    if subject is not None:
        text = _("%(person)s removed your comment on %(title)s: %(because)s") % {
            "person": by.display_name,
            "title": subject.title,
            "because": because,
        }
        notify(user=author, kind="comment", text=text, url=discussion.get_absolute_url(), dedupe=f"removed-{post_id}")
