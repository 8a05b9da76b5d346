"""A piece as it will look, from what stands in the form."""

from knowledge.article import compose
from knowledge.contents import has_written_body
from knowledge.versions import head_for

LONGEST = 300_000


def preview(model, page, typed, user):
    """The context of the preview: title, summary and the article, nothing of it stored."""
    piece = model()
    if page is not None:
        head = head_for(user, page)
        piece = head.as_object() if head else page.specific
    for name in ("title", "summary", *model.SECTIONS):
        setattr(piece, name, typed.get(name, "").replace("\x00", "").replace("\r\n", "\n")[:LONGEST])
    if has_written_body(model, piece if page is not None else None):
        text = typed.get("body", "").replace("\x00", "")[:LONGEST]
        piece.body = [("markdown", text)] if text.strip() else []
    return {"piece": piece, "article": compose(piece)}
