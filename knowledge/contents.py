"""What a page says, field by field: the same names serve drafts, the form, comparisons and merges.

Values are what a form types: texts, the number of a chosen row as text, lists of such numbers.
"""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext_lazy as _

from knowledge.models import GuidelinePage, GuidePage, LessonLearnedPage, PracticePage, ToolPage
from people.audiences import visible_pages
from people.models import Team
from portfolio.models import Project
from search.models import Topic

TEXTS = {
    PracticePage: ("other_names", "effort"),
    GuidePage: (),
    LessonLearnedPage: (),
    GuidelinePage: (),
    ToolPage: ("website",),
}
LISTS = {
    PracticePage: ("topics",),
    GuidePage: ("topics", "practices"),
    LessonLearnedPage: ("topics", "practices"),
    GuidelinePage: ("topics", "practices"),
    ToolPage: ("topics", "practices"),
}
ROWS = {LessonLearnedPage: ("project", "team")}
CHOICES = {LessonLearnedPage: ("outcome",)}
WRITABLE = tuple(TEXTS)
LONGEST_BODY = 200_000
KINDS = {
    PracticePage: _("Practice"),
    GuidePage: _("Guide"),
    LessonLearnedPage: _("Lesson learned"),
    GuidelinePage: _("Guideline"),
    ToolPage: _("Tool"),
}


@dataclass(frozen=True)
class Offers:
    """What one person may choose among; each list is read once. What is not offered is neither shown nor changed."""

    user: object

    @cached_property
    def topics(self):
        return {each.pk: each for each in Topic.objects.all()}

    @cached_property
    def practices(self):
        pages = PracticePage.objects.order_by("title").only("pk", "title", "path", "depth", "url_path")
        return {each.pk: each for each in visible_pages(pages, self.user)}

    @cached_property
    def project(self):
        return {each.pk: each for each in Project.objects.visible_to(self.user)}

    @cached_property
    def team(self):
        return {each.pk: each for each in Team.objects.current()}


def names_of(model, page=None):
    """The names of the fields that can be written in the portal, in the order of the form."""
    body = ("body",) if has_written_body(model, page) else ()
    first = ("title", "summary", *CHOICES.get(model, ()), *model.SECTIONS, *body)
    return (*first, *TEXTS[model], *ROWS.get(model, ()), *LISTS[model])


def writable_columns(model):
    """The names of all columns that people write, whether or not the form of a page shows each of them."""
    first = ("title", "summary", *CHOICES.get(model, ()), *model.SECTIONS, "body")
    return (*first, *TEXTS[model], *ROWS.get(model, ()), *LISTS[model])


def most_of(model, name):
    """How many characters a text may have."""
    return LONGEST_BODY if name == "body" else model._meta.get_field(name).max_length


def has_written_body(model, page):
    """Whether the body can be written as one Markdown text: it holds nothing else, and there is a use for it."""
    if page is None or not len(page.body):
        return not model.SECTIONS
    return body_is_markdown(page)


def body_is_markdown(page):
    """Whether all blocks of a page's body are Markdown."""
    return all(block.block_type == "markdown" for block in page.body)


def body_text(page):
    """The Markdown blocks of a page's body as one text."""
    return "\n\n".join(block.value.strip() for block in page.body if block.block_type == "markdown")


def values_of(page, offers):
    """What the form shows for a page, by the names of its fields."""
    model = type(page)
    values = {}
    for name in names_of(model, page):
        if name == "body":
            values[name] = body_text(page)
        elif name in LISTS[model]:
            offered = getattr(offers, name)
            values[name] = sorted(str(each.pk) for each in getattr(page, name).all() if each.pk in offered)
        elif name in ROWS.get(model, ()):
            pk = getattr(page, f"{name}_id")
            values[name] = str(pk) if pk in getattr(offers, name) else ""
        else:
            values[name] = (getattr(page, name) or "").replace("\r\n", "\n")
    return values


def put(page, cleaned, offers):
    """Put what was written on a page, in memory. What its writer was not offered stays as it is."""
    model = type(page)
    for name, value in cleaned.items():
        if name == "body":
            _put_body(page, value)
        elif name in LISTS[model]:
            offered = getattr(offers, name)
            kept = [each for each in getattr(page, name).all() if each.pk not in offered] if page.pk else []
            setattr(page, name, [*kept, *value])
        elif name in ROWS.get(model, ()):
            present = getattr(page, f"{name}_id")
            if value is not None or present is None or present in getattr(offers, name):
                setattr(page, name, value)
        else:
            setattr(page, name, value)
    return page


def _put_body(page, text):
    """One Markdown block with the text; the same text leaves the blocks as they are."""
    if text != body_text(page):
        page.body = [("markdown", text)] if text else []


def label_of(model, name):
    """The name of a field as readers know it."""
    plain = {
        "title": _("Title"),
        "summary": _("Summary"),
        "body": _("Text"),
        "topics": _("Topics"),
        "practices": _("Practices"),
        "project": _("Project"),
        "team": _("Team"),
        "outcome": _("What it did"),
        "other_names": _("Other names"),
        "effort": _("Effort"),
        "website": _("Website"),
    }
    return str(plain.get(name, "")) or str(model._meta.get_field(name).verbose_name).capitalize()


def in_words(model, name, value, offers):
    """A value as it is read: names in place of numbers."""
    if name in LISTS[model]:
        found = getattr(offers, name)
        return ", ".join(str(found[int(pk)]) for pk in value or [] if str(pk).isdigit() and int(pk) in found)
    if name in ROWS.get(model, ()):
        found = getattr(offers, name)
        return str(found[int(value)]) if value and str(value).isdigit() and int(value) in found else ""
    if name in CHOICES.get(model, ()):
        return str(dict(model._meta.get_field(name).flatchoices).get(value, value) or "")
    return value or ""
