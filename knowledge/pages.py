"""Pages from plain values: practices, guides and lessons learned, published with a revision, repeatable by slug.

Commands and the demo loader call these; editors use Wagtail's own editor for the same pages.
"""

import re
from functools import partial

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from wagtail.models import Page, PageViewRestriction

from knowledge.exceptions import KnowledgeError
from knowledge.models import GuidePage, LessonLearnedPage, PracticePage
from people.audiences import Audience

TRIES = 5

_FENCE = re.compile(r"^\s*(```|~~~)")
_HEADING = re.compile(r"^(#{1,6}) ")


def publish_practice(*, section, slug, title, summary, body, needs=None, supports=None, aliases=(), **fields):
    """Publish a practice below a section. `fields`: number, effort, works_best, steward, topics, and those of
    `publish_page`. `needs` and `supports` are practices; `None` leaves what is there."""
    related = {name: pages for name, pages in {"needs": needs, "supports": supports}.items() if pages is not None}
    return publish_page(
        PracticePage,
        parent=section,
        slug=slug,
        values={"title": title, "summary": summary, "other_names": "\n".join(aliases)},
        body=body,
        **related,
        **fields,
    )


def publish_guide(*, section, slug, title, summary, body, **fields):
    """Publish a guide below a section. `fields`: author, practices, topics, and those of `publish_page`."""
    values = {"title": title, "summary": summary}
    return publish_page(GuidePage, parent=section, slug=slug, values=values, body=body, **fields)


def publish_lesson_learned(*, section, slug, title, summary, body, **fields):
    """Publish a lesson learned below a section. `fields`: author, project, team, practices, outcome, topics, and
    those of `publish_page`."""
    values = {"title": title, "summary": summary}
    return publish_page(LessonLearnedPage, parent=section, slug=slug, values=values, body=body, **fields)


@transaction.atomic
def publish_page(model, *, parent, slug, values, body="", published_at=None, audience=None, user=None, **fields):
    """Create the page below `parent`, or change the one with that slug there, and publish a revision by `user`.

    `body` is Markdown. `published_at` dates the page back. `audience` PUBLIC or MEMBERS sets its view restriction and
    `None` leaves it. Raises `KnowledgeError` where the slug is taken by another kind of page or a value is refused.
    """
    page = model.objects.child_of(parent).filter(slug=slug).first() or model(slug=slug)
    for name, value in {**values, **fields}.items():
        setattr(page, name, list(value) if isinstance(value, (set, tuple)) else value)
    page.body = [("markdown", top_headings(body))] if body else []
    if page.pk is None:
        page.live = False
        page.first_published_at = published_at
        add_page(parent=parent, page=page)
    _publish(_save_revision(page, user), user)
    if published_at:
        Page.objects.filter(pk=page.pk).update(first_published_at=published_at, last_published_at=published_at)
    if audience:
        restrict(page=page, audience=audience)
    return model.objects.get(pk=page.pk)


def add_page(*, parent, page, tries=TRIES):
    """Put a page below `parent`. Two inserts at once may choose the same place in the tree: the later one tries again.

    Raises `KnowledgeError` for a slug that is taken or a value that Wagtail refuses.
    """
    try:
        with transaction.atomic():
            return Page.objects.get(pk=parent.pk).add_child(instance=page)
    except ValidationError as wrong:
        raise _refusal(wrong) from wrong
    except IntegrityError:
        if tries <= 1:
            raise
    page.pk = page.id = page.depth = None
    page.path = ""
    return add_page(parent=parent, page=page, tries=tries - 1)


def reserve_page(*, parent, page):
    """Give a page that will be filled later its place below `parent`: its bare row, unpublished, without relations.

    Raises `KnowledgeError` for a slug that is taken.
    """
    page.locale_id, page.draft_title, page.live = parent.locale_id, page.title, False
    page.save = partial(_insert, page, parent)
    try:
        return add_page(parent=parent, page=page)
    finally:
        del page.save


def _insert(page, parent):
    page.set_url_path(parent)
    page.minimal_clean()
    models.Model.save(page, force_insert=True)


def restrict(*, page, audience):
    """Make a page public, or for everyone who is signed in. Restrictions to groups are set in Wagtail's editor."""
    types = [PageViewRestriction.LOGIN, PageViewRestriction.NONE]
    PageViewRestriction.objects.filter(page=page, restriction_type__in=types).delete()
    if audience == Audience.MEMBERS:
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def top_headings(text):
    """Markdown whose highest headings are of the first level, which a page renders as its sections (h2)."""
    lines, fenced, levels = text.strip().splitlines(), False, []
    headings = []
    for number, line in enumerate(lines):
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced and (found := _HEADING.match(line)):
            headings.append(number)
            levels.append(len(found[1]))
    for number in headings:
        lines[number] = lines[number][min(levels) - 1 :]
    return "\n".join(lines)


def _save_revision(page, user):
    try:
        return page.save_revision(user=user)
    except ValidationError as wrong:
        raise _refusal(wrong) from wrong


def _publish(revision, user):
    try:
        revision.publish(user=user)
    except ValidationError as wrong:
        raise _refusal(wrong) from wrong


def _refusal(wrong):
    return KnowledgeError({name: " ".join(messages) for name, messages in wrong.message_dict.items()})
