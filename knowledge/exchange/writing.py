"""Filling one page from what was prepared, and publishing it with one revision."""

from contextlib import contextmanager
from functools import partial

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, published

from knowledge.exchange import preparing
from knowledge.link_checks import publishing_errors
from knowledge.models import Upkeep
from people.audiences import Audience


def fill(page, prepared, notes, *, user, fresh, only_beside):
    """Set what the file says on the page and publish it; a page that is not published keeps the change as a draft.

    `only_beside`: its words are the same, and only audience or upkeep differ. Raises `ValidationError`.
    """
    # Before the page is shown to anybody.
    there = (Audience.PUBLIC, ()) if fresh else preparing.audience_of(page)
    # A file that says nothing of its readers is for members: whoever means the public says so.
    wanted = prepared.audience or ((Audience.MEMBERS, ()) if fresh else there)
    if wanted != there:
        _restrict(page, *wanted, fresh=fresh)
    if not only_beside:
        _publish(page, prepared, notes, user=user, fresh=fresh)
    _care(page, prepared)


def _publish(page, prepared, notes, *, user, fresh):
    if page.has_unpublished_changes and page.live:
        notes.remark(_("The page had a change that was not published; it stands in the page's history."))
    if fresh:
        page.first_published_at = prepared.published
    preparing.put(page, prepared)
    empty = _without_rows(page) if fresh else []
    live = page.live
    page.full_clean()
    if not (fresh or live):
        page.save_revision(user=user, clean=False, log_action=True)
        notes.remark(_("The page is not published; the change waits there as a draft."))
        return
    _look_at_links(page, notes)
    with _saving(page, lambda **kwargs: None):
        # Publishing, which comes next, saves the page with all that has changed.
        revision = page.save_revision(user=user, clean=False, log_action=not fresh)
    for name in empty:
        page._cluster_related_objects.pop(name)
    with _saving(page, partial(type(page).save, page, clean=False)):
        _PublishAsItStands(revision, page, user, fresh=fresh).execute(skip_permission_checks=True)
    if prepared.published:
        at = {"first_published_at": prepared.published}
        at |= {"last_published_at": prepared.published} if fresh else {}
        Page.objects.filter(pk=page.pk).update(**at)


def _look_at_links(page, notes):
    """Links of the file that lead nowhere are said, and noted beside the page for its owner; they keep nothing out,
    since a library is rarely whole. Raises `ValidationError` for relations that make no sense."""
    errors = publishing_errors(page)
    if relations := {name: errors.pop(name) for name in list(errors) if name in getattr(page, "RELATIONS", ())}:
        raise ValidationError(relations)
    for messages in errors.values():
        for message in messages:
            notes.remark(message)


@contextmanager
def _saving(page, save):
    """Have Wagtail's actions save the page in another way: it was checked already, and one save is enough."""
    page.save = save
    try:
        yield
    finally:
        del page.save


class _PublishAsItStands(PublishPageRevisionAction):
    """Publishes the page that the revision was made from a moment ago, without reading it back from the revision."""

    def __init__(self, revision, page, user, *, fresh):
        super(PublishRevisionAction, self).__init__(page, user=user)
        self.revision, self.object, self.fresh = revision, page, fresh
        self.changed, self.log_action, self.previous_revision = True, True, None

    def _after_publish(self):
        """A page that was just made has no comments, aliases and reviews that would have to follow."""
        if not self.fresh:
            super()._after_publish()
            return
        for signal in (page_published, published):
            signal.send(sender=type(self.object), instance=self.object, revision=self.revision)


def _without_rows(page):
    """Relations of a page just made that stay empty, set to be so: nobody has to ask the database for them."""
    fields = [field.name for field in page._meta.get_fields() if isinstance(field, ParentalManyToManyField)]
    empty = [name for name in fields if not page.__dict__.get("_cluster_related_objects", {}).get(name)]
    for name in empty:
        setattr(page, name, [])
    return empty


def _restrict(page, audience, groups, *, fresh):
    """The page's own restriction; those of the pages above it stay as they are. Of a page that nobody has seen yet it
    is no change, and is not logged as one."""
    if not fresh:
        PageViewRestriction.objects.filter(page=page).delete()
    if audience == Audience.MEMBERS and fresh:
        PageViewRestriction.objects.bulk_create(
            [PageViewRestriction(page=page, restriction_type=PageViewRestriction.LOGIN)]
        )
    elif audience == Audience.MEMBERS:
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    elif audience == Audience.GROUP:
        made = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS)
        made.groups.set(groups)


def _care(page, prepared):
    changes = preparing.upkeep_changes(page, prepared)
    if not changes:
        return
    row = Upkeep.objects.filter(page=page).first() or Upkeep(page_id=page.pk)
    for name, value in changes.items():
        setattr(row, name, value)
    row.save()
