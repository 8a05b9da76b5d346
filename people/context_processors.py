"""What every page's header needs about the reader."""

from django.utils.functional import SimpleLazyObject


def notifications(request):
    """`unread_count`: how many notifications are new. One query, only where a template asks."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"unread_count": 0}
    return {"unread_count": SimpleLazyObject(lambda: user.notifications.unread().count())}
