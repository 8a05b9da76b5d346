"""A page of written knowledge as one text: its sections, then its body, with contents, reading time and links."""

from dataclasses import replace

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.text import slugify

from knowledge.glossary import define_terms
from themes import markdown, references
from themes.anchors import keep_apart
from themes.blocks import REFERENCES_STAY
from themes.footnotes import settle
from themes.toc import outline, permalink


def compose(page):
    """The `Outline` of a page: sections under their headings and the blocks of its body, in one piece of prose.

    Ids are unique on the page, also those of footnotes in several texts, and references to pages, pictures and files
    are resolved at once: at most one query for each of the three kinds, however many texts there are. Terms of the
    glossary are explained where they first stand.
    """
    texts = iter(settle(page.markdowns))
    parts = [*_sections(page, texts), *_blocks(page, texts)]
    if not parts:
        return outline("")
    html = f'<div class="prose">{"".join(keep_apart(parts))}</div>'
    article = outline(references.resolve(html))
    return replace(article, html=define_terms(article.html, skip_practice=page.pk))


def section_id(heading):
    """The id of a section's heading. It follows from the words, as those of headings in Markdown do."""
    return f"s-{slugify(heading)}"


def _sections(page, texts):
    for _name, heading, _text in page.sections:
        anchor = section_id(heading)
        title = format_html('<h2 id="{}">{}{}</h2>', anchor, heading, permalink(anchor))
        yield title + format_html('<div class="rich-text">{}</div>', markdown.convert(next(texts), profile="section"))


def _blocks(page, texts):
    for bound in page.body:
        value = next(texts) if bound.block_type == "markdown" else bound.value
        html = bound.block.render(value, {REFERENCES_STAY: True})
        yield mark_safe(html)  # noqa: S308 - blocks escape and clean what they hold


def heading_about_harm(page, entries):
    """Where a practice says when it hurts: its own section, or a heading of its body that says so; else `None`."""
    own = section_id(page._meta.get_field("avoid_when").verbose_name)
    by_id = (entry for entry in entries if entry.id == own)
    return next(by_id, None) or next((entry for entry in entries if "hurt" in entry.title.lower()), None)
