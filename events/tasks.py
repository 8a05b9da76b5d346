"""Background work of the events room: thin, by id, safe to repeat."""

from django_tasks import task

from events import telling
from events.models import Event, Registration
from people.models import User


@task()
def tell_people(registration_ids, news, by_id):
    """Tell those concerned what became of their registrations: in the portal, and by mail about a place or the list."""
    by = User.objects.filter(pk=by_id).first()
    for registration in Registration.objects.filter(pk__in=registration_ids).with_people().select_related("event"):
        telling.notify_person(registration, news, by)
        telling.mail_person(registration, news)


@task()
def tell_of_move(event_id):
    """Tell those who hold a place that date or place changed."""
    event = Event.objects.filter(pk=event_id).upcoming().first()
    if event:
        telling.notify_of_move(event)
