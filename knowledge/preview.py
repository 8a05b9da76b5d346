"""A piece as it will look, from what stands in the form."""

from django.utils.translation import gettext as _

from knowledge.article import compose
from knowledge.contents import has_written_body, label_of, most_of
from knowledge.exceptions import KnowledgeError
from knowledge.versions import head_for


def preview(model, page, typed, user):
    """The context of the preview: title, summary and the article, nothing of it stored.

    Raises `KnowledgeError` for texts that are longer than the page keeps: they would take long, and cannot be sent.
    """
    piece = model()
    if page is not None:
        head = head_for(user, page)
        piece = head.as_object() if head else page.specific
    texts = {name: _text(typed, name) for name in ("title", "summary", *model.SECTIONS, "body")}
    if errors := {name: words for name, text in texts.items() if (words := _too_long(model, name, text))}:
        raise KnowledgeError(errors)
    for name in ("title", "summary", *model.SECTIONS):
        setattr(piece, name, texts[name])
    if has_written_body(model, piece if page is not None else None):
        piece.body = [("markdown", texts["body"])] if texts["body"].strip() else []
    return {"piece": piece, "article": compose(piece)}


def _text(typed, name):
    return typed.get(name, "").replace("\x00", "").replace("\r\n", "\n")


def _too_long(model, name, text):
    most = most_of(model, name)
    if most is None or len(text.strip("\n \t")) <= most:
        return ""
    words = {"name": label_of(model, name), "length": len(text), "most": most}
    return _("“%(name)s” is too long: %(length)s characters, at most %(most)s.") % words
