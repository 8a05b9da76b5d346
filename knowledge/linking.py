"""What a writer can link to: everything that search suggests to them, as the Markdown that leads there."""

from dataclasses import dataclass

from wagtail.models import Page

from search.services import suggest

SIGNS = str.maketrans({"[": "\\[", "]": "\\]", "\\": "\\\\", "\n": " "})


@dataclass(frozen=True)
class Target:
    """One thing to link to: its title, its kind in words with the hue, and the Markdown."""

    title: str
    kind: str
    cat: str
    markdown: str


def link_targets(typed, user):
    """Practices, other pages, projects, people and more whose titles begin as typed, that this person may see.

    Pages are named by number, so that the link survives a move; other things by their address.
    """
    return [
        Target(row.title, row.named_kind.label, row.named_kind.category, f"[{row.title.translate(SIGNS)}]({_to(row)})")
        for row in suggest(typed, user)
    ]


def _to(row):
    model = row.content_type.model_class()
    return f"page:{row.object_id}" if model is not None and issubclass(model, Page) else row.url
