"""Template tags about people: ``{% load people_tags %}``."""

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from people.notifications import kinds

register = template.Library()


@register.inclusion_tag("components/person.html")
def person(user, line=""):
    """A person with a line of context and a link to their page. Wants `select_related("profile")`."""
    return {"name": user.display_name, "line": line, "url": user.profile.get_absolute_url()}


@register.inclusion_tag("components/person.html")
def team(team, line=""):
    """A team with a line of context and a link to its page."""
    return {"name": team.name, "line": line, "url": team.get_absolute_url(), "team": True}


@register.inclusion_tag("components/avatar.html")
def avatar(user, size=""):
    """A person's avatar as a link to their page. Wants `select_related("profile")`."""
    return {"name": user.display_name, "size": size, "url": user.profile.get_absolute_url()}


@register.filter
def kind(notification):
    """The registered kind of a notification: its label, icon and hue."""
    return kinds.get(notification.kind)


@register.filter
def moment(when):
    """A time as a reader says it: "8:12" today, "Sunday" within the last week, then "14 October" and the year."""
    local, today = timezone.localtime(when), timezone.localdate()
    age = (today - local.date()).days
    if age == 0:
        return date_format(local, "G:i")
    if 0 < age < 7:
        return date_format(local, "l")
    return date_format(local, "j F" if local.year == today.year else "j F Y")


@register.simple_tag
def signup_mode():
    """Who may sign up: "open", "domain" or "invitation"."""
    return settings.SIGNUP


@register.simple_tag
def demo_accounts():
    """The accounts of the demo, each with `email` and `role`; none outside the demo."""
    return getattr(settings, "DEMO_ACCOUNTS", []) if settings.DEMO else []


@register.simple_tag
def demo_password():
    """The password that all accounts of the demo share."""
    return getattr(settings, "DEMO_PASSWORD", "") if settings.DEMO else ""
