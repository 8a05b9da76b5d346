"""Days by which somebody is to finish training, for their own calendar feed."""

from django.utils.translation import gettext as _

from courses.progress import continue_learning
from events.calendar import Entry


def due_dates(user):
    """One entry on each due day of a path or course that this person has not finished and may still see."""
    return [
        Entry(
            uid=f"guildhall-enrolment-{item.enrolment.pk}",
            title=_("Finish “%(title)s”") % {"title": item.title},
            start=item.due_on,
            changed_at=item.since,
            url=item.url,
            description=item.progress.sentence,
            category=_("Training"),
        )
        for item in continue_learning(user, limit=None)
        if item.due_on
    ]
