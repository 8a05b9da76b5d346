"""Fields for what people write: Markdown that knows what it refers to, and a StreamField with slim migrations."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from wagtail.fields import StreamField

from themes import markdown, references


class MarkdownField(models.TextField):
    """Markdown (see themes.markdown). Wagtail's reference index learns of the pages, pictures and files it names."""

    def extract_references(self, value: str) -> Iterator[tuple[type[models.Model], str, str, str]]:
        """Called by Wagtail's reference index."""
        return references.extract(value)

    def get_searchable_content(self, value: str) -> list[str]:
        """Words without signs, for search."""
        return [markdown.plain_text(value)]


class SlimStreamField(StreamField):
    """``StreamField`` that leaves block definitions out of migrations.

    Blocks are content, not schema: the column is JSON whatever they are. Without their definitions a change of a
    block makes no migration, and old migrations do not import blocks that have since been renamed. A data migration
    that needs to read blocks must therefore work on the raw JSON.
    """

    def __init__(self, block_types: Any = (), *args: Any, **kwargs: Any) -> None:
        super().__init__(block_types, *args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list, dict]:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        kwargs.pop("block_types", None)
        return name, path, [], kwargs
