"""Drafts: keeping what somebody types, whatever happens, until it is sent."""

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction

from knowledge.models import Draft

WINDOW = "_window"


class DraftChanged(Exception):
    """Another window of the same person saved something else meanwhile: `draft` is what is stored."""

    def __init__(self, draft):
        self.draft = draft
        super().__init__()


@transaction.atomic
def save_draft(*, author, model, values, draft=None, page=None, base=None, version=None, window=""):
    """Keep what was typed and return the draft; the same values a second time change nothing.

    Without a `draft` the one of that `page`, or of that `window` where the piece is new, is written, or made.
    `window` names the open form, `version` is what it knows of the draft: raises `DraftChanged` where another window
    has saved something else since. A window that never heard the answer to its own last save goes on.
    Nothing is checked here: a draft may be half a sentence.
    """
    kind = ContentType.objects.get_for_model(model)
    stored = _stored(author, draft, page, window)
    if stored is None:
        try:
            with transaction.atomic():
                kept = values | {WINDOW: window}
                return Draft.objects.create(author=author, content_type=kind, page=page, base=base, values=kept)
        except IntegrityError:
            stored = _stored(author, draft, page, window)
    if said(stored) == values:
        return stored
    own = bool(window) and stored.values.get(WINDOW) == window
    if window and not own and stored.version != version:
        raise DraftChanged(stored)
    stored.values, stored.version = values | {WINDOW: window}, stored.version + 1
    stored.save(update_fields=["values", "version", "updated_at"])
    return stored


@transaction.atomic
def merge_draft(*, draft, values, base):
    """Go on from a newer version of the page: `values` hold both, `base` is what a change is compared with."""
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    draft.values, draft.base, draft.version = draft.values | values | {WINDOW: ""}, base, draft.version + 1
    draft.save(update_fields=["values", "base", "version", "updated_at"])
    return draft


def delete_draft(*, draft):
    """Throw a draft away, at its author's word. What was sent or published stays."""
    draft.delete()


def said(draft):
    """What a draft says, by the names of the form's fields."""
    return {name: value for name, value in draft.values.items() if name != WINDOW}


def _stored(author, draft, page, window):
    drafts = Draft.objects.select_for_update().filter(author=author)
    if draft is not None:
        return drafts.get(pk=draft.pk)
    if page is not None:
        return drafts.filter(page=page).first()
    return drafts.filter(page=None, **{f"values__{WINDOW}": window}).first() if window else None
