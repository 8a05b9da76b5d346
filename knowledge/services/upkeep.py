"""Keeping a page true: it is confirmed, updated, handed over, retired or brought back; all of it is recorded."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import TaskState

from knowledge.exceptions import KnowledgeError
from knowledge.models import PracticePage, Review, Upkeep
from knowledge.signals import page_brought_back, page_handed_over, page_retired, page_updated
from people.audiences import is_visible, page_audience
from people.models import User
from search.services import refresh

MOST_DAYS = 1096
LONGEST = 300


@transaction.atomic
def note_publication(*, page, revision):
    """Record that a revision of a page went live. The first one begins the page's upkeep.

    It counts as a look at the whole page, and renews it, where its writer or whoever approved it is the page's owner.
    Anybody else's is an update: the page stays verified by whom it was, until when it was. Editors confirm in words.
    """
    upkeep, begun = Upkeep.objects.select_for_update().get_or_create(
        page_id=page.pk, defaults={"owner": _first_owner(page, revision)}
    )
    steward = getattr(page, "steward_id", None)
    if steward and upkeep.owner_id != steward:
        upkeep.owner_id = steward
    if begun:
        upkeep.verified_until = _renewed(upkeep)
    people = _people_behind(revision)
    verifier = next((person for person in people if person.pk == upkeep.owner_id), None)
    if verifier:
        upkeep.verified_until, upkeep.verified_by = _renewed(upkeep), verifier
    upkeep.save()
    if people and not begun:
        until = upkeep.verified_until if verifier else None
        _record(page, Review.Verdict.UPDATED, verifier or people[0], until=until, revision=revision)
        page_updated.send(sender=Upkeep, page=page, by=people[0])
    return upkeep


def _first_owner(page, revision):
    return getattr(page, "steward", None) or getattr(page, "author", None) or revision.user or page.owner


def _people_behind(revision):
    """Who wrote a revision, and who approved it in a workflow."""
    approved = TaskState.objects.filter(revision=revision, status=TaskState.STATUS_APPROVED)
    pks = [revision.user_id, *approved.values_list("finished_by_id", flat=True)]
    people = User.objects.in_bulk([pk for pk in pks if pk])
    return [people[pk] for pk in dict.fromkeys(pks) if pk in people]


@transaction.atomic
def confirm(*, upkeep, by, note="", every_days=None):
    """Say that a page is still true, for `every_days` more days (as before where not given).

    Raises `KnowledgeError` for a retired page or a period of no sense.
    """
    upkeep = _locked(upkeep)
    _refuse_retired(upkeep)
    if every_days is not None:
        if not 1 <= every_days <= MOST_DAYS:
            raise KnowledgeError({"every_days": _("Choose between a day and three years.")})
        upkeep.every_days = every_days
    upkeep.verified_until, upkeep.verified_by = _renewed(upkeep), by
    upkeep.save()
    _record(upkeep.page, Review.Verdict.CONFIRMED, by, note, until=upkeep.verified_until)
    refresh(upkeep.page)
    return upkeep


@transaction.atomic
def hand_over(*, upkeep, to, by, note=""):
    """Give a page to another person to keep; a practice's steward changes with it.

    Raises `KnowledgeError` for somebody who has left or may not read the page.
    """
    upkeep = _locked(upkeep)
    if to.pk == upkeep.owner_id:
        raise KnowledgeError({"to": _("%(person)s keeps this page already.") % {"person": to.display_name}})
    if not (to.is_active and may_read(upkeep.page)(to)):
        raise KnowledgeError({"to": _("%(person)s cannot read this page.") % {"person": to.display_name}})
    upkeep.owner, upkeep.reminded_on = to, None
    upkeep.save()
    _hand_over_stewardship(upkeep.page, to)
    _record(upkeep.page, Review.Verdict.HANDED_OVER, by, note)
    page_handed_over.send(sender=Upkeep, page=upkeep.page, to=to, by=by)
    return upkeep


def _hand_over_stewardship(page, to):
    """The steward is part of what a practice says: of its published words, and of those waiting to be published."""
    if not PracticePage.objects.filter(pk=page.pk).update(steward=to):
        return
    for revision in page.revisions.filter(pk__in=[page.latest_revision_id, page.live_revision_id]):
        revision.content["steward"] = to.pk
        revision.save(update_fields=["content"])


@transaction.atomic
def retire(*, upkeep, by, because, successor=None):
    """Take a page out of use, for a reason. Its address leads to its successor, or says that it is retired and why.

    Raises `KnowledgeError`: no reason, a page that is retired already, a successor that cannot follow it.
    """
    pages = [upkeep.page_id, *([successor.pk] if successor else [])]
    locked = {row.page_id: row for row in Upkeep.objects.select_for_update().filter(page__in=pages).order_by("pk")}
    upkeep = locked[upkeep.page_id]
    _refuse_retired(upkeep)
    errors = {}
    if not because.strip():
        errors["because"] = _("Say why, so that nobody has to guess.")
    if successor and (problem := _cannot_follow(upkeep, successor, locked.get(successor.pk), by)):
        errors["successor"] = problem
    if errors:
        raise KnowledgeError(errors)
    upkeep.retired_on, upkeep.retired_because = timezone.localdate(), because.strip()[:LONGEST]
    upkeep.successor = successor
    upkeep.save()
    _record(upkeep.page, Review.Verdict.RETIRED, by, because.strip())
    refresh(upkeep.page)
    page_retired.send(sender=Upkeep, page=upkeep.page, by=by)
    return upkeep


def _cannot_follow(upkeep, successor, its_upkeep, by):
    if successor.pk == upkeep.page_id:
        return _("A page cannot follow itself.")
    if not successor.live or not may_read(successor)(by):
        return _("Choose a published page that you can read.")
    if its_upkeep and its_upkeep.retired_on:
        return _("“%(title)s” is retired itself. Choose the page that is in use.") % {"title": successor.title}
    return ""


@transaction.atomic
def bring_back(*, upkeep, by, note=""):
    """Put a retired page to use again: in lists, in search, at its own address, and verified as of today.

    Raises `KnowledgeError` for a page that is in use.
    """
    upkeep = _locked(upkeep)
    if not upkeep.retired_on:
        raise KnowledgeError({"": _("This page is in use.")})
    upkeep.retired_on, upkeep.retired_because, upkeep.successor = None, "", None
    upkeep.verified_until, upkeep.verified_by = _renewed(upkeep), by
    upkeep.save()
    _record(upkeep.page, Review.Verdict.BROUGHT_BACK, by, note, until=upkeep.verified_until)
    refresh(upkeep.page)
    page_brought_back.send(sender=Upkeep, page=upkeep.page, by=by)
    return upkeep


def may_read(page):
    """A function that tells of each person whether they may read a page; decided by its audience, read once."""
    audience = page_audience(page)
    return lambda user: audience is not None and is_visible(audience.audience, audience.group_id, user)


def _locked(upkeep):
    return Upkeep.objects.select_for_update(of=("self",)).select_related("page", "owner").get(pk=upkeep.pk)


def _refuse_retired(upkeep):
    if upkeep.retired_on:
        raise KnowledgeError({"": _("This page is retired. Bring it back first.")})


def _renewed(upkeep):
    return timezone.localdate() + timedelta(days=upkeep.every_days)


def _record(page, verdict, by, note="", *, until=None, revision=None):
    return Review.objects.create(
        page_id=page.pk,
        title=page.title,
        verdict=verdict,
        note=note.strip()[:LONGEST],
        by=by,
        verified_until=until,
        revision_id=revision.pk if revision else page.live_revision_id,
    )
