"""Filters of the courses room."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()

HOUR = 60


@register.filter
def duration(minutes):
    """Whole minutes in words: "45 min", "2 h", "2 h 10 min"."""
    hours, rest = divmod(int(minutes or 0), HOUR)
    if not hours:
        return _("%(n)s min") % {"n": rest}
    return _("%(hours)s h %(n)s min") % {"hours": hours, "n": rest} if rest else _("%(hours)s h") % {"hours": hours}
