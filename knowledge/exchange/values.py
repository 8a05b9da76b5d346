"""Blocks other than Markdown, as plain values for a file and back. Works for whatever blocks a page has."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from knowledge.exchange import links
from knowledge.exchange.refusals import Refused


def chosen_kind(block):
    """“page”, “image” or “file” for a block that chooses one; `None` for others."""
    model = getattr(block, "model_class", None) or getattr(block, "target_model", None)
    if model is None:
        return None
    kinds = {"image": get_image_model(), "file": get_document_model(), "page": Page}
    return next((kind for kind, each in kinds.items() if issubclass(model, each)), None)


def to_file(block, value, ways):
    """A block's stored value for a file: paths for ids, no ids of its own. `ways` is a `writing_out.Ways`."""
    if value is None or value == "":
        return value
    if isinstance(block, blocks.ChooserBlock):
        kind = chosen_kind(block)
        return ways.destination(kind, int(value)) if kind else value
    if isinstance(block, blocks.RichTextBlock):
        return _plain_ends(links.rich_to_paths(value, ways.destination))
    return _walk(block, value, lambda child, each: to_file(child, each, ways))


def to_page(block, value, references):
    """The same back. `references` is a `library.References`. Raises `Refused` for what cannot be such a block."""
    if value is None or value == "":
        return value
    if isinstance(block, blocks.ChooserBlock):
        kind = chosen_kind(block)
        if kind is None:
            return value
        found = references.reference(str(value))
        if found is None or found.kind != kind:
            raise Refused(_("“%(path)s” is not beside the file.") % {"path": value})
        return found.pk
    if isinstance(block, blocks.RichTextBlock):
        return links.rich_to_ids(str(value), references.reference)
    return _walk(block, value, lambda child, each: to_page(child, each, references))


def _walk(block, value, go_on):
    if isinstance(block, TypedTableBlock):
        return _table(block, value, go_on)
    if isinstance(block, blocks.StructBlock):
        _expect(value, dict)
        unknown = set(value) - set(block.child_blocks)
        if unknown:
            raise Refused(_("There is no “%(name)s” in such a block.") % {"name": sorted(unknown)[0]})
        return {name: go_on(block.child_blocks[name], each) for name, each in value.items()}
    if isinstance(block, blocks.ListBlock):
        _expect(value, list)
        return [go_on(block.child_block, _item(each)) for each in value]
    if isinstance(block, blocks.StreamBlock):
        _expect(value, list)
        return [
            {"type": each["type"], "value": go_on(block.child_blocks[each["type"]], each["value"])} for each in value
        ]
    return _plain_ends(value) if isinstance(value, str) else value


def _item(each):
    """Wagtail stores an item of a list with its type and id."""
    return (
        each["value"] if isinstance(each, dict) and {"type", "value"} <= set(each) <= {"type", "value", "id"} else each
    )


def _table(block, value, go_on):
    _expect(value, dict)
    columns, rows = value.get("columns") or [], value.get("rows") or []
    _expect(columns, list)
    _expect(rows, list)
    types = [block.child_blocks.get(column.get("type")) for column in columns if isinstance(column, dict)]
    if len(types) != len(columns) or None in types:
        raise Refused(_("A column of the table is of an unknown type."))
    made = []
    for row in rows:
        cells = row.get("values") if isinstance(row, dict) else None
        if not isinstance(cells, list) or len(cells) != len(types):
            raise Refused(_("A row of the table does not have as many values as there are columns."))
        made.append({"values": [go_on(child, each) for child, each in zip(types, cells, strict=True)]})
    kept = [{"type": column["type"], "heading": str(column.get("heading") or "")} for column in columns]
    caption = {"caption": value["caption"]} if value.get("caption") else {}
    return {"columns": kept, "rows": made, **caption}


def _expect(value, kind):
    if not isinstance(value, kind):
        raise Refused(_("The block does not hold what a block of this type holds."))


def _plain_ends(text):
    return text.replace("\r\n", "\n").replace("\r", "\n")


def clean(stream, blocks_of_page):
    """Check raw blocks by their own rules. Raises `Refused` with the number of the first that is wrong as its line."""
    value = stream.to_python(blocks_of_page)
    try:
        stream.clean(value)
    except StreamBlockValidationError as wrong:
        errors = wrong.block_errors or {}
        at = min(errors, default=None)
        words = " ".join(_words(errors[at])) if errors else " ".join(wrong.messages)
        raise Refused(words or _("A block is not complete."), at) from wrong
    except (ValidationError, KeyError, TypeError, ValueError, AttributeError) as wrong:
        raise Refused(_("A block does not hold what a block of its type holds.")) from wrong


def _words(wrong):
    """Every message in a block's nested errors, with the name of the part."""
    for name, inner in (getattr(wrong, "block_errors", None) or {}).items():
        if inner is not None:
            yield f"{name}: " + " ".join(_words(inner)) if isinstance(name, str) else " ".join(_words(inner))
    if not getattr(wrong, "block_errors", None):
        yield from wrong.messages
