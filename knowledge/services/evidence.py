"""Telling people about new evidence."""

from django.utils.translation import gettext as _

from people.audiences import Audience
from people.services import followers_of, notify


def tell_followers_of_evidence(*, retrospective):
    """Tell those who follow its practices and may read it, each once for each practice; the writer knows already."""
    uses = retrospective.practice_uses.filter(practice__isnull=False).select_related("practice")
    for use in uses:
        followers = followers_of(use.practice).exclude(pk=retrospective.created_by_id)
        if retrospective.audience == Audience.GROUP:
            followers = followers.filter(groups=retrospective.audience_group_id)
        for user in followers:
            notify(
                user=user,
                kind="new-evidence",
                text=_("New evidence on a practice you follow: %(practice)s") % {"practice": use.practice.title},
                url=retrospective.get_absolute_url(),
                dedupe=f"retrospective-{retrospective.pk}-practice-{use.practice_id}",
            )
