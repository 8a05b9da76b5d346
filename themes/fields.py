"""A StreamField whose migrations do not carry its blocks."""

from typing import Any

from wagtail.fields import StreamField


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
