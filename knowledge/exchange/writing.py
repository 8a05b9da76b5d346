"""Filling one page from what was prepared, and publishing it with one revision."""

from django.utils.translation import gettext as _
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.models import Page, PageViewRestriction

from knowledge.exchange import preparing
from knowledge.models import Upkeep
from people.audiences import Audience


def fill(page, prepared, notes, *, user, fresh, only_beside):
    """Set what the file says on the page and publish it; a page that is not published keeps the change as a draft.

    `only_beside`: its words are the same, and only audience or upkeep differ. Raises `ValidationError`.
    """
    # Before the page is shown to anybody.
    there = (Audience.PUBLIC, ()) if fresh else preparing.audience_of(page)
    if prepared.audience not in (None, there):
        _restrict(page, *prepared.audience, fresh=fresh)
    if not only_beside:
        _publish(page, prepared, notes, user=user, fresh=fresh)
    _care(page, prepared)


def _publish(page, prepared, notes, *, user, fresh):
    if page.has_unpublished_changes and page.live:
        notes.remark(_("The page had a change that was not published; it stands in the page's history."))
    if fresh:
        page.first_published_at = prepared.published
    preparing.put(page, prepared)
    live = page.live
    page.full_clean()
    revision = page.save_revision(user=user, clean=False, log_action=not fresh)
    if not (fresh or live):
        notes.remark(_("The page is not published; the change waits there as a draft."))
        return
    _PublishAsItStands(revision, page, user).execute(skip_permission_checks=True)
    if prepared.published:
        at = {"first_published_at": prepared.published}
        at |= {"last_published_at": prepared.published} if fresh else {}
        Page.objects.filter(pk=page.pk).update(**at)
    page.refresh_from_db(fields=["live", "first_published_at"])


class _PublishAsItStands(PublishPageRevisionAction):
    """Publishes the page that the revision was made from a moment ago, without reading it back from the revision."""

    def __init__(self, revision, page, user):
        super(PublishRevisionAction, self).__init__(page, user=user)
        self.revision, self.object = revision, page
        self.changed, self.log_action, self.previous_revision = True, True, None


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
