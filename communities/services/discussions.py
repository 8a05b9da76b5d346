"""Writing in discussions: posting, changing, removing, accepting, finding useful, following."""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.exceptions import CommunityError
from communities.models import Discussion, Post, Usefulness
from communities.models.discussions import LONGEST_POST
from communities.signals import accepted, posted, removed
from people.models import User
from people.services import follow, unfollow

MOST_A_MINUTE = 5
MINUTE = timedelta(minutes=1)


def discussion_about(*, subject):
    """The discussion of a thing, begun where there is none."""
    kind, pk = subject.key
    return Discussion.objects.get_or_create(content_type=ContentType.objects.get_for_id(kind), object_id=pk)[0]


@transaction.atomic
def post(*, subject, author, text, reply_to=None, at=None):
    """Write in the discussion of a thing and follow it. Returns the post.

    A reply to a reply stands below the same post. The same words sent twice within a minute are one post. `at` is when
    it was said, now unless given; nobody is told of what was said in the past. Raises `CommunityError`: no words or too
    many, more than `MOST_A_MINUTE` posts within a minute, an answer to something that has been removed.
    """
    text = _checked(text)
    discussion = discussion_about(subject=subject)
    # Whoever sends two forms at once is taken one after the other.
    User.objects.select_for_update().get(pk=author.pk)
    if reply_to is not None:
        reply_to = _root(discussion, reply_to)
    if at is None:
        recent = Post.objects.filter(author=author, created_at__gt=timezone.now() - MINUTE)
        if again := recent.standing().filter(discussion=discussion, text=text, reply_to=reply_to).first():
            return again
        _bound(recent)
    written = Post.objects.create(
        discussion=discussion, author=author, text=text, reply_to=reply_to, created_at=at or timezone.now()
    )
    follow(user=author, target=discussion)
    if at is None:
        posted.send(Post, post=written)
    return written


def _checked(text):
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise CommunityError(_("Write a few words first."))
    if "\x00" in text:
        raise CommunityError(_("There is a character in it that cannot be stored. Type the text again."))
    if len(text) > LONGEST_POST:
        raise CommunityError(
            _("This is too long: %(length)s characters, at most %(most)s.")
            % {"length": len(text), "most": LONGEST_POST}
        )
    return text


def _root(discussion, reply_to):
    """The post that a reply stands below. Locked, so that it cannot be removed at the same moment."""
    root = Post.objects.select_for_update().filter(pk=reply_to.root_id, discussion=discussion).first()
    if root is None or not Post.objects.filter(pk=reply_to.pk).standing().exists():
        raise CommunityError(_("What you wanted to answer has been removed. You can post it as a new comment."))
    return root


def _bound(recent):
    if recent.count() >= MOST_A_MINUTE:
        raise CommunityError(
            ngettext(
                "You have posted %(n)s time within a minute. Wait a moment, then send it again.",
                "You have posted %(n)s times within a minute. Wait a moment, then send it again.",
                MOST_A_MINUTE,
            )
            % {"n": MOST_A_MINUTE}
        )


@transaction.atomic
def edit(*, post, text):
    """Change the words of a post. The same words change nothing. Raises `CommunityError`."""
    text = _checked(text)
    if text != post.text:
        post.text, post.edited_at = text, timezone.now()
        post.save(update_fields=["text", "edited_at"])
    return post


@transaction.atomic
def remove(*, post, by, because=""):
    """Take a post away. While it has replies its place stays, without its words; else nothing of it is left.

    An editor or the thing's owner gives a reason, which stands in its place and is told to the author. Raises
    `CommunityError` where somebody else's post is removed without one.
    """
    because = because.replace("\x00", "").strip()[:300]
    own = post.author_id == by.pk
    if not own and not because:
        raise CommunityError(_("Say why, in a few words: the author is told."))
    root = Post.objects.select_for_update().filter(pk=post.root_id).first()
    if not own:
        removed.send(Post, post=post, by=by, because=because)
    if post.replies.standing().exists() or not own:
        Post.objects.filter(pk=post.pk).update(
            text="", removed_at=timezone.now(), removed_because="" if own else because, accepted=False
        )
        post.refresh_from_db()
        post.save(update_fields=["removed_at"])
    else:
        post.delete()
    _forget_empty(root)


def _forget_empty(root):
    """A post that its author removed keeps its place only for the sake of what was answered."""
    if root is None or root.removed_at is None or root.removed_because:
        return
    if not root.replies.standing().exists():
        root.delete()


@transaction.atomic
def accept(*, post, by):
    """Mark the reply that answered it; one of each post's replies."""
    Post.objects.select_for_update().filter(pk=post.reply_to_id).first()
    for other in Post.objects.filter(reply_to=post.reply_to_id, accepted=True).exclude(pk=post.pk):
        other.accepted = False
        other.save(update_fields=["accepted"])
    if not post.accepted:
        post.accepted = True
        post.save(update_fields=["accepted"])
        accepted.send(Post, post=post, by=by)
    return post


@transaction.atomic
def take_back_acceptance(*, post):
    """The reply did not answer it after all."""
    post.accepted = False
    post.save(update_fields=["accepted"])
    return post


def find_useful(*, post, user):
    """Say that a post is useful. Saying it twice is saying it once."""
    return Usefulness.objects.get_or_create(post=post, user=user)[0]


def take_back_useful(*, post, user):
    """Say it no longer."""
    Usefulness.objects.filter(post=post, user=user).delete()


def follow_discussion(*, subject, user):
    """Hear of every new post."""
    return follow(user=user, target=discussion_about(subject=subject))


def unfollow_discussion(*, subject, user):
    """Hear of answers to one's own posts only."""
    unfollow(user=user, target=discussion_about(subject=subject))
