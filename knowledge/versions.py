"""The versions of a page: which one a person writes upon, what changed meanwhile, which were published."""

from dataclasses import dataclass

from wagtail.models import PageLogEntry

from knowledge.comparing import differences
from knowledge.contents import Offers, in_words, label_of, names_of, values_of
from knowledge.permissions import can_review

PUBLISHED = "wagtail.publish"
MOST = 200


def head_for(user, page):
    """The version that this person's change is made to: the latest one for those who may see it, else the published.

    What an editor has begun in the CMS and not published is no business of readers, and they do not write upon it.
    """
    state = page.current_workflow_state
    own = state is not None and state.requested_by_id == user.pk
    if own or (not page.live and page.owner_id == user.pk) or can_review(user, page):
        return page.latest_revision
    return page.live_revision or page.latest_revision


@dataclass(frozen=True)
class Clash:
    """A field that two people changed. Texts are as they are read; `paragraphs` lead from theirs to mine."""

    name: str
    label: str
    mine: str
    theirs: str
    paragraphs: list
    is_text: bool = True


@dataclass(frozen=True)
class Merge:
    """Two versions put together: `values` hold what only one of them changed, `clashes` what both did."""

    values: dict
    theirs: dict
    clashes: list
    taken: list


def conflicts(draft, head):
    """Whether the page has a newer version that says something else than the one the draft began from."""
    if head is None or head.pk == draft.base_id:
        return False
    merge = merge_of(draft, head)
    return bool(merge.clashes or merge.taken)


def merge_of(draft, head):
    """What the draft and a newer version have in common and where they differ, by the version that both began from."""
    offers = Offers(draft.author)
    page = head.as_object()
    model = type(page)
    theirs, mine = values_of(page, offers), draft.values
    base = values_of(draft.base.as_object(), offers) if draft.base else {}
    values, clashes, taken = {}, [], []
    for name in names_of(model, page):
        own, other = mine.get(name, theirs[name]), theirs[name]
        values[name] = own
        if _same(own, other) or _same(other, base.get(name)):
            continue
        if name in base and _same(own, base[name]):
            values[name] = other
            taken.append(label_of(model, name))
            continue
        words = in_words(model, name, own, offers), in_words(model, name, other, offers)
        label, is_text = label_of(model, name), words == (own, other)
        clashes.append(Clash(name, label, *words, differences(words[1], words[0]), is_text))
    return Merge(values, theirs, clashes, taken)


def _same(one, other):
    if isinstance(one, str) and isinstance(other, str):
        return one.replace("\r\n", "\n").strip() == other.replace("\r\n", "\n").strip()
    return (
        sorted(one or []) == sorted(other or []) if isinstance(one, list) or isinstance(other, list) else one == other
    )


@dataclass
class Version:
    """One version in the history: who wrote and who published it, and when it came to be what readers saw."""

    revision: object
    published_at: object = None
    published_by: object = None
    note: str = ""
    is_live: bool = False

    @property
    def at(self):
        return self.published_at or self.revision.created_at


def versions_of(page, user):
    """The versions of a page that this person may see, the newest first: at most 200, in four queries."""
    entries = PageLogEntry.objects.filter(page=page.pk, revision__isnull=False).select_related("user__profile")
    published, notes = {}, {}
    for entry in entries.filter(action__in=[PUBLISHED, "knowledge.note", "wagtail.workflow.approve"]):
        if entry.action == PUBLISHED:
            published.setdefault(entry.revision_id, entry)
        elif comment := entry.data.get("comment"):
            notes.setdefault(entry.revision_id, comment)
    if page.live_revision_id:
        published.setdefault(page.live_revision_id, None)
    revisions = page.revisions.select_related("user__profile").defer("content").order_by("-created_at", "-pk")
    if not can_review(user, page):
        revisions = revisions.filter(pk__in=published) | revisions.filter(user=user)
    return [_version(page, each, published, notes) for each in revisions[:MOST]]


def _version(page, revision, published, notes):
    entry = published.get(revision.pk)
    return Version(
        revision,
        published_at=entry.timestamp if entry else revision.created_at if revision.pk in published else None,
        published_by=entry.user if entry else None,
        note=notes.get(revision.pk, ""),
        is_live=page.live and revision.pk == page.live_revision_id,
    )
