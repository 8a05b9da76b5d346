"""Telling people about pages: owners what is due and what was said, followers what has changed."""

from collections import defaultdict
from datetime import timedelta

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from knowledge.backlinks import dependent_pages
from knowledge.models import Upkeep
from knowledge.services.upkeep import may_read
from people.models import User
from people.roles import EDITORS
from people.services import followers_of, notify

REMIND_DAYS = 14
NAMED = 2


@transaction.atomic
def remind_owners(*, today=None):
    """Remind owners 14 days before a page is due and on the day: one notification for each, whatever the pages.

    Whoever was missed on one day is reminded on the next; running it twice reminds once. Returns how many people were
    told.
    """
    today = today or timezone.localdate()
    due = defaultdict(list)
    for upkeep in _to_remind(today):
        due[upkeep.owner].append(upkeep)
    for owner, upkeeps in due.items():
        titles = [Truncator(upkeep.page.title).chars(60) for upkeep in upkeeps[:NAMED]]
        names = _(", ").join(_("“%(title)s”") % {"title": title} for title in titles)
        if len(upkeeps) > NAMED:
            names = _("%(names)s and %(n)s more") % {"names": names, "n": len(upkeeps) - NAMED}
        text = ngettext(
            "A page that you keep is due for a look: %(names)s",
            "%(count)s pages that you keep are due for a look: %(names)s",
            len(upkeeps),
        ) % {"count": len(upkeeps), "names": names}
        notify(user=owner, kind="page-due", text=text, url=reverse("knowledge:upkeep"), dedupe=f"{today}")
    Upkeep.objects.filter(pk__in=[each.pk for upkeeps in due.values() for each in upkeeps]).update(reminded_on=today)
    return len(due)


def _to_remind(today):
    """Kept pages that are due, and whose owner has not been told so at this stage."""
    soon = Q(verified_until__gt=today, verified_until__lte=today + timedelta(days=REMIND_DAYS))
    untold = Q(reminded_on=None) | Q(reminded_on__lt=F("verified_until") - timedelta(days=REMIND_DAYS))
    up = Q(verified_until__lte=today) & (Q(reminded_on=None) | Q(reminded_on__lt=F("verified_until")))
    return (
        Upkeep.objects.filter(up | (soon & untold), retired_on=None, page__live=True, owner__is_active=True)
        .select_related("page", "owner")
        .order_by("verified_until", "pk")
    )


def tell_of_update(*, page, by):
    """Tell those who follow a page that it has changed, once a day at most."""
    text = _("A page that you follow was updated: %(title)s") % {"title": page.title}
    dedupe = f"page-{page.pk}-{timezone.localdate()}"
    _tell(_followers(page, by), page, kind="page-updated", text=text, url=page.url, dedupe=dedupe)


def tell_of_retirement(*, page, by):
    """Tell those who follow a retired page, and the owners of pages that refer to it: their links lead elsewhere."""
    upkeep = Upkeep.objects.get(page=page)
    followers = _followers(page, by)
    dedupe = f"page-{page.pk}-{upkeep.retired_on}"
    text = _("A page that you follow was retired: %(title)s") % {"title": page.title}
    _tell(followers, page, kind="page-updated", text=text, url=page.url, dedupe=dedupe)
    for kept in Upkeep.objects.filter(page__in=dependent_pages(page), retired_on=None).select_related("owner", "page"):
        if kept.owner and kept.owner != by:
            text = _("“%(page)s”, which you keep, refers to a page that was retired: %(title)s") % {
                "page": Truncator(kept.page.title).chars(80),
                "title": Truncator(page.title).chars(80),
            }
            url = reverse("knowledge:page_care", args=[kept.page_id])
            _tell([kept.owner], page, kind="link-retired", text=text, url=url, dedupe=f"{dedupe}-in-{kept.page_id}")


def tell_of_handing_over(*, page, to, by):
    """Tell a person that a page is theirs to keep."""
    if to != by:
        text = _("%(person)s handed you a page to keep: %(title)s") % {"person": by.display_name, "title": page.title}
        notify(user=to, kind="page-yours", text=text, url=reverse("knowledge:page_care", args=[page.pk]))


def tell_of_problem(*, report):
    """Tell the owner of a page what a reader reported; the editors where nobody keeps it."""
    owner = User.objects.filter(kept_pages__page=report.page, is_active=True).first()
    told = [owner] if owner else User.objects.filter(groups__in=Group.objects.filter(name=EDITORS), is_active=True)
    text = _("A problem was reported on “%(title)s”: %(text)s") % {
        "title": Truncator(report.page.title).chars(80),
        "text": Truncator(report.text).chars(120),
    }
    url = reverse("knowledge:page_care", args=[report.page_id]) + "#problems"
    _tell(told, report.page, kind="page-problem", text=text, url=url, dedupe=f"report-{report.pk}")


def tell_of_answer(*, report):
    """Tell a reader what came of the problem that they reported."""
    if report.reported_by and report.reported_by != report.closed_by:
        text = _("Your report on “%(title)s” was answered: %(answer)s") % {
            "title": Truncator(report.page.title).chars(80),
            "answer": Truncator(report.answer).chars(120),
        }
        dedupe = f"report-{report.pk}-answer"
        _tell([report.reported_by], report.page, kind="page-answer", text=text, url=report.page.url, dedupe=dedupe)


def _followers(page, by):
    return followers_of(page).exclude(pk=by.pk if by else None)


def _tell(people, page, **told):
    """Notify those of some people who may read the page."""
    reads = may_read(page)
    for person in people:
        if person.is_active and reads(person):
            notify(user=person, **{**told, "url": told["url"] or ""})
