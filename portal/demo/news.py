"""Who follows what, and what people have been told lately."""

from django.urls import reverse

from knowledge.models import Retrospective
from people.models import Notification
from people.services import follow, notify


def load_follows(people, practices):
    """A few people follow the practices that their teams try."""
    for username, slugs in {
        "amara.osei": ["limit-work-in-progress", "forecast-from-what-you-finished"],
        "nadia.rahman": ["limit-work-in-progress", "one-list-one-order"],
        "elif.sahin": ["limit-work-in-progress", "show-the-work-every-two-weeks"],
        "jonas.lindqvist": ["limit-work-in-progress", "pull-do-not-push"],
    }.items():
        for slug in slugs:
            follow(user=people[username], target=practices[slug])


# To whom, which kind, what, the address (a name and its arguments), days ago, and whether it was read.
NEWS = [
    (
        "nadia.rahman",
        "new-evidence",
        "New evidence on a practice you follow: Limit work in progress",
        "leak-reports",
        1,
        0,
    ),
    (
        "nadia.rahman",
        "new-evidence",
        "New evidence on a practice you follow: One list, one order",
        "metering-data",
        4,
        1,
    ),
    (
        "amara.osei",
        "new-evidence",
        "New evidence on a practice you follow: Limit work in progress",
        "leak-reports",
        1,
        0,
    ),
    (
        "jonas.lindqvist",
        "new-evidence",
        "New evidence on a practice you follow: Pull, do not push",
        "works-orders",
        2,
        0,
    ),
]


def load_news(people, calendar):
    """A few notifications, dated back, that lead to retrospectives which their readers may see."""
    for username, kind, text, project, days, is_read in NEWS:
        told = Retrospective.objects.visible_to(people[username]).filter(project__slug=project).first()
        url = reverse("knowledge:retrospective", args=[told.slug])
        notification = notify(user=people[username], kind=kind, text=text, url=url, dedupe=f"demo-{project}")
        at = calendar.at(calendar.today, "08:12") - calendar.days(days)
        Notification.objects.filter(pk=notification.pk).update(created_at=at, read_at=at if is_read else None)
