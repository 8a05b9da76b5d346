"""Who may do what with retrospectives, laps and pages."""

from knowledge.reviewing import cares_for, is_open_to, stewards_it
from knowledge.uploads import is_on_a_page_for
from people.permissions import belongs_to, is_editor


def can_write_for(user, team):
    """Write retrospectives and run laps: those in the team, and its coach, while there is a team."""
    return belongs_to(user, team) and team.dissolved_on is None


def can_read_retrospective(user, retrospective):
    """Its audience decides."""
    return retrospective.is_visible_to(user)


def can_edit_retrospective(user, retrospective):
    """Change it and decide who may read it: its team."""
    return can_write_for(user, retrospective.team)


def can_read_lap(user, lap):
    """Its audience decides; a team's own laps are open to its members and coach."""
    return lap.is_visible_to(user)


def can_run_lap(user, lap):
    """Choose, record, change and end: its team."""
    return can_write_for(user, lap.team)


def can_edit_page(user, page):
    """Has Wagtail's own permission to edit this page. Asked only of people who may open the editor at all."""
    return (
        user.is_authenticated
        and user.has_perm("wagtailadmin.access_admin")
        and (page.permissions_for_user(user).can_edit())
    )


def can_write(user):
    """Begin a lesson learned, and send pictures and files for it: everyone who is signed in."""
    return user.is_authenticated and user.is_active


def can_open_draft(user, draft):
    """Read, change, send and delete a draft: its author."""
    return can_write(user) and draft.author_id == user.pk


def can_suggest(user, page):
    """Propose a change: whoever may read the page; before it is published its author and those who review it."""
    if not can_write(user):
        return False
    if not page.live and page.owner_id != user.pk:
        return can_review(user, page)
    return is_open_to(user, page)


def can_review(user, page):
    """See what is not published yet, and edit it: stewards of its practices, their review groups, editors."""
    return cares_for(user, page)


def can_publish(user, page):
    """Publish without a review, and restore an earlier version: stewards of its practices, and editors."""
    return stewards_it(user, page)


def can_decide(user, page):
    """Approve what waits for a review, or ask for changes: reviewers; about their own text only who may publish it."""
    state = page.current_workflow_state
    if state is None or not can_review(user, page):
        return False
    return state.requested_by_id != user.pk or can_publish(user, page)


def can_see_history(user, page):
    """See who published what and when: whoever may read the page and is signed in, and those who review it."""
    if not can_write(user):
        return False
    return is_open_to(user, page) if page.live else page.owner_id == user.pk or can_review(user, page)


def can_see_version(user, version, page, *, published):
    """See one version: published ones with the page; others those who wrote them, asked for them, or review."""
    return published or version.user_id == user.pk or can_review(user, page)


def can_open_upload(user, document):
    """Open a file that was sent with a text: who sent it, who may see a page that names it, and who reviews.

    Whoever reviews one of the pieces in which it stands reviews its files too; editors review all of them.
    """
    return document.uploaded_by_user_id is not None and (
        document.uploaded_by_user_id == user.pk or is_on_a_page_for(user, document)
    )


def can_see_readers(user, guideline):
    """See who has read a guideline and who has not: its owner, and editors."""
    return can_decide_exceptions(user, guideline)


def can_decide_exceptions(user, guideline):
    """Grant, refuse and end exceptions from a guideline: its owner, and editors."""
    if not (user.is_authenticated and user.is_active):
        return False
    upkeep = getattr(guideline, "upkeep", None)
    return is_editor(user) or bool(upkeep and upkeep.owner_id == user.pk)


def can_ask_exception(user, team):
    """Ask that a team may differ from a guideline: those who can write for it."""
    return can_write_for(user, team)


def can_see_exception(user, exception):
    """See a request for an exception before it is granted: its team, and those who decide on it."""
    return belongs_to(user, exception.team) or can_decide_exceptions(user, exception.guideline)


def can_keep(user, upkeep):
    """Confirm, hand over, retire and bring back a page, and see what readers say of it: its owner, and editors."""
    return user.is_authenticated and user.is_active and (upkeep.owner_id == user.pk or is_editor(user))


def can_see_upkeep_report(user):
    """See the care of all pages: editors."""
    return is_editor(user)


def can_answer_readers(user):
    """Say whether a page helped, report a problem with it and follow it: everyone who is signed in."""
    return user.is_authenticated and user.is_active


def can_exchange_knowledge(user):
    """Take knowledge in from files and write it out: editors, who may edit and publish pages."""
    return user.is_authenticated and user.is_active and is_editor(user) and user.has_perm("wagtailadmin.access_admin")


def can_edit_glossary(user):
    """Add and change terms in the CMS: whoever has Wagtail's own permission for it."""
    return user.is_authenticated and user.has_perm("knowledge.change_term")
