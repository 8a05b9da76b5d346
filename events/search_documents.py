"""How events are found by search."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models import Event, Occurrence
from events.when import day


def event_document(event):
    """An event: what it works on, who leads it, where, and its next date (or its last, when it is over)."""
    starts = sorted(occurrence.starts_at for occurrence in event.occurrences.all())
    if not starts:
        return None
    at = next((start for start in starts if start >= timezone.now()), starts[-1])
    people = [person.display_name for person in event.facilitators.all()]
    with timezone.override(event.timezone):
        said = day(at)
    return {
        "title": event.title,
        "url": event.get_absolute_url(),
        "audience": event.audience,
        "audience_group_id": event.audience_group_id,
        "summary": event.summary,
        "body": "\n".join(
            [event.get_kind_display(), said, event.place, *people, *event.outcomes, event.description, event.afterwards]
        ),
        "topics": list(event.topics.all()),
        "date": at,
        "about": list(event.practices.all()),
    }


def register(documents):
    """Events, described anew when their dates change."""
    documents.add(
        Event,
        kind="event",
        label=_("Event"),
        label_plural=_("Events"),
        category="event",
        icon="ticket",
        build=event_document,
        queryset=lambda: Event.objects.prefetch_related("occurrences", "facilitators", "practices", "topics"),
        also_on={Occurrence: lambda occurrence: [occurrence.event]},
    )
