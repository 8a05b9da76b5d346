"""What an editor can put on a page. Each block has a template in ``templates/blocks/`` and no style of its own."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from themes import markdown, references, videos

TEXT_FEATURES = ["bold", "italic", "code", "strikethrough", "link", "document-link", "ol", "ul", "hr"]
INLINE_FEATURES = ["bold", "italic", "code", "link", "document-link"]

# In the context of a block: whoever renders it puts several texts together and resolves their references at once.
REFERENCES_STAY = "references_stay"

LANGUAGES = [
    ("text", _("Plain text")),
    ("bash", "Shell"),
    ("css", "CSS"),
    ("html", "HTML"),
    ("java", "Java"),
    ("javascript", "JavaScript"),
    ("json", "JSON"),
    ("python", "Python"),
    ("sql", "SQL"),
    ("yaml", "YAML"),
]


class HeadingBlock(blocks.StructBlock):
    """A heading of the second or third level; the page's title is the only first one."""

    text = blocks.CharBlock(label=_("Heading"), max_length=120)
    level = blocks.ChoiceBlock(label=_("Level"), choices=[("h2", _("Section")), ("h3", _("Subsection"))], default="h2")

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "blocks/heading.html"


class TextBlock(blocks.RichTextBlock):
    """Running text."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"features": TEXT_FEATURES, **kwargs})

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "blocks/text.html"


class MarkdownBlock(blocks.TextBlock):
    """Running text as Markdown, for those who prefer to type it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"rows": 12, **kwargs})

    def get_context(self, value: str, parent_context: dict | None = None) -> dict:
        context = super().get_context(value, parent_context)
        resolve = not context.get(REFERENCES_STAY)
        context["html"] = (markdown.render if resolve else markdown.convert)(value or "")
        return context

    def get_searchable_content(self, value: str) -> list[str]:
        return [markdown.plain_text(value)]

    def extract_references(self, value: str) -> Iterator:
        """Called by Wagtail's reference index."""
        return references.extract(value)

    class Meta:
        icon = "code"
        label = _("Markdown")
        template = "blocks/markdown.html"


class ImageBlock(blocks.StructBlock):
    """A picture that says in words what it shows."""

    image = ImageChooserBlock(label=_("Image"))
    alt = blocks.CharBlock(
        label=_("What it shows"), max_length=250, help_text=_("For people who cannot see it. One or two sentences.")
    )
    caption = blocks.CharBlock(label=_("Caption"), max_length=250, required=False)
    credit = blocks.CharBlock(label=_("Credit"), max_length=120, required=False)

    class Meta:
        icon = "image"
        label = _("Image")
        template = "blocks/image.html"


class CalloutBlock(blocks.StructBlock):
    """A short remark that stands out."""

    status = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[("note", _("Note")), ("good", _("Good to do")), ("warn", _("Take care")), ("bad", _("Do not"))],
        default="note",
    )
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=INLINE_FEATURES)

    class Meta:
        icon = "warning"
        label = _("Callout")
        template = "blocks/callout.html"


class QuoteBlock(blocks.StructBlock):
    """What somebody said."""

    text = blocks.TextBlock(label=_("Words"), rows=3)
    who = blocks.CharBlock(label=_("Who said it"), max_length=120, required=False)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "blocks/quote.html"


class CodeBlock(blocks.StructBlock):
    """A piece of code or a worked example in columns."""

    language = blocks.ChoiceBlock(label=_("Language"), choices=LANGUAGES, default="text")
    text = blocks.TextBlock(label=_("Code"), rows=8)
    caption = blocks.CharBlock(label=_("Caption"), max_length=120, required=False)

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict:
        context = super().get_context(value, parent_context)
        formatter = HtmlFormatter(nowrap=True)
        context["html"] = highlight(value["text"], get_lexer_by_name(value["language"]), formatter)
        return context

    class Meta:
        icon = "code"
        label = _("Code")
        template = "blocks/code.html"


class VideoValue(blocks.StructValue):
    """Adds what the template tells before a click leaves the portal."""

    @property
    def provider(self) -> str:
        """The name of the provider, or the host where it is none of the known ones."""
        return videos.provider(self.get("url", ""))

    @property
    def player(self) -> str:
        """The address of a player that can stand on the page, or nothing where the provider has none that we know."""
        return videos.player(self.get("url", ""))


class VideoBlock(blocks.StructBlock):
    """A video elsewhere. Nothing is loaded from there before a click, which plays it here or opens its own page."""

    url = blocks.URLBlock(label=_("Address"))
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    length = blocks.CharBlock(label=_("Length"), max_length=20, required=False, help_text=_("For example 7 min."))
    poster = ImageChooserBlock(label=_("Still picture"), required=False)

    class Meta:
        icon = "media"
        label = _("Video")
        template = "blocks/video.html"
        value_class = VideoValue


class AttachmentBlock(blocks.StructBlock):
    """A file to take along; says what it is and how large before it is opened."""

    file = DocumentChooserBlock(label=_("File"))
    title = blocks.CharBlock(
        label=_("Title"), max_length=120, required=False, help_text=_("The file's own title where this is empty.")
    )

    def get_context(self, value: Any, parent_context: dict | None = None) -> dict:
        context = super().get_context(value, parent_context)
        file = value.get("file")
        context["title"] = value.get("title") or (file.title if file else "")
        return context

    class Meta:
        icon = "doc-full"
        label = _("Attachment")
        template = "blocks/attachment.html"


class TableBlock(TypedTableBlock):
    """A table whose first column names its rows."""

    def __init__(self, **kwargs: Any) -> None:
        columns = [
            ("text", blocks.CharBlock(label=_("Text"), required=False)),
            ("rich_text", blocks.RichTextBlock(label=_("Text with links"), required=False, features=INLINE_FEATURES)),
            ("number", blocks.FloatBlock(label=_("Number"), required=False)),
        ]
        super().__init__(columns, **kwargs)

    class Meta:
        icon = "table"
        label = _("Table")
        template = "blocks/table.html"


class StepBlock(blocks.StructBlock):
    """One step of a how-to."""

    title = blocks.CharBlock(label=_("What to do"), max_length=160)
    text = blocks.RichTextBlock(label=_("How"), features=INLINE_FEATURES, required=False)


class StepsBlock(blocks.StructBlock):
    """A how-to in numbered steps."""

    title = blocks.CharBlock(label=_("Title"), max_length=120, required=False)
    steps = blocks.ListBlock(StepBlock(), label=_("Steps"), min_num=1)

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        template = "blocks/steps.html"


class BodyBlock(blocks.StreamBlock):
    """The blocks of an ordinary page. Rooms subclass it to add their own."""

    heading = HeadingBlock()
    text = TextBlock()
    markdown = MarkdownBlock()
    image = ImageBlock()
    callout = CalloutBlock()
    steps = StepsBlock()
    quote = QuoteBlock()
    code = CodeBlock()
    table = TableBlock()
    video = VideoBlock()
    attachment = AttachmentBlock()

    class Meta:
        template = "blocks/body.html"
