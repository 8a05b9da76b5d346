"""Days and times as a reader says them, in the zone that is active for the reader."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _


def clock(at):
    """ "09:30" """
    return date_format(timezone.localtime(at), "H:i")


def times(starts_at, ends_at):
    """ "09:30 to 12:00", with the day of the end where it is another one."""
    start, end = timezone.localtime(starts_at), timezone.localtime(ends_at)
    until = date_format(end, "H:i") if start.date() == end.date() else date_format(end, "D j M, H:i")
    return _("%(start)s to %(end)s") % {"start": date_format(start, "H:i"), "end": until}


def day(at, year=True):
    """ "Thu 3 December 2026" """
    return date_format(timezone.localtime(at), "D j F Y" if year else "D j F")


def date_and_time(starts_at, ends_at):
    """ "Thu 3 December 2026, 09:30 to 12:00, GMT" """
    return f"{day(starts_at)}, {times(starts_at, ends_at)}, {zone_name(starts_at)}"


def zone_name(at):
    """The zone's short name at that time: "CET". A zone without one is named by its offset."""
    return timezone.localtime(at).tzname()
