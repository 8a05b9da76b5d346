"""Who may do what with paths, courses, lessons and quizzes."""

from wagtail.models import Page

from people.audiences import visible_pages


def can_read(user, page):
    """Its audience decides, and that of everything above it (people/audiences.py)."""
    return visible_pages(Page.objects.filter(pk=page.pk), user).exists()


def can_take(user, page):
    """Enrol, mark lessons as done, hand in a quiz: people who are signed in and may read it."""
    return user.is_authenticated and can_read(user, page)


def can_read_attempt(user, attempt):
    """The person who made it."""
    return user.is_authenticated and attempt.user_id == user.pk
