"""Reads of what people write: their drafts, what they sent and where it stands, what waits for them, one piece."""

from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState, WorkflowState

from knowledge.article import compose
from knowledge.comparing import page_differences
from knowledge.contents import KINDS, WRITABLE, Offers
from knowledge.models import Draft
from knowledge.permissions import can_decide, can_publish, can_review
from knowledge.reviewing import care_of, waiting_for
from knowledge.services.overtaken import taken_by_revision
from knowledge.versions import Version, versions_of
from people.audiences import Audience, page_audience, visible_pages

SHOWN = 50
LONGEST_NUMBER = 10
REVIEWED, CHANGES, PUBLISHED, WITHDRAWN, NOT_TAKEN = "reviewed", "changes", "published", "withdrawn", "not-taken"


@dataclass
class Piece:
    """Something that was sent: its page and run through a review, where it stands, who looks at it, what they said."""

    page: Page
    run: WorkflowState
    state: str
    who: str = ""
    comments: list = field(default_factory=list)

    @property
    def title(self):
        return self.page.draft_title or self.page.title

    @property
    def kind(self):
        """The kind of page, in words."""
        return _kind(self.page)

    @property
    def own_version(self):
        """The number of the version that was sent, where its author wrote it."""
        revision = self.run.current_task_state.revision
        return revision.pk if revision and revision.user_id == self.run.requested_by_id else None

    @property
    def words(self):
        """Where it stands, in words."""
        return {
            REVIEWED: _("Being reviewed"),
            CHANGES: _("Changes asked for"),
            PUBLISHED: _("Published"),
            WITHDRAWN: _("Withdrawn"),
            NOT_TAKEN: _("Not taken"),
        }[self.state]


def preset_lesson(user, query):
    """What the address says about a lesson to write: initial values of the form. What is unknown there is left out."""
    practice, project = query.get("practice", ""), query.get("project", "")
    offers = Offers(user)
    chosen = {}
    if practice.isdecimal() and len(practice) < LONGEST_NUMBER and int(practice) in offers.practices:
        chosen["practices"] = [practice]
    if project.isdecimal() and len(project) < LONGEST_NUMBER and int(project) in offers.project:
        chosen["project"] = project
    teams = [each for each in user.team_memberships if each.role != "coach"]
    return {**chosen, "team": str(teams[0].team_id) if len(teams) == 1 else ""}


def your_writing(user):
    """One person's drafts, what they sent, and what waits for their review: as many queries however much there is."""
    drafts = Draft.objects.filter(author=user).select_related("page", "content_type")[:SHOWN]
    waiting = waiting_for(user).select_related("workflow_state__requested_by__profile").order_by("started_at")
    return {
        "drafts": [(draft, KINDS.get(draft.content_type.model_class(), "")) for draft in drafts],
        "pieces": _sent_by(user),
        "waiting": _with_pages(waiting[:SHOWN]),
        "section": "knowledge",
    }


def _sent_by(user):
    runs = WorkflowState.objects.filter(requested_by=user, content_type__in=_kinds()).order_by("-created_at", "-pk")
    latest = {}
    steps = runs.select_related("current_task_state__revision").defer("current_task_state__revision__content")
    for run in steps[: 4 * SHOWN]:
        latest.setdefault(int(run.object_id), run)
    pages = {each.pk: each for each in Page.objects.filter(pk__in=latest).select_related("content_type")}
    seen = set(visible_pages(Page.objects.filter(pk__in=latest), user).values_list("pk", flat=True))
    shown = [pk for pk in latest if pk in pages and (pk in seen or not pages[pk].live)][:SHOWN]
    care = care_of([pages[pk] for pk in shown])
    comments = _comments([latest[pk] for pk in shown])
    steps = [run.current_task_state for run in latest.values() if run.current_task_state]
    taken = taken_by_revision([step.revision_id for step in steps])
    return [
        Piece(pages[pk], run, _state(pages[pk], run, taken), who_reviews(care[pk], user), comments[run.pk])
        for pk in shown
        for run in [latest[pk]]
    ]


def _kinds():
    return list(ContentType.objects.get_for_models(*WRITABLE).values())


def _state(page, run, taken):
    """Where a run stands. A piece that was published past its review is published all the same.

    `taken` says of versions whose review somebody ended by publishing whether they are in what was published.
    """
    if run.status == WorkflowState.STATUS_IN_PROGRESS:
        return REVIEWED
    if run.status == WorkflowState.STATUS_NEEDS_CHANGES:
        return CHANGES
    if run.status == WorkflowState.STATUS_APPROVED:
        return PUBLISHED
    revision = run.current_task_state.revision_id if run.current_task_state else None
    if revision in taken:
        return PUBLISHED if taken[revision] else NOT_TAKEN
    return PUBLISHED if page.live and revision and page.live_revision_id == revision else WITHDRAWN


def _comments(runs):
    """{number of a run: its reviewers' comments, the newest first}."""
    found = {run.pk: [] for run in runs}
    steps = TaskState.objects.filter(workflow_state__in=runs).exclude(comment="").select_related("finished_by__profile")
    for step in steps.order_by("-finished_at", "-pk"):
        found[step.workflow_state_id].append(step)
    return found


def who_reviews(care, author):
    """Who looks at a piece, in words: stewards and groups by name, and the editors."""
    names = [each.display_name for each in care.stewards if each.pk != author.pk]
    if care.groups:
        names.append(_("its community's editors"))
    if not names:
        return _("an editor")
    return _("%(names)s or an editor") % {"names": ", ".join(names)}


def _with_pages(steps):
    steps = list(steps)
    pages = Page.objects.filter(pk__in=[step.workflow_state.object_id for step in steps]).select_related("content_type")
    found = {str(each.pk): each for each in pages}
    rows = [(found.get(step.workflow_state.object_id), step) for step in steps]
    return [(page, step, _kind(page)) for page, step in rows if page is not None]


def _kind(page):
    return KINDS.get(page.cached_content_type.model_class(), "")


def piece_page(page, user):
    """One piece in its review, for its author and its reviewers: as it will look, and what it changes."""
    offers = Offers(user)
    run = page.current_workflow_state
    latest = page.latest_revision
    piece = latest.as_object()
    before = page.live_revision.as_object() if page.live and page.live_revision_id else None
    mine = run is not None and run.requested_by_id == user.pk
    audience = page_audience(page)
    return {
        "page": page,
        "piece": piece,
        "kind": _kind(page),
        "article": compose(piece),
        "changes": page_differences(before, piece, offers) if before is not None else [],
        "is_new": before is None,
        "run": run,
        "mine": mine,
        "asked_changes": run is not None and run.status == WorkflowState.STATUS_NEEDS_CHANGES,
        "who": who_reviews(care_of([page])[page.pk], run.requested_by if run and run.requested_by else user),
        "comments": _comments([run])[run.pk] if run else [],
        "note": _note(page, user),
        "written_by": latest.user,
        "sent_by": run.requested_by if run else page.owner,
        "revision": latest,
        "decides": can_decide(user, page) and page.current_workflow_task_state is not None,
        "reviews": can_review(user, page),
        "crumbs": [(_("Your writing"), reverse("knowledge:writing"))],
        "audience": audience.audience if audience else Audience.MEMBERS,
        "unseen": _unseen(page, user) if before is not None else [],
        "section": "knowledge",
    }


def _note(page, user):
    """What the author said about the latest version."""
    versions = versions_of(page, user)[:1]
    return versions[0].note if versions else ""


def _unseen(page, user):
    """Versions by others, not published, between the published one and this: what they say is not in this piece."""
    revisions = page.revisions.filter(pk__gt=page.live_revision_id, pk__lt=page.latest_revision_id)
    run = page.current_workflow_state
    author = run.requested_by_id if run else None
    return list(revisions.exclude(user=author).exclude(user=None).select_related("user").defer("content")[:5])


def history_page(page, user):
    """All versions of a page that this person may see, and whether they may restore one."""
    return {
        "page": page,
        "title": page.title if page.live else page.draft_title,
        "versions": versions_of(page, user),
        "can_restore": can_publish(user, page),
        "crumbs": [(page.title, page.url)] if page.live else [],
        "section": "knowledge",
    }


def comparison(page, user, before, after):
    """Two versions, the older one first, and what lies between them. Either is a `Version`."""
    earlier, later = sorted([before, after], key=lambda version: version.revision.pk)
    offers = Offers(user)
    return {
        **history_page(page, user),
        "crumbs": [
            *([(page.title, page.url)] if page.live else []),
            (_("History"), reverse("knowledge:history", args=[page.pk])),
        ],
        "earlier": earlier,
        "later": later,
        "changes": page_differences(_content(earlier), _content(later), offers),
    }


def _content(version: Version):
    return version.revision.as_object()
