"""The words in which people hear of their places."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from events.models import Event, Registration
from events.when import date_and_time
from people.audiences import is_visible
from people.services import notify

MAILED = {Registration.Status.CONFIRMED, Registration.Status.WAITING}


def _sentence(registration, news, by):
    """What the portal tells the person, or nothing where they did it themselves."""
    words = {"title": registration.event.title, "by": by.display_name if by else ""}
    if news == "promoted":
        return _("A place became free: you are registered for %(title)s") % words
    if by is None or by.pk == registration.user_id:
        return ""
    said = {
        "confirmed": _("%(by)s registered you for %(title)s"),
        "waiting": _("%(by)s put you on the waiting list of %(title)s"),
        "cancelled": _("%(by)s gave back your place at %(title)s"),
    }
    return said[news] % words


def notify_person(registration, news, by):
    """Tell it in the portal, once. An open seat's news goes to whoever asked for it."""
    person = registration.user or (registration.registered_by if news == "promoted" else None)
    text = person and _sentence(registration, news, by)
    if text:
        url = registration.event.get_absolute_url()
        notify(user=person, kind=f"event-{news}", text=text, url=url, dedupe=f"registration-{registration.pk}")


def mail_person(registration, news):
    """Write to the person about the place they have or wait for, once for each status. Nothing for open seats."""
    person, event, status = registration.user, registration.event, registration.status
    if person is None or status not in MAILED or registration.mailed_status == status or not person.is_active:
        return
    if not is_visible(event.audience, event.audience_group_id, person):
        return
    context = {
        "person": person,
        "event": event,
        "news": "promoted" if registration.mailed_status == Registration.Status.WAITING else status,
        "join_url": event.join_url if status == Registration.Status.CONFIRMED else "",
        "action_url": settings.BASE_URL + event.get_absolute_url(),
        "action_label": _("Everything about it, and the way to give the place back"),
        "brand": {"name": settings.WAGTAIL_SITE_NAME},
    }
    with timezone.override(person.profile.timezone), translation.override(settings.LANGUAGE_CODE):
        coming = event.occurrences.to_come().first()
        context["when"] = date_and_time(coming.starts_at, coming.ends_at) if coming else ""
        context["title"] = subject = render_to_string("events/email/place_subject.txt", context).strip()
        body = render_to_string("events/email/place.txt", context)
    send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [person.email])
    Registration.objects.filter(pk=registration.pk).update(mailed_status=status)


def notify_of_move(event: Event):
    """Tell everyone who holds a place or waits, once for each change."""
    text = _("%(title)s changed: look when and where it takes place") % {"title": event.title}
    for registration in event.registrations.active().filter(user__isnull=False).select_related("user"):
        notify(
            user=registration.user,
            kind="event-changed",
            text=text,
            url=event.get_absolute_url(),
            dedupe=f"event-{event.pk}-{event.sequence}",
        )
