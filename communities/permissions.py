"""Who may do what in a discussion. Whoever does it may see what it is about: that is asked first, of the thing."""

from people.permissions import is_editor


def can_post(user):
    """Write, reply and find useful: whoever is signed in."""
    return user.is_authenticated and user.is_active


def can_edit_post(user, post, *, is_answered):
    """Change one's own words, until somebody else has written below them: an answer must not lose its question."""
    return _wrote(user, post) and post.removed_at is None and not is_answered and not post.accepted


def can_remove_post(user, post):
    """Take away one's own words, whenever."""
    return _wrote(user, post) and post.removed_at is None


def can_moderate_post(user, post, *, owner):
    """Take away somebody else's words, with a reason: editors, and the owner of what is discussed."""
    return can_post(user) and post.removed_at is None and not _wrote(user, post) and _keeps_order(user, owner)


def can_accept(user, post, *, owner):
    """Say that a reply answered it: who asked, and the owner of what is discussed."""
    if not can_post(user) or post.reply_to is None or post.removed_at is not None:
        return False
    return _wrote(user, post.reply_to) or user == owner


def can_find_useful(user, post):
    """Say that somebody else's words are useful."""
    return can_post(user) and post.removed_at is None and not _wrote(user, post)


def _wrote(user, post):
    return can_post(user) and post.author_id == user.pk


def _keeps_order(user, owner):
    return is_editor(user) or user == owner
